/** What deciding a batch needs to know: read at once, then kept up to date in memory with each decision of the batch. */
import { sql } from 'kysely'
import type { PoolClient } from 'pg'
import type { ClaimRow, Incoming } from '../../src/ports.ts'
import type { Case } from '../../src/rules/case.ts'
import type { Claim, FindClaims } from '../../src/rules/claims.ts'
import { frozen } from '../frozen.ts'
import type { Known } from './case-write.ts'
import { claimsUnder, guardVersions } from './claims.ts'
import { type Connection, prepare, query } from './statements.ts'

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
}

/** Reads with statements that are sent together: one round trip. `hint` is what will probably be asked for. */
export async function recall(
  client: PoolClient,
  incoming: readonly Incoming[],
  name: string,
  hint: Asked,
): Promise<Memory> {
  const claims = claimMemory()
  const numbers = incoming.flatMap(({ command }) => (command.do === 'file' ? [] : [command.number]))
  // The keys come last: a command that another replica kept after its case was read here has an answer, and gets that.
  const [cases, counter, , seen] = await Promise.all([
    casesOf.all(client, { numbers: [...new Set(numbers)] }),
    counterOf.get(client, { name }),
    claims.learn(client, hint),
    seenOf.all(client, { keys: incoming.map(({ command }) => command.id) }),
  ])
  const was = counter?.value ?? 0
  return {
    seen: new Map(seen.map((row) => [row.key, row])),
    cases: new Map(cases.map((row) => [row.number, knownOf(row)])),
    counter: { name, was, now: was },
    claims,
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
    async learn(on, { keys, since }) {
      if (keys.length === 0) return
      const [guards, rows] = await Promise.all([guardVersions.all(on, { keys }), claimsUnder.all(on, { keys, since })])
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

const grantedOf = (row: {
  key: string
  number: string
  slice: string
  amount_minor: number
  currency: string
  happened: number
}): Granted => ({
  key: row.key,
  number: row.number,
  slice: row.slice,
  happened: row.happened,
  amount: { minor: row.amount_minor, currency: row.currency },
})

const knownOf = (row: { state: string; head: string }): Known => ({
  state: frozen(JSON.parse(row.state) as Case),
  head: row.head,
})

const casesOf = prepare((p: { numbers: readonly string[] }) =>
  query.selectFrom('cases').select(['number', 'state', 'head']).where(sql<boolean>`number = any(${p.numbers}::text[])`),
)
const counterOf = prepare((p: { name: string }) =>
  query.selectFrom('counter').select('value').where('name', '=', p.name),
)
const seenOf = prepare((p: { keys: readonly string[] }) =>
  query.selectFrom('inbox').select(['key', 'digest', 'answer']).where(sql<boolean>`key = any(${p.keys}::text[])`),
)
