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
    found: '--seed 1',
  },
  savepoint: {
    what: 'a write that failed half-way is not undone',
    store: 'sqlite',
    edits: [{ file: 'data/sqlite/transaction.ts', needle: 'undo.run()\n', instead: '\n' }],
    found: '--seed 1',
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
    found: '--seed 1',
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
    found: '--seed 1',
  },
  'reported-after': {
    what: 'the desk hears what became of a message after its row is settled',
    store: 'sqlite',
    edits: [
      {
        file: 'src/delivery.ts',
        needle: "if (send.kind === 'notice' && send.reportTo !== undefined && final) await report(to, send, outcome)",
        instead: 'void final',
      },
      {
        file: 'src/delivery.ts',
        needle: 'for (const { send, outcome } of settled) await tell(send, outcome)',
        instead:
          "for (const { send, outcome } of settled) {\n      if (send.kind === 'notice' && send.reportTo !== undefined && outcome.is !== 'retry') await report(to, send, outcome)\n      await tell(send, outcome)\n    }",
      },
    ],
    found: '--seed 1',
  },
  'lost-timer': {
    what: 'a timer that is planned anew keeps its old moment',
    store: 'sqlite',
    edits: [
      {
        file: 'data/sqlite/timer-write.ts',
        needle: 'else if (planned !== rings) move.run({ number, key, rings })',
        instead: 'else if (planned > rings + 1e15) move.run({ number, key, rings })',
      },
    ],
    found: '--seed 1',
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
    ],
    found: '--seed 1',
  },
  'forgotten-restart': {
    what: 'what an earlier process may have sent is sent again without a look',
    store: 'sqlite',
    edits: [
      {
        file: 'data/sqlite/outbox.ts',
        needle: 'row.id <= inherited || orphaned.has(row.lane)',
        instead: 'orphaned.has(row.lane)',
      },
    ],
    found: '--seed 1',
  },
  'other-payment': {
    what: 'what is paid is what the case proposes now, not what was approved',
    store: 'sqlite',
    edits: [
      {
        file: 'src/rules/payment-verbs.ts',
        needle: 'proposal: instruction.proposal,',
        instead: "proposal: { ...instruction.proposal, payee: String(story.state.values.customer ?? '') },",
      },
    ],
    found: '--seed 1',
  },
  'old-card': {
    what: 'a decision from a card that says something else counts',
    store: 'sqlite',
    edits: [
      {
        file: 'src/rules/decision-verbs.ts',
        needle: "if (revision < position.bound) return no('card_outdated')",
        instead: "if (revision < 0) return no('card_outdated')",
      },
    ],
    found: '--seed 1',
  },
  'lost-update': {
    what: 'a change that comes while its card is under way is not drawn',
    store: 'sqlite',
    edits: [
      {
        file: 'data/sqlite/settle.ts',
        needle: "if (send.kind === 'view' && (row.wanted ?? 0) > Math.max(send.wanted, seen))",
        instead: "if (send.kind === 'view' && seen < 0)",
      },
    ],
    found: '--seed 1',
  },
  'no-guard': {
    what: 'two replicas decide about one order side by side, and neither counts up its guard',
    store: 'postgres',
    edits: [{ file: 'data/postgres/plan.ts', needle: 'guards: guardsOf(writes, ground),', instead: 'guards: [],' }],
    found: '--seed 1 --store postgres',
  },
  'no-revision': {
    what: 'a case is written over, though another replica changed it meanwhile',
    store: 'postgres',
    edits: [
      {
        file: 'data/postgres/plan.ts',
        needle:
          "standing: [...ground.revisions].map(([number, revision]) => ({ number, revision })).sort(by('number')),",
        instead: 'standing: [],',
      },
      {
        file: 'data/postgres/transaction.ts',
        needle: "const FIRST = new Set(['cases_pkey', 'inbox_pkey', 'fact_by_case'])",
        instead: "const FIRST = new Set(['cases_pkey', 'inbox_pkey'])",
      },
    ],
    found: '--seed 1 --store postgres',
  },
  'no-leases': {
    what: 'lanes that another replica holds are taken all the same',
    store: 'postgres',
    edits: [
      {
        file: 'data/postgres/outbox-statements.ts',
        needle: "          .where(free(p.wall, p.latest))\n          .orderBy('ready')",
        instead: "          .orderBy('ready')",
      },
    ],
    found: '--seed 1 --store postgres',
  },
}
