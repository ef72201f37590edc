/** The keys of a house: those that were set, or in a playground ones made once and kept in files of their own. */
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fill } from '../cards/problems.ts'
import { SETTINGS } from '../cards/settings.ts'
import type { Config, Setback } from './config.ts'
import { isPostgres } from './database-address.ts'
import { livePlatforms } from './platform-settings.ts'
import type { Policy } from './rules/policy.ts'

/** Only its owner may read it. */
const MODE = 0o600

type Keys = Pick<Config, 'secretKey' | 'auditKey' | 'dataKey' | 'dataKeyOld' | 'database'>

/** Signs links and sessions. With a live platform config.ts has seen to it that one is set. */
export function houseKey({ secretKey, database }: Keys): string {
  return secretKey ?? madeKey(database, 'secret.key')
}

/** Keys the daily seal. With a live platform config.ts has seen to it that one is set. */
export function auditKey({ auditKey: set, database }: Keys): string {
  return set ?? madeKey(database, 'audit.key')
}

/** The same for commands that only read: none is made. */
export function keptAuditKey({ auditKey: set, database }: Keys): string | undefined {
  return set ?? (database === ':memory:' ? undefined : read(placeOf(database, 'audit.key')))
}

/**
 * Seals account numbers: the first one; the others still open what they sealed. With a live platform none is made up, see
 * `missingKeys`.
 */
export function dataKeys({ dataKey, dataKeyOld = [], database, chat }: Keys & Pick<Config, 'chat'>): readonly string[] {
  if (dataKey !== undefined) return [dataKey, ...dataKeyOld]
  return livePlatforms(chat).length > 0 ? dataKeyOld : [madeKey(database, 'data.key'), ...dataKeyOld]
}

/** The keys that this policy needs and nobody has set: with a live platform, one for account numbers where it asks for them. */
export function missingKeys(
  { dataKey, chat }: Pick<Config, 'dataKey' | 'chat'>,
  { fields }: Pick<Policy, 'fields'>,
): readonly Setback[] {
  const asks = Object.values(fields).some(({ personal }) => personal === 'account')
  const missing = asks && dataKey === undefined && livePlatforms(chat).length > 0
  return missing ? [{ name: 'DATA_KEY', ...fill(SETTINGS.data_key_missing, {}) }] : []
}

const placeOf = (database: string, name: string): string =>
  join(isPostgres(database) ? resolve('data/var') : dirname(database), name)

/** Beside the database; replicas that are started in one folder share what lies in its data/var. */
function madeKey(database: string, name: string): string {
  if (database === ':memory:') return fresh()
  const file = placeOf(database, name)
  const kept = read(file)
  if (kept !== undefined) return kept
  const made = fresh()
  mkdirSync(dirname(file), { recursive: true })
  try {
    writeFileSync(file, `${made}\n`, { mode: MODE, flag: 'wx' })
    return made
  } catch (error) {
    // Another replica was first.
    const theirs = read(file)
    if (theirs === undefined) throw error
    return theirs
  }
}

const fresh = (): string => randomBytes(32).toString('base64url')

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim() || undefined
  } catch {
    return undefined
  }
}
