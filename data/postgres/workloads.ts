/** What people have to do now: open tasks that ask them; and what a batch has read and changed of it. */
import { sql } from 'kysely'
import type { FindWorkloads, Workload } from '../../src/rules/assignment.ts'
import { MOST_COUNTED, workloadGuard } from '../../src/rules/assignment.ts'
import type { PersonId } from '../../src/rules/nouns.ts'
import type { Task } from '../../src/rules/views.ts'
import { guardVersions } from './claims.ts'
import { type Connection, prepare } from './statements.ts'

/** By person; those in cases of this batch each by themselves, since the batch may change them. */
const counted = prepare(
  (p: { people: readonly string[]; numbers: readonly string[]; now: number }) => sql<Counted>`
    SELECT asked.person, CASE WHEN theirs.number = any(${p.numbers}::text[]) THEN theirs.number END AS number,
      count(*) AS open, count(*) FILTER (WHERE theirs.due < ${p.now}) AS late
    FROM unnest(${p.people}::text[]) AS asked (person)
    CROSS JOIN LATERAL (
      SELECT number, due FROM task_person WHERE person = asked.person LIMIT ${sql.lit(MOST_COUNTED)}) AS theirs
    GROUP BY 1, 2`,
)

interface Counted extends Workload {
  readonly person: PersonId
  readonly number: string | null
}

export interface WorkloadMemory {
  /** Who was not learnt yet is taken to have nothing to do, and noted as missing: whoever decided on that decides again. */
  readonly find: FindWorkloads
  /** Gives who was missing, and forgets it. */
  missing(): readonly PersonId[] | undefined
  learn(on: Connection, people: readonly PersonId[]): Promise<void>
  /** From now on a case asks this. */
  put(number: string, tasks: readonly Task[]): void
  /** How often somebody was compared before, by guard key, if it was learnt. */
  version(key: string): number | undefined
}

interface Held {
  readonly version: number
  readonly rows: readonly Counted[]
}

/** Knows nothing yet. `numbers`: the cases that the batch may change. */
export function workloadMemory(numbers: readonly string[], now: number): WorkloadMemory {
  const held = new Map<PersonId, Held>()
  const written = new Map<string, readonly Task[]>()
  let wanted = new Set<PersonId>()

  function loadOf(person: PersonId): Workload {
    const stored = (held.get(person)?.rows ?? []).filter(({ number }) => number === null || !written.has(number))
    const added = [...written.values()].flat().filter(({ people }) => people.includes(person))
    return {
      open: sum(stored.map((row) => Number(row.open))) + added.length,
      late: sum(stored.map((row) => Number(row.late))) + added.filter(({ due = now }) => due < now).length,
    }
  }

  return {
    find(people) {
      for (const person of people) if (!held.has(person)) wanted.add(person)
      return Object.fromEntries(people.map((person) => [person, loadOf(person)]))
    },
    missing() {
      const people = [...wanted]
      wanted = new Set()
      return people.length > 0 ? people : undefined
    },
    async learn(on, people) {
      // In this order: who is compared elsewhere after this was read stops the batch.
      const guards = await guardVersions.all(on, { keys: people.map(workloadGuard) })
      const rows = await counted.all(on, { people, numbers, now })
      for (const person of people) {
        const version = guards.find(({ key }) => key === workloadGuard(person))?.version ?? 0
        held.set(person, { version, rows: rows.filter((row) => row.person === person) })
      }
    },
    put: (number, tasks) => void written.set(number, tasks),
    version: (key) => [...held].find(([person]) => workloadGuard(person) === key)?.[1].version,
  }
}

const sum = (all: readonly number[]): number => all.reduce((left, right) => left + right, 0)
