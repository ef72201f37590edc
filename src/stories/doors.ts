/** The doors a test knocks at with bad input: the API, the playground's deeds, its files; and what must not change behind them. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import type { Told, Wire } from './house.ts'
import { FRIDGE, tell } from './house.ts'

/** The beginning of every token's secret. */
export const KEY = 'a-secret-that-is-long-enough-for-a-token'
const TOKENS = [`mall:${KEY}-file:file`, `crm:${KEY}-read:read`, `wang.li:${KEY}-both:file+read`].join(',')

/** The house of this test file. */
export let house: Told
/** The complaint that stands in it. */
export let filed: string
const lines: string[] = []

/** Opens a house with tokens before the tests of a file, with one complaint in it; closes it after them. */
export function openDoors(): void {
  beforeAll(async () => {
    const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) })
    house = await tell({ env: { API_TOKENS: TOKENS }, log })
    filed = await house.as('wang.li').files({ ...FRIDGE, wish: [] })
    await house.settle()
  })
  afterAll(() => house.close())
}

/** All that could have been changed: counts, the one case's facts, the files, the posts. */
async function everything(): Promise<object> {
  return {
    counts: await house.store.counts(),
    facts: await house.facts(filed),
    posts: await house.chat.last(),
    files:
      existsSync(join(house.folder, 'files')) && readdirSync(join(house.folder, 'files'), { recursive: true }).length,
  }
}

/** Whatever the tests of a group send: nothing changes, and nothing is worth a line in the log but the request's own. */
export function nothingHappens(): void {
  let before: object
  beforeEach(async () => {
    before = await everything()
    lines.length = 0
  })
  afterEach(async () => {
    await house.settle()
    expect(await everything()).toEqual(before)
    expect(lines).toEqual([])
  })
}

type Headers = Readonly<Record<string, string>>

/** Posts a body as it is; gives status, headers and the answer's fields. */
export async function send(path: string, body: string | Uint8Array, headers: Headers = {}): Promise<Wire> {
  const response = await fetch(house.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : Buffer.from(body),
  })
  return { status: response.status, headers: response.headers, ...((await response.json()) as object) }
}

/** The header of the token that may do this. */
export const bearer = (name: 'file' | 'read' | 'both'): Headers => ({ authorization: `Bearer ${KEY}-${name}` })
/** Files by the API. */
export const byApi = (body: unknown, headers: Headers = {}): Promise<Wire> =>
  send('/api/v1/complaints', typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body), {
    ...bearer('file'),
    ...headers,
  })
/** Posts to the playground's one route for deeds. */
export const byAct = (body: unknown): Promise<Wire> =>
  send('/playground/api/act', typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body))
/** Wang Li fills in the intake form. */
export const intake = (values: object, lang = 'zh'): Promise<Wire> =>
  byAct({ as: 'wang.li', do: 'submit', form: 'redress.form.intake', values: { ...FRIDGE, ...values }, lang })

/** The shape of every error over HTTP: code, field, the message in both languages, the fix. */
export function isProblem(answer: Wire, status: number, code: string, field: string | null): void {
  expect(answer).toMatchObject({ status, code, field })
  expect(answer.message.zh).toMatch(/\p{Script=Han}/u)
  expect(answer.message.en).toMatch(/^[\x20-\x7e“”–—…¥]+$/u)
  expect(answer.fix.length).toBeGreaterThan(5)
  for (const said of [answer.message.zh, answer.message.en, answer.fix]) expect(said).not.toMatch(/[{}[\]]|undefined/)
}

/** A refused form: the field is named, the words are in the language of whoever filled it in. */
export async function isOnField(values: object, field: string, code: string): Promise<void> {
  const zh = await intake(values, 'zh')
  const en = await intake(values, 'en')
  for (const answer of [zh, en]) {
    expect(answer).toMatchObject({ status: 200, is: 'errors', code })
    const on = answer.errors.find((error: Wire) => error.field === field)
    expect(on, `${field} in ${JSON.stringify(answer.errors)}`).toBeDefined()
    expect(on.text).not.toMatch(/[{}[\]]|undefined|—/)
  }
  expect(zh.errors[0].text).toMatch(/\p{Script=Han}/u)
  expect(en.errors[0].text).toMatch(/[a-z]{3}/)
}

/** A row of a table of bad requests. */
export interface Sent {
  readonly what: string
  readonly body: unknown
  readonly code: string
  readonly field: string | null
}

/** Lists in lists. */
export const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`
