/**
 * Fault points: moments, by name, at which a test may let a process die or fail. Everywhere else nothing is armed, and a
 * point costs one look at an empty variable. There is no setting for it: only a test's own process arms them.
 */

/**
 * Every point there is, in the order in which a command meets them. Both stores name theirs alike; only the queue of small
 * writes is SQLite's own.
 */
export const FAULT_POINTS = [
  /** The desk has taken a batch; the store has not heard of it. */
  'desk/taken',
  /** All that is to be decided together is decided, and nothing of it written. */
  'apply/judged',
  /** A case and its facts are written, and nothing of what is to be told (on PostgreSQL: laid out for its one statement). */
  'apply/written',
  /** Rows to be sent are written too. */
  'apply/queued',
  /** Everything is written (on PostgreSQL: on the wire), and the commit not acknowledged. */
  'commit/asked',
  'commit/done',
  /** It is durable; nobody was answered. */
  'desk/committed',
  /** Small writes of one tick are about to be committed. */
  'queue/flush',
  /** Lanes are leased, and their rows not handed out. */
  'claim/taken',
  'delivery/claimed',
  'delivery/drawn',
  /** Which reminders leave as one message is written down. */
  'delivery/bundled',
  /** Next comes the platform's call. */
  'delivery/send',
  /** The platform has it, and nobody wrote that down. */
  'delivery/sent',
  /** Before and after the desk hears what became of a message that a stage waits for. */
  'delivery/report',
  'delivery/reported',
  'delivery/settle',
  /** What became of rows is written, and not committed. */
  'settle/written',
  /** A card was wanted again while it was under way, and is queued once more. */
  'settle/requeued',
  'delivery/settled',
  /** A post of the playground is written, and not committed. */
  'chat/written',
  'timers/due',
  'timers/ring',
  'timers/rung',
] as const

export type FaultPoint = (typeof FAULT_POINTS)[number]

/** What happens at a point: nothing, a throw, or the end of the process. */
export type Faults = (at: FaultPoint) => void

/** Undefined unless a test armed them. To be called as `faults?.('desk/taken')`. */
export let faults: Faults | undefined

/** For tests: what happens at every point of this process from here on; undefined disarms them. */
export function arm(what: Faults | undefined): void {
  faults = what
}
