/** Rows of the outbox as delivery wants them. */
import type { Selectable } from 'kysely'
import { GATHERED, WAITS, type Waits } from '../src/outbox-port.ts'
import type { Message, Send, SentLine, Settlement, ToldCard } from '../src/ports.ts'
import type { CardTable, OutboxTable } from './tables.ts'

export type OutboxRow = Selectable<OutboxTable>

/** How long a claimed lane belongs to its claimer, in milliseconds of real time. */
export const LEASE = 30_000

/** What seems to be held so many times longer than it can be was taken by a clock that was wrong; replicas' clocks lie closer together. */
const TIMES = 10

/** Does a lease still run? One that ends later than any lease could was given before the clock was set back. */
export const runs = (until: number, wall: number): boolean => until > wall && until <= latest(wall)

/** Nothing that somebody holds, a lease if not said otherwise, ends later. */
export const latest = (wall: number, lasts = LEASE): number => wall + TIMES * lasts

/** From the head of the lane until the first row that is not due: order is kept where there is one. */
export function dueRows(rows: readonly OutboxRow[], now: number): readonly OutboxRow[] {
  const notDue = rows.findIndex((row) => row.next_at > now)
  return notDue < 0 ? rows : rows.slice(0, notDue)
}

const UNSURE = 'unknown: '

/** Why a row waits, as it is kept: whether the try may have arrived must outlive the process that made it. */
export function whyOf({ why, unsure = false }: Extract<Settlement, { readonly is: 'retry' }>): string {
  return unsure && !why.startsWith(UNSURE) ? `${UNSURE}${why}` : why
}

/** A claimed row, and what became of it. */
export interface Settled {
  readonly send: Send
  readonly outcome: Settlement
}

const isWaits = (why: string | null): why is Waits => WAITS.some((one) => one === why)

/** How a row ends: where it stands, and what was drawn; from the facts up to that revision it can be drawn again, and compared (I24). */
export function endOf(outcome: Exclude<Settlement, { readonly is: 'retry' | 'held' }>) {
  const sent = outcome.is === 'sent' ? outcome : undefined
  return {
    ...{ state: outcome.is, why: outcome.is === 'given_up' ? outcome.why : null },
    ...{ handle: sent?.handle ?? null, revision: sent?.card?.revision ?? null, digest: sent?.digest ?? null },
  }
}

/** The row of the card that stands at its place now; undefined when none was drawn. */
export function cardOf({ lane, number, key }: OutboxRow, outcome: Settlement): Selectable<CardTable> | undefined {
  if (outcome.is !== 'sent' || outcome.card === undefined) return undefined
  const { card, handle, digest = '' } = outcome
  const { revision, state } = card
  return { lane, number, key, handle, revision, digest, state, model: JSON.stringify(card) }
}

/** Wanted again while it was under way: what was drawn may be older than the case is now. */
export function isWantedAgain({ wanted }: OutboxRow, { send, outcome }: Settled): boolean {
  const seen = outcome.is === 'sent' ? (outcome.card?.revision ?? 0) : 0
  return send.kind === 'view' && (wanted ?? 0) > Math.max(send.wanted, seen)
}

/**
 * A row as delivery wants it; `told` is the card that stands at the place of a view. `orphaned`: somebody claimed it before
 * and never said what came of it.
 */
export function sendOf(row: OutboxRow, told: ToldCard | undefined, orphaned: boolean): Send {
  const { id, lane, number, key, attempts, queued } = row
  // In a gathered lane it is written down what leaves: what is not named there never left.
  const gathered = lane.endsWith(GATHERED)
  const again = (!gathered || row.digest !== null) && (orphaned || row.why?.startsWith(UNSURE) === true)
  const common = { id, lane, place: JSON.parse(row.place), number, key, attempts, queued, ...(again && { again }) }
  if (row.kind === 'view') {
    return { ...common, kind: 'view', wanted: row.wanted ?? 0, ...(told && { told }) }
  }
  if (row.notice_kind === 'effect') return { ...common, kind: 'effect', effect: JSON.parse(row.message ?? 'null') }
  return {
    ...common,
    kind: 'notice',
    message: JSON.parse(row.message ?? 'null'),
    noticeKind: row.notice_kind ?? 'word',
    ...(row.report_to !== null && { reportTo: row.report_to }),
    ...(gathered && row.digest !== null && { bundle: row.digest }),
    ...(isWaits(row.why) && { held: row.why }),
  }
}

/** A row as the page of its case shows it. */
export function lineOf(
  row: Pick<OutboxRow, 'lane' | 'place' | 'key' | 'kind' | 'queued' | 'settled' | 'state' | 'why' | 'message'> &
    Pick<OutboxRow, 'revision' | 'digest' | 'next_at'>,
): SentLine {
  const { lane, place, key, kind, queued, settled, state, why, message, revision, digest } = row
  return {
    ...{
      lane,
      place: JSON.parse(place) as SentLine['place'],
      key,
      kind,
      queued,
      state: state === 'skipped' ? 'sent' : state,
    },
    ...(settled !== null && { settled }),
    ...(why !== null && { why }),
    ...(row.next_at > queued && { notBefore: row.next_at }),
    ...(kind === 'notice' && digest !== null && { bundle: digest }),
    ...(message !== null && { text: (JSON.parse(message) as Message).text }),
    ...(revision !== null && digest !== null && { shown: { revision, digest } }),
  }
}
