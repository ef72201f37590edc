/** SQLite's words for the migrations. Tables are STRICT, so that a wrong type fails instead of staying. */
import type { Words } from '../migrations.ts'

export const sqliteWords: Words = {
  integer: 'INTEGER',
  // No row is ever deleted at the top of such a table, so that the costlier AUTOINCREMENT adds nothing.
  identity: 'INTEGER PRIMARY KEY',
  keyed: ' STRICT, WITHOUT ROWID',
  plain: ' STRICT',
  besides: [],
  replicas: [],
  replicasUndone: [],
  inState: (...path) => `json_extract(state, '$.${path.join('.')}')`,
  appendOnly: (table, message) =>
    ['UPDATE', 'DELETE'].map(
      (verb) =>
        `CREATE TRIGGER ${table}_no_${verb.toLowerCase()} BEFORE ${verb} ON ${table} ` +
        `BEGIN SELECT RAISE(ABORT, '${message}'); END`,
    ),
  appendOnlyUndone: (table) => ['update', 'delete'].map((verb) => `DROP TRIGGER ${table}_no_${verb}`),
}
