/** What happened to one case: its facts, whether their chain holds, and what was sent about it. */
import { sql } from 'kysely'
import type { Pool } from 'pg'
import type { SentLine } from '../../src/ports.ts'
import type { Fact } from '../../src/rules/facts.ts'
import { type Break, firstBreak } from '../hash-chain.ts'
import { lineOf } from '../outbox-rows.ts'
import { prepare, query } from './statements.ts'
import type { Transactions } from './transaction.ts'

export interface CaseHistory {
  facts(number: string): Promise<readonly Fact[]>
  verify(number: string): Promise<Break | undefined>
  messages(number: string): Promise<readonly SentLine[]>
}

/** Reads on free connections of the pool. */
export function caseHistory(pool: Pool, tx: Pick<Transactions, 'snapshot'>): CaseHistory {
  return {
    facts: async (number) => (await links.all(pool, { number })).map((row) => JSON.parse(row.body) as Fact),
    // Facts and head of one moment: a change in between would look like a broken chain.
    verify: (number) =>
      tx.snapshot(async (client) => {
        const rows = await links.all(client, { number })
        const head = await tip.get(client, { number })
        return firstBreak(number, rows, head)
      }),
    messages: async (number) => {
      const lines = await Promise.all(sent.map((one) => one.all(pool, { number })))
      return lines
        .flat()
        .sort((a, b) => a.id - b.id)
        .map(lineOf)
    },
  }
}

const links = prepare((p: { number: string }) =>
  query
    .selectFrom('fact')
    .select(['number', 'seq', 'happened', 'body', 'hash'])
    .where('number', '=', p.number)
    .orderBy('seq'),
)
const tip = prepare((p: { number: string }) =>
  query.selectFrom('cases').select(['revision', 'head']).where('number', '=', p.number),
)
// Two statements, since views and notices of a case stand in different indexes.
const sent = (['view', 'notice'] as const).map((kind) =>
  prepare((p: { number: string }) =>
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
