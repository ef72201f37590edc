/** Which files some fact names. Rows are only ever added: facts stay for ever. */
import { prepare, query } from './statements.ts'
import type { Batch } from './transaction.ts'

const add = prepare((p: { sha256: string }) =>
  query
    .insertInto('file_use')
    .values({ sha256: p.sha256 })
    .onConflict((oc) => oc.doNothing()),
)

/** Finds the row of a file that some fact names. */
export const fileUse = prepare((p: { sha256: string }) =>
  query.selectFrom('file_use').select('sha256').where('sha256', '=', p.sha256),
)

/** Remembers that these files are used; again is fine. Sorted, so that two replicas cannot wait for each other. */
export function rememberFiles(batch: Batch, files: readonly string[]): void {
  for (const sha256 of [...new Set(files)].sort()) add.within(batch, { sha256 })
}
