/** The settings of one Redress, and the only place that reads the process environment. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseEnv } from 'node:util'
import type * as z from 'zod'
import { fill, type Remedy } from '../cards/problems.ts'
import { SETTINGS, type SettingName } from '../cards/settings.ts'
import { isPostgres } from './database-address.ts'
import {
  type Chat,
  chatsIn,
  isLoopback,
  livePlatforms,
  PLATFORM_DEFAULTS,
  PLATFORM_SECRETS,
  readPlatforms,
} from './platform-settings.ts'
import { type ApiToken, type LogLevel, type Params, settingsSchema } from './setting-forms.ts'

/** Everything that can be set from outside, checked. Paths are absolute. */
export interface Config {
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  /** Path of a SQLite file, `:memory:`, or the `postgres://…` address of a database that replicas share. */
  readonly database: string
  /** Folder of attached files; absent when they live in the PostgreSQL database. */
  readonly filesFolder?: string
  readonly policyFile: string
  readonly directoryFile?: string
  readonly apiTokens: readonly ApiToken[]
  readonly logLevel: LogLevel
  readonly playground: boolean
  /** The chat platforms that are on, and mail. */
  readonly chat: Chat
  /** Where people's browsers find us, without a slash at the end. */
  readonly publicUrl?: string
  /** Signs links and sessions. Absent in a playground that has none yet. */
  readonly secretKey?: string
  /** Keys the daily seal. Absent in a playground that has none yet. */
  readonly auditKey?: string
  /** Seals account numbers. Absent in a playground that has none yet, or where none are asked for. */
  readonly dataKey?: string
  /** Keys from before, which still open what they sealed. */
  readonly dataKeyOld?: readonly string[]
  /** What is set and does nothing; to be said once at the start. */
  readonly warnings: readonly Setback[]
}

/** Something about one setting that the operator has to know. `value` is absent for a secret. */
export interface Setback extends Remedy {
  readonly name: string
  readonly value?: string
}

/** Settings that cannot be used. */
export class WrongSettings extends Error {
  readonly problems: readonly Setback[]
  constructor(problems: readonly Setback[]) {
    super(`settings cannot be used: ${problems.map(({ name }) => name).join(', ')}`)
    this.problems = problems
  }
}

export type Environment = Readonly<Record<string, string | undefined>>

/** The process environment, over the file `.env` of the folder we were started in, if there is one. */
export function environment(folder: string = process.cwd()): Environment {
  let file: Environment = {}
  try {
    file = parseEnv(readFileSync(resolve(folder, '.env'), 'utf8'))
  } catch {
    // No such file: the usual case.
  }
  return { ...file, ...process.env }
}

/** Folder of the shared material that some tests read; it may not be there. */
export function sharedFolder(env: Environment = environment()): string {
  return resolve(env.REDRESS_SHARED || '../shared')
}

/** A PostgreSQL database that tests may fill and empty; undefined when none is set. */
export function testDatabase(env: Environment = environment()): string | undefined {
  return env.DATABASE_URL_TEST?.trim() || undefined
}

/** What `.env.example` has to list, with the default as it would be written (empty: none). */
export const DEFAULTS: Readonly<Record<string, string>> = {
  HOST: '127.0.0.1',
  PORT: '3000',
  DATABASE_URL: 'file:data/var/redress.db',
  FILES_URL: 'file:data/var/files',
  POLICY_FILE: 'data/policy.yaml',
  DIRECTORY_FILE: '',
  API_TOKENS: '',
  LOG_LEVEL: 'info',
  PLAYGROUND: '',
  PUBLIC_URL: '',
  SECRET_KEY: '',
  AUDIT_KEY: '',
  DATA_KEY: '',
  DATA_KEY_OLD: '',
  ...PLATFORM_DEFAULTS,
}

/** Settings that later versions will have, by what is missing today. */
const LATER: readonly { readonly says: SettingName; readonly names: RegExp }[] = [
  { says: 'platform_later', names: /^SMS_[A-Z]/ },
]

const SECRETS: ReadonlySet<string> = new Set([
  'API_TOKENS',
  'SECRET_KEY',
  'AUDIT_KEY',
  'DATA_KEY',
  'DATA_KEY_OLD',
  ...PLATFORM_SECRETS,
])

/**
 * Reads and checks every setting. Relative paths count from `root`. A setting that is empty counts as not set. Gives
 * all problems at once instead.
 */
export function readConfig(
  env: Environment = environment(),
  root: string = process.cwd(),
): Config | { readonly problems: readonly Setback[] } {
  const raw = Object.fromEntries(Object.entries(DEFAULTS).map(([name, usual]) => [name, env[name]?.trim() || usual]))
  const read = settingsSchema(root).safeParse(raw)
  const { chat, problems } = readPlatforms(raw)
  const playground = raw.PLAYGROUND === 'on' || chatsIn(chat).length === 0
  const wrong = [
    ...(read.success ? [] : read.error.issues.map((issue) => setback(issue, raw))),
    ...problems.map(({ name, says, params }) => blame(name, says, raw, params)),
    ...clashesIn(raw, playground, chat).map(([name, says, params]) => blame(name, says, raw, params)),
  ]
  if (!read.success || wrong.length > 0) return { problems: wrong }
  const found = read.data
  return {
    host: found.HOST,
    port: found.PORT,
    database: found.DATABASE_URL,
    ...filesOf(found, env),
    policyFile: found.POLICY_FILE,
    ...(found.DIRECTORY_FILE === '' ? {} : { directoryFile: found.DIRECTORY_FILE }),
    apiTokens: found.API_TOKENS,
    logLevel: found.LOG_LEVEL,
    playground,
    chat,
    ...(found.PUBLIC_URL === '' ? {} : { publicUrl: found.PUBLIC_URL }),
    ...(found.SECRET_KEY === '' ? {} : { secretKey: found.SECRET_KEY }),
    ...(found.AUDIT_KEY === '' ? {} : { auditKey: found.AUDIT_KEY }),
    ...(found.DATA_KEY === '' ? {} : { dataKey: found.DATA_KEY }),
    ...(found.DATA_KEY_OLD.length === 0 ? {} : { dataKeyOld: found.DATA_KEY_OLD }),
    warnings: warnings(env),
  }
}

/** Replicas share what is in the database; a folder of one machine is used for files when somebody names it. */
function filesOf({ DATABASE_URL, FILES_URL }: { DATABASE_URL: string; FILES_URL: string }, env: Environment) {
  return isPostgres(DATABASE_URL) && !env.FILES_URL?.trim() ? {} : { filesFolder: FILES_URL }
}

type Clash = readonly [name: string, says: SettingName, params: Params]

/** Settings that are right by themselves but not together (DESIGN: the playground refuses a host that is not this machine). */
function clashesIn(raw: Readonly<Record<string, string>>, playground: boolean, chat: Chat): Clash[] {
  const live = livePlatforms(chat)
  const clashes: (Clash | false)[] = [
    playground && !isLoopback(raw.HOST ?? '') && ['HOST', 'host_open', {}],
    playground && live.length > 0 && ['PLAYGROUND', 'playground_live', { live: live.join(', ') }],
    live.length > 0 && raw.SECRET_KEY === '' && ['SECRET_KEY', 'secret_key_missing', {}],
    live.length > 0 && raw.AUDIT_KEY === '' && ['AUDIT_KEY', 'audit_key_missing', {}],
    isPostgres(raw.DATABASE_URL ?? '') &&
      raw.SECRET_KEY === '' &&
      raw.PUBLIC_URL !== '' && ['SECRET_KEY', 'secret_key_shared', {}],
  ]
  return clashes.filter((clash) => clash !== false)
}

/** All problems (or warnings) as lines for a terminal, Chinese and English under each other. */
export function setbackLines(setbacks: readonly Setback[]): string {
  return setbacks
    .map(({ name, value, message, fix }) => {
      const head = value === undefined ? name : `${name}=${value}`
      return `${head}\n  ${message.zh}${fix.zh}\n  ${message.en} ${fix.en}`
    })
    .join('\n')
}

function setback(issue: z.core.$ZodIssue, raw: Readonly<Record<string, string>>): Setback {
  const params = issue.code === 'custom' ? (issue.params as Params) : {}
  return blame(String(issue.path[0]), issue.message as SettingName, raw, params)
}

function blame(name: string, says: SettingName, raw: Readonly<Record<string, string>>, params: Params): Setback {
  const remedy = fill(SETTINGS[says], params)
  return SECRETS.has(name) ? { name, ...remedy } : { name, value: withoutLogin(raw[name] ?? ''), ...remedy }
}

function warnings(env: Environment): readonly Setback[] {
  return LATER.flatMap(({ says, names }) => {
    const set = Object.keys(env).filter((name) => names.test(name) && env[name]?.trim())
    const list = set.sort().join(', ')
    return set.length === 0 ? [] : [{ name: list, ...fill(SETTINGS[says], { names: list }) }]
  })
}

/** The user and password of an address are a secret, and so may be its query; a long value helps nobody. */
const withoutLogin = (value: string): string =>
  value
    .replace(/\/\/[^/]*@/, '//…@')
    .replace(/(:\/\/[^?#]*)[?#].*$/, '$1?…')
    .slice(0, 200)
