/** Sameness: which cases are about the same, by key and moment; and what a batch has read of it. */
import { sql } from 'kysely'
import type { SamenessRow } from '../../src/ports.ts'
import {
  type FindSame,
  MOST_COUNTED,
  MOST_SAME,
  newestSame,
  type Same,
  type TallySame,
  type Window,
} from '../../src/rules/sameness.ts'
import { guardVersions } from './claims.ts'
import { type Connection, prepare } from './statements.ts'

const under = prepare(
  (p: { keys: readonly string[]; since: number }) => sql<Same>`
    SELECT found.key, found.number, found.happened FROM unnest(${p.keys}::text[]) AS asked (key)
    CROSS JOIN LATERAL (
      SELECT key, number, happened FROM sameness WHERE key = asked.key AND happened > ${p.since}
      ORDER BY happened DESC, number DESC LIMIT ${sql.lit(MOST_SAME)}) AS found`,
)

const within = prepare(
  (p: { key: string; from: readonly number[]; to: readonly number[] }) => sql<{ cases: number }>`
    SELECT (SELECT count(*) FROM (
      SELECT FROM sameness WHERE key = ${p.key} AND happened > span.after AND happened <= span.upto
      LIMIT ${sql.lit(MOST_COUNTED)}) AS counted) AS cases
    FROM unnest(${p.from}::bigint[], ${p.to}::bigint[]) WITH ORDINALITY AS span (after, upto, place) ORDER BY place`,
)

/** Makes these all the rows of a case, where the plan says so. */
export const writeSameness = `
    IF item ? 'sameness' THEN
      DELETE FROM sameness WHERE number = its.number;
      INSERT INTO sameness (key, happened, number)
      SELECT key, happened, its.number FROM jsonb_populate_recordset(NULL::sameness, item -> 'sameness');
    END IF;`

/** What was asked for and not learnt yet. */
export interface SameWanted {
  readonly keys: Map<string, number>
  readonly tallies: Map<string, { readonly key: string; readonly windows: readonly Window[] }>
}

export interface SamenessMemory {
  /** What was not learnt yet is taken for nothing, and noted as missing: whoever decided on that decides again. */
  readonly find: FindSame
  readonly tally: TallySame
  /** Gives what was missing, and forgets it. */
  missing(): SameWanted | undefined
  learn(on: Connection, wanted: SameWanted): Promise<void>
  /** From now on a case has these rows. `isNew`: it had none before. */
  put(number: string, rows: readonly SamenessRow[], isNew: boolean): void
  /** How often a key was used before, if it was learnt. */
  version(key: string): number | undefined
}

interface Held {
  readonly since: number
  readonly version: number
  readonly rows: readonly Same[]
}

/** Knows nothing yet. */
export function samenessMemory(): SamenessMemory {
  const held = new Map<string, Held>()
  const counted = new Map<string, readonly number[]>()
  const written = new Map<string, readonly SamenessRow[]>()
  const fresh: Same[] = []
  let wanted: SameWanted = { keys: new Map(), tallies: new Map() }

  function rowsOf(key: string): readonly Same[] {
    const stored = (held.get(key)?.rows ?? []).filter(({ number }) => !written.has(number))
    const added = [...written].flatMap(([number, rows]) =>
      rows.flatMap((row) => (row.key === key ? [{ ...row, number }] : [])),
    )
    return [...stored, ...added]
  }

  return {
    find(keys, since) {
      for (const key of keys) {
        if (since >= (held.get(key)?.since ?? Number.POSITIVE_INFINITY)) continue
        wanted.keys.set(key, Math.min(since, wanted.keys.get(key) ?? since))
      }
      return newestSame(keys.flatMap((key) => rowsOf(key).filter(({ happened }) => happened > since)))
    },
    tally(key, windows) {
      const name = JSON.stringify([key, windows])
      const known = counted.get(name)
      if (known === undefined) wanted.tallies.set(name, { key, windows })
      const now = fresh.filter((row) => row.key === key)
      const among = ({ from, to }: Window) => now.filter(({ happened }) => happened > from && happened <= to).length
      return windows.map((window, i) => Math.min(MOST_COUNTED, (known?.[i] ?? 0) + among(window)))
    },
    missing() {
      const asked = wanted
      wanted = { keys: new Map(), tallies: new Map() }
      return asked.keys.size + asked.tallies.size > 0 ? asked : undefined
    },
    async learn(on, { keys, tallies }) {
      if (keys.size > 0) await learnKeys(on, [...keys.keys()], Math.min(...keys.values()))
      for (const [name, { key, windows }] of tallies) {
        const [from, to] = [windows.map((one) => one.from), windows.map((one) => one.to)]
        counted.set(
          name,
          (await within.all(on, { key, from, to })).map(({ cases }) => cases),
        )
      }
    },
    put(number, rows, isNew) {
      written.set(number, rows)
      if (isNew) fresh.push(...rows.map((row) => ({ ...row, number })))
    },
    version: (key) => held.get(key)?.version,
  }

  async function learnKeys(on: Connection, keys: readonly string[], since: number): Promise<void> {
    // In this order: what is counted up after its version was read stops the batch.
    const guards = await guardVersions.all(on, { keys })
    const rows = await under.all(on, { keys, since })
    for (const key of keys) {
      const version = held.get(key)?.version ?? guards.find((guard) => guard.key === key)?.version ?? 0
      held.set(key, { since, version, rows: rows.filter((row) => row.key === key) })
    }
  }
}
