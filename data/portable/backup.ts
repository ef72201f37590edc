/**
 * Makes a backup beside a running server: one folder with a manifest, the database as a SQLite file (of whichever kind it
 * is where it runs), and the attached files. It is written beside, read back, and only then gets its name.
 */
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { isPostgres } from '../../src/database-address.ts'
import { syncFolder } from '../files.ts'
import { copySqlite, damageOf, syncFile } from '../sqlite/copy.ts'
import { makeSqlite } from '../sqlite/fill.ts'
import { lookAt, type SqliteLook } from '../sqlite/look.ts'
import { requireReadable } from '../sqlite/migrate.ts'
import { UnusableDatabase } from '../unusable.ts'
import { diskWords } from './disk-words.ts'
import { DATABASE, digestOf, FILES, FORMAT, MANIFEST, type Manifest } from './manifest.ts'
import { brokenChains, prove } from './proof.ts'
import { carry, folderShelf, inventory, type Shelf } from './shelf.ts'

export interface BackupOptions {
  /** Path of the SQLite file, or address of the PostgreSQL database. */
  readonly database: string
  /** Folder of attached files; absent when they live in the PostgreSQL database. */
  readonly filesFolder?: string
  /** Where backups are kept; this one gets a folder of its own inside. */
  readonly to: string
  readonly version: string
  readonly now: Date
  readonly progress: (what: string, done: number, of: number) => void
}

export interface Backup {
  readonly folder: string
  readonly manifest: Manifest
}

/**
 * Makes one. What was acknowledged before it begins is in it.
 * @throws UnusableDatabase when the database cannot be used, or the backup does not read back.
 */
export async function backUp(options: BackupOptions): Promise<Backup> {
  const { to, now } = options
  const folder = join(to, `redress-${now.toISOString().replace(/\.\d+/, '').replaceAll(':', '')}`)
  const beside = `${folder}.partial`
  if (!isPostgres(options.database)) requireReadable(options.database)
  try {
    // Personal data is in it: for nobody but whoever runs this.
    await mkdir(to, { recursive: true, mode: 0o700 })
    await mkdir(beside, { mode: 0o700 })
  } catch (error) {
    throw diskWords(error, to)
  }
  try {
    await mkdir(join(beside, FILES))
    await copyInto(beside, options)
    const manifest = await described(beside, options)
    await writeFile(join(beside, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`)
    syncFile(join(beside, MANIFEST))
    await syncFolder(beside)
    await rename(beside, folder)
    await syncFolder(to)
    return { folder, manifest }
  } catch (error) {
    await rm(beside, { recursive: true, force: true })
    throw diskWords(error, to)
  }
}

/** First the database, then the files: those it names were there before it named them. */
async function copyInto(beside: string, { database, filesFolder, progress }: BackupOptions): Promise<void> {
  const files = folderShelf(join(beside, FILES))
  const step = (what: string) => (done: number, of: number) => progress(what, done, of)
  if (!isPostgres(database)) {
    await copySqlite(database, join(beside, DATABASE), step('pages'))
    if (filesFolder !== undefined) await carry(folderShelf(filesFolder), files, step('files'))
    return
  }
  const [{ lookAt: lookThere }, { databaseShelf }] = await Promise.all([
    import('../postgres/look.ts'),
    import('../postgres/shelf.ts'),
  ])
  const look = await lookThere(database)
  try {
    await makeSqlite(join(beside, DATABASE), look, (table) => progress(table, 0, 1))
    const from: Shelf = filesFolder === undefined ? databaseShelf(look.client) : folderShelf(filesFolder)
    await carry(from, files, step('files'))
  } finally {
    await look.close()
  }
  syncFile(join(beside, DATABASE))
}

/** Reads back everything that was written. */
async function described(beside: string, { database, version, now }: BackupOptions): Promise<Manifest> {
  const file = join(beside, DATABASE)
  const damage = damageOf(file)
  if (damage !== undefined) throw new UnusableDatabase('backup_failed', { what: `${basename(file)}: ${damage}` })
  const look = lookAt(file)
  try {
    const proof = await prove(look, look.shapes)
    const shelf = folderShelf(join(beside, FILES))
    const { rows: count, bytes, digest, damaged } = await inventory(shelf)
    if (damaged.length > 0) throw new UnusableDatabase('backup_failed', { what: `${FILES}: ${damaged.length}` })
    return {
      ...{ format: FORMAT, made: now.toISOString(), redress: version, schema: look.schema },
      from: isPostgres(database) ? 'postgres' : 'sqlite',
      database: await digestOf(file),
      proof,
      files: { count, bytes, digest, missing: await missingFrom(shelf, look) },
      broken: await brokenChains(look),
    }
  } finally {
    await look.close()
  }
}

/** Files that some case names and that are not there. */
export async function missingFrom(shelf: Shelf, look: SqliteLook): Promise<readonly string[]> {
  const there = new Set(await shelf.names())
  const shape = look.shapes.find(({ table }) => table === 'file_use')
  const missing: string[] = []
  if (shape === undefined) return missing
  for await (const rows of look.rows(shape))
    for (const [sha256] of rows) if (typeof sha256 === 'string' && !there.has(sha256)) missing.push(sha256)
  return missing
}
