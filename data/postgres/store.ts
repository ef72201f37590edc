/** The store on PostgreSQL: any number of equal replicas on one database. */
import type { Pool } from 'pg'
import type { Card } from '../../cards/model.ts'
import type { Store } from '../../src/ports.ts'
import type { Numbering } from '../answers.ts'
import { applier } from './apply.ts'
import { backlog } from './backlog.ts'
import { caseHistory } from './case-history.ts'
import { caseLists } from './case-list.ts'
import { fileUse } from './file-use.ts'
import { keepsakes as kept } from './keepsakes.ts'
import { recallCase } from './memory.ts'
import type { Outbox } from './outbox.ts'
import { cards } from './outbox-statements.ts'
import { precedents } from './precedents.ts'
import { timers } from './timers.ts'
import { saying, type Transactions } from './transaction.ts'

export interface StoreParts extends Numbering {
  readonly tx: Transactions
  readonly outbox: Outbox
  /** Real time, for leases. */
  readonly wall: () => number
  readonly close: () => Promise<void>
}

/** All of the port on one pool of connections. Nothing of the database is kept in memory between calls. */
export function postgresStore(pool: Pool, parts: StoreParts): Store {
  const history = caseHistory(pool, parts.tx)
  const lists = caseLists(pool)
  const past = precedents(pool)
  const { outbox: out, wall } = parts
  return saying<Store>({
    apply: applier(parts),
    case: async (number) => (await recallCase(pool, number))?.state,
    facts: history.facts,
    precedents: past.precedents,
    pastClaims: past.claims,
    verify: history.verify,
    messages: history.messages,
    list: lists.list,
    tasksOf: lists.tasksOf,
    waiting: lists.waiting,
    openCases: lists.openCases,
    unwatched: lists.unwatched,
    async card(lane, number, key) {
      const found = await cards.one.get(pool, { lane, number, key })
      return found && { ...found, model: JSON.parse(found.model) as Card }
    },
    due: async (now, limit) =>
      (await timers.due.all(pool, { now, limit })).map(({ key, number, planned }) => ({ key, number, at: planned })),
    nextTimer: async (now) => (await timers.next.get(pool, { now }))?.rings,
    postpone: async (key, until) => void (await timers.postpone.run(pool, { key, until })),
    claim: out.claim,
    bundle: out.bundle,
    settle: out.settle,
    nextSend: () => out.nextSend(wall()),
    sending: out.sending,
    keepPolicy: async (version, source, now) => void (await kept.keepPolicy.run(pool, { version, source, now })),
    policySource: async (version) => (await kept.policy.get(pool, { version }))?.source,
    settings: async (prefix) => new Map((await kept.settings.all(pool, { prefix })).map((one) => [one.key, one.value])),
    usesFile: async (sha256) => (await fileUse.get(pool, { sha256 })) !== undefined,
    setting: async (key) => (await kept.setting.get(pool, { key }))?.value,
    setSetting: async (key, value) => void (await kept.setSetting.run(pool, { key, value })),
    raiseSetting: async (key, value) => Number((await kept.raiseSetting.get(pool, { key, value }))?.value),
    forgetKeys: (before) => kept.forget.run(pool, { before }),
    counts: async () => (await kept.counts.get(pool, {})) ?? { cases: 0, open: 0, timers: 0, outbox: 0, givenUp: 0 },
    backlog: (now) => backlog(pool, now),
    close: parts.close,
  })
}
