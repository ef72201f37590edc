/**
 * The reminders that wait in one lane leave as one message, within what its reader may be sent. Which rows leave together
 * is written down before they do: after a crash just that message is asked for again, under its name.
 */
import { createHash } from 'node:crypto'
import type { Message } from '../cards/model.ts'
import { faults } from './faults.ts'
import type { Clock, Settlement, Store, Waits } from './ports.ts'
import type { Millis } from './rules/nouns.ts'
import { type NoticeSend, noticeName, type Sending } from './sending.ts'

export interface GatheringParts {
  readonly store: Pick<Store, 'bundle'>
  readonly clock: Clock
  /** True for a reminder that waited until what it is about was done. */
  isMoot?(send: NoticeSend): Promise<boolean>
  /** One message out of several reminders to one place. */
  roundup(sends: Several): Message
  /** Until when these wait, and why; undefined when they may leave now. */
  held?(sends: Several): Promise<{ readonly until: Millis; readonly why: Waits } | undefined>
  /** They left, as one message. */
  onLeft?(sends: Several): Promise<void>
}

/** What was queued within so long is about something that still stands: ten thousand cases need not be read for it. */
const NEW: Millis = 1_000

/** At least one row of a lane. */
export type Several = readonly [NoticeSend, ...NoticeSend[]]

/** What became of a row. Rows that left in one message share their outcome. */
export interface Outcome {
  readonly send: NoticeSend
  readonly outcome: Settlement
}

/** Sends what was claimed of a gathered lane, and says what came of each row. */
export function makeGathering(
  parts: GatheringParts,
): (to: Sending, sends: readonly NoticeSend[]) => Promise<readonly Outcome[]> {
  const { store, clock } = parts

  return async (to, sends) => {
    const now = clock.now()
    const moot = await Promise.all(
      sends.map(async (send) => now - send.queued > NEW && ((await parts.isMoot?.(send)) ?? false)),
    )
    const skipped = { is: 'skipped' } as const
    const outcomes: Outcome[] = sends.filter((_, i) => moot[i]).map((send) => ({ send, outcome: skipped }))
    const alive = Map.groupBy(
      sends.filter((_, i) => !moot[i]),
      (send) => send.bundle ?? '',
    )
    // What may have left goes first, each message as it was put together then.
    for (const [name, rows] of [...alive].filter(([known]) => known !== ''))
      if (several(rows)) outcomes.push(...(await leave(to, rows, name)))
    const fresh = alive.get('') ?? []
    if (several(fresh)) outcomes.push(...(await goOn(to, fresh)))
    return outcomes
  }

  async function goOn(to: Sending, sends: Several): Promise<readonly Outcome[]> {
    const held = await parts.held?.(sends)
    if (held !== undefined) {
      const outcome = { is: 'held', at: Math.max(held.until, clock.now() + 1), why: held.why } as const
      return sends.map((send) => ({ send, outcome }))
    }
    const name = nameOf(sends)
    if (to.platformOf(sends[0]) !== undefined) await store.bundle(sends, name)
    faults?.('delivery/bundled')
    return leave(to, sends, name)
  }

  async function leave(to: Sending, sends: Several, name: string): Promise<readonly Outcome[]> {
    const together = sends.length > 1
    const message = together ? parts.roundup(sends) : sends[0].message
    const left = await to.together({ sends, message, name })
    const outcome = together && left.is === 'sent' ? { ...left, digest: name } : left
    if (outcome.is === 'sent') await parts.onLeft?.(sends)
    return sends.map((send) => ({ send, outcome }))
  }
}

const several = (sends: readonly NoticeSend[]): sends is Several => sends.length > 0

/** A reminder alone goes by its own name. */
function nameOf(sends: Several): string {
  if (sends.length === 1) return noticeName(sends[0])
  const ids = sends.map(({ id }) => id).sort((a, b) => a - b)
  return `roundup|${createHash('sha256').update(ids.join()).digest('hex').slice(0, 24)}|${sends[0].lane}`
}
