/** What of a database goes along when it is copied: the tables of SQLite are the common form, PostgreSQL has a few more. */

/** A value as both databases keep it. */
export type Cell = string | number | null | Uint8Array
/** Values in the order of the shape's columns. */
export type Row = readonly Cell[]

export interface Column {
  readonly name: string
  readonly type: 'text' | 'integer' | 'bytes'
}

/** A table, its columns in the order of their names. */
export interface Shape {
  readonly table: string
  readonly columns: readonly Column[]
}

/** Tables that each database fills for itself: its version, what replicas hold just now, and files, which go by themselves. */
export const OWN_TABLES: ReadonlySet<string> = new Set(['schema_version', 'hold', 'file_body'])

/** Rows that stay behind, by table: PostgreSQL counts posts in a row of its own, SQLite reads the last one. */
const ALL_BUT: Readonly<Record<string, string>> = { counter: `name <> 'chat/seq'` }

/** Tables that a start fills before anybody did anything: a database with rows in these alone is empty. */
export const FILLED_BY_START: ReadonlySet<string> = new Set(['policy', 'setting', 'counter', 'lane'])

/** The fullest tables of a database, for a refusal: what is held there, in a few words. */
export function held(counted: readonly (readonly [table: string, rows: number])[]): string | undefined {
  const full = counted.filter(([table, rows]) => rows > 0 && !FILLED_BY_START.has(table))
  const first = full.find(([table]) => table === 'cases')
  const rest = full.filter(([table]) => table !== 'cases').sort((a, b) => b[1] - a[1])
  const named = [...(first ? [first] : []), ...rest].slice(0, 3)
  return named.length === 0 ? undefined : named.map(([table, rows]) => `${table}: ${rows}`).join(', ')
}

/** The statement that reads a table. */
export const selection = ({ table, columns }: Shape): string => {
  const where = Object.hasOwn(ALL_BUT, table) ? ` WHERE ${ALL_BUT[table]}` : ''
  return `SELECT ${columns.map(({ name }) => `"${name}"`).join(', ')} FROM "${table}"${where}`
}

/** Every fact with what its case says of itself, one case after the other; facts without a case come first. */
export const CHAINS = [
  `SELECT f.number, NULL AS revision, NULL AS head, f.seq, f.happened, f.body, f.hash FROM fact f
   WHERE NOT EXISTS (SELECT 1 FROM cases c WHERE c.number = f.number) ORDER BY f.number, f.seq`,
  `SELECT c.number, c.revision, c.head, f.seq, f.happened, f.body, f.hash FROM cases c
   LEFT JOIN fact f ON f.number = c.number ORDER BY c.number, f.seq`,
] as const
