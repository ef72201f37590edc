/** How each setting is written: a zod schema whose complaints are names of sentences in cards/settings. */
import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import type { SettingName } from '../cards/settings.ts'
import { readDataKey } from './data-key.ts'
import { isPostgres } from './database-address.ts'
import { isAddress } from './platform-settings.ts'

export const SCOPES = ['file', 'read', 'directory', 'payments'] as const
export type Scope = (typeof SCOPES)[number]

/** A token of the HTTP API. `name` is a person, or an id under the policy's `services`. */
export interface ApiToken {
  readonly name: string
  readonly secret: string
  readonly scopes: readonly Scope[]
}

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

const TOKEN_SECRET_LENGTH = 16
const SECRET_KEY_LENGTH = 32

/** What fills the parts of a sentence. */
export type Params = Readonly<Record<string, string | number>>
type Problem = (says: SettingName, params?: Params) => undefined

/** A setting read by `read`, which names what is wrong by the sentence it deserves. */
function setting<T>(read: (value: string, problem: Problem) => T | undefined) {
  return z.string().transform((value, ctx): T => {
    let fine = true
    const found = read(value, (says, params = {}) => {
      fine = false
      ctx.addIssue({ code: 'custom', message: says, params })
      return undefined
    })
    return fine ? (found as T) : z.NEVER
  })
}

/** All settings, as strings by name (empty: not set); relative paths count from `root`. */
export const settingsSchema = (root: string) =>
  z.object({
    HOST: setting((value, problem) => (/^[\w.:-]+$/.test(value) ? value : problem('host'))),
    PORT: setting((value, problem) => (/^\d{1,5}$/.test(value) && +value <= 65_535 ? +value : problem('port'))),
    DATABASE_URL: setting((value, problem) => database(value, root, problem)),
    FILES_URL: setting((value, problem) => {
      const path = filePath(value, root)
      return path === undefined || standing(path) === 'file' ? problem('files') : path
    }),
    POLICY_FILE: setting((value, problem) => existing(value, root, problem)),
    DIRECTORY_FILE: setting((value, problem) => (value === '' ? '' : existing(value, root, problem))),
    API_TOKENS: setting(apiTokens),
    LOG_LEVEL: setting(
      (value, problem) => oneOf(LOG_LEVELS, value) ?? problem('log_level', { known: LOG_LEVELS.join(', ') }),
    ),
    PLAYGROUND: setting((value, problem) => (value === '' || value === 'on' ? value : problem('playground'))),
    PUBLIC_URL: setting((value, problem) => publicUrl(value, problem)),
    SECRET_KEY: setting((value, problem) =>
      value === '' || value.length >= SECRET_KEY_LENGTH ? value : problem('secret_key', { min: SECRET_KEY_LENGTH }),
    ),
    AUDIT_KEY: setting((value, problem) =>
      value === '' || value.split(',').every(isAuditKey) ? value : problem('audit_key', { min: SECRET_KEY_LENGTH }),
    ),
    DATA_KEY: setting(dataKey),
    DATA_KEY_OLD: setting(dataKeyList),
  })

/** One key, or none. */
const dataKey = (value: string, problem: Problem): string | undefined =>
  value === '' || readDataKey(value) ? value : problem('data_key')

/** Any number of them, with commas between. */
function dataKeyList(value: string, problem: Problem): readonly string[] | undefined {
  const keys = value === '' ? [] : value.split(',').map((key) => key.trim())
  return keys.every((key) => readDataKey(key)) ? keys : problem('data_key')
}

/** A key, or behind the first the mark of one that is lost. */
const isAuditKey = (key: string, place: number): boolean =>
  key.trim().length >= SECRET_KEY_LENGTH || (place > 0 && /^\s*lost-[0-9a-f]{16}\s*$/.test(key))

const oneOf = <T extends string>(all: readonly T[], value: string): T | undefined => all.find((one) => one === value)

function filePath(value: string, root: string): string | undefined {
  if (!value.startsWith('file:')) return undefined
  if (value.startsWith('file://')) {
    const url = URL.parse(value)
    return url === null || url.host !== '' || url.pathname === '/' ? undefined : fileURLToPath(url)
  }
  const path = value.slice('file:'.length)
  return path === '' ? undefined : resolve(root, path)
}

function database(value: string, root: string, problem: Problem): string | undefined {
  if (isPostgres(value)) return isServer(value) ? value : problem('database_postgres')
  if (/:memory:/.test(value)) return problem('database_memory')
  const path = filePath(value, root)
  return path === undefined || standing(path) === 'folder' ? problem('database') : path
}

/** `postgres://user:password@host:port/database`; a name of the database must be there. */
function isServer(value: string): boolean {
  const url = URL.parse(value)
  return url !== null && url.host !== '' && /^\/[^/]+$/.test(url.pathname)
}

/** What stands at a path; undefined when nothing does or it may not be looked at. */
function standing(path: string): 'file' | 'folder' | undefined {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'file'
  } catch {
    return undefined
  }
}

function existing(value: string, root: string, problem: Problem): string | undefined {
  const path = resolve(root, value)
  return standing(path) === 'file' ? path : problem('file_missing')
}

/** Without the slash at its end. A path would be lost: the routes are ours. */
function publicUrl(value: string, problem: Problem): string | undefined {
  if (value === '') return ''
  const url = isAddress(value, 'http') ? URL.parse(value) : null
  return url === null || url.pathname !== '/' ? problem('public_url') : url.origin
}

function apiTokens(value: string, problem: Problem): readonly ApiToken[] {
  const seen = new Set<string>()
  const written = value === '' ? [] : value.split(',')
  return written.flatMap((one, index) => {
    // Tokens are told apart by position only: whatever was written where, a secret never shows.
    const position = index + 1
    const [name = '', secret = '', scopes = 'file+read', ...rest] = one.trim().split(':')
    if (!/^[\w.@-]+$/.test(name) || !/^[\x21-\x7e]+$/.test(secret) || rest.length > 0) {
      problem('token_form', { position })
      return []
    }
    if (secret.length < TOKEN_SECRET_LENGTH) problem('token_secret', { position, min: TOKEN_SECRET_LENGTH })
    else if (seen.has(secret)) problem('token_same', { position })
    seen.add(secret)
    const words = scopes.split('+').map((word) => oneOf(SCOPES, word))
    const known = words.filter((scope) => scope !== undefined)
    if (known.length < words.length) problem('token_scope', { position, known: SCOPES.join(', ') })
    return [{ name, secret, scopes: known }]
  })
}
