/** A shop's system at the API of a whole house: files that are used and files that are not, lists page by page. */
import { afterEach, expect, test } from 'vitest'
import type { Told, Wire } from './house.ts'
import { tell } from './house.ts'

let house: Told
afterEach(() => house.close())

const opened = async (): Promise<void> => {
  // Real time beneath, so that a restart finds the moved clock exactly where it was left.
  house = await tell({ wall: Date.now, env: { API_TOKENS: 'shop:secret-of-the-shop:file+read' } })
}

async function call(path: string, body?: object | Uint8Array<ArrayBuffer>): Promise<Wire> {
  const raw = body instanceof Uint8Array
  const response = await fetch(`${house.url}/api/v1/${path}`, {
    headers: {
      authorization: 'Bearer secret-of-the-shop',
      ...(raw ? { 'x-file-name': 'photo.png' } : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { method: 'POST', body: raw ? body : JSON.stringify(body) }),
  })
  return { status: response.status, ...((await response.json()) as object) }
}

/** A picture of one pixel; `n` tells one from another. */
function picture(n: number): Uint8Array<ArrayBuffer> {
  const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAAAElFTkSuQmCC', 'base64')
  return new Uint8Array([...png, n])
}

test('an uploaded file that no complaint names is gone after a day; one that is named stays', async () => {
  await opened()
  const [used, unused] = [await call('files', picture(1)), await call('files', picture(2))]
  expect([used.status, unused.status]).toEqual([201, 201])
  expect(await call('complaints', { text: '冰箱不制冷', files: [used.sha256] })).toMatchObject({ status: 201 })

  await house.pass('23h')
  house = await house.reopen()
  await house.timers.runDue()
  expect(await house.files.find(unused.sha256)).toMatchObject({ sha256: unused.sha256 })

  await house.pass('2h')
  // Beginning work includes what is done every night.
  house = await house.reopen()
  await house.timers.runDue()
  expect(await house.files.find(unused.sha256)).toBeUndefined()
  expect(await house.files.get(unused.sha256)).toBeUndefined()
  expect(await house.files.get(used.sha256)).toEqual(Buffer.from(picture(1)))
})

test('a list goes on where its page ended, and a cursor that no page gave out is refused by name', async () => {
  await opened()
  const numbers: string[] = []
  for (const text of ['one', 'two', 'three']) numbers.unshift((await call('complaints', { text })).number)
  const first = await call('complaints?limit=2')
  const second = await call(`complaints?limit=2&after=${first.next}`)
  expect([...first.items, ...second.items].map((item: Wire) => item.number)).toEqual(numbers)
  expect(second.next).toBeNull()

  for (const after of ['x', Buffer.from('[1]').toString('base64url'), numbers[0]]) {
    const refused = await call(`complaints?after=${after}`)
    expect(refused).toMatchObject({ status: 400, code: 'field_range', field: 'after' })
    expect(refused.message.zh).not.toBe(refused.message.en)
  }
})

test('names that are masked cannot be guessed by searching for them', async () => {
  await opened()
  await call('complaints', { text: '冰箱不制冷', customer: '张三丰' })
  expect(await call('complaints?text=三丰')).toMatchObject({ status: 403, code: 'forbidden', field: 'text' })
  expect((await call('complaints')).items).toMatchObject([{ customer: '张*' }])
})

test('takes nothing in while a sample company is loaded: it would get a date in the past', async () => {
  const empty = await tell({ env: { API_TOKENS: 'wang.li:0123456789abcdef' } })
  try {
    const file = () =>
      fetch(`${empty.url}/api/v1/complaints`, {
        method: 'POST',
        headers: { authorization: 'Bearer 0123456789abcdef', 'content-type': 'application/json' },
        body: JSON.stringify({ text: '冰箱不制冷' }),
      })
    empty.clock.liveFrom(empty.clock.now() - 86_400_000)
    const refused = await file()
    expect([refused.status, (await refused.json()).code]).toEqual([409, 'sample_loading'])
    await empty.clock.liveNow()
    expect((await file()).status).toBe(201)
  } finally {
    await empty.close()
  }
})
