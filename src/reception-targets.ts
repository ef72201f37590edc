/** What can be chosen in a verb's form: where to return to, whom to hand to, to add or to ask, and in which way. */
import { say } from '../cards/catalogue.ts'
import { spanWords } from '../cards/format.ts'
import type { Choice } from '../cards/model.ts'
import { alarmName, amountWords, fieldLabel, personName, stageName, stepName } from '../cards/names.ts'
import { promiseChoice } from '../cards/promise-words.ts'
import type { Reader } from '../cards/reader.ts'
import type { ReasonVerb } from '../cards/reason-form.ts'
import { oneLine } from '../cards/text.ts'
import { openAlarms } from './rules/alarms.ts'
import type { Case, Position } from './rules/case.ts'
import { asideOf } from './rules/case.ts'
import type { Timely } from './rules/clocks.ts'
import { askable } from './rules/consult-verbs.ts'
import { TO_STEP } from './rules/decision-verbs.ts'
import { ADD_PLACES, WAYS_BACK } from './rules/facts.ts'
import type { Lang, Millis, PersonId } from './rules/nouns.ts'
import type { Standing } from './rules/payments.ts'
import { standingPayments } from './rules/payments.ts'
import { askedAt, barred, dutyOf } from './rules/people.ts'
import type { Span, Stage } from './rules/policy.ts'
import { givenPromises } from './rules/promises.ts'
import { choicesNow } from './rules/putting-off.ts'
import { askedForStep, couldAsk } from './rules/steps.ts'
import { flaggable } from './rules/unflag.ts'

/** The choices of a reason form. Absent: there is nothing to choose. */
export interface Targets {
  readonly targets?: readonly Choice[]
  readonly ways?: readonly Choice[]
}

/** The case's rules with their calendars, and the moment: how long something may last depends on both. */
export interface Time {
  readonly company: Timely
  readonly now: Millis
}

/** What this person may choose with this verb at this position. */
export function targetsOf(
  reader: Reader,
  verb: ReasonVerb,
  state: Case,
  position: Position | undefined,
  me: PersonId,
  { company, now }: Time,
): Targets {
  const { lang, policy } = reader
  if (verb === 'bounce') return { targets: standingPayments(state).map((one) => paymentChoice(one, reader)) }
  if (verb === 'clear') return clearTargets(state, reader)
  if (verb === 'unflag') {
    const choice = (id: string): Choice => ({
      id,
      label: say(lang, 'form.unflag_choice', { same: fieldLabel(id, reader) }),
    })
    return { targets: flaggable(state, policy).map(choice) }
  }
  if (verb === 'keep' || verb === 'renew') return promiseTargets(state, reader)
  if (verb === 'merge') return { targets: (state.likened ?? []).map(({ number }) => ({ id: number, label: number })) }
  const stage = position && policy.flow.stages[position.stage]
  if (!stage || !position) return {}
  switch (verb) {
    case 'acknowledge':
    case 'snooze':
      return { targets: choicesNow(verb, position, state, company, now).map((span) => choiceOf(span, lang)) }
    case 'pause':
      return { targets: stage.pauseOn.map((id) => ({ id, label: policy.pauses[id]?.[lang] ?? id })) }
    case 'transfer':
      return { targets: transferTargets(reader, stage, state, position, me) }
    case 'add':
      return {
        targets: addTargets(reader, state, position, me),
        ways: ADD_PLACES.map((id) => ({ id, label: say(lang, `place.${id}`) })),
      }
    case 'ask':
      return { targets: askable({ state }, me).map((id) => ({ id, label: say(lang, `askable.${id}`) })) }
    case 'return':
      return returnTargets(reader, stage, position)
    default:
      return {}
  }
}

const choiceOf = (span: Span, lang: Lang): Choice => ({ id: span.text, label: spanWords(span, lang) })

/** Which alarm; a single one needs no choice. */
function clearTargets(state: Case, reader: Reader): Targets {
  const open = openAlarms(state)
  return open.length < 2 ? {} : { targets: open.map((id) => ({ id, label: alarmName(id, reader) })) }
}

/** Which promise; a single one needs no choice. */
function promiseTargets(state: Case, reader: Reader): Targets {
  const open = givenPromises(state)
  return open.length < 2 ? {} : { targets: open.map((one) => ({ id: one.id, label: promiseChoice(one, reader) })) }
}

function paymentChoice({ payment }: Standing, reader: Reader): Choice {
  const { amount, voucher, seq } = payment
  const words = { amount: amountWords(amount, reader), voucher: oneLine(voucher, 40) }
  return { id: String(seq), label: say(reader.lang, 'form.bounce_choice', words) }
}

/** Stages to return to and, in a decision, steps that were heard before; a single stage needs no choice. */
function returnTargets(reader: Reader, stage: Stage, { asking }: Position): Targets {
  const next = stage.next[stage.kind === 'form' ? 'return' : 'returned']
  const stages = next && 'choose' in next ? next.choose : []
  const steps = asking?.sequence.slice(0, asking.at).flat() ?? []
  const targets = [
    ...stages.map((id) => ({ id, label: stageName(id, reader) })),
    ...steps.map(({ step }) => ({
      id: `${TO_STEP}${step}`,
      label: say(reader.lang, 'form.to_step', { step: stepName(step, reader) }),
    })),
  ]
  const ways = asking ? { ways: WAYS_BACK.map((id) => ({ id, label: say(reader.lang, `way.${id}`) })) } : {}
  return { ...(targets.length < 2 ? {} : { targets }), ...ways }
}

/** Whom a task may be handed to: for a decision those its rule could have asked, else the colleagues who share the work. */
function transferTargets(
  reader: Reader,
  stage: Stage,
  state: Case,
  position: Position,
  me: PersonId,
): readonly Choice[] {
  const out = barred(reader.policy, state, dutyOf(stage))
  const set = position.asking?.sequence[position.asking.at] ?? []
  const asked = new Set(position.asking ? [] : askedAt({ ...position, assignee: '' }, state, reader).people)
  return Object.values(reader.directory.people)
    .filter((person) => person.id !== me && !person.gone && !out.has(person.id))
    .filter((person) => !position.asking || set.some((step) => couldAsk(step, person.id, state, reader)))
    .sort((a, b) => Number(asked.has(b.id)) - Number(asked.has(a.id)))
    .map((person) => ({ id: person.id, label: personName(person.id, reader) }))
}

/** Whom an approver may want heard as well: whoever no duty bars and no step asks already. */
function addTargets(reader: Reader, state: Case, { asking }: Position, me: PersonId): readonly Choice[] {
  const out = barred(reader.policy, state, 'approver')
  const steps = asking?.sequence.flat() ?? []
  const inIt = new Set(
    steps.flatMap((step) => [...askedForStep(step, state, reader).people, ...asideOf(step), ...(step.rescuers ?? [])]),
  )
  return Object.values(reader.directory.people)
    .filter(({ id, gone }) => id !== me && !gone && !out.has(id) && !inIt.has(id))
    .map(({ id }) => ({ id, label: personName(id, reader) }))
}
