/** Puts a backup where a database is to be: checked through before anything is written, and never over something. */
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { isPostgres } from '../../src/database-address.ts'
import { damageOf } from '../sqlite/copy.ts'
import { lookAt, type SqliteLook } from '../sqlite/look.ts'
import { migrate } from '../sqlite/migrate.ts'
import { takePlace } from '../sqlite/place.ts'
import { UnusableDatabase } from '../unusable.ts'
import { diskWords } from './disk-words.ts'
import { DATABASE, digestOf, FILES, type Manifest, readManifest } from './manifest.ts'
import { brokenChains, differences, type Proof, prove } from './proof.ts'
import { carry, folderShelf, inventory } from './shelf.ts'

export interface RestoreOptions {
  /** Folder of one backup. */
  readonly from: string
  /** Path of the SQLite file, or address of the PostgreSQL database, that is to be. */
  readonly into: string
  /** Folder of attached files; absent when they are to live in the PostgreSQL database. */
  readonly filesFolder?: string
  readonly now: Date
  readonly progress: (what: string, done: number, of: number) => void
}

export interface Restored {
  readonly manifest: Manifest
  /** What stands in the new database. */
  readonly proof: Proof
}

/**
 * Checks manifest, sizes, digests, integrity, every table, every chain and every file; then puts it in place.
 * @throws UnusableDatabase when the backup is not whole, or the place is not free.
 */
export async function restore(options: RestoreOptions): Promise<Restored> {
  const manifest = readManifest(options.from)
  try {
    return await (isPostgres(options.into) ? toServer(options, manifest) : toFile(options, manifest))
  } catch (error) {
    throw diskWords(error, isPostgres(options.into) ? tmpdir() : options.into)
  }
}

async function toFile({ from, into, filesFolder, now, progress }: RestoreOptions, manifest: Manifest) {
  const place = takePlace(into, now)
  try {
    await requireWhole(from, manifest)
    // The files first: a database never names what is not there, and without the database nothing was restored.
    if (filesFolder !== undefined)
      await carry(folderShelf(join(from, FILES)), folderShelf(filesFolder), (done, of) => progress('files', done, of))
    await place.put(join(from, DATABASE), manifest.database.sha256)
    return { manifest, proof: await proofOf(into) }
  } finally {
    place.release()
  }
}

async function toServer({ from, into, filesFolder, progress }: RestoreOptions, manifest: Manifest): Promise<Restored> {
  const [{ fill, requireEmpty }, { databaseShelf }] = await Promise.all([
    import('../postgres/fill.ts'),
    import('../postgres/shelf.ts'),
  ])
  const backup = lookAt(join(from, DATABASE))
  await requireEmpty(into, backup.shapes).finally(() => backup.close())
  await requireWhole(from, manifest)
  const files = folderShelf(join(from, FILES))
  const step = (done: number, of: number): void => progress('files', done, of)
  if (filesFolder !== undefined) await carry(files, folderShelf(filesFolder), step)
  return upgraded(join(from, DATABASE), async (look) => {
    const { target } = await fill(into, look, async (client) => {
      if (filesFolder === undefined) await carry(files, databaseShelf(client), step)
    })
    return { manifest, proof: target }
  })
}

/** A look at a database of a backup as today's program knows it; the backup itself is not touched. */
async function upgraded<T>(file: string, work: (look: SqliteLook) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'redress-restore-'))
  try {
    const own = join(folder, DATABASE)
    await copyFile(file, own)
    const db = new BetterSqlite(own)
    try {
      migrate(db, own, Date.now())
    } finally {
      db.close()
    }
    const look = lookAt(own)
    return await work(look).finally(() => look.close())
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function proofOf(file: string): Promise<Proof> {
  const look = lookAt(file)
  return prove(look, look.shapes).finally(() => look.close())
}

/**
 * Compares a backup with what it says of itself.
 * @throws UnusableDatabase naming what is wrong with it.
 */
async function requireWhole(folder: string, manifest: Manifest): Promise<void> {
  const wrong = (what: string): UnusableDatabase => new UnusableDatabase('broken_backup', { folder, what })
  const file = join(folder, DATABASE)
  const found = await digestOf(file).catch(() => undefined)
  if (found === undefined) throw wrong(`${DATABASE}: missing`)
  if (found.bytes !== manifest.database.bytes)
    throw wrong(`${DATABASE}: ${found.bytes} bytes, not ${manifest.database.bytes}`)
  if (found.sha256 !== manifest.database.sha256) throw wrong(`${DATABASE}: sha256`)
  const damage = damageOf(file)
  if (damage !== undefined) throw wrong(`${DATABASE}: ${damage}`)
  const look = lookAt(file)
  try {
    const differ = differences(await prove(look, look.shapes), manifest.proof)
    if (differ.length > 0) throw wrong(differ.join(', '))
    const said = new Set(manifest.broken.map(({ number }) => number))
    const fresh = (await brokenChains(look)).find(({ number }) => !said.has(number))
    if (fresh) throw wrong(`${fresh.number} ${fresh.seq}: ${fresh.why}`)
  } finally {
    await look.close()
  }
  const files = await inventory(folderShelf(join(folder, FILES)))
  if (files.damaged.length > 0) throw wrong(`${FILES}/${files.damaged[0]}: sha256`)
  if (files.rows !== manifest.files.count || files.digest !== manifest.files.digest)
    throw wrong(`${FILES}: ${files.rows}, not ${manifest.files.count}`)
}
