/** Posts of the playground as rows. */
import type { Selectable } from 'kysely'
import type { ChatPost } from '../src/ports.ts'
import type { ChatPostTable } from './tables.ts'

/** A post's body as it is stored. */
export const textOf = (body: unknown): string => JSON.stringify(body) ?? 'null'

/** A stored post as its readers want it. */
export function postOf(row: Selectable<ChatPostTable>): ChatPost {
  const { id, seq, dest: to, number, posted, changed } = row
  return { id, seq, to, ...(number !== null && { number }), posted, changed, body: JSON.parse(row.body) }
}
