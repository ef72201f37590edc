/**
 * Robot messages have no key of their own on the platform: what was sent, and what may have been sent, is remembered
 * here, so that the same message never goes out twice. What was on its way when the process died counts as "may have".
 */
import { createHash } from 'node:crypto'
import type { PlatformParts } from '../../src/ports.ts'

export type Known = { readonly is: 'sent'; readonly handle: string } | { readonly is: 'unsure' }

export interface Ledger {
  open(): Promise<void>
  /** What is known of an earlier send with this key; undefined: it never left. */
  find(key: string): Promise<Known | undefined>
  /** Writes down that it leaves now. Resolves when that is durable. */
  leaving(key: string): Promise<void>
  sent(key: string, handle: string): void
  /** It certainly did not leave. Resolves when that is durable. */
  stayed(key: string): Promise<void>
}

const KEY = 'leaving'
const MOST_SENT = 2_000
const MOST_UNSURE = 500

const short = (key: string): string => createHash('sha256').update(key).digest('hex').slice(0, 20)

/** A ledger that survives a restart with what was under way. */
export function makeLedger({ memory, log, replica }: Pick<PlatformParts, 'memory' | 'log' | 'replica'>): Ledger {
  const own = replica === '' ? KEY : `${KEY}@${replica}`

  const sent = new Map<string, string>()
  const unsure = new Set<string>()
  /** Under way in this very process: their caller waits for them. */
  const leaving = new Set<string>()

  async function write(): Promise<void> {
    const all = [...unsure, ...leaving].slice(-MOST_UNSURE)
    await memory.set(own, JSON.stringify(all))
  }

  /** Another replica may have died while it left. */
  async function leftElsewhere(name: string): Promise<boolean> {
    if (replica === '') return false
    return [...(await memory.all(KEY))].some(([key, text]) => key !== own && text.includes(`"${name}"`))
  }

  return {
    async open() {
      try {
        for (const one of JSON.parse((await memory.get(own)) ?? '[]') as string[]) unsure.add(one)
      } catch (err) {
        log.error({ err }, 'what was under way could not be read')
      }
    },
    async find(key) {
      const name = short(key)
      const handle = sent.get(name)
      if (handle !== undefined) return { is: 'sent', handle }
      return unsure.has(name) || leaving.has(name) || (await leftElsewhere(name)) ? { is: 'unsure' } : undefined
    },
    async leaving(key) {
      leaving.add(short(key))
      await write()
    },
    sent(key, handle) {
      const name = short(key)
      leaving.delete(name)
      unsure.delete(name)
      sent.set(name, handle)
      const [oldest] = sent.keys()
      if (sent.size > MOST_SENT && oldest !== undefined) sent.delete(oldest)
    },
    async stayed(key) {
      leaving.delete(short(key))
      await write()
    },
  }
}
