/** What deciding a batch needs to know: read at once, then kept up to date in memory with each decision of the batch. */
import { sql } from 'kysely'
import type { ClaimRow, Incoming } from '../../src/ports.ts'
import type { Case } from '../../src/rules/case.ts'
import type { Claim, FindClaims } from '../../src/rules/claims.ts'
import { frozen } from '../frozen.ts'
import type { ClaimTable, GuardTable } from '../tables.ts'
import type { Known } from './case-write.ts'
import { claimsUnder, guardVersions } from './claims.ts'
import { type OtherMemory, otherMemory } from './others.ts'
import { type PrecedentMemory, precedentMemory } from './precedents.ts'
import { type SamenessMemory, samenessMemory } from './sameness.ts'
import { type Connection, prepare, query } from './statements.ts'
import { type WorkloadMemory, workloadMemory } from './workloads.ts'

/** Keys a judge asked for, and since when. */
export interface Asked {
  readonly keys: readonly string[]
  readonly since: number
}

export interface Memory {
  readonly seen: Map<string, { readonly digest: string | null; readonly answer: string }>
  readonly cases: Map<string, Known>
  /** The running number of the day: as it was read, and as it is now. */
  readonly counter: { readonly name: string; readonly was: number; now: number }
  readonly claims: ClaimMemory
  readonly precedents: PrecedentMemory
  readonly sameness: SamenessMemory
  readonly workloads: WorkloadMemory
  readonly others: OtherMemory
}

/** Reads all of it in one statement, as it stands at one moment. `hint` is what will probably be asked for. */
export async function recall(
  client: Connection,
  incoming: readonly Incoming[],
  { counter: name, now }: { readonly counter: string; readonly now: number },
  hint: Asked,
): Promise<Memory> {
  const claims = claimMemory()
  const numbers = incoming.flatMap(({ command }) => ('number' in command ? [command.number] : []))
  const found = await everything.all(client, {
    numbers: [...new Set(numbers)],
    name,
    keys: incoming.map(({ command }) => command.id),
    hinted: hint.keys,
    since: hint.keys.length === 0 ? 0 : hint.since,
  })
  const of = (table: Found['of']): readonly Found[] => found.filter((row) => row.of === table)
  const was = Number(of('counter')[0]?.told ?? 0)
  const cases = new Map(
    of('cases').map((row) => [row.key, knownOf({ state: row.told, head: row.beside ?? '', changed: row.moment ?? 0 })]),
  )
  claims.keep(
    hint,
    of('guard').map((row) => ({ key: row.key, version: Number(row.told) })),
    of('claim').map((row) => JSON.parse(row.told) as ClaimTable),
  )
  return {
    seen: new Map(of('inbox').map((row) => [row.key, { digest: row.beside, answer: row.told }])),
    cases,
    others: otherMemory(cases, recallCase),
    counter: { name, was, now: was },
    claims,
    precedents: precedentMemory(),
    sameness: samenessMemory(),
    workloads: workloadMemory(numbers, now),
  }
}

/** One case as it is stored. */
export async function recallCase(on: Connection, number: string): Promise<Known | undefined> {
  const [row] = await casesOf.all(on, { numbers: [number] })
  return row && knownOf(row)
}

/** True when a case has this number. */
export const hasCase = prepare((p: { number: string }) =>
  query.selectFrom('cases').select('revision').where('number', '=', p.number),
)

export interface ClaimMemory {
  /** Throws when somebody asks for what was not learnt yet; `missing` says what it was. */
  readonly find: FindClaims
  /** Gives what was missing, and forgets it. */
  missing(): Asked | undefined
  learn(on: Connection, asked: Asked): Promise<void>
  /** From now on this is known of what was asked for. */
  keep(asked: Asked, guards: readonly GuardTable[], rows: readonly ClaimTable[]): void
  /** From now on a case has these claims. */
  grant(number: string, rows: readonly ClaimRow[]): void
  /** How often a key was used before, if it was learnt. */
  version(key: string): number | undefined
}

type Granted = ClaimRow & { readonly number: string }
type Held = Asked & { readonly version: number; readonly rows: readonly Granted[] }

function claimMemory(): ClaimMemory {
  const held = new Map<string, Held>()
  const granted = new Map<string, readonly Granted[]>()
  let missing: Asked | undefined

  function under(key: string, since: number): readonly Claim[] {
    const rows = (held.get(key)?.rows ?? []).filter((row) => !granted.has(row.number))
    return [...rows, ...[...granted.values()].flat().filter((row) => row.key === key)]
      .filter((row) => row.happened > since)
      .sort((a, b) => order(a.number, b.number) || order(a.slice, b.slice))
      .map(({ number, slice, amount }) => ({ number, slice, amount }))
  }

  return {
    find(keys, since) {
      const unknown = keys.filter((key) => since < (held.get(key)?.since ?? Number.POSITIVE_INFINITY))
      if (unknown.length > 0) {
        missing = { keys: [...new Set(keys)], since }
        throw new Error('claims are to be read first')
      }
      return keys.flatMap((key) => under(key, since))
    },
    missing() {
      const asked = missing
      missing = undefined
      return asked
    },
    async learn(on, asked) {
      const guards = await guardVersions.all(on, asked)
      const rows = await claimsUnder.all(on, asked)
      this.keep(asked, guards, rows)
    },
    keep({ keys, since }, guards, rows) {
      for (const key of keys) {
        // What was read first is what a decision may rest on.
        const version = held.get(key)?.version ?? guards.find((guard) => guard.key === key)?.version ?? 0
        held.set(key, { keys, since, version, rows: rows.filter((row) => row.key === key).map(grantedOf) })
      }
    },
    grant: (number, rows) =>
      void granted.set(
        number,
        rows.map((row) => ({ ...row, number })),
      ),
    version: (key) => held.get(key)?.version,
  }
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const grantedOf = (row: ClaimTable): Granted => ({
  key: row.key,
  number: row.number,
  slice: row.slice,
  happened: row.happened,
  amount: { minor: row.amount_minor, currency: row.currency },
})

const knownOf = (row: { state: string; head: string; changed: number }): Known => ({
  state: frozen(JSON.parse(row.state) as Case),
  head: row.head,
  changed: row.changed,
})

const casesOf = prepare((p: { numbers: readonly string[] }) =>
  query
    .selectFrom('cases')
    .select(['number', 'state', 'head', 'changed'])
    .where(sql<boolean>`number = any(${p.numbers}::text[])`),
)

/** A row of any of the tables that are read together. */
interface Found {
  readonly of: 'cases' | 'inbox' | 'counter' | 'guard' | 'claim'
  readonly key: string
  readonly told: string
  readonly beside: string | null
  readonly moment: number | null
}

const nothing = sql<string | null>`null::text`.as('beside')
const never = sql<number | null>`null::bigint`.as('moment')

const everything = prepare(
  (p: {
    numbers: readonly string[]
    name: string
    keys: readonly string[]
    hinted: readonly string[]
    since: number
  }) => {
    const isHinted = sql<boolean>`key = any(${p.hinted}::text[])`
    const named = (table: Found['of']) => sql<Found['of']>`${sql.lit(table)}::text`.as('of')
    return query
      .selectFrom('cases')
      .select([
        named('cases'),
        'number as key',
        'state as told',
        sql<string | null>`head`.as('beside'),
        sql<number | null>`changed`.as('moment'),
      ])
      .where(sql<boolean>`number = any(${p.numbers}::text[])`)
      .unionAll(
        query
          .selectFrom('inbox')
          .select([named('inbox'), 'key', 'answer as told', 'digest as beside', never])
          .where(sql<boolean>`key = any(${p.keys}::text[])`),
      )
      .unionAll(
        query
          .selectFrom('counter')
          .select([named('counter'), 'name as key', sql<string>`value::text`.as('told'), nothing, never])
          .where('name', '=', p.name),
      )
      .unionAll(
        query
          .selectFrom('guard')
          .select([named('guard'), 'key', sql<string>`version::text`.as('told'), nothing, never])
          .where(isHinted),
      )
      .unionAll(
        query
          .selectFrom('claim')
          .select([named('claim'), 'key', sql<string>`to_json(claim)::text`.as('told'), nothing, never])
          .where(isHinted)
          .where('happened', '>', p.since),
      )
  },
)
