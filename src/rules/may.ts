/**
 * Who may do what, one sentence each. The sentence that guards the door is the one that draws the button (cards call
 * `may` too), so the two cannot disagree. Deny by default: a verb without sentences is refused.
 */
import { alarmKind, openAlarms } from './alarms.ts'
import type { Case, Position, StepState } from './case.ts'
import { openQuestion } from './case.ts'
import type { Actor, Millis, PersonId, Refusal, Verb } from './nouns.ts'
import { paidOn, type Standing, stageOf, standingPayments } from './payments.ts'
import type { Company } from './people.ts'
import { ADMIN_ROLE, askedAt, barred, dutyOf, filerOf, ownerOf, qualifies, resolve } from './people.ts'
import type { Policy } from './policy.ts'
import { answerers, nextInStead } from './rescue.ts'
import { askedForStep, hasSpoken, stillAsked } from './steps.ts'

/** A question of permission: this person, this verb, here, now. `position` is absent for verbs about the whole case. */
export interface Ask {
  readonly person: PersonId
  readonly verb: Verb
  readonly state: Case
  readonly position?: Position | undefined
  readonly company: Company
  readonly now: Millis
}

type Sentence = (ask: Ask) => Refusal | undefined

/** A case may be urged once in this time, so that a button is not a hammer. */
export const URGE_EVERY: Millis = 30 * 60_000

/** Verbs about the case rather than about one of its positions. */
export const CASE_VERBS: readonly Verb[] = [
  'withdraw',
  'amend',
  'note',
  'urge',
  'unmask',
  'room',
  'clear',
  'bounce',
  'unflag',
]

/** The sentences of each verb, in the order in which they are asked; the first that stands against it is the answer. */
export const RULEBOOK: Readonly<Record<Verb, readonly Sentence[]>> = {
  // Whoever is asked fills in the stage's form, unless an earlier duty of theirs stands against it.
  submit: [isOpen, isOffered, isDue, isApart, isNoRescuer, isAsked],
  // Whoever a current step asks decides, once.
  approve: [isOpen, isOffered, isApart, isNoRescuer, isAsked, isAnswered],
  reject: [isOpen, isOffered, isApart, isNoRescuer, isAsked, isAnswered],
  return: [isOpen, isOffered, isApart, isNoRescuer, isAsked, isAnswered, nothingOut],
  transfer: [isOpen, isOffered, isApart, isNoRescuer, isAsked, isAnswered],
  // Whoever decides may want somebody else heard as well, or something explained first; each so often.
  add: [isOpen, isOffered, isApart, isNoRescuer, isAsked, isAnswered, mayAdd],
  ask: [isOpen, isOffered, isApart, isNoRescuer, isAsked, isAnswered, mayQuestion],
  // Whoever was asked explains it, be they somebody who could not decide.
  answer: [isOpen, isQuestioned, isAnswerer],
  // Whoever proposed it takes the proposal back, as long as it is not decided.
  recall: [isOpen, isOffered, isOwner],
  // An administrator whom no duty bars sets aside people who do not act, if the rules know somebody else.
  rescue: [isOpen, isOffered, isAdmin, isApart, hasNext],
  // One of several who are asked takes it on.
  claim: [isOpen, isOffered, isDue, isApart, isNoRescuer, isAsked, isShared],
  // Finance carries out an instruction that is still open.
  pay: [isOpen, isOffered, isApart, isNoRescuer, isAsked, hasInstruction],
  fail: [isOpen, isOffered, isApart, isNoRescuer, isAsked, hasInstruction, nothingOut],
  // Finance says that a payment came back; on a closed case too, but never into the middle of other work.
  bounce: [hasPayment, isFinance, isBetween],
  // Whoever decides reads the hints about repeat claims, and may say that one is false.
  unflag: [isOpen, isDecider],
  // The clock stands still only for a reason the stage allows, and only once at a time.
  pause: [isOpen, isOffered, isAskedOrOwner, mayPause, isRunning],
  resume: [isOpen, isOffered, isAskedOrOwner, isPaused],
  // The filer takes the complaint back, as long as no money has moved.
  withdraw: [isOpen, isOffered, isFiler, nothingPaid],
  // Whoever filed, received or owns the case, or is asked now, corrects what was recorded.
  amend: [isOpen, isOffered, isInvolved],
  // Everybody in the directory may leave a note; on a closed case too.
  note: [isKnown],
  // Whoever waits for an answer reminds whoever owes it.
  urge: [isOpen, isInvolved, notUrgedLately],
  // Contact data is shown to whoever talks to the customer.
  unmask: [isInvolved],
  // Whoever works on it, or leads somebody who does, calls those together who must act; once.
  room: [isOpen, isInvolvedOrAbove, hasNoRoom],
  // Whoever an alarm went to, or now would, says that there is nothing in it; on a closed case too.
  clear: [hasAlarm, isAlarmed],
}

/** Undefined when permitted, else the sentence that stands against it. */
export function may(ask: Ask): Refusal | undefined {
  const known = isKnown(ask)
  if (known) return known
  for (const sentence of RULEBOOK[ask.verb] ?? []) {
    const refusal = sentence(ask)
    if (refusal) return refusal
  }
  return undefined
}

/** The verbs of a position that this person may do now, in the stage's order. */
export function permitted(verbs: readonly Verb[], ask: Omit<Ask, 'verb'>): readonly Verb[] {
  return verbs.filter((verb) => may({ ...ask, verb }) === undefined)
}

/** Verbs of a position that somebody may do who is not asked there, and so holds no card with a button for it. */
const UNASKED: readonly Verb[] = ['recall', 'resume', 'rescue']

/** What this person may do to the case as a whole, or at a place of it that does not ask them: for whoever looks it up. */
export function offeredUnasked(ask: Omit<Ask, 'verb' | 'position'>): readonly Verb[] {
  const { state } = ask
  const somewhere = (verb: Verb): boolean => state.positions.some((position) => !may({ ...ask, verb, position }))
  return [...permitted(CASE_VERBS, { ...ask, position: undefined }), ...UNASKED.filter(somewhere)]
}

/** The current step that asks this person and still waits for them. */
export function stepOf(position: Position, person: PersonId, state: Case, company: Company): StepState | undefined {
  const set = position.asking?.sequence[position.asking.at] ?? []
  return set.find((step) => stillAsked(step, state, company).people.includes(person))
}

function isKnown({ person, company }: Ask): Refusal | undefined {
  return Object.hasOwn(company.directory.people, person) ? undefined : { refused: 'not_a_person' }
}

function isOpen({ state, company }: Ask): Refusal | undefined {
  if (!state.ended) return undefined
  const stage = company.policy.flow.stages[state.ended.stage]
  return { refused: 'case_ended', params: { number: state.number, outcome: stage?.name ?? state.ended.outcome } }
}

function isOffered({ verb, position, company }: Ask): Refusal | undefined {
  const { flow } = company.policy
  if (flow.anywhere[verb] !== undefined) return undefined
  if (verb === 'amend' && !position) return undefined
  const stage = position && flow.stages[position.stage]
  return isOfferedAt(verb, position, company.policy)
    ? undefined
    : { refused: 'not_offered', params: { verb, stage: stage?.name ?? '' } }
}

/** Is the verb offered there at all? By the stage's verbs; a question that is open is answered, or taken back. */
export function isOfferedAt(verb: Verb, position: Position | undefined, policy: Policy): boolean {
  if ((verb === 'answer' || verb === 'resume') && openQuestion(position)) return true
  return (position && policy.flow.stages[position.stage]?.verbs.includes(verb)) ?? false
}

function isDue({ position }: Ask): Refusal | undefined {
  return position?.opens === undefined ? undefined : { refused: 'not_open_yet', params: { at: { at: position.opens } } }
}

function isApart({ person, position, state, company }: Ask): Refusal | undefined {
  const stage = position && company.policy.flow.stages[position.stage]
  const duty = stage && dutyOf(stage)
  const other = barred(company.policy, state, duty).get(person)
  return duty && other ? { refused: 'duties_apart', params: { duty, other } } : undefined
}

/** Whoever set others aside decides nothing there: moving a case on is no way to become its approver. */
function isNoRescuer({ person, position }: Ask): Refusal | undefined {
  const rescuers = position?.asking?.sequence.flat().flatMap((step) => step.rescuers ?? []) ?? position?.rescuers ?? []
  return rescuers.includes(person)
    ? { refused: 'duties_apart', params: { duty: 'rescuer', other: 'approver' } }
    : undefined
}

function isAsked(ask: Ask): Refusal | undefined {
  const { position, person, state, company } = ask
  if (!position) return { refused: 'not_yours', params: { number: state.number } }
  if (!position.asking) {
    return askedAt(position, state, company).people.includes(person)
      ? undefined
      : { refused: 'not_yours', params: { number: state.number } }
  }
  if (stepOf(position, person, state, company)) return undefined
  const steps = position.asking.sequence.slice(0, position.asking.at + 1).flat()
  if (steps.some((step) => hasSpoken(step, person)))
    return { refused: 'already_done', params: { number: state.number } }
  const late = steps.find((step) => step.given.length > 0 && askedForStep(step, state, company).people.includes(person))
  return late ? fasterThan(late, state, company) : { refused: 'not_yours', params: { number: state.number } }
}

/** Somebody else who was asked for the same step has approved it: who, and when (D07). */
function fasterThan({ given, heard }: StepState, state: Case, { directory }: Company): Refusal {
  const by = given.at(-1) ?? ''
  return {
    refused: 'already_decided',
    params: {
      number: state.number,
      by: directory.people[by]?.name ?? by,
      result: 'approved',
      ...(heard === undefined ? {} : { at: { at: heard } }),
    },
  }
}

/** In a decision the clock is the approvers': the owner never takes their question back. */
function isAskedOrOwner(ask: Ask): Refusal | undefined {
  return !ask.position?.asking && ownerOf(ask.state) === ask.person ? undefined : isAsked(ask)
}

function isAnswered({ position, state, company }: Ask): Refusal | undefined {
  const question = openQuestion(position)
  if (!question) return undefined
  const [who] = answerers(question, state, company).people
  return { refused: 'question_open', params: who === undefined ? {} : { who } }
}

function isQuestioned({ position, state }: Ask): Refusal | undefined {
  return openQuestion(position) ? undefined : { refused: 'already_done', params: { number: state.number } }
}

function isAnswerer({ person, position, state, company }: Ask): Refusal | undefined {
  const question = openQuestion(position)
  return question && answerers(question, state, company).people.includes(person)
    ? undefined
    : { refused: 'not_yours', params: { number: state.number } }
}

function mayAdd({ position, company }: Ask): Refusal | undefined {
  const most = company.policy.approval.limits.added
  const added = position?.asking?.sequence.flat().filter((step) => step.added).length ?? 0
  return added < most ? undefined : { refused: 'rounds_used', params: { most } }
}

function mayQuestion({ position, company }: Ask): Refusal | undefined {
  const most = company.policy.approval.limits.questions
  return (position?.questions?.length ?? 0) < most ? undefined : { refused: 'rounds_used', params: { most } }
}

function isOwner({ person, state }: Ask): Refusal | undefined {
  return ownerOf(state) === person ? undefined : { refused: 'not_yours', params: { number: state.number } }
}

function isAdmin({ person, company }: Ask): Refusal | undefined {
  return company.directory.people[person]?.roles.includes(ADMIN_ROLE) ? undefined : { refused: 'not_yours', params: {} }
}

function hasNext({ person, position, state, company }: Ask): Refusal | undefined {
  const stage = position && company.policy.flow.stages[position.stage]
  return position && nextInStead(position, person, state, company).people.length > 0
    ? undefined
    : { refused: 'nobody_to_ask', params: { stage: stage?.name ?? '' } }
}

function isShared({ position, state, company }: Ask): Refusal | undefined {
  return position && !position.asking && askedAt(position, state, company).people.length > 1
    ? undefined
    : { refused: 'already_done', params: { number: state.number } }
}

function hasInstruction({ position, state }: Ask): Refusal | undefined {
  const open = state.instructions.some((i) => i.id === position?.instruction && i.state === 'issued')
  return open ? undefined : { refused: 'not_approved', params: { number: state.number } }
}

/** Money that left under an instruction is returned first, or the rest paid: an instruction never ends half paid. */
function nothingOut({ position, state }: Ask): Refusal | undefined {
  const own = state.instructions.find((i) => i.id === position?.instruction)
  return own && paidOn(own) > 0
    ? { refused: 'part_paid', params: { paid: { ...own.proposal.amount, minor: paidOn(own) } } }
    : undefined
}

function hasPayment({ state }: Ask): Refusal | undefined {
  return standingPayments(state).length > 0 ? undefined : { refused: 'nothing_paid', params: { number: state.number } }
}

/** The payments that this person could be asked to make: those of the payment stage's people, less whom a duty bars. */
export function paymentsOf(person: PersonId, state: Case, company: Company): readonly Standing[] {
  if (barred(company.policy, state, 'payer').has(person)) return []
  return standingPayments(state).filter(({ instruction }) => {
    const stage = company.policy.flow.stages[stageOf(instruction)]
    return stage?.kind === 'payment' && qualifies(stage.who, person, state, company)
  })
}

function isFinance({ person, state, company }: Ask): Refusal | undefined {
  return paymentsOf(person, state, company).length > 0
    ? undefined
    : { refused: 'not_yours', params: { number: state.number } }
}

/** The case waits for nothing but the customer, or for this very payment's rest. */
function isBetween({ state, company }: Ask): Refusal | undefined {
  const standing = standingPayments(state)
  const open = state.positions.find((p) => {
    const kind = company.policy.flow.stages[p.stage]?.kind
    const own = standing.some(({ instruction }) => instruction.id === p.instruction)
    return kind !== 'customer' && kind !== 'callback' && !own
  })
  const stage = open && company.policy.flow.stages[open.stage]
  return open ? { refused: 'work_open', params: { stage: stage?.name ?? open.stage } } : undefined
}

function mayPause({ position, company }: Ask): Refusal | undefined {
  const stage = position && company.policy.flow.stages[position.stage]
  return stage && stage.pauseOn.length > 0
    ? undefined
    : { refused: 'not_offered', params: { verb: 'pause', stage: stage?.name ?? '' } }
}

function isRunning({ position, state }: Ask): Refusal | undefined {
  return paused(position) ? { refused: 'already_done', params: { number: state.number } } : undefined
}

function isPaused({ position, state }: Ask): Refusal | undefined {
  return paused(position) ? undefined : { refused: 'already_done', params: { number: state.number } }
}

/** True while the position's clock stands still. */
export function paused(position: Position | undefined): boolean {
  return position?.pauses.some((pause) => pause.to === undefined) ?? false
}

function isFiler({ person, state }: Ask): Refusal | undefined {
  const filer = filerOf(state) ?? state.values.receiver
  return filer === person ? undefined : { refused: 'not_yours', params: { number: state.number } }
}

function nothingPaid({ state }: Ask): Refusal | undefined {
  return state.instructions.some((i) => i.state === 'paid' || paidOn(i) > 0)
    ? { refused: 'already_done', params: { number: state.number } }
    : undefined
}

function isInvolved(ask: Ask): Refusal | undefined {
  const { person, state, company } = ask
  if ([filerOf(state), ownerOf(state), state.values.receiver].includes(person)) return undefined
  const asked = state.positions.some((p) => {
    const question = openQuestion(p)
    if (question && answerers(question, state, company).people.includes(person)) return true
    return p.asking ? stepOf(p, person, state, company) : askedAt(p, state, company).people.includes(person)
  })
  return asked ? undefined : { refused: 'not_yours', params: { number: state.number } }
}

function isDecider({ person, state, company }: Ask): Refusal | undefined {
  return state.positions.some((p) => p.asking && stepOf(p, person, state, company))
    ? undefined
    : { refused: 'not_yours', params: { number: state.number } }
}

function isInvolvedOrAbove(ask: Ask): Refusal | undefined {
  const involved = isInvolved(ask)
  if (!involved) return undefined
  const { person, state, company } = ask
  const working = [ownerOf(state), ...state.positions.flatMap((p) => askedAnyhow(p, state, company))]
  return working.some((id) => id !== undefined && company.directory.people[id]?.leader === person)
    ? undefined
    : involved
}

function askedAnyhow(position: Position, state: Case, company: Company): readonly PersonId[] {
  const steps = position.asking?.sequence[position.asking.at] ?? []
  return position.asking
    ? steps.flatMap((step) => askedForStep(step, state, company).people)
    : askedAt(position, state, company).people
}

function hasAlarm({ state }: Ask): Refusal | undefined {
  return openAlarms(state).length > 0 ? undefined : { refused: 'already_done', params: { number: state.number } }
}

function isAlarmed({ person, state, company }: Ask): Refusal | undefined {
  const told = openAlarms(state).some((kind) => {
    const to = alarmKind(company.policy, kind)?.to
    return (
      state.alarms?.[kind]?.people.includes(person) ||
      (to && resolve(to, state, company, new Set()).people.includes(person))
    )
  })
  return told ? undefined : { refused: 'not_yours', params: { number: state.number } }
}

function hasNoRoom({ state }: Ask): Refusal | undefined {
  return state.room ? { refused: 'already_done', params: { number: state.number } } : undefined
}

function notUrgedLately({ state, now }: Ask): Refusal | undefined {
  const again = (state.urged ?? Number.NEGATIVE_INFINITY) + URGE_EVERY
  return now < again ? { refused: 'throttled', params: { at: { at: again } } } : undefined
}

/** The person behind an actor, or the refusal for everybody else: only a person decides. */
export function personOf(actor: Actor): PersonId | Refusal {
  return actor.kind === 'person' ? actor.id : { refused: 'not_a_person' }
}
