import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type House, post, startHouse } from './testing/house.ts'

let house: House
beforeAll(async () => {
  house = await startHouse()
})
afterAll(() => house.server.stop())

const get = (path: string, secret?: string) =>
  fetch(house.url + path, secret === undefined ? {} : { headers: { authorization: `Bearer ${secret}` } })

describe('filing', () => {
  it('files once per key and body, and says when it repeats', async () => {
    const before = house.filed.length
    const first = await post(house, { text: '冰箱不制冷', fields: { model: 'BCD-480' } }, { 'idempotency-key': 'k1' })
    expect(first.status).toBe(201)
    const answer = (await first.json()) as { number: string }
    expect(answer.number).toMatch(/^C-\d{8}-\d{4}$/)
    expect(first.headers.get('idempotent-replayed')).toBeNull()
    const again = await post(house, { fields: { model: 'BCD-480' }, text: '冰箱不制冷' }, { 'idempotency-key': 'k1' })
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([201, 'true'])
    expect(await again.json()).toEqual(answer)
    const other = await post(house, { text: 'another' }, { 'idempotency-key': 'k1' })
    expect(other.status).toBe(409)
    expect(await other.json()).toMatchObject({ code: 'key_reused', field: null, fix: 'Use another' })
    expect(house.filed.length).toBe(before + 1)
    expect(house.filed[before]).toMatchObject({
      actor: { kind: 'service', id: 'shop' },
      values: { text: '冰箱不制冷', model: 'BCD-480' },
    })
  })

  it.each([
    ['an unknown field', { text: 'x', colour: 'red' }, 400, 'field_unknown', 'colour'],
    ['a wrong type', { text: 5 }, 400, 'field_type', 'text'],
    ['a missing text', { customer: 'x' }, 400, 'field_required', 'text'],
    ['a text that is too long', { text: 'x'.repeat(20_001) }, 400, 'field_too_long', 'text'],
    ['a field id that is none', { text: 'x', fields: { 'A b': 1 } }, 400, 'field_range', 'fields.A b'],
    ['a file that is none', { text: 'x', files: ['../etc'] }, 400, 'field_range', 'files.0'],
    ['a prototype', '{"text":"x","fields":{"__proto__":{"a":1}}}', 400, 'field_unknown', '__proto__'],
    ['no object', '[]', 400, 'bad_request', null],
    ['no JSON', '{', 400, 'bad_request', null],
    ['invalid UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), 400, 'bad_request', null],
  ])('names what is wrong: %s', async (_what, body, status, code, field) => {
    const before = house.filed.length
    const response = await post(house, body)
    expect(response.status).toBe(status)
    const problem = (await response.json()) as { message: { zh: string; en: string }; fix: string }
    expect(problem).toMatchObject({ code, field })
    expect([problem.message.zh, problem.message.en, problem.fix].every((line) => line.length > 3)).toBe(true)
    expect(JSON.stringify(problem)).not.toMatch(/\{\w+\}/)
    expect(house.filed.length).toBe(before)
  })

  it('refuses 10 MB, another content type and a bad key', async () => {
    expect((await post(house, { text: 'x'.repeat(10_000_000) })).status).toBe(413)
    expect((await post(house, 'text=x', { 'content-type': 'text/plain' })).status).toBe(415)
    expect((await post(house, { text: 'x' }, { 'idempotency-key': 'a b' })).status).toBe(400)
  })

  it('answers a surprise with an id, and logs nothing that was written', async () => {
    house.breakWith(new Error('row of 张伟 13800138000'))
    const response = await post(house, { text: 'x' })
    expect(response.status).toBe(500)
    const problem = (await response.json()) as { code: string; message: { en: string }; fix: string }
    expect(problem.code).toBe('unexpected')
    const line = house.logged.find((one) => one.includes('request failed')) ?? ''
    expect(line).toContain('"route":"/api/v1/complaints"')
    expect(line).not.toMatch(/张伟|13800138000/)
    expect(line).toContain(/id ([0-9a-f-]{36})/.exec(problem.fix)?.[1])
  })
})

describe('tokens', () => {
  it('needs one, a right one, with the scope', async () => {
    expect((await get('/api/v1/complaints')).status).toBe(401)
    expect((await get('/api/v1/complaints', 'secret-of-the-sho')).status).toBe(401)
    expect((await get('/api/v1/complaints', 'secret-of-the-shop')).status).toBe(200)
    const response = await post(house, { text: 'x' }, { authorization: 'Bearer secret-of-the-boss' })
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ code: 'forbidden', message: { zh: expect.stringMatching(/令牌/) } })
  })
})

describe('reading', () => {
  it('shows a case, with accounts and plain names only for the directory scope', async () => {
    const shop = await (await get('/api/v1/complaints/C-20261122-0001', 'secret-of-the-shop')).json()
    expect(shop).toMatchObject({
      stage: 'review',
      grade: 'B',
      level: 2,
      alert: 'none',
      amount: { minor: 50001, currency: 'CNY' },
      customer: '张*',
      filed: '2026-11-22T09:00:00+08:00',
      openTasks: [{ id: 'review#1', kind: 'form', overdue: true, people: [{ id: 'wang.li', name: 'Wang Li' }] }],
    })
    expect(JSON.stringify(shop)).not.toContain('accounts')
    const boss = await (await get('/api/v1/complaints/C-20261122-0001', 'secret-of-the-boss')).json()
    expect(boss).toMatchObject({ customer: '张伟', openTasks: [{ people: [{ accounts: { playground: 'wang.li' } }] }] })
  })

  it('knows no other number, and lists in pages', async () => {
    expect((await get('/api/v1/complaints/C-20261122-9999', 'secret-of-the-shop')).status).toBe(404)
    expect((await get('/api/v1/complaints/..%2f..', 'secret-of-the-shop')).status).toBe(404)
    const page = await (await get('/api/v1/complaints?limit=1', 'secret-of-the-shop')).json()
    expect(page).toMatchObject({ items: [{ number: 'C-20261122-0001' }], next: 'more' })
    const last = await (await get('/api/v1/complaints?after=more', 'secret-of-the-shop')).json()
    expect(last).toMatchObject({ next: null })
    const wrong = await get('/api/v1/complaints?limit=0', 'secret-of-the-shop')
    expect([wrong.status, await wrong.json()]).toMatchObject([400, { field: 'limit' }])
    const foreign = await get('/api/v1/complaints?after=mine', 'secret-of-the-shop')
    expect([foreign.status, await foreign.json()]).toMatchObject([400, { code: 'field_range', field: 'after' }])
  })
})

describe('files', () => {
  const upload = (body: BodyInit, headers: Record<string, string>) =>
    fetch(`${house.url}/api/v1/files`, {
      method: 'POST',
      headers: { authorization: 'Bearer secret-of-the-shop', ...headers },
      body,
    })

  it('takes raw bytes and multipart, and cleans the name', async () => {
    const raw = await upload(new Uint8Array(2_000_000), { 'x-file-name': encodeURIComponent('../照片.png') })
    expect([raw.status, await raw.json()]).toMatchObject([201, { name: '照片.png', size: 2_000_000 }])
    const form = new FormData()
    form.set('file', new File(['abc'], '收据.png'))
    const multipart = await upload(form, {})
    expect([multipart.status, await multipart.json()]).toMatchObject([201, { name: '收据.png', size: 3 }])
  })

  it('refuses forbidden types, broken names and what is too large', async () => {
    expect((await upload('MZ', { 'x-file-name': 'a.exe' })).status).toBe(415)
    expect((await upload('a', { 'x-file-name': '%E4%A' })).status).toBe(400)
    expect((await upload(new Uint8Array(22 * 1024 * 1024), {})).status).toBe(413)
  })
})

it('describes itself', async () => {
  const doc = (await (await get('/api/openapi.json')).json()) as { paths: Record<string, object> }
  expect(Object.keys(doc.paths).sort()).toEqual([
    '/api/v1/complaints',
    '/api/v1/complaints/{number}',
    '/api/v1/files',
    '/api/v1/payments',
  ])
})
