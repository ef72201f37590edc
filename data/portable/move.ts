/** Moves a stopped SQLite installation into an empty PostgreSQL database, with a proof; the SQLite file stays as it is. */
import { MIGRATIONS } from '../migrations.ts'
import { fill, requireEmpty } from '../postgres/fill.ts'
import { databaseShelf } from '../postgres/shelf.ts'
import { lockFile } from '../sqlite/lock.ts'
import { lookAt } from '../sqlite/look.ts'
import { requireReadable } from '../sqlite/migrate.ts'
import { UnusableDatabase } from '../unusable.ts'
import { missingFrom } from './backup.ts'
import type { Broken, Proof } from './proof.ts'
import { carry, folderShelf, type Shelf, wholeAmong } from './shelf.ts'

export interface MoveOptions {
  /** The SQLite file. */
  readonly file: string
  /** Where its attached files are. */
  readonly filesFolder: string
  /** Address of the PostgreSQL database. */
  readonly to: string
  /** Folder that will hold the files from now on; absent: they move into the database. */
  readonly toFolder?: string
  /** Go on although cases name files that are not there. */
  readonly withoutMissing: boolean
  readonly progress: (what: string, done: number, of: number) => void
}

export interface Moved {
  readonly source: Proof
  readonly target: Proof
  /** Files here, and how many of them are whole there; `missing` are named by cases and were not here. */
  readonly files: { readonly source: number; readonly target: number; readonly missing: readonly string[] }
  /** Cases whose chain of facts does not hold, as it did not before the move. */
  readonly broken: readonly Broken[]
}

/**
 * Moves everything or nothing.
 * @throws UnusableDatabase when a server runs on either side, the target holds something, or the sides differ.
 */
export async function moveStore({
  file,
  filesFolder,
  to,
  toFolder,
  withoutMissing,
  progress,
}: MoveOptions): Promise<Moved> {
  requireReadable(file)
  const lock = lockFile(file)
  try {
    const look = lookAt(file)
    try {
      if (look.schema !== MIGRATIONS.at(-1)?.version)
        throw new UnusableDatabase('older', { database: file, schema: look.schema })
      await requireEmpty(to, look.shapes)
      const shelf = folderShelf(filesFolder)
      const missing = await missingFrom(shelf, look)
      if (missing.length > 0 && !withoutMissing)
        throw new UnusableDatabase('files_elsewhere', { count: missing.length, folder: filesFolder })
      const names = await shelf.names()
      let whole = 0
      const carried = async (there: Shelf): Promise<void> => {
        await carry(shelf, there, (done, of) => progress('files', done, of))
        whole = await wholeAmong(names, there)
      }
      if (toFolder !== undefined) await carried(folderShelf(toFolder))
      const filled = await fill(to, look, async (client) => {
        if (toFolder === undefined) await carried(databaseShelf(client))
      })
      return { ...filled, files: { source: names.length, target: whole, missing } }
    } finally {
      await look.close()
    }
  } finally {
    lock.release()
  }
}
