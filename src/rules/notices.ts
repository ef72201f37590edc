/** Which exact messages facts bring about. Pure: the texts are filled in and frozen when the facts are committed. */
import { alarmKind } from './alarms.ts'
import type { Case } from './case.ts'
import type { Fact, Happening } from './facts.ts'
import { rungAt, rungId } from './ladder.ts'
import { batchWords, emergencyWords } from './notices-batch.ts'
import type { Param, PersonId } from './nouns.ts'
import type { Company } from './people.ts'
import { filerOf, resolve } from './people.ts'
import type { Rung } from './policy.ts'
import { waitedFor } from './rung-people.ts'
import type { NoticeSpec } from './views.ts'

/** The messages that these facts, just committed, call for. `state` is the case after them. */
export function noticesFor(facts: readonly Fact[], state: Case, company: Company): readonly NoticeSpec[] {
  return facts.flatMap((fact) => noticesOf(fact, state, company))
}

function noticesOf(fact: Fact, state: Case, company: Company): readonly NoticeSpec[] {
  const { what } = fact
  const { policy } = company
  switch (what.is) {
    case 'filed':
      return policy.received === undefined || what.incident ? [] : [toCustomer(state, 'received', policy.received)]
    case 'entered': {
      const stage = policy.flow.stages[what.stage]
      const still = state.positions.find((p) => p.key === what.position)
      if (stage?.kind !== 'customer' || !still || still.byHand) return []
      return [{ ...toCustomer(state, `told/${what.position}`, stage.notice), reportTo: what.position }]
    }
    case 'alarmed':
      return what.people.map((person) => ({
        key: `alarm/${what.kind}/${fact.seq}/${person}`,
        kind: 'word',
        urgent: true,
        place: { in: 'person', person },
        text: 'word.alarm',
        params: {
          number: state.number,
          alarm: alarmKind(policy, what.kind)?.name ?? what.kind,
          words: what.words.map(({ word }) => word).join(' / '),
          excerpt: what.excerpt,
        },
      }))
    case 'batched':
    case 'surged':
      return batchWords(what, fact.seq, state, company)
    case 'gathered':
      return emergencyWords(what, fact, state, company)
    case 'nagged':
      return nags(what, fact, state, company)
    case 'promise_warned':
    case 'promise_broken':
      return promiseNags(what, fact.seq, state)
    case 'urged':
      return what.people.map((person) => ({
        key: `urge/${what.position}/${fact.seq}/${person}`,
        kind: 'nag',
        place: { in: 'person', person },
        text: 'nag.urged',
        params: { ...about(state, company, what.position), by: nameOf(fact, company) },
        ...later(what.position, person, state),
      }))
    case 'ended':
      return wordToFiler(fact.seq, state, company, what)
    case 'left':
      return copies(what, fact, state, company)
    default:
      return []
  }
}

/** Results of a decision that those on its copy list hear of. */
const TOLD: Readonly<Record<string, string>> = {
  approved: 'word.cc_approved',
  rejected: 'word.cc_rejected',
  returned: 'word.cc_returned',
}

/** Tells those on the copy lists of a decision and of its steps that were heard (抄送); never whoever decided in it. */
function copies(
  what: Extract<Happening, { is: 'left' }>,
  fact: Fact,
  state: Case,
  company: Company,
): readonly NoticeSpec[] {
  const { policy } = company
  const past = state.past.findLast((one) => one.key === what.position)
  const stage = past && policy.flow.stages[past.stage]
  const text = TOLD[what.result]
  if (!past?.asking || stage?.kind !== 'decision' || text === undefined) return []
  const heard = past.asking.sequence.flat().filter((step) => step.given.length > 0 || step.against)
  const lists = [stage.cc, ...heard.map((step) => policy.approval.steps[step.step]?.cc)]
  const decided = new Set(heard.flatMap((step) => [...step.given, ...(step.against ?? [])]))
  const people = lists.flatMap((who) => (who ? resolve(who, state, company, decided).people : []))
  const { kind, amount } = past.asking.proposal
  const params = {
    number: state.number,
    stage: stage.name,
    kind: policy.kinds.find((one) => one.id === kind)?.label ?? kind,
    amount,
  }
  return [...new Set(people)].map((person) => ({
    key: `cc/${what.position}/${fact.seq}/${person}`,
    kind: 'word',
    place: { in: 'person', person },
    text,
    params,
  }))
}

function toCustomer(state: Case, key: string, text: string): NoticeSpec {
  return { key, kind: 'customer', place: { in: 'customer', number: state.number }, text, params: {} }
}

function nags(
  what: Extract<Happening, { is: 'nagged' }>,
  { at }: Fact,
  state: Case,
  company: Company,
): readonly NoticeSpec[] {
  const { position: key, clock, rung, again, due, held } = what
  const tries = state.positions.find((p) => p.key === key)?.tries ?? 0
  const aboutCase = key === '' ? { stage: company.policy.clocks[clock]?.name ?? clock } : {}
  const onIt = held && { on_it: company.directory.people[held.person]?.name ?? held.person, until: { at: held.until } }
  return what.people.map((person) => ({
    key: `nag/${key}/${rungId(clock, rung, again)}/${what.from ?? tries}/${person}`,
    kind: 'nag',
    place: { in: 'person', person },
    text: textOf(rungAt(what, company.policy), at < due),
    params: { ...about(state, company, key), ...aboutCase, due: { at: due }, ...onIt },
    ...later(key, person, state),
  }))
}

/** A reminder before the time is up does not say that it is. */
function textOf(rung: Rung | undefined, early: boolean): string {
  const asked = rung?.to === 'asked'
  if (early) return asked ? 'nag.soon' : 'nag.soon_leader'
  return asked ? 'nag.owner' : 'nag.leader'
}

/** Whoever put off their own reminders of this gets them later. */
function later(key: string, person: PersonId, state: Case): Pick<NoticeSpec, 'notBefore'> {
  const until = state.positions.find((p) => p.key === key)?.snoozed?.[person]
  return until === undefined ? {} : { notBefore: until }
}

/** Tells that a promise will be due, or that its time is over. */
function promiseNags(
  what: Extract<Happening, { is: 'promise_warned' | 'promise_broken' }>,
  seq: number,
  state: Case,
): readonly NoticeSpec[] {
  const promised = state.promises?.find(({ id }) => id === what.id)?.what ?? ''
  return what.people.map((person) => ({
    key: `${what.is}/${what.id}/${seq}/${person}`,
    kind: 'nag',
    place: { in: 'person', person },
    text: what.is === 'promise_warned' ? 'nag.promise_soon' : 'nag.promise_over',
    params: { number: state.number, what: promised, due: { at: what.until } },
  }))
}

function wordToFiler(
  seq: number,
  state: Case,
  company: Company,
  what: Extract<Happening, { is: 'ended' }>,
): readonly NoticeSpec[] {
  const filer = filerOf(state)
  if (filer === undefined) return []
  if (state.merged) {
    const params = { number: state.number, into: state.merged.into, reason: state.lastReason?.text ?? '' }
    return [{ key: `ended/${seq}`, kind: 'word', place: { in: 'person', person: filer }, text: 'word.merged', params }]
  }
  const outcome = company.policy.flow.stages[what.stage]?.name ?? what.outcome
  // A reason given on the way (a return, say) is not why a case ended well.
  const reason = ['rejected', 'withdrawn'].includes(what.outcome) ? (state.lastReason?.text ?? '') : ''
  const params = { number: state.number, outcome, reason }
  // A case ends again after a payment came back.
  return [{ key: `ended/${seq}`, kind: 'word', place: { in: 'person', person: filer }, text: 'word.ended', params }]
}

function about(state: Case, company: Company, key: string): Readonly<Record<string, Param>> {
  const position = state.positions.find((p) => p.key === key)
  const stage = position && company.policy.flow.stages[position.stage]
  const waited = position ? waitedFor(position, state, company) : []
  return { number: state.number, stage: stage?.name ?? '', owner: namesOf(waited, company) }
}

/** Whoever leads has to know whom to speak to. Of many no one is the one to speak to: nobody is named. */
function namesOf(people: readonly PersonId[], { directory }: Company): Param {
  const names = people.flatMap((id) => directory.people[id]?.name ?? [])
  if (names.length === 0 || names.length > 3) return ''
  return { zh: names.map(({ zh }) => zh).join('、'), en: names.map(({ en }) => en).join(', ') }
}

function nameOf(fact: Fact, { directory }: Company): Param {
  return fact.by.kind === 'person' ? (directory.people[fact.by.id]?.name ?? fact.by.id) : fact.by.kind
}
