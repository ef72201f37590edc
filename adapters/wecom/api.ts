/** Calls of WeCom's API: token, timeouts, the retries that are harmless, and rests when WeCom asks for one. */
import type { AdapterLog, AdapterMeter } from '../../src/ports.ts'
import type { Millis } from '../../src/rules/nouns.ts'
import { causeOf, type Failure, REST } from './errors.ts'
import { LIMITS, NAME, type WecomSettings } from './settings.ts'
import { type Granted, makeTokens } from './token.ts'
import { isRecord } from './xml.ts'

export type Answered = { readonly ok: Readonly<Record<string, unknown>> } | Failure

export interface Call {
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  /** A POST when there is one. */
  readonly body?: object
  /** Sending the very same again is harmless: reading, and what WeCom checks for duplicates. */
  readonly repeatable: boolean
  /** Group robots prove themselves by their own key. */
  readonly withoutToken?: boolean
}

export interface Api {
  call(call: Call): Promise<Answered>
  /** An address with a token for what is downloaded. Never to be logged. */
  signed(path: string, query: Readonly<Record<string, string>>): Promise<URL | Failure>
  /** Why nothing works at present, in a closed set of words; undefined when the last configuration was good. */
  trouble(): string | undefined
}

export interface ApiParts {
  readonly settings: Pick<WecomSettings, 'apiUrl' | 'corpId' | 'secret'>
  readonly wall: () => Millis
  readonly log: AdapterLog
  readonly meter: AdapterMeter
  /** Told once each time a configuration turns out to be wrong. */
  alarm(errcode: number): void
  readonly sleep?: (ms: Millis) => Promise<void>
  readonly random?: () => number
}

const BUSY_TRIES = 3
const MOST_AT_ONCE = 16
const pause = (ms: Millis): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** The API of one app. */
export function makeApi(parts: ApiParts): Api {
  const { settings, wall, sleep = pause, random = Math.random } = parts
  const rests = new Map<string, { readonly until: Millis; readonly errcode: number }>()
  const turns = makeTurns(wall)
  const tokens = makeTokens(() => fetchToken(settings, ask), wall)
  /** Error codes of wrong configurations, by the API that told; `*` stands for all of them. */
  const wrongs = new Map<string, number>()

  function addressOf(path: string, query: Readonly<Record<string, string>>): URL {
    const url = new URL(`${settings.apiUrl.replace(/\/+$/, '')}${path}`)
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
    return url
  }

  /** One request over the network, counted; its answer or what went wrong. */
  async function ask(path: string, query: Readonly<Record<string, string>>, body?: object): Promise<Answered> {
    const resting = [rests.get(path), rests.get('*')].find((rest) => rest !== undefined && wall() < rest.until)
    if (resting !== undefined)
      return { failed: 'resting', after: resting.until - wall(), cause: causeOf(resting.errcode) }
    const answered = await turns.take(() => request(addressOf(path, query), body))
    const outcome = 'ok' in answered ? 'ok' : answered.failed === 'code' ? answered.cause : answered.failed
    parts.meter.count(NAME, 'api_calls', { method: path.replace('/cgi-bin/', ''), outcome })
    if (!('ok' in answered)) note(path, answered)
    else wrongs.delete(scopeOf(path))
    return answered
  }

  function note(path: string, failure: Failure): void {
    parts.log.warn(
      { method: path, failed: failure.failed, ...('errcode' in failure ? { code: failure.errcode } : {}) },
      'a call of WeCom failed',
    )
    if (failure.failed !== 'code') return
    if (failure.cause === 'frequency') rests.set(path, { until: wall() + REST.frequency, errcode: failure.errcode })
    if (failure.cause === 'concurrency') turns.narrow()
    if (failure.cause !== 'configuration') return
    rests.set(scopeOf(path), { until: wall() + REST.configuration, errcode: failure.errcode })
    wrongs.set(scopeOf(path), failure.errcode)
    parts.alarm(failure.errcode)
  }

  async function withToken(call: Call): Promise<Answered> {
    if (call.withoutToken) return ask(call.path, call.query ?? {}, call.body)
    for (let tries = 1; ; tries++) {
      const granted = await tokens.get()
      if ('failed' in granted) return granted.failed === 'unknown' ? { failed: 'unreached', why: granted.why } : granted
      const answered = await ask(call.path, { access_token: granted.token, ...call.query }, call.body)
      if ('ok' in answered || answered.failed !== 'code' || answered.cause !== 'token' || tries > 1) return answered
      tokens.spoil(granted.token)
    }
  }

  return {
    trouble() {
      const [wrong] = wrongs.values()
      return wrong === undefined ? undefined : `wecom configuration ${wrong}`
    },
    async signed(path, query) {
      const granted = await tokens.get()
      return 'failed' in granted ? granted : addressOf(path, { access_token: granted.token, ...query })
    },
    async call(call) {
      for (let tries = 1; ; tries++) {
        const answered = await withToken(call)
        if ('ok' in answered || tries > BUSY_TRIES) return answered
        const busy = answered.failed === 'code' && answered.cause === 'busy'
        const lost = answered.failed === 'unknown' && call.repeatable && tries === 1
        if (!busy && !lost) return answered
        await sleep(100 * 2 ** tries * (0.5 + random()))
      }
    },
  }
}

/** Without a token nothing works. */
const scopeOf = (path: string): string => (path === '/cgi-bin/gettoken' ? '*' : path)

async function fetchToken(
  { corpId, secret }: ApiParts['settings'],
  ask: (path: string, query: Readonly<Record<string, string>>) => Promise<Answered>,
): Promise<Granted> {
  const answered = await ask('/cgi-bin/gettoken', { corpid: corpId, corpsecret: secret })
  if (!('ok' in answered)) return answered
  const { access_token: token, expires_in: seconds } = answered.ok
  if (typeof token !== 'string' || typeof seconds !== 'number') return { failed: 'unreached', why: 'no token' }
  return { token, lives: seconds * 1000 }
}

/** Bytes of an answer that are read at most; a department of some thousand members fits. */
const MOST_ANSWER = 4 * 1024 * 1024

async function request(url: URL, body: object | undefined): Promise<Answered> {
  let response: Response
  try {
    response = await fetch(url, {
      signal: AbortSignal.timeout(LIMITS.call),
      redirect: 'error',
      ...(body === undefined
        ? {}
        : { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
  } catch (error) {
    return wasRefused(error) ? { failed: 'unreached', why: 'no connection' } : { failed: 'unknown', why: nameOf(error) }
  }
  try {
    if (!response.ok || Number(response.headers.get('content-length') ?? 0) > MOST_ANSWER) {
      await response.body?.cancel()
      return { failed: 'unknown', why: `http ${response.status}` }
    }
    const answer: unknown = JSON.parse(await response.text())
    const errcode = isRecord(answer) ? (answer.errcode ?? 0) : undefined
    if (!isRecord(answer) || typeof errcode !== 'number') return { failed: 'unknown', why: 'no answer of WeCom' }
    return errcode === 0 ? { ok: answer } : { failed: 'code', errcode, cause: causeOf(errcode) }
  } catch (error) {
    return { failed: 'unknown', why: nameOf(error) }
  }
}

/** True when no connection came about, so that nothing can have arrived. */
function wasRefused(error: unknown): boolean {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : undefined
  const code = cause && 'code' in cause ? String(cause.code) : ''
  return /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/.test(code)
}

const nameOf = (error: unknown): string =>
  error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : 'connection lost'

/** Lets so many calls run at once; half as many for a minute after WeCom complained of concurrency. */
function makeTurns(wall: () => Millis): { take<T>(work: () => Promise<T>): Promise<T>; narrow(): void } {
  const waiting: (() => void)[] = []
  let running = 0
  let narrowed = { to: MOST_AT_ONCE, until: 0 }
  const most = (): number => (wall() < narrowed.until ? narrowed.to : MOST_AT_ONCE)
  return {
    async take(work) {
      while (running >= most()) await new Promise<void>((resolve) => waiting.push(resolve))
      running += 1
      try {
        return await work()
      } finally {
        running -= 1
        for (const next of waiting.splice(0, Math.max(1, most() - running))) next()
      }
    },
    narrow() {
      narrowed = { to: Math.max(1, Math.floor(most() / 2)), until: wall() + 60_000 }
    },
  }
}
