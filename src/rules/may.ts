/**
 * Who may do what, one sentence each. The sentence that guards the door is the one that draws the button (cards call
 * `may` too), so the two cannot disagree. Deny by default: a verb without sentences is refused.
 */
import type { Case, Position } from './case.ts'
import { hasInstruction, hasPayment, isBetween, isFinance, isUnpaid, nothingOut, nothingPaid } from './may-money.ts'
import {
  isAdmin,
  isAlarmed,
  isAnswerer,
  isApart,
  isAsked,
  isAskedOrOwner,
  isDecider,
  isFiler,
  isInvolved,
  isInvolvedOrAbove,
  isKnown,
  isNoRescuer,
  isOwner,
  isPromiser,
} from './may-people.ts'
import {
  hasAlarm,
  hasNext,
  hasNoRoom,
  hasPromise,
  isAnswered,
  isDue,
  isListed,
  isOffered,
  isOpen,
  isPaused,
  isQuestioned,
  isRunning,
  isShared,
  mayAdd,
  mayPause,
  mayQuestion,
  notUrgedLately,
} from './may-place.ts'
import { isReminded, mayAcknowledge, maySnooze } from './may-reminder.ts'
import type { Actor, Millis, PersonId, Refusal, Verb } from './nouns.ts'
import type { Company } from './people.ts'

export { paymentsOf } from './may-money.ts'
export { stepOf } from './may-people.ts'
export { isOfferedAt, paused, URGE_EVERY } from './may-place.ts'

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
  'contact',
  'keep',
  'renew',
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
  // Whoever sees that it is the same as another lets it go on there, while no money has moved here.
  merge: [isOpen, isListed, isDue, isNoRescuer, isAsked, isUnpaid],
  // Finance carries out an instruction that is still open.
  pay: [isOpen, isOffered, isApart, isNoRescuer, isAsked, hasInstruction],
  fail: [isOpen, isOffered, isApart, isNoRescuer, isAsked, hasInstruction, nothingOut],
  // Finance says that a payment came back; on a closed case too, but never into the middle of other work.
  bounce: [hasPayment, isFinance, isBetween],
  // Whoever decides reads the hints about repeat claims, and may say that one is false.
  unflag: [isOpen, isDecider],
  // Whoever is asked says that they are on it, so often; or wants their own reminders later.
  acknowledge: [isOpen, isOffered, isDue, isAsked, isAnswered, isRunning, mayAcknowledge],
  snooze: [isOpen, isOffered, isDue, isReminded, isRunning, maySnooze],
  // The clock stands still only for a reason the stage allows, and only once at a time.
  pause: [isOpen, isOffered, isAskedOrOwner, mayPause, isRunning],
  resume: [isOpen, isOffered, isAskedOrOwner, isPaused],
  // The filer takes the complaint back, as long as no money has moved.
  withdraw: [isOpen, isOffered, isFiler, nothingPaid],
  // Whoever filed, received or owns the case, or is asked now, corrects what was recorded.
  amend: [isOpen, isOffered, isInvolved],
  // Whoever has to do with the case talks to the customer, and may promise something.
  contact: [isOpen, isInvolved],
  // Whoever is to keep a promise, talks to the customer, or leads them, says what came of it; on a closed case too.
  keep: [hasPromise, isPromiser],
  renew: [hasPromise, isPromiser],
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
const UNASKED: readonly Verb[] = ['recall', 'resume', 'rescue', 'snooze']

/** What this person may do to the case as a whole, or at a place of it that does not ask them: for whoever looks it up. */
export function offeredUnasked(ask: Omit<Ask, 'verb' | 'position'>): readonly Verb[] {
  const { state } = ask
  const somewhere = (verb: Verb): boolean => state.positions.some((position) => !may({ ...ask, verb, position }))
  return [...permitted(CASE_VERBS, { ...ask, position: undefined }), ...UNASKED.filter(somewhere)]
}

/** The person behind an actor, or the refusal for everybody else: only a person decides. */
export function personOf(actor: Actor): PersonId | Refusal {
  return actor.kind === 'person' ? actor.id : { refused: 'not_a_person' }
}
