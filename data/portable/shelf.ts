/** Attached files as they are carried from one place to another: a folder, or rows of a database. */
import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { FileRef } from '../../src/rules/nouns.ts'
import { openFiles, stored, writeWhole } from '../files.ts'
import { type Tallied, tally } from './tally.ts'

/** A file with the name and type it was given with. */
export interface Kept {
  readonly ref: FileRef
  readonly bytes: Uint8Array
}

/** A place where files are. */
export interface Shelf {
  names(): Promise<readonly string[]>
  /** Undefined when it is gone, or is not whole. */
  read(sha256: string): Promise<Kept | undefined>
  /** Whether it is there already, whole or not. */
  has(sha256: string): Promise<boolean>
  put(kept: Kept): Promise<void>
}

/** A folder of files, as FILES_URL names one and as a backup holds one. */
export function folderShelf(folder: string): Shelf {
  const files = openFiles({ folder })
  const path = (sha256: string): string => join(folder, sha256.slice(0, 2), sha256.slice(2))
  return {
    names: () => stored(folder),
    async read(sha256) {
      const ref = await files.find(sha256).catch(() => undefined)
      const bytes = ref && (await readFile(path(sha256)).catch(() => undefined))
      return ref && bytes && isWhole(sha256, bytes) ? { ref, bytes } : undefined
    },
    has: (sha256) =>
      stat(path(sha256)).then(
        () => true,
        () => false,
      ),
    async put({ ref, bytes }) {
      await writeWhole(path(ref.sha256), bytes)
      await writeWhole(`${path(ref.sha256)}.json`, JSON.stringify(ref))
    },
  }
}

/** Whether these are the bytes that the name stands for. */
export const isWhole = (sha256: string, bytes: Uint8Array): boolean =>
  createHash('sha256').update(bytes).digest('hex') === sha256

/** What was carried. */
export interface Carried extends Tallied {
  readonly bytes: number
  /** Files that are there but not whole; they stay where they are. */
  readonly damaged: readonly string[]
}

/** Carries every file that is not there yet, one at a time. */
export async function carry(from: Shelf, to: Shelf, progress: (done: number, of: number) => void): Promise<Carried> {
  const names = await from.names()
  return eachFile(names, from, progress, async (kept) => {
    if (!(await to.has(kept.ref.sha256))) await to.put(kept)
  })
}

/** Reads every file, and says what there is. */
export async function inventory(shelf: Shelf): Promise<Carried> {
  return eachFile(
    await shelf.names(),
    shelf,
    () => undefined,
    async () => undefined,
  )
}

/** How many of these files are whole there. */
export async function wholeAmong(names: readonly string[], shelf: Shelf): Promise<number> {
  let whole = 0
  for (const sha256 of names) if ((await shelf.read(sha256)) !== undefined) whole += 1
  return whole
}

async function eachFile(
  names: readonly string[],
  from: Shelf,
  progress: (done: number, of: number) => void,
  take: (kept: Kept) => Promise<void>,
): Promise<Carried> {
  const sum = tally()
  const damaged: string[] = []
  let bytes = 0
  for (const [index, sha256] of names.entries()) {
    const kept = await from.read(sha256)
    if (kept) {
      await take(kept)
      sum.add([sha256, kept.ref.name, kept.bytes.byteLength])
      bytes += kept.bytes.byteLength
      // One that is gone by now was named by nobody: it was swept.
    } else if (await from.has(sha256)) damaged.push(sha256)
    progress(index + 1, names.length)
  }
  return { ...sum.result(), bytes, damaged }
}
