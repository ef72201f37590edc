/**
 * Statements written with Kysely, compiled once and prepared once. `prepare` gives the builder placeholders instead of
 * values; each run puts the values of that run in their places.
 */
import type { Database, RunResult } from 'better-sqlite3'
import { type Compilable, DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely'
import type { Tables } from '../tables.ts'

/** What SQLite takes as a value here. */
export type Bindable = string | number | null

/** Builds queries; it has no connection and never runs one. */
export const query = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
})

/** A prepared statement whose parameters have names. */
export interface Statement<P, O> {
  run(values: P): RunResult
  get(values: P): O | undefined
  all(values: P): O[]
}

class Placeholder {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

/** Compiles and prepares once. `build` must use its argument's members only as values of the query. */
export function prepare<P extends Readonly<Record<string, Bindable>>, O>(
  db: Database,
  build: (placeholders: P) => Compilable<O>,
): Statement<P, O> {
  const places = new Proxy({}, { get: (_, name) => new Placeholder(String(name)) })
  const compiled = build(places as P).compile()
  const statement = db.prepare<unknown[], O>(compiled.sql)
  const parameters = compiled.parameters
  const bind = (values: P): unknown[] =>
    parameters.map((p) => (p instanceof Placeholder ? (values[p.name] ?? null) : p))
  return {
    run: (values) => statement.run(bind(values)),
    get: (values) => statement.get(bind(values)),
    all: (values) => statement.all(bind(values)),
  }
}
