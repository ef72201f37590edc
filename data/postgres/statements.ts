/**
 * Statements written with Kysely and compiled once; each connection prepares them when it first runs them. `prepare` gives
 * the builder placeholders instead of values; each run puts the values of that run in their places.
 */
import {
  type Compilable,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
} from 'kysely'
import type { Pool, PoolClient, QueryResult, QueryResultRow } from 'pg'
import type { HoldTable, LaneTable, Tables } from '../tables.ts'

/** What PostgreSQL takes as a value here. */
export type Bindable = string | number | null | readonly (string | number)[]

/** The tables, and who holds what: a process that owns its database needs none of that. */
interface PostgresTables extends Omit<Tables, 'lane'> {
  lane: LaneTable & { holder: string | null; held_until: number | null }
  hold: HoldTable
}

/** Builds queries; it has no connection and never runs one. */
export const query = new Kysely<PostgresTables>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

/** Where a statement runs: on any free connection, or inside the transaction of one. */
export type Connection = Pool | PoolClient

/** A prepared statement whose parameters have names. */
export interface Statement<P, O> {
  /** Gives how many rows it changed. */
  run(on: Connection, values: P): Promise<number>
  get(on: Connection, values: P): Promise<O | undefined>
  all(on: Connection, values: P): Promise<O[]>
}

class Placeholder {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

let prepared = 0

/** Compiles once. `build` must use its argument's members only as values of the query. */
export function prepare<P extends Readonly<Record<string, Bindable>>, O>(
  build: (placeholders: P) => Compilable<O> | RawBuilder<O>,
): Statement<P, O> {
  const places = new Proxy({}, { get: (_, name) => new Placeholder(String(name)) })
  const built = build(places as P) as RawBuilder<O>
  const { sql: text, parameters } = built.compile(query)
  prepared += 1
  const name = `redress_${prepared}`
  const run = (on: Connection, values: P): Promise<QueryResult<QueryResultRow>> =>
    on.query({ name, text, values: parameters.map((p) => bound(p instanceof Placeholder ? values[p.name] : p)) })
  return {
    run: async (on, values) => (await run(on, values)).rowCount ?? 0,
    get: async (on, values) => (await run(on, values)).rows[0] as O | undefined,
    all: async (on, values) => (await run(on, values)).rows as O[],
  }
}

/** PostgreSQL has no character zero in its texts; what people type may hold one. */
function bound(value: unknown): unknown {
  if (typeof value === 'string') return value.includes('\0') ? value.replaceAll('\0', '\ufffd') : value
  return Array.isArray(value) ? value.map(bound) : value
}
