import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { itShared } from '../../src/stories/shared-data.ts'
import { readEvent } from './events.ts'
import { type CallbackKeys, outerXml, seal, sign, signedQuery } from './testing/cipher.ts'
import { checkKey, openEcho, openMessage } from './verify.ts'
import { only, readXml } from './xml.ts'

const AES = 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C'
const KEYS: CallbackKeys = { token: 'QDG6eK', aesKey: AES, receiver: 'ww1' }
const OURS = { token: 'QDG6eK', encodingAesKey: AES, corpId: 'ww1' }
const NOW = Date.UTC(2026, 10, 22, 6)

/** A callback, bent on its way. */
function open(bend: {
  readonly keys?: CallbackKeys
  readonly plain?: (plain: Buffer) => Buffer
  readonly query?: (query: string) => string
  readonly body?: (body: string) => string
  readonly at?: number
}) {
  const keys = bend.keys ?? KEYS
  const sealed = seal('<xml><A>1</A></xml>', keys, bend.plain)
  const query = signedQuery(keys, sealed, bend.at ?? NOW)
  const body = outerXml('ww1', '1000002', sealed)
  return openMessage(new URLSearchParams(bend.query?.(query) ?? query), bend.body?.(body) ?? body, OURS, NOW)
}

describe('the official vectors', () => {
  itShared('data/vectors/wecom-wechat-callback-vectors.json', 'open to their plaintext, byte for byte', (file) => {
    const vectors = JSON.parse(readFileSync(file, 'utf8')) as readonly Record<string, string>[]
    const ours = vectors.filter(({ platform }) => platform === 'wecom')
    expect(ours.length).toBeGreaterThanOrEqual(2)
    for (const one of ours) {
      const at = (name: string): string => one[name] ?? ''
      const keys = { token: at('token'), encodingAesKey: at('encoding_aes_key'), corpId: at('receive_id') }
      const wall = Number(at('timestamp')) * 1000
      const signed = { msg_signature: at('msg_signature'), timestamp: at('timestamp'), nonce: at('nonce') }
      const echo = one.kind === 'url_verify'
      const query = new URLSearchParams(
        new URLSearchParams({ ...signed, ...(echo ? { echostr: at('encrypt') } : {}) }).toString(),
      )
      const body = outerXml(at('receive_id'), '218', at('encrypt'))
      const opened = echo ? openEcho(query, keys, wall) : openMessage(query, body, keys, wall)
      expect(opened).toEqual({ text: one.plaintext })
      if (!echo)
        expect(readEvent(at('plaintext'), '218')).toEqual({
          is: 'text',
          key: 'message/4561255354251345929',
          from: 'mycreate',
          text: 'hello',
        })
    }
  })

  itShared('data/payloads/wecom-callback-xml.json', 'and every payload sample is read without a throw', (file) => {
    const samples = JSON.parse(readFileSync(file, 'utf8')) as readonly { event: string | null; xml: string }[]
    const read = samples.map(({ xml }) => readEvent(xml, '1'))
    const click = samples.findIndex(({ event }) => event === 'template_card_event')
    expect(read[click]).toMatchObject({
      is: 'button',
      verb: 'key111',
      task: 'taskid111',
      code: 'ResponseCode',
    })
    expect(read.filter((event) => event?.is === 'text' && event.text === 'this is a test').length).toBeGreaterThan(1)
  })
})

describe('a callback', () => {
  it('opens when everything fits, also right at the edge of the window', () => {
    expect(open({})).toEqual({ text: '<xml><A>1</A></xml>' })
    expect(open({ at: NOW - 299_000 })).toHaveProperty('text')
  })

  it.each([
    ['a signature of another token', { keys: { ...KEYS, token: 'other' } }, 'signature'],
    ['another company as receiver', { keys: { ...KEYS, receiver: 'ww2' } }, 'receiver'],
    ['no receiver at all', { keys: { ...KEYS, receiver: '' } }, 'receiver'],
    ['another key', { keys: { ...KEYS, aesKey: `${AES.slice(0, 42)}w`.replace('jW', 'kX') } }, 'cipher'],
    ['padding that lies', { plain: (p: Buffer) => p.fill(7, p.length - 3, p.length - 1) }, 'cipher'],
    ['padding of 33', { plain: (p: Buffer) => p.fill(33, p.length - 1) }, 'cipher'],
    ['a length beyond the end', { plain: (p: Buffer) => p.fill(0xff, 16, 20) }, 'cipher'],
    ['a timestamp of long ago', { at: NOW - 301_000 }, 'time'],
    ['a timestamp of tomorrow', { at: NOW + 86_400_000 }, 'time'],
    ['a parameter twice', { query: (q: string) => `${q}&nonce=1` }, 'parameters'],
    ['a parameter missing', { query: (q: string) => q.replace(/nonce=\d+/, '') }, 'parameters'],
    [
      'a signature in capitals',
      { query: (q: string) => q.replace(/=[0-9a-f]{40}/, (s) => s.toUpperCase()) },
      'parameters',
    ],
    ['another body', { body: (b: string) => b.replace(/CDATA\[(.{40})/, 'CDATA[A$1') }, 'body'],
    ['two ciphertexts', { body: (b: string) => b.replace('</xml>', '<Encrypt>x</Encrypt></xml>') }, 'body'],
    ['a DOCTYPE', { body: (b: string) => `<!DOCTYPE a [<!ENTITY e "x">]>${b}` }, 'body'],
    ['an unclosed tag', { body: (b: string) => b.replace('</xml>', '') }, 'body'],
  ] as const)('is refused with %s', (_what, bend, why) => {
    expect(open(bend)).toEqual({ unproven: why })
  })

  it('is refused when its ciphertext was changed under an old signature', () => {
    const sealed = seal('x', KEYS)
    const other = outerXml('ww1', '1', seal('y', KEYS))
    expect(openMessage(new URLSearchParams(signedQuery(KEYS, sealed, NOW)), other, OURS, NOW)).toEqual({
      unproven: 'signature',
    })
  })

  it('with a raw plus in the query fails its signature instead of opening something else', () => {
    let sealed = ''
    while (!sealed.includes('+')) sealed = seal('123', KEYS)
    const query = signedQuery(KEYS, sealed, NOW, { echostr: sealed })
    expect(openEcho(new URLSearchParams(query), OURS, NOW)).toEqual({ text: '123' })
    const raw = query.replace(/%2B/gi, '+')
    expect(openEcho(new URLSearchParams(raw), OURS, NOW)).toEqual({ unproven: 'signature' })
  })

  it('too short to hold anything is refused, not thrown', () => {
    for (const bytes of [0, 8, 16, 31]) {
      const sealed = Buffer.alloc(bytes, 1).toString('base64')
      const signed = `msg_signature=${sign('QDG6eK', '1', '2', sealed)}&timestamp=1&nonce=2`
      const opened = openMessage(new URLSearchParams(signed), outerXml('ww1', '1', sealed), OURS, 1000)
      expect(opened).toEqual({ unproven: bytes === 0 ? 'body' : 'cipher' })
    }
  })
})

it('refuses a key that is not 43 letters and digits', () => {
  expect(() => checkKey(AES)).not.toThrow()
  for (const wrong of [AES.slice(1), `${AES}=`, `${AES.slice(1)}_`, '']) expect(() => checkKey(wrong)).toThrow(/43/)
})

describe('events', () => {
  const click = (code: string) =>
    readEvent(
      `<xml><FromUserName>WangLi</FromUserName><CreateTime>5</CreateTime><MsgType>event</MsgType><Event>template_card_event</Event><EventKey>approve</EventKey><TaskId>C-1_r7_2</TaskId><ResponseCode>${code}</ResponseCode><AgentID>1</AgentID></xml>`,
      '1',
    )

  it('of one second are told apart, redeliveries are not', () => {
    expect(click('a')?.key).toBe(click('a')?.key)
    expect(click('a')?.key).not.toBe(click('b')?.key)
    expect(click('a')).toMatchObject({ from: 'wangli', verb: 'approve', task: 'C-1_r7_2', code: 'a' })
  })

  it('for another app, from nobody, or repeated tags are nothing to us', () => {
    const text = (xml: string) => readEvent(`<xml><MsgType>text</MsgType><Content>x</Content>${xml}</xml>`, '1')
    expect(text('<FromUserName>a</FromUserName><MsgId>1</MsgId><AgentID>1</AgentID>')).toBeDefined()
    expect(text('<FromUserName>a</FromUserName><MsgId>1</MsgId><AgentID>2</AgentID>')).toBeUndefined()
    expect(text('<MsgId>1</MsgId>')).toBeUndefined()
    expect(text('<FromUserName>a</FromUserName><FromUserName>b</FromUserName><MsgId>1</MsgId>')).toBeUndefined()
    expect(text('<FromUserName>a</FromUserName>')).toBeUndefined()
  })

  it('keep a 64-bit id to its last digit, and words as they were typed', () => {
    const event = readEvent(
      '<xml><FromUserName>a</FromUserName><MsgType>text</MsgType><Content><![CDATA[ 1.0 & <b> &lt; ]]></Content><MsgId>9223372036854775807</MsgId></xml>',
      '1',
    )
    expect(event).toMatchObject({ key: 'message/9223372036854775807', text: ' 1.0 & <b> &lt; ' })
  })

  it('in XML that plays tricks are refused', () => {
    expect(readXml('<xml><__proto__><x>1</x></__proto__></xml>')).toBeUndefined()
    expect(readXml(`${'<a>'.repeat(5000)}${'</a>'.repeat(5000)}`)).toBeUndefined()
    expect(readXml('<!doctype x><xml><a>1</a></xml>')).toBeUndefined()
    const two = readXml('<xml><a>1</a><a>2</a></xml>')
    expect(two && only(two, 'a')).toBeUndefined()
  })
})
