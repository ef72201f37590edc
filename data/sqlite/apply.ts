/** The deciding transaction: inbox check, load, judge, write, one command after the other. */
import type { Database } from 'better-sqlite3'
import { faults } from '../../src/faults.ts'
import type { Applied, Incoming, Judge, Verdict, Write } from '../../src/ports.ts'
import type { FindWorkloads } from '../../src/rules/assignment.ts'
import type { Answer, Command } from '../../src/rules/commands.ts'
import { type Numbering, repeated } from '../answers.ts'
import type { CaseCache, Known } from './case-cache.ts'
import type { CaseLoader } from './case-load.ts'
import { caseWriter } from './case-write.ts'
import type { Claims } from './claims.ts'
import type { CommitQueue } from './commit-queue.ts'
import { enqueuer, type Woken } from './enqueue.ts'
import { fileUse } from './file-use.ts'
import type { Precedents } from './precedents.ts'
import type { Sameness } from './sameness.ts'
import { prepare, query } from './statements.ts'
import { spoils, type Transactions } from './transaction.ts'

export type Apply = (incoming: readonly Incoming[], judge: Judge, now: number) => readonly Applied[]

/** Writes what one command changes, and tells which lanes it wakes. */
type Part = (write: (woken: Woken) => Known) => Known

interface Parts extends Numbering {
  readonly tx: Transactions
  readonly queue: Pick<CommitQueue, 'whole'>
  readonly cache: CaseCache
  readonly loader: CaseLoader
  readonly claims: Claims
  readonly past: Pick<Precedents, 'precedents'>
  readonly workloads: (now: number) => FindWorkloads
  readonly same: Sameness
}

/** Prepares the statements once. A throw of `Apply` means that nothing of that call was kept. */
export function applier(db: Database, parts: Parts): Apply {
  const { tx, queue, cache, claims, past, same } = parts
  const inbox = inboxStatements(db)
  const numbers = numberer(db, parts)
  const writeCase = caseWriter(db, claims, same)
  const enqueue = enqueuer(db)
  const files = fileUse(db)

  function load(number: string): Known | undefined {
    const cached = cache.get(number)
    if (cached !== undefined) return cached
    const known = parts.loader.load(number)
    if (known !== undefined) cache.set(number, known)
    return known
  }

  function keep({ command, digest }: Incoming, answer: Answer, write: Write, now: number, woken: Woken): Known {
    const known = writeCase(write, load(write.state.number))
    faults?.('apply/written')
    enqueue.rows(write, now, woken)
    faults?.('apply/queued')
    files.remember(write.files)
    claims.bump(write.guards)
    inbox.keep.run({ key: command.id, digest: digest ?? null, answer: JSON.stringify(answer), now })
    return known
  }

  function one(incoming: Incoming, judge: Judge, now: number, part: Part): Applied {
    const { command, digest } = incoming
    const seen = inbox.find.get({ key: command.id })
    if (seen !== undefined) return { answer: repeated(seen, digest) }
    const fresh = numbers.fresh(now)
    const current = 'number' in command ? load(command.number) : undefined
    let verdict: Verdict
    try {
      verdict = judge(command, {
        freshNumber: fresh.take,
        claims: claims.find,
        precedents: past.precedents,
        sameness: same.find,
        tally: same.tally,
        workloads: parts.workloads(now),
        other: (number) => load(number)?.state,
        ...(current && { case: current.state, changed: current.changed }),
      })
    } catch (error) {
      return { error }
    }
    const { answer, write } = verdict
    if (write === undefined) return { answer }
    faults?.('apply/judged')
    const known = part((woken) => {
      fresh.use()
      return keep(incoming, answer, write, now, woken)
    })
    cache.set(write.state.number, known)
    return { answer }
  }

  // A savepoint makes SQLite copy every page a command touches, a third of the whole cost; and writing fails almost
  // never. So all are written without first, and only after a failure once more from the beginning with one each.
  const together: Apply = (incoming, judge, now) =>
    queue.whole(() => {
      const woken: Woken = new Map()
      const applied = incoming.map((item) => one(item, judge, now, (write) => write(woken)))
      enqueue.wake(woken)
      return applied
    })

  const alone: Part = (write) =>
    tx.part(() => {
      const woken: Woken = new Map()
      const known = write(woken)
      enqueue.wake(woken)
      return known
    })

  const apart: Apply = (incoming, judge, now) =>
    tx.whole(() => incoming.map((item) => tolerant(tx, () => one(item, judge, now, alone))))

  return (incoming, judge, now) => {
    try {
      return together(incoming, judge, now)
    } catch (error) {
      cache.clear()
      if (spoils(error)) throw error
    }
    try {
      return apart(incoming, judge, now)
    } catch (error) {
      cache.clear()
      throw error
    }
  }
}

function tolerant(tx: Transactions, one: () => Applied): Applied {
  try {
    return one()
  } catch (error) {
    if (tx.lost(error)) throw error
    return { error }
  }
}

function inboxStatements(db: Database) {
  return {
    find: prepare(db, (p: { key: Command['id'] }) =>
      query.selectFrom('inbox').select(['digest', 'answer']).where('key', '=', p.key),
    ),
    keep: prepare(db, (p: { key: string; digest: string | null; answer: string; now: number }) =>
      query.insertInto('inbox').values({ key: p.key, digest: p.digest, answer: p.answer, kept: p.now }),
    ),
  }
}

/** Fresh case numbers: `take` gives one and the same for one command, `use` makes it taken. */
function numberer(db: Database, { numberFor, dayOf, loader }: Parts) {
  const last = prepare(db, (p: { name: string }) =>
    query.selectFrom('counter').select('value').where('name', '=', p.name),
  )
  const bump = prepare(db, (p: { name: string; value: number }) =>
    query
      .insertInto('counter')
      .values({ name: p.name, value: p.value })
      .onConflict((oc) => oc.column('name').doUpdateSet({ value: p.value })),
  )
  const fresh = (now: number) => {
    let taken: { readonly name: string; readonly seq: number; readonly number: string } | undefined
    const next = () => {
      const name = `case/${dayOf(now)}`
      let seq = (last.get({ name })?.value ?? 0) + 1
      // A changed prefix or zone may lead to a number that exists.
      while (loader.exists(numberFor(now, seq))) seq += 1
      return { name, seq, number: numberFor(now, seq) }
    }
    return {
      take(): string {
        taken ??= next()
        return taken.number
      },
      use(): void {
        if (taken !== undefined) bump.run({ name: taken.name, value: taken.seq })
      },
    }
  }
  return { fresh }
}
