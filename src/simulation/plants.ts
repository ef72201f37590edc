/**
 * Mistakes that somebody could really make, each of which must turn a run red. They are planted into the source text as it
 * is loaded (plant-hook.ts). A needle that does not occur exactly once is a plant that has rotten: a test says so.
 */

/** One change of one file. */
export interface Edit {
  readonly file: string
  readonly needle: string
  readonly instead: string
}

export interface Plant {
  readonly what: string
  readonly store: 'sqlite' | 'postgres'
  readonly edits: readonly Edit[]
  /** The arguments of a run that finds it. */
  readonly found: string
}

/** By name. */
export const PLANTS: Readonly<Record<string, Plant>> = {
  'inbox-key': {
    what: 'a key is not looked up before it acts again',
    store: 'sqlite',
    edits: [
      {
        file: 'data/sqlite/apply.ts',
        needle: 'if (seen !== undefined) return { answer: repeated(seen, digest) }',
        instead: 'if (seen !== undefined && digest === null) return { answer: repeated(seen, digest) }',
      },
      {
        file: 'data/sqlite/apply.ts',
        needle: 'answer: p.answer, kept: p.now }),',
        instead: 'answer: p.answer, kept: p.now }).onConflict((oc) => oc.doNothing()),',
      },
    ],
    found: '--seed 1 --cases 0-15 --days 20',
  },
  savepoint: {
    what: 'a write that failed half-way is not undone',
    store: 'sqlite',
    edits: [{ file: 'data/sqlite/transaction.ts', needle: 'undo.run()\n', instead: '\n' }],
    found: '--seed 1 --cases 0-15 --days 20',
  },
  'stale-cache': {
    what: 'cases of a commit that failed stay in memory',
    store: 'sqlite',
    edits: [
      {
        file: 'data/sqlite/apply.ts',
        needle: 'cache.clear()\n      if (spoils(error)) throw error',
        instead: 'if (spoils(error)) throw error',
      },
    ],
    found: '--seed 2 --cases 0-15 --days 20',
  },
  'settled-first': {
    what: 'a row is marked as done before it is sent',
    store: 'sqlite',
    edits: [
      {
        file: 'src/delivery.ts',
        needle: 'const outcome = await to.attempt(send)',
        instead:
          "await store.settle([{ send, outcome: { is: 'skipped' } }], clock.now())\n    const outcome = await to.attempt(send)",
      },
    ],
    found: '--seed 1 --cases 0-15 --days 20',
  },
  'lost-timer': {
    what: 'when a case is planned anew, the timers of its next stage are lost',
    store: 'sqlite',
    edits: [
      {
        file: 'data/sqlite/timer-write.ts',
        needle: 'if (planned === undefined) add.run({ number, key, rings })',
        instead: 'if (planned === undefined && before.size === 0) add.run({ number, key, rings })',
      },
    ],
    found: '--seed 1 --cases 0-9 --days 8',
  },
  'two-hands': {
    what: 'a lane is given out again while it is being worked on',
    store: 'sqlite',
    edits: [
      {
        file: 'data/sqlite/outbox.ts',
        needle: 'const mine = ready.filter((lane) => !leases.has(lane.name)).slice(0, lanes)',
        instead: 'const mine = ready.slice(0, lanes)',
      },
      {
        file: 'src/delivery.ts',
        needle: 'if (rows.some((send) => inHand.has(tryOf(send)))) return false',
        instead: '',
      },
    ],
    found: '--seed 1 --cases 0-9 --days 12',
  },
  'other-payment': {
    what: 'finance is told to pay another than the one who was approved',
    store: 'sqlite',
    edits: [
      {
        file: 'src/rules/flow.ts',
        needle: 'proposal: { kind, amount, payee },',
        instead: "proposal: { kind, amount, payee: payee === '' ? payee : String(state.values.product ?? payee) },",
      },
    ],
    found: '--seed 1 --cases 0-15 --days 20',
  },
  'closed-lane': {
    what: 'a lane is closed over a row that waits for another try',
    store: 'sqlite',
    edits: [
      {
        file: 'data/sqlite/settle.ts',
        needle: 'else s.putLane.run({ name, ready: head.next_at })',
        instead: 'else s.dropLane.run({ name })',
      },
    ],
    found: '--seed 1 --cases 0-9 --days 8',
  },
  'no-sweep': {
    what: 'when somebody is away from today on, the open cases are not looked at',
    store: 'sqlite',
    edits: [{ file: 'src/roster.ts', needle: 'if (owed) await sweep()', instead: 'void sweep' }],
    found: '--seed 115 --cases 0-15 --days 25',
  },
  'wrong-unit': {
    what: 'amounts in fen are held against bounds in yuan',
    store: 'sqlite',
    edits: [
      {
        file: 'src/rules/approval.ts',
        needle: 'tier.le === undefined || minor <= tier.le',
        instead: 'tier.le === undefined || minor / 100 <= tier.le',
      },
    ],
    found: '--seed 1 --cases 0-9 --days 8',
  },
  'broken-chain': {
    what: 'on PostgreSQL the chain of facts begins anew with every command',
    store: 'postgres',
    edits: [
      {
        file: 'data/postgres/case-write.ts',
        needle: 'let head = known?.head ?? genesis(number)',
        instead: 'let head = genesis(number)',
      },
    ],
    found: '--seed 1 --store postgres --cases 0-2 --days 3',
  },
  'left-timers': {
    what: 'on PostgreSQL timers of a stage that is over stay behind',
    store: 'postgres',
    edits: [
      {
        file: 'data/postgres/timer-write.ts',
        needle: 'DELETE FROM timer WHERE number = its.number AND key = one.key;',
        instead: 'kept := kept || one.key;',
      },
    ],
    found: '--seed 1 --store postgres --cases 0-2 --days 3',
  },
}
