/** The shipped policy, loaded once for tests, with short ways to file a complaint under it and to act on it. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { holidaysIn } from '../../src/policy/holidays.ts'
import { loadPolicy } from '../../src/policy/load.ts'
import type { Case } from '../../src/rules/case.ts'
import { timersFor } from '../../src/rules/clocks.ts'
import type { Decision } from '../../src/rules/decide.ts'
import { decide } from '../../src/rules/decide.ts'
import type { Actor, Value, Values, Verb } from '../../src/rules/nouns.ts'
import { isRefusal } from '../../src/rules/nouns.ts'
import type { Context } from '../../src/rules/story.ts'

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const loaded = loadPolicy(readFileSync(at('../policy.yaml'), 'utf8'), { readHolidays: holidaysIn(at('../calendars')) })
if ('problems' in loaded) throw new Error(loaded.problems.map((p) => `${p.path}: ${p.message.en}`).join('\n'))

export const { policy, live, warnings } = loaded

/** A Monday morning on which a message can reach the customer. */
export const context: Context = {
  policy,
  directory: live.directory,
  calendars: live.calendars,
  now: Date.parse('2026-11-23T10:00:00+08:00'),
  reachesCustomer: () => true,
  claims: () => [],
}

/** An amount of yuan as a field holds it. */
export function yuan(amount: number): Value {
  return { minor: Math.round(amount * 100), currency: 'CNY' }
}

/** What a reviewer finds who sees a complaint of one customer without danger. */
export const ORDINARY: Values = { verdict: 'complaint', safety: 'none', scope: 'one' }

/** All that intake requires of any family. */
export const COMPLETE: Values = {
  customer: '顾客',
  product: '电器',
  model: 'M1',
  batch: 'B1',
  purchase_channel: 'mall',
  staff_no: '不详',
  dialogue: '……',
}

/** A case just filed; `text` goes by itself. */
export function filed(values: Values, by = 'wang.li'): Case {
  const actor: Actor = { kind: 'person', id: by }
  const all = { text: '有问题', ...values }
  return kept(
    decide(
      undefined,
      { do: 'file', id: 'f', actor, via: 'playground', lang: 'zh', strict: false, values: all },
      context,
      () => 'C-20261123-0001',
    ),
  )
}

/** The case after this person did this; a refusal fails the test. */
export function did(state: Case, person: string, verb: Verb, values: Values = {}): Case {
  const { number, revision } = state
  const actor: Actor = { kind: 'person', id: person }
  const command = {
    do: 'act',
    id: verb,
    actor,
    via: 'playground',
    number,
    verb,
    values,
    revision,
    reason: '理由',
  } as const
  return kept(decide(state, command, context, () => ''))
}

/** The case after delivery reported that the message to the customer went out. */
export function sent(state: Case): Case {
  const position = state.positions[0]?.key ?? ''
  const { number } = state
  const actor: Actor = { kind: 'delivery' }
  return kept(
    decide(state, { do: 'report', id: 'r', actor, via: 'delivery', number, position, sent: true }, context, () => ''),
  )
}

/** The case after its next timer has rung, at the moment it was due. */
export function rung(state: Case): Case {
  const timer = timersFor(state, context).toSorted((a, b) => a.at - b.at)[0]
  if (!timer) throw new Error(`${state.number} waits for no moment`)
  const { number } = state
  const command = {
    do: 'ring',
    id: timer.key,
    actor: { kind: 'clock' },
    via: 'clock',
    number,
    timer: timer.key,
  } as const
  return kept(decide(state, command, { ...context, now: timer.at }, () => ''))
}

function kept(made: Decision): Case {
  if (isRefusal(made)) throw new Error(JSON.stringify(made))
  return made.state
}
