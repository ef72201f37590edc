/** The key that signs links and sessions: the one that was set, or in a playground one made once beside the database. */
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Config } from './config.ts'

/** Only its owner may read it. */
const MODE = 0o600

/** Reads the key, or makes it. With a live platform config.ts has seen to it that one is set. */
export function houseKey({ secretKey, databaseFile }: Pick<Config, 'secretKey' | 'databaseFile'>): string {
  if (secretKey !== undefined) return secretKey
  if (databaseFile === ':memory:') return fresh()
  const file = join(dirname(databaseFile), 'secret.key')
  const kept = read(file)
  if (kept !== undefined) return kept
  const made = fresh()
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${made}\n`, { mode: MODE, flag: 'wx' })
  return made
}

const fresh = (): string => randomBytes(32).toString('base64url')

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim() || undefined
  } catch {
    return undefined
  }
}
