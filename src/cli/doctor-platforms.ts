/** The platforms' own checks, each opened as the server would open it, but never started. */
import { randomBytes } from 'node:crypto'
import { type Opened, openDatabase } from '../../data/open.ts'
import { openSqlite } from '../../data/sqlite/open.ts'
import { makeCompany } from '../company.ts'
import type { Config } from '../config.ts'
import { makeLinks } from '../links.ts'
import { makeLog } from '../log.ts'
import { openChat } from '../main-chat.ts'
import type { Loaded } from '../policy/load.ts'
import type { Files, Finding, Platform, Reception } from '../ports.ts'
import type { Millis } from '../rules/nouns.ts'
import { finding } from './doctor-checks.ts'

/** How long the checks of one platform may take. */
const PATIENCE: Millis = 30_000

/** What every platform that is on says of itself. */
export async function* checkPlatforms(config: Config, { policy, live }: Loaded): AsyncIterable<Finding> {
  if (Object.keys(config.chat).length === 0) {
    yield finding('platforms', 'good', 'platform_none')
    return
  }
  const never = (): never => {
    throw new Error('the doctor only looks')
  }
  // What adapters write goes nowhere; what they remember (such as what a month has cost) is read beside a running server.
  const own = openSqlite({ file: ':memory:', numberFor: never, dayOf: never })
  const kept = await openKept(config.database, never)
  try {
    const platforms = await openChat(config, {
      store: { ...own.store, setting: async (key) => (await kept?.store.setting(key)) ?? own.store.setting(key) },
      company: makeCompany(policy, live),
      clock: { now: Date.now },
      wall: Date.now,
      log: makeLog({ logLevel: 'silent' }),
      shared: false,
      holds: { take: async () => false, free: async () => undefined },
      reception: { hear: never, click: never, redraw: never, submit: never } as unknown as Reception,
      conversation: { say: never, ask: never },
      files: { put: never, get: never, find: never, sweep: never } as Files,
      meter: { count: () => undefined, gauge: () => undefined },
      // Nobody is given a link by the doctor: any key does where the playground makes its own.
      links:
        config.publicUrl === undefined
          ? undefined
          : makeLinks({ publicUrl: config.publicUrl, secret: config.secretKey ?? randomBytes(32).toString('hex') }),
      loadPolicy: async () => undefined,
      tellOperators: async () => undefined,
    })
    for (const platform of platforms) yield* checkPlatform(platform)
  } finally {
    await kept?.close()
    await own.close()
  }
}

/** The real store, for reading; undefined where there is none yet or it cannot be read, which the database's own check says. */
async function openKept(database: string, never: () => never): Promise<Opened | undefined> {
  try {
    return await openDatabase({ database, readOnly: true, numberFor: never, dayOf: never })
  } catch {
    return undefined
  }
}

/** The findings of one platform, cut off when they take too long. */
export async function* checkPlatform(
  platform: Pick<Platform, 'name' | 'doctor'>,
  patience: Millis = PATIENCE,
): AsyncIterable<Finding> {
  const { name } = platform
  if (platform.doctor === undefined) {
    yield finding(name, 'good', 'platform_silent', { platform: name })
    return
  }
  const end = Date.now() + patience
  const found = platform.doctor()[Symbol.asyncIterator]()
  for (;;) {
    const next = await orLate(found.next(), end - Date.now())
    if (next === undefined) {
      yield finding(name, 'bad', 'platform_stuck', { platform: name, seconds: Math.ceil(patience / 1000) })
      return
    }
    if (next.done) return
    yield { ...next.value, check: `${name}: ${next.value.check}` }
  }
}

async function orLate<T>(work: Promise<T>, ms: Millis): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), Math.max(0, ms))
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
