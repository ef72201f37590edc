/** The playground's posts on PostgreSQL. */
import { type Selectable, sql } from 'kysely'
import type { Pool } from 'pg'
import { faults } from '../../src/faults.ts'
import type { ChatLog } from '../../src/ports.ts'
import { postOf, textOf } from '../chat-rows.ts'
import type { ChatPostTable } from '../tables.ts'
import { inTurn } from './in-turn.ts'
import { prepare, query } from './statements.ts'

/** Posts of one process keep their order. */
export function postgresChatLog(pool: Pool): ChatLog {
  const turn = inTurn()
  return {
    post: ({ key, to, number, body }, now) =>
      turn(async () => {
        const first = await s.byKey.get(pool, { key })
        if (first !== undefined) return first.id
        const adding = s.add.get(pool, { key, dest: to, number: number ?? null, now, body: textOf(body) })
        faults?.('chat/written')
        const added = await adding
        // Another replica posted it meanwhile.
        const id = added?.id ?? (await s.byKey.get(pool, { key }))?.id
        if (id === undefined) throw new Error('a post was neither added nor there')
        return id
      }),
    revise: (id, body, now) =>
      turn(async () => (await s.revise.get(pool, { id, body: textOf(body), now })) !== undefined),
    since: async (seq, limit, to) => {
      const rows = to === undefined ? s.since.all(pool, { seq, limit }) : s.sinceAt.all(pool, { dest: to, seq, limit })
      return (await rows).map(postOf)
    },
    at: async (to, limit, before = Number.MAX_SAFE_INTEGER) =>
      (await s.newest.all(pool, { dest: to, before, limit })).reverse().map(postOf),
    about: async (number, limit) => (await s.about.all(pool, { number, limit })).reverse().map(postOf),
    async get(id) {
      const row = await s.byId.get(pool, { id })
      return row && postOf(row)
    },
    last: async () => (await s.last.get(pool, {}))?.seq ?? 0,
  }
}

const posts = () => query.selectFrom('chat_post').selectAll()

// The row of the counter is held until the commit: a reader who saw a number has seen all smaller ones.
const nextSeq = sql`
  insert into counter (name, value) values ('chat/seq', 1)
  on conflict (name) do update set value = counter.value + 1 returning value`

const s = {
  byKey: prepare((p: { key: string }) => query.selectFrom('chat_post').select('id').where('key', '=', p.key)),
  byId: prepare((p: { id: number }) => posts().where('id', '=', p.id)),
  since: prepare((p: { seq: number; limit: number }) => posts().where('seq', '>', p.seq).orderBy('seq').limit(p.limit)),
  sinceAt: prepare((p: { dest: string; seq: number; limit: number }) =>
    posts().where('dest', '=', p.dest).where('seq', '>', p.seq).orderBy('seq').limit(p.limit),
  ),
  newest: prepare((p: { dest: string; before: number; limit: number }) =>
    posts().where('dest', '=', p.dest).where('id', '<', p.before).orderBy('id', 'desc').limit(p.limit),
  ),
  about: prepare((p: { number: string; limit: number }) =>
    posts().where('number', '=', p.number).orderBy('id', 'desc').limit(p.limit),
  ),
  last: prepare<Record<never, never>, { seq: number | null }>(() =>
    query.selectFrom('chat_post').select(sql<number | null>`max(seq)`.as('seq')),
  ),
  add: prepare(
    (p: { key: string; dest: string; number: string | null; now: number; body: string }) => sql<{ id: number }>`
      with next as (${nextSeq})
      insert into chat_post (seq, key, dest, number, posted, changed, body)
      select value, ${p.key}::text, ${p.dest}::text, ${p.number}::text, ${p.now}::bigint, ${p.now}::bigint, ${p.body}::text
      from next on conflict (key) do nothing returning id`,
  ),
  revise: prepare(
    (p: { id: number; body: string; now: number }) => sql<Pick<Selectable<ChatPostTable>, 'seq'>>`
      with next as (${nextSeq})
      update chat_post set seq = value, body = ${p.body}, changed = ${p.now} from next where id = ${p.id} returning seq`,
  ),
}
