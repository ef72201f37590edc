/** Which files some fact names. Rows are only ever added: facts stay for ever. */
import type { Database } from 'better-sqlite3'
import { prepare, query } from './statements.ts'

export interface FileUse {
  /** Remembers that these files are used; again is fine. */
  remember(files: readonly string[]): void
  known(sha256: string): boolean
}

/** Prepares the statements once. */
export function fileUse(db: Database): FileUse {
  const add = prepare(db, (p: { sha256: string }) =>
    query
      .insertInto('file_use')
      .values({ sha256: p.sha256 })
      .onConflict((oc) => oc.doNothing()),
  )
  const find = prepare(db, (p: { sha256: string }) =>
    query.selectFrom('file_use').select('sha256').where('sha256', '=', p.sha256),
  )
  return {
    remember(files) {
      for (const sha256 of files) add.run({ sha256 })
    },
    known: (sha256) => find.get({ sha256 }) !== undefined,
  }
}
