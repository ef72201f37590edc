/** The store on SQLite. Work is synchronous inside; the promises of the port are resolved when they are given. */
import type { Database } from 'better-sqlite3'
import type { Card } from '../../cards/model.ts'
import type { Store } from '../../src/ports.ts'
import type { Numbering } from '../answers.ts'
import { applier } from './apply.ts'
import { backlog } from './backlog.ts'
import { caseCache, type Known } from './case-cache.ts'
import { caseHistory } from './case-history.ts'
import { caseLists } from './case-list.ts'
import { caseLoader } from './case-load.ts'
import { claimTable } from './claims.ts'
import type { CommitQueue } from './commit-queue.ts'
import { fileUse } from './file-use.ts'
import { keepsakes } from './keepsakes.ts'
import { outbox } from './outbox.ts'
import { outboxStatements } from './outbox-statements.ts'
import { precedents } from './precedents.ts'
import { samenessTable } from './sameness.ts'
import { timers } from './timers.ts'
import type { Transactions } from './transaction.ts'
import { workloads } from './workloads.ts'

/** How many parsed cases stay in memory. */
const CACHED_CASES = 1_000

export interface StoreParts extends Numbering {
  readonly tx: Transactions
  readonly queue: CommitQueue
  /** Real time, for leases. */
  readonly wall: () => number
  /** Nobody else writes to the file, so that what was read stays true; not so for readers beside a server. */
  readonly alone: boolean
  readonly close: () => Promise<void>
}

/** All of the port on one connection. */
export function sqliteStore(db: Database, parts: StoreParts): Store {
  const cache = caseCache(CACHED_CASES)
  const claims = claimTable(db)
  const past = precedents(db)
  const loader = caseLoader(db, claims)
  const apply = applier(db, {
    ...parts,
    cache,
    loader,
    claims,
    past,
    same: samenessTable(db),
    workloads: workloads(db),
  })
  const history = caseHistory(db)
  const lists = caseLists(db)
  const clock = timers(db)
  const out = outbox(db)
  const { card } = outboxStatements(db)
  const kept = keepsakes(db)
  const files = fileUse(db)
  const waiting = backlog(db)
  const { queue, wall } = parts
  // Whoever is about to do something to a case looks at it first, so that it is read once.
  const read = (number: string): Known | undefined => {
    const known = cache.get(number) ?? loader.load(number)
    if (known !== undefined && parts.alone) cache.set(number, known)
    return known
  }
  return {
    async apply(incoming, judge, now) {
      lists.changed()
      return apply(incoming, judge, now)
    },
    case: async (number) => read(number)?.state,
    facts: async (number) => history.facts(number),
    precedents: async (wanted) => past.precedents(wanted),
    pastClaims: async (keys, since, before) => past.claims(keys, since, before),
    verify: async (number) => history.verify(number),
    messages: async (number) => history.messages(number),
    list: async (filter) => lists.list(filter),
    tasksOf: async (person) => lists.tasksOf(person),
    waiting: async (now) => lists.waiting(now),
    openCases: async (after, limit) => lists.openCases(after, limit),
    unwatched: async (after, limit) => lists.unwatched(after, limit),
    async card(lane, number, key) {
      const found = card.get({ lane, number, key })
      return found && { ...found, model: JSON.parse(found.model) as Card }
    },
    due: async (now, limit) => clock.due(now, limit),
    nextTimer: async (now) => clock.next(now),
    postpone: (key, until) => queue.run(() => clock.postpone(key, until)),
    claim: async (now, real, perLane, lanes) => out.claim(now, real, perLane, lanes),
    bundle: (sends, name) => queue.run(() => out.bundle(sends, name)),
    async settle(settled, now) {
      await queue.run(() => out.settle(settled, now))
      out.free(settled)
    },
    nextSend: async () => out.nextSend(wall()),
    sending: async (now) => out.sending(now),
    keepPolicy: (version, source, now) => queue.run(() => kept.keepPolicy(version, source, now)),
    policySource: async (version) => kept.policySource(version),
    settings: async (prefix) => kept.settings(prefix),
    usesFile: async (sha256) => files.known(sha256),
    setting: async (key) => kept.setting(key),
    setSetting: (key, value) => queue.run(() => kept.setSetting(key, value)),
    raiseSetting: (key, value) => queue.run(() => kept.raiseSetting(key, value)),
    forgetKeys: (before) => queue.run(() => kept.forgetKeys(before)),
    counts: async () => kept.counts(),
    backlog: async (now) => waiting(now),
    close: parts.close,
  }
}
