/** A case's story: one line per fact, in the reader's language. */

import type { Case } from '../src/rules/case.ts'
import type { Fact, Happening, Proposal } from '../src/rules/facts.ts'
import type { FieldId, Millis, PersonId } from '../src/rules/nouns.ts'
import { sourceWords } from './alarm-words.ts'
import { choiceWords } from './assignment-words.ts'
import { numbersWords, ruleWords } from './batch-words.ts'
import { pauseWords } from './case-card.ts'
import { say, sayAny } from './catalogue.ts'
import { fullMoment, moment } from './format.ts'
import { mask, maskAbsorbed, maskFree } from './masks.ts'
import { likelyLines } from './merge-words.ts'
import {
  actorName,
  alarmName,
  amountWords,
  clockName,
  derivedLabel,
  fieldLabel,
  outcomeName,
  peopleNames,
  personName,
  proposalWords,
  stageName,
  stepName,
} from './names.ts'
import { promisedWords } from './promise-words.ts'
import type { Reader } from './reader.ts'
import { stageOfKey } from './scene.ts'
import { oneLine } from './text.ts'

type Of<K extends Happening['is']> = Extract<Happening, { is: K }>

/** What a line is told from. `by` is already in words; free texts are masked, since stories are read by many. */
interface Telling extends Reader {
  readonly state: Case
  readonly who: string
}

type Teller<K extends Happening['is']> = (what: Of<K>, telling: Telling) => string

/** Who decided, and in whose place if it was a stand-in. */
function inPlace(t: Telling, away: PersonId | undefined): string {
  return away === undefined ? t.who : say(t.lang, 'term.stands_for', { who: t.who, for: personName(away, t) })
}

function putOff({ position, until }: { readonly position: string; readonly until: Millis }, t: Telling) {
  return { who: t.who, stage: stageAt(position, t), until: moment(until, t.lang, t.tz) }
}

/** One teller per kind of fact; a new kind does not compile before it has one. */
const TELLERS: { readonly [K in Happening['is']]: Teller<K> } = {
  filed: ({ incident }, t) =>
    incident
      ? say(t.lang, 'story.incident', { rule: ruleWords(incident.rule, t.state, t) })
      : say(t.lang, 'story.filed', { who: t.who }),
  derived: ({ values }, telling) => say(telling.lang, 'story.derived', { values: derivedWords(values, telling) }),
  amended: ({ values }, t) => say(t.lang, 'story.amended', { who: t.who, fields: labels(Object.keys(values), t) }),
  entered: ({ stage, opens }, t) =>
    say(t.lang, 'story.entered', {
      stage: stageName(stage, t),
      opens: opens === undefined ? undefined : moment(opens, t.lang, t.tz),
    }),
  assigned: (what, t) =>
    say(t.lang, 'story.assigned', { person: personName(what.person, t), why: choiceWords(what, t) }),
  reassigned: (what, t) =>
    say(t.lang, 'story.reassigned', {
      from: personName(what.from, t),
      person: personName(what.person, t),
      why: choiceWords(what, t),
    }),
  batched: ({ rule, count, numbers, over }, t) =>
    say(t.lang, 'story.batched', {
      n: count,
      rule: ruleWords(rule, t.state, t),
      over,
      numbers: numbersWords(numbers, t.lang),
    }),
  surged: ({ rule, count, expected }, t) =>
    say(t.lang, 'story.surged', {
      rule: ruleWords(rule, t.state, t),
      n: count,
      expected: String(Number(expected.toPrecision(2))),
    }),
  gathered: ({ numbers }, t) => say(t.lang, 'story.gathered', { numbers: numbersWords(numbers, t.lang) }),
  linked: ({ to }, t) => say(t.lang, 'story.linked', { number: to }),
  unlinked: ({ from }, t) => say(t.lang, 'story.unlinked', { number: from }),
  worded: ({ text, from }, t) => say(t.lang, 'story.worded', { number: from, text: free(text, t) }),
  submitted: ({ position }, t) => say(t.lang, 'story.submitted', { who: t.who, stage: stageAt(position, t) }),
  asked: ({ proposal, sequence }, t) =>
    say(t.lang, 'story.asked', {
      plan: plan(proposal, t),
      steps: sequence.map((set) => set.map((one) => stepName(one.step, t)).join(' + ')).join(' → '),
    }),
  approved: ({ step, for: away }, t) =>
    say(t.lang, 'story.approved', { who: inPlace(t, away), step: stepName(step, t) }),
  turned_down: ({ step, reason, for: away }, t) =>
    say(t.lang, 'story.turned_down', { who: inPlace(t, away), step: stepName(step, t), reason: free(reason, t) }),
  chosen: ({ proposal }, t) => say(t.lang, 'story.chosen', { plan: plan(proposal, t), who: t.who }),
  granted: ({ proposal }, t) => say(t.lang, 'story.granted', { plan: plan(proposal, t) }),
  voided: ({ why }, { lang }) => say(lang, 'story.voided', { why: say(lang, `void.${why}`) }),
  returned: ({ to, reason, straight }, t) =>
    say(t.lang, 'story.returned', {
      who: t.who,
      stage: stageName(to, t),
      way: straight ? say(t.lang, 'went.straight') : undefined,
      reason: free(reason, t),
    }),
  carried: ({ person, from, step }, t) =>
    say(t.lang, 'story.carried', { person: personName(person, t), from: stepName(from, t), step: stepName(step, t) }),
  added: ({ person, place, reason }, t) =>
    say(t.lang, 'story.added', {
      who: t.who,
      person: personName(person, t),
      place: say(t.lang, `placed.${place}`),
      reason: free(reason, t),
    }),
  sent_back: ({ to, straight, reason }, t) =>
    say(t.lang, 'story.sent_back', {
      who: t.who,
      step: stepName(to, t),
      way: straight ? say(t.lang, 'went.straight') : undefined,
      reason: free(reason, t),
    }),
  questioned: ({ of, text }, t) =>
    say(t.lang, 'story.questioned', { who: t.who, of: say(t.lang, `askable.${of}`), text: free(text, t) }),
  answered: ({ text, files }, t) =>
    say(t.lang, 'story.answered', {
      who: t.who,
      text: free(text, t),
      files: files.length === 0 ? undefined : say(t.lang, 'term.files', { n: files.length }),
    }),
  recalled: ({ reason }, t) => say(t.lang, 'story.recalled', { who: t.who, reason: free(reason, t) }),
  claimed: ({ position }, t) => say(t.lang, 'story.claimed', { who: t.who, stage: stageAt(position, t) }),
  rescued: ({ position, people, reason }, t) =>
    say(t.lang, 'story.rescued', {
      who: t.who,
      stage: stageAt(position, t),
      people: people.length === 0 ? undefined : peopleNames(people, t),
      reason: free(reason, t),
    }),
  unflagged: ({ field, reason }, t) =>
    say(t.lang, 'story.unflagged', { who: t.who, same: fieldLabel(field, t), reason: free(reason, t) }),
  concluded: ({ step, complete }, t) =>
    say(t.lang, complete ? 'story.concluded' : 'story.concluded_lost', { step: stepName(step, t) }),
  unreached: ({ position, people, why }, t) =>
    say(t.lang, 'story.unreached', {
      people: peopleNames(people, t),
      stage: stageAt(position, t),
      why: sayAny(t.lang, `undelivered.${why}`, {}) ?? oneLine(why, 80),
    }),
  rejected: ({ reason }, t) => say(t.lang, 'story.rejected', { who: t.who, reason: free(reason, t) }),
  withdrawn: ({ reason }, t) => say(t.lang, 'story.withdrawn', { who: t.who, reason: free(reason, t) }),
  transferred: ({ position, from, to, reason }, t) =>
    say(t.lang, 'story.transferred', {
      who: t.who,
      stage: stageAt(position, t),
      from: personName(from, t),
      to: personName(to, t),
      reason: free(reason, t),
    }),
  left: ({ position, reason }, t) =>
    say(t.lang, 'story.left', {
      stage: stageAt(position, t),
      reason: reason === undefined ? undefined : free(reason, t),
    }),
  instructed: ({ id, proposal }, t) => say(t.lang, 'story.instructed', { id, plan: plan(proposal, t) }),
  paid: ({ id, proposal, voucher }, t) =>
    say(t.lang, 'story.paid', { who: t.who, id, plan: plan(proposal, t), voucher: free(voucher, t) }),
  part_paid: ({ id, amount, rest, voucher }, t) =>
    say(t.lang, 'story.part_paid', {
      who: t.who,
      id,
      amount: amountWords(amount, t),
      rest: amountWords(rest, t),
      voucher: free(voucher, t),
    }),
  payment_returned: ({ id, amount, voucher, reason }, t) =>
    say(t.lang, 'story.payment_returned', {
      who: t.who,
      id,
      amount: amountWords(amount, t),
      voucher: free(voucher, t),
      reason: free(reason, t),
    }),
  reissued: ({ id, rest }, t) => say(t.lang, 'story.reissued', { id, rest: amountWords(rest, t) }),
  payment_failed: ({ id, reason }, t) =>
    say(t.lang, 'story.payment_failed', { who: t.who, id, reason: free(reason, t) }),
  told: ({ how }, { lang, who }) =>
    how === 'sent' ? say(lang, 'story.told') : say(lang, 'story.told_by_person', { who }),
  not_told: ({ why }, { lang }) =>
    say(lang, 'story.not_told', { why: sayAny(lang, `undelivered.${why}`, {}) ?? oneLine(why) }),
  unanswered: ({ opens }, t) => say(t.lang, 'story.unanswered', { who: t.who, opens: moment(opens, t.lang, t.tz) }),
  opened: (_, { lang }) => say(lang, 'story.opened'),
  paused: ({ why, reason }, t) =>
    say(t.lang, 'story.paused', { who: t.who, why: pauseWords(why, t), reason: free(reason, t) }),
  resumed: (_, { lang, who }) => say(lang, 'story.resumed', { who }),
  noted: ({ text, files }, t) =>
    say(t.lang, 'story.noted', {
      who: t.who,
      text: free(text, t) || say(t.lang, 'term.empty'),
      files: files.length === 0 ? undefined : say(t.lang, 'term.files', { n: files.length }),
    }),
  contacted: ({ text, files }, t) =>
    say(t.lang, 'story.contacted', {
      who: t.who,
      text: free(text, t),
      files: files.length === 0 ? undefined : say(t.lang, 'term.files', { n: files.length }),
    }),
  promised: ({ what, until, rule }, t) =>
    say(t.lang, rule === undefined ? 'story.promised' : 'story.promised_by_us', {
      who: t.who,
      what: free(typeof what === 'string' ? what : what[t.lang], t),
      until: moment(until, t.lang, t.tz),
    }),
  promise_moved: ({ id, until, reason }, t) =>
    say(t.lang, 'story.promise_moved', {
      who: t.who,
      what: promisedAs(id, t),
      until: moment(until, t.lang, t.tz),
      reason: free(reason, t),
    }),
  promise_kept: ({ id, text }, t) =>
    say(t.lang, 'story.promise_kept', { who: t.who, what: promisedAs(id, t), text: free(text, t) }),
  promise_warned: ({ id, until, people }, t) =>
    say(t.lang, 'story.promise_warned', {
      what: promisedAs(id, t),
      until: moment(until, t.lang, t.tz),
      people: peopleNames(people, t),
    }),
  promise_broken: ({ id, until, people }, t) =>
    say(t.lang, 'story.promise_broken', {
      what: promisedAs(id, t),
      until: moment(until, t.lang, t.tz),
      people: people.length === 0 ? undefined : peopleNames(people, t),
    }),
  urged: ({ people }, t) => say(t.lang, 'story.urged', { who: t.who, people: peopleNames(people, t) }),
  nagged: ({ position, clock, due, people, joined }, t) =>
    joined
      ? say(t.lang, 'story.nag_joined', { stage: naggedAbout(position, clock, t) })
      : say(t.lang, 'story.nagged', {
          people: peopleNames(people, t),
          stage: naggedAbout(position, clock, t),
          due: moment(due, t.lang, t.tz),
        }),
  acknowledged: (what, t) => say(t.lang, 'story.acknowledged', putOff(what, t)),
  snoozed: (what, t) => say(t.lang, 'story.snoozed', putOff(what, t)),
  unmasked: ({ fields, reason }, t) =>
    say(t.lang, 'story.unmasked', { who: t.who, fields: labels(fields, t), reason: free(reason, t) }),
  alarmed: ({ kind, words, source, people }, t) =>
    say(t.lang, 'story.alarmed', {
      alarm: alarmName(kind, t),
      words: words.map(({ word }) => free(word, t)).join(' / '),
      source: sourceWords(source, t),
      people: people.length === 0 ? say(t.lang, 'alarm.nobody') : peopleNames(people, t),
    }),
  alarm_cleared: ({ kind, reason }, t) =>
    say(t.lang, 'story.alarm_cleared', { who: t.who, alarm: alarmName(kind, t), reason: free(reason, t) }),
  likened: ({ of }, t) =>
    say(t.lang, 'story.likened', { cases: likelyLines(of, t).join(say(t.lang, 'term.semicolon')) }),
  merged: ({ into, reason }, t) => say(t.lang, 'story.merged', { who: t.who, into, reason: free(reason, t) }),
  absorbed: (what, t) =>
    say(t.lang, 'story.absorbed', { number: what.number, text: free(maskAbsorbed(what, t.policy).text, t) }),
  room_asked: ({ people, reason }, t) =>
    say(t.lang, 'story.room_asked', { who: t.who, people: peopleNames(people, t), reason: free(reason, t) }),
  room_opened: (_, { lang }) => say(lang, 'story.room_opened'),
  ended: (what, t) => say(t.lang, 'story.ended', { outcome: outcomeName(what, t) }),
}

/** What one fact says, without its moment. Personal data in it is masked. */
export function factWords(fact: Fact, state: Case, reader: Reader): string {
  const telling: Telling = { ...reader, state, who: actorName(fact.by, reader) }
  const tell = TELLERS[fact.what.is] as Teller<Happening['is']>
  return tell(fact.what as never, telling)
}

/** One line of the story: `11月22日 周日 14:05 · 王丽 同意（主管审批）`. The year is told when the line before had another. */
export function factLine(fact: Fact, state: Case, reader: Reader, before: Millis = fact.at): string {
  return say(reader.lang, 'story.line', {
    at: moment(fact.at, reader.lang, reader.tz, before),
    what: factWords(fact, state, reader),
  })
}

/** The newest `most` lines of the story, oldest first; the first line has its year, and says if there are earlier ones. */
export function drawStory(facts: readonly Fact[], state: Case, reader: Reader, most = 30): readonly string[] {
  const worthTelling = facts.filter((fact, i) => !isEcho(fact, facts[i + 1]))
  const told = worthTelling.slice(-most)
  const earlier = worthTelling.length - told.length
  const lines = told.map((fact, i) =>
    i === 0
      ? say(reader.lang, 'story.line', {
          at: fullMoment(fact.at, reader.lang, reader.tz),
          what: factWords(fact, state, reader),
        })
      : factLine(fact, state, reader, told[i - 1]?.at),
  )
  return earlier === 0 ? lines : [say(reader.lang, 'answer.story_earlier', { n: earlier }), ...lines]
}

/** Leaving a stage is told by what led to it, unless nobody did anything; a payment's form is told by the payment. */
export function isEcho({ what }: Fact, next: Fact | undefined): boolean {
  if (what.is === 'submitted') return next?.what.is === 'paid'
  return what.is === 'left' && what.result !== 'cancelled' && what.result !== 'exhausted'
}

function stageAt(position: string, telling: Telling): string {
  return stageName(stageOfKey(position), telling)
}

function labels(ids: readonly FieldId[], telling: Telling): string {
  return (
    ids.map((id) => fieldLabel(id, telling)).join(say(telling.lang, 'term.comma')) || say(telling.lang, 'term.none')
  )
}

function free(text: string, { state, policy }: Telling): string {
  return oneLine(maskFree(text, state.values, policy), 200)
}

/** What a reminder was about: a stage, or a clock of the whole case. */
function naggedAbout(position: string, clock: string, t: Telling): string {
  return position === '' ? clockName(clock, t) : stageAt(position, t)
}

/** What was promised under this id. */
function promisedAs(id: string, t: Telling): string {
  const promise = t.state.promises?.find((one) => one.id === id)
  return promise ? free(promisedWords(promise, t.lang), t) : id
}

function plan(proposal: Proposal, telling: Telling): string {
  const personal = telling.policy.fields.payee?.personal ?? 'name'
  return proposalWords(proposal, telling, proposal.payee === '' ? '' : mask(personal, proposal.payee))
}

function derivedWords(values: Of<'derived'>['values'], { policy, lang }: Telling): string {
  return policy.derived
    .flatMap((rule) => {
      const derived = values[rule.id]
      return derived ? [derivedLabel(rule, derived.value, lang)] : []
    })
    .join(say(lang, 'term.comma'))
}
