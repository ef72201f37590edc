/**
 * Calls of the platform's two APIs (`api` and the older `oapi`): token, pace, month, time and size limits, and what an
 * error means. About twelve endpoints, so an own client rather than the 52 MB generated one.
 */
import type { PlatformParts } from '../../src/ports.ts'
import type { Millis } from '../../src/rules/nouns.ts'
import { makeBuckets } from './buckets.ts'
import { BAN, type Failure, failureOf, isBan } from './errors.ts'
import type { Quota } from './quota.ts'
import { type DingtalkSettings, NAME, type Tuning } from './settings.ts'
import { makeTokens } from './token.ts'
import { WORDS } from './words.ts'

/** A call. `counts`: the platform takes it off the month (sends, cards, to-dos, media do; token and contacts do not). */
export interface Call {
  readonly api: 'api' | 'oapi'
  readonly method: 'GET' | 'POST' | 'PUT'
  /** Path, perhaps with a query; ids in it are encoded by the caller. */
  readonly path: string
  /** A short name of the endpoint for metrics and the buckets. */
  readonly name: string
  readonly body?: unknown
  readonly counts: boolean
  /** True for what an edition or a permission may well lack: nobody is told. */
  readonly optional?: boolean
}

export type Answer =
  | { readonly ok: true; readonly body: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly failure: Failure }

export interface Api {
  call(call: Call): Promise<Answer>
  /** Fetches a token, to see whether the credentials are good. */
  tryToken(): Promise<Answer>
}

/** Most bytes of an answer we read. */
const LARGEST = 1024 * 1024

/** Thrown inside, so that many callers of one token share why there is none. */
class NoToken extends Error {
  readonly failure: Failure
  constructor(failure: Failure) {
    super(failure.why)
    this.failure = failure
  }
}

/** A client for one app. */
export function makeApi(settings: DingtalkSettings, parts: PlatformParts, quota: Quota, tuning: Tuning): Api {
  const { wall, meter, log, tellOperator } = parts
  const buckets = makeBuckets(tuning.perSecond, wall)
  const base = { api: settings.apiUrl.replace(/\/+$/, ''), oapi: settings.oapiUrl.replace(/\/+$/, '') }
  let bannedUntil: Millis = 0

  const tokens = makeTokens(async () => {
    const body = { appKey: settings.clientId, appSecret: settings.clientSecret }
    const answer = await request({
      api: 'api',
      method: 'POST',
      path: '/v1.0/oauth2/accessToken',
      name: 'token',
      body,
      counts: false,
    })
    if (!answer.ok) throw new NoToken(answer.failure)
    const { accessToken, expireIn } = answer.body
    if (typeof accessToken !== 'string' || accessToken === '') throw new NoToken({ is: 'unknown', why: 'no_token' })
    return { token: accessToken, lives: (typeof expireIn === 'number' ? expireIn : 7200) * 1000 }
  }, wall)

  async function request(call: Call, token?: string): Promise<Answer> {
    await buckets.turn(call.name)
    const url = `${base[call.api]}${call.path}`
    const headers: Record<string, string> = { accept: 'application/json' }
    if (call.body !== undefined) headers['content-type'] = 'application/json'
    if (token !== undefined && call.api === 'api') headers['x-acs-dingtalk-access-token'] = token
    const query =
      token !== undefined && call.api === 'oapi'
        ? `${call.path.includes('?') ? '&' : '?'}access_token=${encodeURIComponent(token)}`
        : ''
    try {
      const response = await fetch(`${url}${query}`, {
        method: call.method,
        headers,
        redirect: 'error',
        signal: AbortSignal.timeout(tuning.callLimit),
        ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      })
      return readAnswer(response.status, await boundedText(response), wall())
    } catch {
      // Never the error itself: its cause may hold the address with the token.
      return { ok: false, failure: { is: 'unknown', why: 'network' } }
    }
  }

  function count(call: Call, answer: Answer): void {
    const result = answer.ok ? 'ok' : answer.failure.is
    meter.count(NAME, 'api_calls', { method: call.name, result })
    if (!call.counts) return
    if (answer.ok) {
      quota.worked()
      quota.call()
    } else if (['unknown', 'never', 'gone', 'closed', 'unsafe'].includes(answer.failure.is)) quota.call()
  }

  function heed(call: Call, failure: Failure): void {
    if (failure.is === 'quota') quota.callsSpent()
    if (failure.is === 'banned') bannedUntil = wall() + failure.after
    if (failure.is === 'setup' && call.optional !== true)
      tellOperator(`setup-${call.name}`, WORDS.setup(call.name, failure.why))
    log.warn({ api: call.name, is: failure.is, why: failure.why }, 'the platform refused a call')
  }

  async function once(call: Call): Promise<{ readonly answer: Answer; readonly token: string }> {
    let token = ''
    try {
      token = await tokens.get()
    } catch (error) {
      return {
        token,
        answer: { ok: false, failure: error instanceof NoToken ? error.failure : { is: 'unknown', why: 'network' } },
      }
    }
    const answer = await request(call, token)
    count(call, answer)
    return { answer, token }
  }

  return {
    async call(call) {
      const wait = bannedUntil - wall()
      if (wait > 0) return { ok: false, failure: { is: 'banned', after: wait, why: 'ip_ban' } }
      if (call.counts && (await quota.closed())) return { ok: false, failure: { is: 'quota', why: 'month_quota' } }
      let { answer, token } = await once(call)
      if (!answer.ok && answer.failure.is === 'token') {
        tokens.drop(token)
        answer = (await once(call)).answer
      }
      // Without a token nothing was asked for: whatever stopped it, the call itself did not happen.
      if (!answer.ok && token === '' && answer.failure.is === 'unknown')
        answer = { ok: false, failure: { is: 'retry', after: 2_000, why: answer.failure.why } }
      if (!answer.ok) heed(call, answer.failure)
      return answer
    },
    async tryToken() {
      try {
        await tokens.get()
        return { ok: true, body: {} }
      } catch (error) {
        return { ok: false, failure: error instanceof NoToken ? error.failure : { is: 'unknown', why: 'network' } }
      }
    },
  }
}

/** The body as text, cut off where it becomes unreasonable. */
export async function boundedText(response: Response, most: number = LARGEST): Promise<string> {
  return Buffer.from(await boundedBytes(response, most)).toString('utf8')
}

/** The body's bytes. Throws when there are more than `most`. */
export async function boundedBytes(response: Response, most: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    if (size > most) throw new Error('too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function readAnswer(status: number, text: string, now: Millis): Answer {
  if (isBan(text)) return { ok: false, failure: BAN }
  const body = parsed(text)
  if (body === undefined)
    return { ok: false, failure: status < 400 ? { is: 'unknown', why: 'not_json' } : failureOf('', status, now) }
  const { errcode, code } = body
  if (typeof errcode === 'number' && errcode !== 0)
    return { ok: false, failure: failureOf(subCode(errcode, body), status, now) }
  if (status >= 400) return { ok: false, failure: failureOf(typeof code === 'string' ? code : '', status, now) }
  return { ok: true, body }
}

/** The older API wraps gateway errors: 88 with the real code in `sub_code`. */
function subCode(errcode: number, body: Readonly<Record<string, unknown>>): string {
  const { sub_code: sub } = body
  return errcode === 88 && (typeof sub === 'string' || typeof sub === 'number') ? String(sub) : String(errcode)
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}
