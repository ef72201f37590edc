/** Bad requests to the API: the field and the fix in both languages, and nothing changed; and what is taken in all the same. */
import { describe, expect, test } from 'vitest'
import type { Sent } from './doors.ts'
import { bearer, byApi, filed, house, isProblem, KEY, nested, nothingHappens, openDoors, send } from './doors.ts'
import type { Wire } from './house.ts'
import { FRIDGE } from './house.ts'

openDoors()

const START = Buffer.from('{"text":"', 'latin1')

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
      body: Buffer.concat([START, Buffer.from([0xc3, 0x28]), Buffer.from('"}')]),
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
