/** The playground's own key, kept in a file nobody else can read. */
import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Fewest characters of a key that signs links and sessions. */
export const KEY_LENGTH = 32

export type KeyFile = { readonly key: string } | { readonly refused: 'secret_file' | 'secret_open' }

/**
 * The key in `file`, made (48 random bytes, mode 0600) when the file is not there. Two processes that start together get
 * the same key. Refused when the file is too short, cannot be read or made, or is readable by others.
 */
export function keyFromFile(file: string): KeyFile {
  try {
    return readKey(file) ?? makeKey(file)
  } catch {
    return { refused: 'secret_file' }
  }
}

function readKey(file: string): KeyFile | undefined {
  const found = statSync(file, { throwIfNoEntry: false })
  if (found === undefined) return undefined
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0) return { refused: 'secret_open' }
  const key = readFileSync(file, 'utf8').trim()
  return key.length < KEY_LENGTH ? { refused: 'secret_file' } : { key }
}

function makeKey(file: string): KeyFile {
  mkdirSync(dirname(file), { recursive: true })
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  writeFileSync(draft, `${randomBytes(48).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' })
  try {
    // A link appears whole or not at all, and never replaces what another process made meanwhile.
    linkSync(draft, file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    rmSync(draft)
  }
  return readKey(file) ?? { refused: 'secret_file' }
}
