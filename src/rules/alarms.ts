/**
 * Alarms of a case (F036, F064): which words of the customer's raise one, once per kind, and what a person said about
 * it. What was found is written into the fact, so that a replay reads no word again.
 */
import type { AlarmKind } from './alarm-kinds.ts'
import type { AlarmFound } from './alarm-words.ts'
import { alarmsIn } from './alarm-words.ts'
import type { Fact, Happening } from './facts.ts'
import type { Actor, FieldId, Millis, PersonId, Values } from './nouns.ts'
import type { Policy } from './policy.ts'

/** An alarm that was raised, and what came of it. */
export interface Alarm {
  readonly at: Millis
  /** The words that raised it, as they were written. */
  readonly words: readonly string[]
  /** What stands around the first of them. */
  readonly excerpt: string
  /** A field's id, `note` or `answer`. */
  readonly source: string
  /** Who was told at once. */
  readonly people: readonly PersonId[]
  /** Somebody read it and found nothing in it. */
  readonly cleared?: { readonly by: Actor; readonly at: Millis; readonly reason: string }
}

/** By kind. A kind that was cleared may be raised again by other words. */
export type AlarmsRaised = Readonly<Record<string, Alarm>>

/** The alarms of a case after one more was raised, or one was found to be nothing. */
export function afterAlarm(
  alarms: AlarmsRaised = {},
  { at, by }: Pick<Fact, 'at' | 'by'>,
  what: Extract<Happening, { is: 'alarmed' | 'alarm_cleared' }>,
): AlarmsRaised {
  const { kind } = what
  if (what.is === 'alarmed') {
    const { excerpt, source, people } = what
    return { ...alarms, [kind]: { at, words: what.words.map(({ word }) => word), excerpt, source, people } }
  }
  const alarm = alarms[kind]
  if (!alarm) throw new Error(`no alarm ${kind} was raised`)
  return { ...alarms, [kind]: { ...alarm, cleared: { by, at, reason: what.reason } } }
}

const heard = new WeakMap<Policy, readonly FieldId[]>()

/** The fields in which the customer speaks: what is written at intake and at call-backs, but for contact data. */
export function heardFields(policy: Policy): readonly FieldId[] {
  const known = heard.get(policy)
  if (known !== undefined) return known
  const calls = Object.values(policy.flow.stages).flatMap((stage) => (stage.kind === 'callback' ? [stage.form] : []))
  const ids = ['text', ...[policy.flow.intake, ...calls].flatMap((form) => policy.forms[form]?.fields ?? [])]
  const fields = [...new Set(ids)].filter((id) => {
    const field = policy.fields[id]
    // What something is called says nothing of what happened to it.
    return id !== 'product' && field?.type === 'text' && field.personal === undefined
  })
  heard.set(policy, fields)
  return fields
}

/** The alarms in some text of a complaint about this product. */
export function alarmsOf(text: string, policy: Policy, values: Values): readonly AlarmFound[] {
  if (policy.alarms === undefined) return []
  const { product } = values
  return alarmsIn(text, policy.alarms, typeof product === 'string' ? [product] : [])
}

const kindsByValues = new WeakMap<Values, { readonly policy: Policy; readonly kinds: readonly string[] }>()

/** The kinds that stand: found in what is filled in, or raised by other words, unless somebody found nothing in them. */
export function kindsStanding(policy: Policy, values: Values, raised: AlarmsRaised = {}): readonly string[] {
  if (policy.alarms === undefined) return []
  let known = kindsByValues.get(values)
  if (known?.policy !== policy) {
    known = { policy, kinds: kindsIn(policy, values) }
    kindsByValues.set(values, known)
  }
  const found = known.kinds
  return policy.alarms.kinds
    .map(({ id }) => id)
    .filter((id) => {
      const alarm = Object.hasOwn(raised, id) ? raised[id] : undefined
      return alarm ? alarm.cleared === undefined : found.includes(id)
    })
}

function kindsIn(policy: Policy, values: Values): readonly string[] {
  const kinds = heardFields(policy).flatMap((id) => {
    const text = values[id]
    return typeof text === 'string' ? alarmsOf(text, policy, values).map(({ kind }) => kind) : []
  })
  return [...new Set(kinds)]
}

/** What the policy says about a kind of alarm; undefined for one that it knows no more. */
export function alarmKind({ alarms }: Pick<Policy, 'alarms'>, kind: string): AlarmKind | undefined {
  return alarms?.kinds.find(({ id }) => id === kind)
}

/** The kinds of a case's alarms in which nobody found nothing. */
export function openAlarms({ alarms = {} }: { readonly alarms?: AlarmsRaised }): readonly string[] {
  return Object.keys(alarms).filter((kind) => alarms[kind]?.cleared === undefined)
}
