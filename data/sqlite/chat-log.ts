/** The playground's posts on SQLite. */
import type { Database } from 'better-sqlite3'
import { sql } from 'kysely'
import { faults } from '../../src/faults.ts'
import type { ChatLog } from '../../src/ports.ts'
import { postOf, textOf } from '../chat-rows.ts'
import type { CommitQueue } from './commit-queue.ts'
import { prepare, query } from './statements.ts'

/** Writes of one tick share a transaction through `queue`. */
export function sqliteChatLog(db: Database, queue: CommitQueue): ChatLog {
  const s = chatStatements(db)
  const lastSeq = () => s.last.get({})?.seq ?? 0
  return {
    post: ({ key, to, number, body }, now) =>
      queue.run(() => {
        const first = s.byKey.get({ key })
        if (first !== undefined) return first.id
        const row = { seq: lastSeq() + 1, key, dest: to, number: number ?? null, now, body: textOf(body) }
        const { lastInsertRowid: id } = s.add.run(row)
        faults?.('chat/written')
        return Number(id)
      }),
    revise: (id, body, now) =>
      queue.run(() => s.revise.run({ id, seq: lastSeq() + 1, body: textOf(body), now }).changes > 0),
    since: async (seq, limit, to) =>
      (to === undefined ? s.since.all({ seq, limit }) : s.sinceAt.all({ dest: to, seq, limit })).map(postOf),
    at: async (to, limit, before = Number.MAX_SAFE_INTEGER) =>
      s.newest.all({ dest: to, before, limit }).reverse().map(postOf),
    about: async (number, limit) => s.about.all({ number, limit }).reverse().map(postOf),
    async get(id) {
      const row = s.byId.get({ id })
      return row && postOf(row)
    },
    last: async () => lastSeq(),
  }
}

function chatStatements(db: Database) {
  const posts = () => query.selectFrom('chat_post').selectAll()
  return {
    byKey: prepare(db, (p: { key: string }) => query.selectFrom('chat_post').select('id').where('key', '=', p.key)),
    byId: prepare(db, (p: { id: number }) => posts().where('id', '=', p.id)),
    since: prepare(db, (p: { seq: number; limit: number }) =>
      posts().where('seq', '>', p.seq).orderBy('seq').limit(p.limit),
    ),
    sinceAt: prepare(db, (p: { dest: string; seq: number; limit: number }) =>
      posts().where('dest', '=', p.dest).where('seq', '>', p.seq).orderBy('seq').limit(p.limit),
    ),
    newest: prepare(db, (p: { dest: string; before: number; limit: number }) =>
      posts().where('dest', '=', p.dest).where('id', '<', p.before).orderBy('id', 'desc').limit(p.limit),
    ),
    about: prepare(db, (p: { number: string; limit: number }) =>
      posts().where('number', '=', p.number).orderBy('id', 'desc').limit(p.limit),
    ),
    last: prepare<Record<never, never>, { seq: number | null }>(db, () =>
      query.selectFrom('chat_post').select(sql<number | null>`max(seq)`.as('seq')),
    ),
    add: prepare(
      db,
      (p: { seq: number; key: string; dest: string; number: string | null; now: number; body: string }) =>
        query.insertInto('chat_post').values({
          seq: p.seq,
          key: p.key,
          dest: p.dest,
          number: p.number,
          posted: p.now,
          changed: p.now,
          body: p.body,
        }),
    ),
    revise: prepare(db, (p: { id: number; seq: number; body: string; now: number }) =>
      query.updateTable('chat_post').set({ seq: p.seq, body: p.body, changed: p.now }).where('id', '=', p.id),
    ),
  }
}
