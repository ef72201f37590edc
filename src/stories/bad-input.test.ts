/** Bad input at every door: a clear answer that names the field and the fix in both languages, and nothing changed. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Told, Wire } from './house.ts'
import { FRIDGE, tell } from './house.ts'

const KEY = 'a-secret-that-is-long-enough-for-a-token'
const TOKENS = [`mall:${KEY}-file:file`, `crm:${KEY}-read:read`, `wang.li:${KEY}-both:file+read`].join(',')

let house: Told
const lines: string[] = []
let filed: string

beforeAll(async () => {
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
  house = await tell({ env: { API_TOKENS: TOKENS }, log })
  filed = await house.as('wang.li').files({ ...FRIDGE, wish: [] })
  await house.settle()
})
afterAll(() => house.close())

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

/** Whatever the tests of a group send: nothing changes, and nothing is worth a line in the log. */
function nothingHappens(): void {
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

async function send(path: string, body: string | Uint8Array, headers: Headers = {}): Promise<Wire> {
  const response = await fetch(house.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : Buffer.from(body),
  })
  return { status: response.status, headers: response.headers, ...((await response.json()) as object) }
}

const bearer = (name: 'file' | 'read' | 'both'): Headers => ({ authorization: `Bearer ${KEY}-${name}` })
const byApi = (body: unknown, headers: Headers = {}): Promise<Wire> =>
  send('/api/v1/complaints', typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body), {
    ...bearer('file'),
    ...headers,
  })
const byAct = (body: unknown): Promise<Wire> =>
  send('/playground/api/act', typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body))
const intake = (values: object, lang = 'zh'): Promise<Wire> =>
  byAct({ as: 'wang.li', do: 'submit', form: 'redress.form.intake', values: { ...FRIDGE, ...values }, lang })

/** The shape of every error over HTTP: code, field, the message in both languages, the fix. */
function isProblem(answer: Wire, status: number, code: string, field: string | null): void {
  expect(answer).toMatchObject({ status, code, field })
  expect(answer.message.zh).toMatch(/\p{Script=Han}/u)
  expect(answer.message.en).toMatch(/^[\x20-\x7e“”–—…¥]+$/u)
  expect(answer.fix.length).toBeGreaterThan(5)
  for (const said of [answer.message.zh, answer.message.en, answer.fix]) expect(said).not.toMatch(/[{}[\]]|undefined/)
}

/** A refused form: the field is named, the words are in the language of whoever filled it in. */
async function isOnField(values: object, field: string, code: string): Promise<void> {
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

interface Sent {
  readonly what: string
  readonly body: unknown
  readonly code: string
  readonly field: string | null
}

const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`
const LONE = '\ud800'
const UTF16 = Buffer.from('{"text":"', 'latin1')

describe('through the API', () => {
  nothingHappens()

  test.each<Sent>([
    { what: 'an unknown field', body: { text: 'x', severity: 9 }, code: 'field_unknown', field: 'severity' },
    { what: 'a field of no form', body: { text: 'x', fields: { nope: 1 } }, code: 'field_unknown', field: 'nope' },
    {
      what: 'a field called constructor',
      body: { text: 'x', fields: { constructor: 'x' } },
      code: 'field_unknown',
      field: 'constructor',
    },
    { what: 'a field called toString', body: '{"text":"x","toString":"y"}', code: 'field_unknown', field: 'toString' },
    {
      what: 'a field called __proto__',
      body: '{"text":"x","__proto__":{"a":1}}',
      code: 'field_unknown',
      field: '__proto__',
    },
    {
      what: '__proto__ further down',
      body: '{"text":"x","fields":{"__proto__":{"a":1}}}',
      code: 'field_unknown',
      field: '__proto__',
    },
    { what: 'no text', body: { customer: '张三' }, code: 'field_required', field: 'text' },
    { what: 'an empty text', body: { text: '' }, code: 'field_range', field: 'text' },
    { what: 'a text of blanks', body: { text: ' \n\t ' }, code: 'field_required', field: 'text' },
    { what: 'a number for a text', body: { text: 12 }, code: 'field_type', field: 'text' },
    { what: 'null for a text', body: { text: null }, code: 'field_type', field: 'text' },
    { what: 'a list for a text', body: { text: ['x'] }, code: 'field_type', field: 'text' },
    { what: 'an over-long text', body: { text: '长'.repeat(20_001) }, code: 'field_too_long', field: 'text' },
    {
      what: 'an over-long customer',
      body: { text: 'x', customer: '长'.repeat(101) },
      code: 'field_too_long',
      field: 'customer',
    },
    { what: 'NUL', body: { text: 'a\u0000b' }, code: 'field_type', field: 'text' },
    { what: 'half a character', body: `{"text":"a\\ud800b"}`, code: 'field_type', field: 'text' },
    {
      what: 'an unknown category',
      body: { text: 'x', category: 'quality.nope' },
      code: 'field_option',
      field: 'category',
    },
    {
      what: 'a category that is a property',
      body: { text: 'x', category: 'constructor' },
      code: 'field_option',
      field: 'category',
    },
    {
      what: 'half a category',
      body: { text: 'x', category: 'quality.failure' },
      code: 'field_option',
      field: 'category',
    },
    { what: 'an unknown family', body: { text: 'x', family: '__proto__' }, code: 'field_option', field: 'family' },
    {
      what: 'a phone of letters',
      body: { text: 'x', fields: { phone: 'call me' } },
      code: 'field_type',
      field: 'phone',
    },
    {
      what: 'a day that does not exist',
      body: { text: 'x', fields: { happened_on: '2026-02-30' } },
      code: 'field_type',
      field: 'happened_on',
    },
    {
      what: 'an amount with three digits',
      body: { text: 'x', fields: { wish_amount: '1.005' } },
      code: 'amount_precision',
      field: 'wish_amount',
    },
    {
      what: 'a negative amount',
      body: { text: 'x', fields: { wish_amount: '-1' } },
      code: 'amount_negative',
      field: 'wish_amount',
    },
    {
      what: 'an amount of another currency',
      body: { text: 'x', fields: { wish_amount: { minor: 1, currency: 'USD' } } },
      code: 'amount_currency',
      field: 'wish_amount',
    },
    {
      what: 'an amount beyond all bounds',
      body: { text: 'x', fields: { wish_amount: { minor: 1e15, currency: 'CNY' } } },
      code: 'field_range',
      field: 'wish_amount',
    },
    {
      what: 'a person nobody knows',
      body: { text: 'x', fields: { receiver: 'toString' } },
      code: 'target_unknown',
      field: 'receiver',
    },
    {
      what: 'a list for a choice',
      body: { text: 'x', fields: { safety: ['none'] } },
      code: 'field_option',
      field: 'safety',
    },
    {
      what: 'a huge list',
      body: { text: 'x', fields: { wish: Array(50_000).fill('refund!') } },
      code: 'field_option',
      field: 'wish',
    },
    {
      what: 'an object for a field',
      body: { text: 'x', fields: { place: { a: { b: 1 } } } },
      code: 'field_type',
      field: 'place',
    },
    {
      what: 'a file nobody uploaded',
      body: { text: 'x', files: ['a'.repeat(64)] },
      code: 'file_unknown',
      field: 'files',
    },
    { what: 'no sha256', body: { text: 'x', files: ['../../etc/passwd'] }, code: 'field_range', field: 'files.0' },
    {
      what: 'a hundred files',
      body: { text: 'x', files: Array(100).fill('a'.repeat(64)) },
      code: 'field_too_long',
      field: 'files',
    },
    { what: 'a list', body: [1, 2], code: 'bad_request', field: null },
    { what: 'a string', body: '"text"', code: 'bad_request', field: null },
    { what: 'null', body: 'null', code: 'bad_request', field: null },
    { what: 'nothing', body: '', code: 'bad_request', field: null },
    { what: 'half of it', body: '{"text":"x"', code: 'bad_request', field: null },
    {
      what: 'invalid UTF-8',
      body: Buffer.concat([UTF16, Buffer.from([0xc3, 0x28]), Buffer.from('"}')]),
      code: 'bad_request',
      field: null,
    },
  ])('$what → $code on $field', async ({ body, code, field }) => {
    isProblem(await byApi(body), 400, code, field)
  })

  test.each([
    100, 1_000, 3_000, 6_000, 20_000, 200_000,
  ])('nesting %i deep is refused, not fallen over', async (depth) => {
    const answer = await byApi(`{"text":"x","fields":{"place":${nested(depth)}}}`)
    expect(answer.status).toBe(400)
    expect(['field_type', 'bad_request']).toContain(answer.code)
  })

  test('ten megabytes are not read', async () => {
    isProblem(await byApi({ text: 'x'.repeat(10 * 1024 * 1024) }), 413, 'too_large', null)
  })

  test('another content type', async () => {
    isProblem(await byApi({ text: 'x' }, { 'content-type': 'text/plain' }), 415, 'bad_request', null)
  })

  test('a missing, wrong or foreign-scope token', async () => {
    const body = JSON.stringify({ text: 'x' })
    isProblem(await send('/api/v1/complaints', body), 401, 'unauthorised', null)
    for (const authorization of [
      'Bearer',
      'Bearer wrong',
      `Basic ${KEY}-file`,
      `Bearer ${KEY}-file x`,
      `Bearer ${KEY}-fil`,
    ])
      isProblem(await send('/api/v1/complaints', body, { authorization }), 401, 'unauthorised', null)
    isProblem(await send('/api/v1/complaints', body, bearer('read')), 403, 'forbidden', null)
    isProblem(await send('/api/v1/files', 'x', bearer('read')), 403, 'forbidden', null)
    const read = await fetch(`${house.url}/api/v1/complaints/${filed}`, { headers: bearer('file') })
    expect(read.status).toBe(403)
    // Who may not know is told nothing either way.
    const none = await fetch(`${house.url}/api/v1/complaints/C-20260302-9999`)
    expect(none.status).toBe(401)
  })

  test('a bad number, query or key', async () => {
    for (const number of ['C-20260302-9999', '__proto__', "C-20260302-0001' OR 1=1 --", '%00']) {
      const answer = await fetch(`${house.url}/api/v1/complaints/${encodeURIComponent(number)}`, {
        headers: bearer('read'),
      })
      isProblem({ status: answer.status, ...((await answer.json()) as object) }, 404, 'not_found', 'number')
    }
    for (const query of ['limit=0', 'limit=201', 'limit=x', 'open=maybe', 'nope=1', `text=${'x'.repeat(501)}`]) {
      const answer = await fetch(`${house.url}/api/v1/complaints?${query}`, { headers: bearer('read') })
      const body = (await answer.json()) as Wire
      expect(answer.status, query).toBe(400)
      expect(body.field, query).toBe(query.split('=')[0])
    }
    const odd = await fetch(`${house.url}/api/v1/complaints?after=nonsense`, { headers: bearer('read') })
    expect([200, 400]).toContain(odd.status)
    isProblem(await byApi({ text: 'x' }, { 'idempotency-key': 'k'.repeat(201) }), 400, 'bad_request', null)
  })

  test('a service has no way to decide', async () => {
    for (const path of [`/api/v1/complaints/${filed}`, `/api/v1/complaints/${filed}/approve`, '/api/v1/decide']) {
      isProblem(await send(path, '{}', bearer('both')), 404, 'not_found', null)
    }
    const command = { do: 'act', id: 'service', via: 'api', number: filed, values: {}, reason: 'x' } as const
    const actor = { kind: 'service', id: 'crm' } as const
    for (const verb of ['submit', 'approve', 'pay', 'withdraw', 'note'] as const)
      expect(await house.desk.submit({ ...command, verb, actor })).toEqual({ refused: 'not_a_person' })
  })
})

describe('through the playground', () => {
  nothingHappens()

  test.each<{ field: string; values: object; code: string }>([
    { field: 'nope', values: { nope: 1 }, code: 'field_unknown' },
    { field: 'constructor', values: { constructor: 'x' }, code: 'field_unknown' },
    { field: 'hasOwnProperty', values: { hasOwnProperty: 'x' }, code: 'field_unknown' },
    // A field that is there, but not on this form.
    { field: 'plan_amount', values: { plan_amount: '1' }, code: 'field_unknown' },
    { field: 'owner', values: { owner: 'wang.li' }, code: 'field_unknown' },
    { field: 'text', values: { text: 5 }, code: 'field_type' },
    { field: 'text', values: { text: { zh: 'x' } }, code: 'field_type' },
    { field: 'text', values: { text: '' }, code: 'field_required' },
    { field: 'text', values: { text: '长'.repeat(20_001) }, code: 'field_too_long' },
    { field: 'text', values: { text: `x${LONE}` }, code: 'field_type' },
    { field: 'text', values: { text: 'x\u0000y' }, code: 'field_type' },
    { field: 'customer', values: { customer: '长'.repeat(101) }, code: 'field_too_long' },
    { field: 'phone', values: { phone: 'abc' }, code: 'field_type' },
    { field: 'email', values: { email: 'not an address' }, code: 'field_type' },
    { field: 'category', values: { category: '__proto__' }, code: 'field_option' },
    { field: 'wish', values: { wish: 'refund' }, code: 'field_option' },
    { field: 'wish', values: { wish: Array(20_000).fill('x') }, code: 'field_option' },
    { field: 'purchase_date', values: { purchase_date: '02/03/2026' }, code: 'field_type' },
    { field: 'happened_at', values: { happened_at: '25:00' }, code: 'field_type' },
    { field: 'photos', values: { photos: ['f'.repeat(64)] }, code: 'file_unknown' },
    { field: 'photos', values: { photos: 'a.png' }, code: 'file_unknown' },
    { field: 'photos', values: { photos: Array(21).fill('f'.repeat(64)) }, code: 'field_files' },
  ])('$code on $field', async ({ field, values, code }) => {
    await isOnField(values, field, code)
  })

  test('__proto__ as a field is told, never dropped in silence', async () => {
    const values = JSON.stringify(FRIDGE).replace('{', '{"__proto__":{"customer":"x"},')
    const answer = await byAct(`{"as":"wang.li","do":"submit","form":"redress.form.intake","values":${values}}`)
    expect(JSON.stringify(answer)).toContain('__proto__')
    expect(['field_unknown']).toContain(answer.code)
  })

  test.each<Omit<Sent, 'field'>>([
    { what: 'a list', body: [], code: 'field_type' },
    { what: 'null', body: 'null', code: 'field_type' },
    { what: 'an unknown deed', body: { as: 'wang.li', do: 'sudo' }, code: 'field_type' },
    { what: 'nobody', body: { do: 'command', text: 'x' }, code: 'field_type' },
    { what: 'an unknown key', body: { as: 'wang.li', do: 'command', text: 'x', role: 'vp' }, code: 'field_unknown' },
    { what: 'no JSON', body: '{', code: 'bad_request' },
    { what: 'invalid UTF-8', body: Buffer.from([0x22, 0xff, 0x22]), code: 'bad_request' },
    {
      what: 'a revision that is no number',
      body: { as: 'wang.li', do: 'click', action: 'redress.approve', value: `${'C-1'}:x` },
      code: 'field_type',
    },
    {
      what: 'a form of no name',
      body: { as: 'wang.li', do: 'submit', form: 'intake', values: {} },
      code: 'field_type',
    },
  ])('$what → $code', async ({ body, code }) => {
    const answer = await byAct(body)
    expect(answer).toMatchObject({ status: 400, code })
    expect(answer.message.zh).toMatch(/\p{Script=Han}/u)
    expect(answer.message.en).toMatch(/[a-z]{3}/)
    expect(answer.fix.length).toBeGreaterThan(5)
  })

  test('forms that do not exist, are a property, or need a case', async () => {
    for (const form of ['nope', 'constructor', '__proto__', 'plan', 'approve', 'review']) {
      const answer = await byAct({ as: 'wang.li', do: 'submit', form: `redress.form.${form}`, values: {} })
      expect(answer, form).toMatchObject({ is: 'refused', code: 'bad_request' })
      const at = await byAct({ as: 'wang.li', do: 'submit', form: `redress.form.${form}`, number: filed, values: {} })
      expect(['refused', 'errors'], form).toContain(at.is)
    }
  })

  test('ten megabytes, deep nesting, a flood of fields', async () => {
    const big = await byAct({ as: 'wang.li', do: 'command', text: 'x'.repeat(10 * 1024 * 1024) })
    isProblem(big, 413, 'too_large', null)
    for (const depth of [1_000, 6_000, 200_000]) {
      const values = JSON.stringify(FRIDGE).replace('{', `{"place":${nested(depth)},`)
      const answer = await byAct(`{"as":"wang.li","do":"submit","form":"redress.form.intake","values":${values}}`)
      expect(['field_type', 'bad_request'], String(depth)).toContain(answer.code)
    }
    const flood = Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`f${i}`, 1]))
    expect(await intake(flood)).toMatchObject({ is: 'errors', code: 'field_unknown' })
  })

  test('words to the bot that make no sense', async () => {
    for (const text of [
      '/complaint show',
      '/complaint show nope',
      '/complaint note',
      `/complaint note ${filed}`,
      '/rm -rf',
      '/complaint note C-1 x',
    ]) {
      const answer = await house.as('wang.li').say(text)
      expect(['refused', 'say'], text).toContain(answer.is)
      expect(answer.message.text.length).toBeGreaterThan(5)
    }
    const long = await house.as('wang.li').say(`/complaint note ${filed} ${'长'.repeat(4_001)}`)
    expect(long).toMatchObject({ is: 'refused', code: 'field_too_long' })
    const half = await house.as('wang.li').say(`/complaint note ${filed} a${LONE}b\u0000`)
    expect(half.is).toBe('refused')
    const reason = { as: 'feng.lan', do: 'submit', form: 'redress.form.reject', number: filed, position: 'review#1' }
    expect(await byAct({ ...reason, values: { reason: `a${LONE}b` } })).toMatchObject({
      is: 'errors',
      code: 'field_type',
    })
    expect(await byAct({ ...reason, values: { reason: 'a', because: 'b' } })).toMatchObject({ code: 'field_unknown' })
    expect(await byAct({ ...reason, values: { reason: ['a'] } })).toMatchObject({ is: 'errors', code: 'field_type' })
    expect(await byAct({ ...reason, values: { reason: '长'.repeat(2_001) } })).toMatchObject({ code: 'field_too_long' })
    expect(await byAct({ ...reason, values: {} })).toMatchObject({ is: 'errors', code: 'reason_required' })
  })
})

describe('files', () => {
  nothingHappens()

  const EXE = Buffer.concat([Buffer.from('MZ\u0090\u0000', 'latin1'), Buffer.alloc(200)])
  test.each([
    { name: 'page.html', bytes: Buffer.from('<!doctype html><script>alert(1)</script>') },
    { name: 'page.txt', bytes: Buffer.from('hello <script>alert(1)</script>') },
    { name: 'drawing.svg', bytes: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>') },
    { name: 'photo.png', bytes: EXE },
    { name: 'photo.jpg', bytes: Buffer.from('<?xml version="1.0"?><svg/>') },
    { name: 'run.sh', bytes: Buffer.from('#!/bin/sh\nrm -rf /\n') },
    { name: 'empty.png', bytes: Buffer.alloc(0) },
    { name: 'null\u0000.png', bytes: EXE },
    { name: '../../../etc/passwd', bytes: EXE },
  ])('$name is refused', async ({ name, bytes }) => {
    const headers = { 'content-type': 'application/octet-stream', 'x-file-name': encodeURIComponent(name) }
    isProblem(await send('/playground/api/files', bytes, headers), 415, 'file_type', 'file')
    isProblem(await send('/api/v1/files', bytes, { ...headers, ...bearer('file') }), 415, 'file_type', 'file')
  })

  test('more than twenty megabytes, and far more', async () => {
    const png = Buffer.from('89504e470d0a1a0a', 'hex')
    const headers = { 'content-type': 'application/octet-stream', 'x-file-name': 'a.png' }
    const over = Buffer.concat([png, Buffer.alloc(20 * 1024 * 1024)])
    isProblem(await send('/playground/api/files', over, headers), 413, 'file_too_large', 'file')
    const far = Buffer.concat([png, Buffer.alloc(22 * 1024 * 1024)])
    isProblem(await send('/api/v1/files', far, { ...headers, ...bearer('file') }), 413, 'too_large', null)
  })

  test('a name that is not percent-encoded UTF-8', async () => {
    const headers = { 'content-type': 'application/octet-stream', 'x-file-name': '%ff%zz' }
    isProblem(await send('/playground/api/files', 'x', headers), 400, 'field_type', 'X-File-Name')
  })
})

describe('what is taken in', () => {
  test('one key is one complaint: the same body is answered again, another body is refused', async () => {
    const key = { 'idempotency-key': 'order-4711' }
    const first = await byApi({ text: '冰箱不制冷', customer: '张三' }, key)
    expect(first).toMatchObject({ status: 201, number: expect.stringMatching(/^C-20260302-\d{4,}$/) })
    expect(first.headers.get('idempotent-replayed')).toBeNull()
    const counts = await house.store.counts()
    const again = await byApi({ customer: '张三', text: '冰箱不制冷' }, key)
    expect(again).toMatchObject({ status: 201, number: first.number, revision: first.revision })
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    isProblem(await byApi({ text: '另一件事' }, key), 409, 'key_reused', null)
    expect((await house.store.counts()).cases).toBe(counts.cases)
    // A key belongs to whoever used it.
    const other = await byApi({ text: '冰箱不制冷', customer: '张三' }, { ...key, ...bearer('both') })
    expect(other.status).toBe(201)
    expect(other.number).not.toBe(first.number)
    expect(other.headers.get('idempotent-replayed')).toBeNull()
  })

  test('two requests with one key in the same moment file once', async () => {
    const key = { 'idempotency-key': 'twins' }
    const answers = await Promise.all([1, 2, 3].map(() => byApi({ text: '洗衣机漏水' }, key)))
    expect(new Set(answers.map((answer) => answer.number)).size).toBe(1)
    expect(answers.filter((answer) => answer.headers.get('idempotent-replayed') === 'true')).toHaveLength(2)
  })

  test('a refused request does not use its key up', async () => {
    const key = { 'idempotency-key': 'second-try' }
    isProblem(await byApi({ text: 'x', category: 'nope' }, key), 400, 'field_option', 'category')
    expect((await byApi({ text: 'x' }, key)).status).toBe(201)
  })

  test('what turns text around or hides it stays in the record and off every card', async () => {
    const text = '请看\u202E付款\u2066张三\u2069\u200B'
    const number = await house.as('wang.li').files({ ...FRIDGE, text, customer: '张\u202E三' })
    const posts = (await house.as('feng.lan').state()).posts.filter((post: Wire) => post.number === number)
    expect(posts.length).toBeGreaterThan(1)
    expect(JSON.stringify(posts)).not.toMatch(/[\u200B\u200E\u200F\u202A-\u202E\u2066-\u2069]/)
    expect((await house.store.case(number))?.values.text).toBe(text)
  })

  test('a field named twice counts once, as JSON says, and emoji and rare characters come through whole', async () => {
    const text = '𠮷野家の冰箱 🧊🇨🇳 ﷽ e\u0301'
    const { number } = await byApi(`{"text":"first","text":${JSON.stringify(text)}}`)
    expect((await house.store.case(number))?.values.text).toBe(text)
    expect(await house.store.verify(number)).toBeUndefined()
  })
})
