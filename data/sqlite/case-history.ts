/** What happened to one case: its facts, whether their chain holds, and what was sent about it. */
import type { Database } from 'better-sqlite3'
import { sql } from 'kysely'
import type { SentLine } from '../../src/ports.ts'
import type { Fact } from '../../src/rules/facts.ts'
import { type Break, firstBreak } from '../hash-chain.ts'
import { lineOf } from '../outbox-rows.ts'
import { prepare, query } from './statements.ts'

export interface CaseHistory {
  facts(number: string): readonly Fact[]
  verify(number: string): Break | undefined
  messages(number: string): readonly SentLine[]
}

/** Prepares the statements once. */
export function caseHistory(db: Database): CaseHistory {
  const links = prepare(db, (p: { number: string }) =>
    query
      .selectFrom('fact')
      .select(['number', 'seq', 'happened', 'body', 'hash'])
      .where('number', '=', p.number)
      .orderBy('seq'),
  )
  const tip = prepare(db, (p: { number: string }) =>
    query.selectFrom('cases').select(['revision', 'head']).where('number', '=', p.number),
  )
  // Two statements, since views and notices of a case stand in different indexes.
  const sent = (['view', 'notice'] as const).map((kind) =>
    prepare(db, (p: { number: string }) =>
      query
        .selectFrom('outbox')
        .select([
          'id',
          'lane',
          'place',
          'key',
          'kind',
          'queued',
          'settled',
          'state',
          'why',
          'next_at',
          'message',
          'revision',
          'digest',
        ])
        .where('number', '=', p.number)
        .where('kind', '=', sql.lit(kind))
        .where('state', '!=', sql.lit('skipped' as const))
        // Rooms and the like are no messages; what came of them is a fact.
        .where((eb) => eb.or([eb('notice_kind', 'is', null), eb('notice_kind', '!=', sql.lit('effect' as const))])),
    ),
  )
  return {
    facts: (number) => links.all({ number }).map((row) => JSON.parse(row.body) as Fact),
    // Facts and head of one moment: what a server commits in between would look like a broken chain.
    verify: (number) => db.transaction(() => firstBreak(number, links.all({ number }), tip.get({ number }))).deferred(),
    messages: (number) =>
      sent
        .flatMap((lines) => lines.all({ number }))
        .sort((a, b) => a.id - b.id)
        .map(lineOf),
  }
}
