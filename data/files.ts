/**
 * Files by content under a folder: `ab/cd…` holds the bytes whose sha256 is `abcd…`, `ab/cd….json` their ref. A name
 * appears only when what it names is whole and on disk. Nothing depends on a database, so replicas can share the folder.
 */
import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Files } from '../src/ports.ts'
import type { FileRef } from '../src/rules/nouns.ts'
import { judged } from './file-ref.ts'

export interface FilesOptions {
  /** Made when missing. */
  readonly folder: string
  /** Age of files for `sweep`: the clock its `before` is told by. The machine's when absent. */
  readonly now?: () => number
}

const SHA256 = /^[0-9a-f]{64}$/

/** Files under a folder. Unknown or malformed hashes are simply not there; a failing disk rejects. */
export function openFiles({ folder, now = Date.now }: FilesOptions): Files {
  const bytesAt = (sha256: string): string => join(folder, sha256.slice(0, 2), sha256.slice(2))
  const refAt = (sha256: string): string => `${bytesAt(sha256)}.json`
  const find = async (sha256: string): Promise<FileRef | undefined> => {
    if (!SHA256.test(sha256)) return undefined
    const text = await unlessMissing(readFile(refAt(sha256), 'utf8'))
    return text === undefined ? undefined : (JSON.parse(text) as FileRef)
  }

  return {
    find,
    async put(bytes, name) {
      const ref = judged(bytes, name)
      if ('refused' in ref) return ref
      const path = bytesAt(ref.sha256)
      if ((await unlessMissing(stat(path)))?.size !== ref.size) await writeWhole(path, bytes)
      if ((await find(ref.sha256)) === undefined) await writeWhole(refAt(ref.sha256), JSON.stringify(ref))
      // Also when it was there: a sweep must not take what was just given again.
      await utimes(path, now() / 1000, now() / 1000)
      return ref
    },
    async get(sha256) {
      return SHA256.test(sha256) ? unlessMissing(readFile(bytesAt(sha256))) : undefined
    },
    async sweep(before, used) {
      let swept = 0
      for (const sha256 of await stored(folder)) {
        const isOld = async () => ((await unlessMissing(stat(bytesAt(sha256))))?.mtimeMs ?? before) < before
        if (!(await isOld()) || (await used(sha256)) || !(await isOld())) continue
        await rm(bytesAt(sha256), { force: true })
        await rm(refAt(sha256), { force: true })
        swept += 1
      }
      await sweepHalves(folder)
      return swept
    },
  }
}

/** Written beside, synced, then renamed: whoever finds the name finds all of it, also after a power loss. */
export async function writeWhole(path: string, content: Uint8Array | string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const beside = `${path}.${randomUUID()}.tmp`
  try {
    const file = await open(beside, 'wx')
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(beside, path)
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  }
  await syncFolder(dirname(path))
}

/** Makes a rename durable. Windows cannot open folders and needs no such sync. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Names on all shelves, as `ab/cd…`. */
async function onShelves(folder: string): Promise<readonly string[]> {
  const shelves = (await unlessMissing(readdir(folder))) ?? []
  const found: string[] = []
  for (const shelf of shelves.filter((name) => /^[0-9a-f]{2}$/.test(name))) {
    const names = (await unlessMissing(readdir(join(folder, shelf)))) ?? []
    found.push(...names.map((name) => `${shelf}/${name}`))
  }
  return found
}

/** The sha256 of every file in a folder. */
export async function stored(folder: string): Promise<readonly string[]> {
  return (await onShelves(folder)).map((name) => name.replace('/', '')).filter((name) => SHA256.test(name))
}

/** Removes what a crash left half written: older than an hour of real time, since nobody writes for that long. */
async function sweepHalves(folder: string): Promise<void> {
  for (const name of (await onShelves(folder)).filter((one) => one.endsWith('.tmp'))) {
    const path = join(folder, name)
    const written = (await unlessMissing(stat(path)))?.mtimeMs
    if (written !== undefined && written < Date.now() - 3_600_000) await rm(path, { force: true })
  }
}

async function unlessMissing<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) {
      return undefined
    }
    throw error
  }
}
