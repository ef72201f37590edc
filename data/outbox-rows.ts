/** Rows of the outbox as delivery wants them. */
import type { Selectable } from 'kysely'
import type { Message, Send, SentLine, Settlement, ToldCard } from '../src/ports.ts'
import type { OutboxTable } from './tables.ts'

export type OutboxRow = Selectable<OutboxTable>

/** How long a claimed lane belongs to its claimer, in milliseconds of real time. */
export const LEASE = 30_000

/** A lease that seems to end later than this was given by a clock that was wrong; replicas' clocks lie closer together. */
const LONGEST = 10 * LEASE

/** Does a lease still run? One that ends later than any lease could was given before the clock was set back. */
export const runs = (until: number, wall: number): boolean => until > wall && until <= latest(wall)

/** No lease that somebody holds ends later. */
export const latest = (wall: number): number => wall + LONGEST

/** From the head of the lane until the first row that is not due: order is kept. */
export function dueRows(rows: readonly OutboxRow[], now: number): readonly OutboxRow[] {
  const notDue = rows.findIndex((row) => row.next_at > now)
  return notDue < 0 ? rows : rows.slice(0, notDue)
}

const UNSURE = 'unknown: '

/** Why a row waits, as it is kept: whether the try may have arrived must outlive the process that made it. */
export function whyOf({ why, unsure = false }: Extract<Settlement, { readonly is: 'retry' }>): string {
  return unsure && !why.startsWith(UNSURE) ? `${UNSURE}${why}` : why
}

/**
 * A row as delivery wants it; `told` is the card that stands at the place of a view. `orphaned`: somebody claimed it before
 * and never said what came of it.
 */
export function sendOf(row: OutboxRow, told: ToldCard | undefined, orphaned: boolean): Send {
  const { id, lane, number, key, attempts, queued } = row
  const again = orphaned || row.why?.startsWith(UNSURE) === true
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
  }
}

/** A row as the page of its case shows it. */
export function lineOf(
  row: Pick<OutboxRow, 'lane' | 'place' | 'key' | 'kind' | 'queued' | 'settled' | 'state' | 'why' | 'message'> &
    Pick<OutboxRow, 'revision' | 'digest'>,
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
    ...(message !== null && { text: (JSON.parse(message) as Message).text }),
    ...(revision !== null && digest !== null && { shown: { revision, digest } }),
  }
}
