/** What a backup says of itself, so that it can be checked years later and by others. */
import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { MIGRATIONS } from '../migrations.ts'
import { UnusableDatabase } from '../unusable.ts'
import type { Broken, Proof } from './proof.ts'

/** How a backup lies in its folder. The next one that is laid out otherwise counts up `FORMAT`. */
export const FORMAT = 1
export const MANIFEST = 'manifest.json'
export const DATABASE = 'redress.db'
export const FILES = 'files'

export interface Manifest {
  readonly format: number
  /** ISO moment at which it was begun. */
  readonly made: string
  /** Version of the program that made it. */
  readonly redress: string
  /** Version of the schema inside. */
  readonly schema: number
  readonly from: 'sqlite' | 'postgres'
  readonly database: { readonly bytes: number; readonly sha256: string }
  readonly proof: Proof
  readonly files: {
    readonly count: number
    readonly bytes: number
    readonly digest: string
    /** Files that cases name and that were not there, or not whole. */
    readonly missing: readonly string[]
  }
  /** Cases whose chain of facts did not hold when it was made; at most twenty are named. */
  readonly broken: readonly Broken[]
}

/**
 * Reads the manifest of a backup.
 * @throws UnusableDatabase when there is none, or a newer Redress made it.
 */
export function readManifest(folder: string): Manifest {
  const found = parsed(folder)
  if (found === undefined) throw new UnusableDatabase('no_backup', { folder, there: backupsIn(folder).join(', ') })
  if (found.format !== FORMAT) throw new UnusableDatabase('newer_backup', { folder, what: `format ${found.format}` })
  const known = MIGRATIONS.at(-1)?.version ?? 0
  if (found.schema > known)
    throw new UnusableDatabase('newer_backup', { folder, what: `schema ${found.schema} > ${known}, ${found.redress}` })
  return found
}

function parsed(folder: string): Manifest | undefined {
  try {
    const found = JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8')) as Partial<Manifest> | null
    if (typeof found?.format !== 'number') return undefined
    const whole =
      found.format !== FORMAT || (typeof found.schema === 'number' && found.proof && found.database && found.files)
    return whole ? (found as Manifest) : undefined
  } catch {
    return undefined
  }
}

/** Backups that lie in a folder, newest first, at most five. */
function backupsIn(folder: string): readonly string[] {
  try {
    const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, MANIFEST)))
    return names.sort().reverse().slice(0, 5)
  } catch {
    return []
  }
}

/** The sha256 of a file, read piece by piece. */
export async function digestOf(path: string): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const sum = createHash('sha256')
  let bytes = 0
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>) {
    sum.update(chunk)
    bytes += chunk.byteLength
  }
  return { bytes, sha256: sum.digest('hex') }
}
