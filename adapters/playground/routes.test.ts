import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type House, START, startHouse, stopHouse } from './testing/house.ts'
import { CARD, NUMBER } from './testing/samples.ts'

let house: House
beforeAll(async () => {
  house = await startHouse()
})
afterAll(() => stopHouse(house))

const send = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
  const raw = typeof body === 'string' || body instanceof Uint8Array
  const response = await fetch(house.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: raw ? (body as BodyInit) : JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}
const act = (body: unknown) => send('/playground/api/act', body)
const state = async (query: string) =>
  (await (await fetch(`${house.url}/playground/api/state?${query}`)).json()) as State
interface State {
  readonly me: { readonly id: string; readonly stranger?: boolean }
  readonly now: string
  readonly seq: number
  readonly people: readonly object[]
  readonly channels: readonly object[]
  readonly posts: readonly { readonly id: number; readonly to: string; readonly body: Record<string, unknown> }[]
}

describe('acting', () => {
  it('hears commands in both languages, as the person and in their language', async () => {
    for (const text of ['/complaint  show X', '/投诉 show X', '/客诉 show X', ' /COMPLAINT show X']) {
      await act({ as: 'ann', do: 'command', text })
      expect(house.heard.at(-1)).toMatchObject({
        what: 'hear',
        with: 'show X',
        caller: { actor: { kind: 'person', id: 'ann.lee' }, via: 'playground', lang: 'en' },
      })
    }
    const opened = await act({ as: 'wang.li', do: 'command', text: '/投诉' })
    expect(opened).toMatchObject({ status: 200, body: { is: 'form', form: { callback_id: 'redress.form.intake' } } })
    expect(await act({ as: 'wang.li', do: 'command', text: '/complaintx' })).toMatchObject({
      status: 200,
      body: { is: 'refused', code: 'bad_request' },
    })
  })

  it('passes on the key of the one who used it, so that a repeat is recognised and nobody shares', async () => {
    await act({ as: 'wang.li', do: 'command', text: '/complaint note X y', key: 'k' })
    await act({ as: 'wang.li', do: 'command', text: '/complaint note X y', key: 'k' })
    await act({ as: 'ann', do: 'command', text: '/complaint note X y', key: 'k' })
    const keys = house.heard.slice(-3).map(({ key }) => key)
    expect(keys[0]).toBe(keys[1])
    expect(keys[2]).not.toBe(keys[0])
  })

  it('takes a stranger for a stranger', async () => {
    await act({ as: 'mallory', do: 'click', action: 'redress.approve', value: `${NUMBER}:7` })
    const actor = { kind: 'account', platform: 'playground', account: 'mallory' }
    expect(house.heard.at(-1)).toMatchObject({ what: 'click', caller: { actor } })
    await act({ as: 'no.account', do: 'command', text: '/complaint' })
    expect(house.heard.at(-1)?.caller.actor.kind).toBe('account')
  })

  it('checks a click against the post it names', async () => {
    const sent = await house.playground.sendCard('person/wang.li', CARD, 'click-1')
    const post = Number(sent.is === 'sent' ? sent.handle : 0)
    const value = `${NUMBER}:7`
    const mine = await act({ as: 'wang.li', do: 'click', action: 'redress.reject', value, post })
    expect(mine.body).toMatchObject({ is: 'done' })
    expect(house.heard.at(-1)?.with).toMatchObject({ verb: 'reject', position: 'approval#1', revision: 7 })
    const calls = house.heard.length
    const others = await act({ as: 'ann', do: 'click', action: 'redress.reject', value, post })
    const forged = await act({ as: 'wang.li', do: 'click', action: 'redress.reject', value: 'C-20261122-0002:7', post })
    const unknown = await act({ as: 'wang.li', do: 'click', action: 'redress.explode', value })
    expect([others.body.code, forged.body.code, unknown.body.code]).toEqual(['not_found', 'not_found', 'unknown_verb'])
    expect(house.heard.length).toBe(calls)
  })

  it('hands forms over by field id, whether named by block or by field', async () => {
    const values = { 'f.text': 'a', phone: null }
    await act({
      as: 'wang.li',
      do: 'submit',
      form: 'redress.form.plan',
      number: NUMBER,
      position: 'plan#1',
      revision: 3,
      values,
    })
    expect(house.heard.at(-1)?.with).toEqual({
      id: 'plan',
      number: NUMBER,
      position: 'plan#1',
      revision: 3,
      values: { text: 'a', phone: null },
    })
    const again = await act({ as: 'wang.li', do: 'redraw', form: 'redress.form.intake', values })
    expect(again.body).toMatchObject({ is: 'form' })
  })

  it('posts plain words once per key, only where that person may write', async () => {
    const words = { as: 'wang.li', do: 'command', text: '大家好', to: 'channel/quality', key: 'hello' }
    const first = await act(words)
    expect(await act(words)).toEqual(first)
    const { posts } = await state('as=ann')
    expect(posts.filter(({ body }) => body.text === '大家好')).toMatchObject([
      { to: 'channel/quality', body: { type: 'said', by: 'wang.li' } },
    ])
    for (const to of ['person/ann.lee', 'customer/x', 'channel/elsewhere', 'channel/none']) {
      expect((await act({ ...words, to, key: to })).body).toMatchObject({ is: 'refused' })
    }
  })

  it.each([
    ['an unknown field', { as: 'a', do: 'command', text: 'x', colour: 1 }, 'colour'],
    ['a wrong type', { as: 'a', do: 'command', text: 5 }, 'text'],
    ['no deed', { as: 'a' }, 'do'],
    ['a click without a number', { as: 'a', do: 'click', action: 'redress.approve', value: 'x' }, 'value'],
    ['broken JSON', '{', null],
    ['invalid UTF-8', new Uint8Array([0x22, 0xff, 0x22]), null],
  ])('refuses what is malformed: %s', async (_what, body, field) => {
    const answer = await act(body)
    expect(answer).toMatchObject({ status: 400, body: { field } })
    expect(JSON.stringify(answer.body)).not.toMatch(/\{\w+\}/)
    if (field === 'colour') expect(answer.body.fix).toContain('as, do, text, to, under, key, lang')
  })
})

describe('state', () => {
  it('shows channels and only one’s own direct messages', async () => {
    await house.playground.sendMessage('person/ann.lee', { text: 'for Ann', lang: 'en' }, 'm1')
    await house.playground.sendMessage(`customer/${NUMBER}`, { text: '尊敬的客户', lang: 'zh', number: NUMBER }, 'm2')
    const texts = async (query: string) => (await state(query)).posts.map(({ body }) => body.text)
    expect(await texts('as=ann')).toEqual(expect.arrayContaining(['for Ann', '尊敬的客户']))
    expect(await texts('as=wang.li')).not.toContain('for Ann')
    expect(await texts('as=mallory')).not.toContain('for Ann')
    expect(await texts('as=ann&to=person/ann.lee')).toEqual(['for Ann'])
    expect(await texts('as=wang.li&to=person/ann.lee')).toEqual([])
  })

  it('says who is here, what waits, and what changed since', async () => {
    const all = await state('as=wang.li')
    expect(all).toMatchObject({
      me: { id: 'wang.li', name: '王丽' },
      channels: [{ id: 'quality', name: '质量客诉' }],
      people: [
        { id: 'wang.li', waiting: { open: 2, late: 1 } },
        { id: 'ann.lee', waiting: { open: 0, late: 0 } },
      ],
    })
    await house.playground.sendCard('channel/quality', CARD, 'since-1')
    const changes = await state(`as=wang.li&since=${all.seq}`)
    expect(changes.posts).toMatchObject([{ body: { type: 'card', key: CARD.key } }])
    expect((await state(`as=wang.li&since=${changes.seq}`)).posts).toEqual([])
  })
})

describe('sending', () => {
  it('posts once per key, updates in place, retries an outage and gives up on what is gone', async () => {
    const { playground, chat } = house
    const once = await playground.sendCard('channel/quality', CARD, 'same')
    expect(await playground.sendCard('channel/quality', CARD, 'same')).toEqual(once)
    chat.down = true
    expect(await playground.sendMessage('person/ann.lee', { text: 'x', lang: 'en' }, 'later')).toMatchObject({
      is: 'retry',
    })
    chat.down = false
    expect(await playground.updateCard('channel/quality', '99999', CARD, 'u')).toMatchObject({ is: 'never' })
  })

  it('has addresses only for those who have one', () => {
    const { address } = house.playground
    expect(address({ in: 'channel', channel: 'quality' })).toBe('channel/quality')
    expect(address({ in: 'channel', channel: 'elsewhere' })).toBeUndefined()
    expect(address({ in: 'person', person: 'ann.lee' })).toBe('person/ann.lee')
    expect(address({ in: 'person', person: 'no.account' })).toBeUndefined()
    expect(address({ in: 'customer', number: NUMBER })).toBe(`customer/${NUMBER}`)
  })
})

describe('stream', () => {
  it('sends changes, and continues after a break from the last one seen', async () => {
    const { seq } = await state('as=wang.li')
    const gone = new AbortController()
    const response = await fetch(`${house.url}/playground/api/stream?as=wang.li&since=1`, {
      headers: { 'last-event-id': String(seq) },
      signal: gone.signal,
    })
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    let seen = ''
    const until = async (text: string) => {
      while (!seen.includes(text)) seen += (await reader?.read())?.value ?? ''
    }
    await until('event: clock')
    expect(seen).not.toContain('event: post')
    await house.playground.sendMessage('person/ann.lee', { text: 'hidden', lang: 'en' }, 's1')
    await house.playground.sendMessage('person/wang.li', { text: '看得见', lang: 'zh' }, 's2')
    await until('看得见')
    expect(seen).not.toContain('hidden')
    expect(seen).toMatch(/id: \d+/)
    gone.abort()
  })
})

it('lets nobody who listens hold up the end', async () => {
  const other = await startHouse()
  const response = await fetch(`${other.url}/playground/api/stream?as=wang.li`)
  const began = performance.now()
  await stopHouse(other)
  await response.text()
  expect(performance.now() - began).toBeLessThan(2_000)
})

describe('clock', () => {
  it('moves forward by a span, to a moment, a working day or a timer; never back, never too far', async () => {
    const move = (body: unknown) => send('/playground/api/clock', body)
    const at = (ms: number) => new Date(ms).toISOString()
    expect((await move({ advance: '30m' })).body.now).toBe(at(START + 1_800_000))
    expect((await move({ to: 'next-timer' })).body.now).toBe(at(START + 3_600_000))
    expect(await move({ to: 'next-timer' })).toMatchObject({ status: 409 })
    expect((await move({ to: 'next-workday' })).body.now).toBe(at(START + 86_400_000))
    expect((await move({ to: '2026-11-30T10:00:00+08:00' })).body.now).toBe('2026-11-30T02:00:00.000Z')
    for (const wrong of [
      { to: '2026-11-01T00:00:00Z' },
      { advance: '999d' },
      { advance: -5 },
      { advance: 'soon' },
      {},
      { to: 'x', advance: 1 },
    ]) {
      expect((await move(wrong)).status).toBe(400)
    }
    expect((await state('as=ann')).now).toBe('2026-11-30T02:00:00.000Z')
  })
})

describe('files', () => {
  it('keeps and serves pictures in place and everything else as a download', async () => {
    const headers = { 'content-type': 'application/octet-stream', 'x-file-name': encodeURIComponent("../张'.png") }
    const kept = await send('/playground/api/files', new Uint8Array([0x89, 0x50]), headers)
    expect(kept).toMatchObject({ status: 201, body: { name: "张'.png", type: 'image/png', size: 2 } })
    const shown = await fetch(`${house.url}/playground/files/${kept.body.sha256}`)
    expect(shown.headers.get('content-disposition')).toBe("inline; filename*=UTF-8''%E5%BC%A0%27.png")
    expect(shown.headers.get('content-security-policy')).toContain('sandbox')
    const html = await send('/playground/api/files', '<script>alert(1)</script>', {
      ...headers,
      'x-file-name': 'a.html',
    })
    const part = await fetch(`${house.url}/playground/files/${kept.body.sha256}`, { headers: { range: 'bytes=1-9' } })
    expect([part.status, part.headers.get('content-range'), (await part.arrayBuffer()).byteLength]).toEqual([
      206,
      'bytes 1-1/2',
      1,
    ])
    const served = await fetch(`${house.url}/playground/files/${html.body.sha256}`)
    expect(served.headers.get('content-type')).toBe('application/octet-stream')
    expect(served.headers.get('content-disposition')).toMatch(/^attachment/)
    expect((await send('/playground/api/files', 'MZ', headers)).status).toBe(415)
    expect((await fetch(`${house.url}/playground/files/${'0'.repeat(64)}`)).status).toBe(404)
  })
})

describe('other sites', () => {
  const raw = (path: string, headers: Record<string, string>) =>
    new Promise<number>((resolve, reject) => {
      const call = request(house.url + path, { headers }, (response) => {
        response.resume()
        resolve(response.statusCode ?? 0)
      })
      call.on('error', reject)
      call.end()
    })

  it('refuses rebound names, other ports and foreign origins', async () => {
    const { port } = new URL(house.url)
    expect(await raw('/', { host: `localhost:${port}` })).toBe(200)
    expect(await raw('/', { host: `evil.example:${port}` })).toBe(403)
    expect(await raw('/playground/api/state?as=ann', { host: '127.0.0.1:1' })).toBe(403)
    const here = { host: `127.0.0.1:${port}` }
    expect(await raw('/playground/api/state?as=ann', { ...here, origin: house.url })).toBe(200)
    expect(await raw('/playground/api/state?as=ann', { ...here, origin: 'http://evil.example' })).toBe(403)
    expect(await raw('/playground/api/state?as=ann', { ...here, origin: 'null' })).toBe(403)
    expect(await raw('/playground/api/state?as=ann', { ...here, 'sec-fetch-site': 'cross-site' })).toBe(403)
  })

  it('takes only JSON, so that no form of another site can act', async () => {
    const answer = await send('/playground/api/act', '{"as":"ann","do":"command","text":"/complaint"}', {
      'content-type': 'text/plain',
    })
    expect(answer.status).toBe(415)
  })
})

describe('page', () => {
  it('serves the shell in the wanted language, modules with their types, and nothing else', async () => {
    const page = async (query: string, language: string) =>
      (await fetch(`${house.url}/${query}`, { headers: { 'accept-language': language } })).text()
    expect(await page('', 'zh-CN')).toContain('<html lang="zh-CN">')
    expect(await page('', 'en-GB')).toContain('<html lang="en">')
    expect(await page('?lang=en', 'zh-CN')).toContain('<html lang="en">')
    const script = await fetch(`${house.url}/playground/page/main.js`)
    expect(script.headers.get('content-type')).toMatch(/^text\/javascript/)
    expect((await fetch(`${house.url}/playground/page/..%2findex.ts`)).status).toBe(404)
  })
})
