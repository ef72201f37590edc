/**
 * Answers into the conversation a message came from: its session webhook needs no token and no call of the month, and
 * lives about 90 minutes. The address is a secret: it stays in memory and is only ever called on the platform's hosts.
 */
import type { PlatformParts } from '../../src/ports.ts'
import { boundedText } from './api.ts'
import { type Failure, failureOf, isBan } from './errors.ts'
import type { Markdown } from './render.ts'
import { type DingtalkSettings, NAME, type Tuning } from './settings.ts'

export interface Webhooks {
  /** Remembers where a conversation can be answered. `expires` is the platform's, in milliseconds. */
  remember(address: string, url: unknown, expires: unknown): void
  /** True when words can be said there without a call. */
  knows(address: string): boolean
  /** Says something there; undefined when it was said. */
  say(address: string, words: Markdown, at?: readonly string[]): Promise<Failure | undefined>
}

const MOST = 5_000
/** It has to live a little longer than the call takes. */
const SPARE = 10_000

/** True for an address of the platform itself, or of the one the settings name. */
export function isOfPlatform(url: string, { apiUrl, oapiUrl }: Pick<DingtalkSettings, 'apiUrl' | 'oapiUrl'>): boolean {
  const target = URL.parse(url)
  if (target === null || target.username !== '' || target.password !== '') return false
  if ([apiUrl, oapiUrl].some((own) => URL.parse(own)?.origin === target.origin)) return true
  return target.protocol === 'https:' && target.port === '' && /(?:^|\.)dingtalk\.com$/.test(target.hostname)
}

/** Webhooks of the conversations heard from lately. */
export function makeWebhooks(
  settings: DingtalkSettings,
  { wall, meter }: Pick<PlatformParts, 'wall' | 'meter'>,
  tuning: Pick<Tuning, 'callLimit'>,
): Webhooks {
  const known = new Map<string, { readonly url: string; readonly expires: number }>()

  const living = (address: string): string | undefined => {
    const found = known.get(address)
    return found !== undefined && found.expires - SPARE > wall() ? found.url : undefined
  }

  return {
    remember(address, url, expires) {
      if (typeof url !== 'string' || !isOfPlatform(url, settings)) return
      known.delete(address)
      known.set(address, { url, expires: typeof expires === 'number' ? expires : wall() + 60 * 60_000 })
      const [oldest] = known.keys()
      if (known.size > MOST && oldest !== undefined) known.delete(oldest)
    },
    knows: (address) => living(address) !== undefined,
    async say(address, { title, text }, at = []) {
      const url = living(address)
      if (url === undefined) return { is: 'never', why: 'no_webhook' }
      const body = {
        msgtype: 'markdown',
        markdown: { title, text },
        ...(at.length === 0 ? {} : { at: { atUserIds: at } }),
      }
      const failure = await post(url, body)
      meter.count(NAME, 'webhook_answers', { result: failure?.is ?? 'ok' })
      if (failure !== undefined && failure.is !== 'unknown') known.delete(address)
      return failure
    },
  }

  async function post(url: string, body: object): Promise<Failure | undefined> {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        redirect: 'error',
        signal: AbortSignal.timeout(tuning.callLimit),
      })
      const answer = await boundedText(response, 64 * 1024)
      if (isBan(answer)) return { is: 'banned', after: 5 * 60_000, why: 'ip_ban' }
      const { errcode } = JSON.parse(answer) as { readonly errcode?: unknown }
      if (errcode === 0) return undefined
      return failureOf(String(errcode ?? ''), response.status, wall())
    } catch {
      return { is: 'unknown', why: 'network' }
    }
  }
}
