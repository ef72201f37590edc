import { afterEach, describe, expect, it } from 'vitest'
import { makeInbox } from './inbox.ts'
import { LIMITS } from './settings.ts'
import { callOnce, deliverEvent, innerXml, mediaParts, textParts } from './testing/callbacks.ts'
import { seal, signedQuery } from './testing/cipher.ts'
import { textOf } from './testing/phone.ts'
import { type Stage, setStage } from './testing/stage.ts'

const open: Stage[] = []
const stage = async (...given: Parameters<typeof setStage>): Promise<Stage> => {
  const made = await setStage(...given)
  open.push(made)
  return made
}
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

const texts = (on: Stage) =>
  on.heard.filter(({ what }) => what === 'say').map((one) => (one.with as { text: string }).text)
/** Events that stand in the memory, not done yet. */
const keptIn = (on: Stage): readonly string[] =>
  [...on.memory.rows].filter(([key, text]) => key.startsWith('inbox/') && text !== '').map(([, text]) => text)
const until = async (holds: () => boolean): Promise<void> => {
  for (const end = Date.now() + 3_000; !holds(); ) {
    if (Date.now() > end) throw new Error('it never came to that')
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

describe('the address is verified', () => {
  const verify = async (on: Stage, keys = on.target.keys) => {
    const sealed = seal('1616140317555161061', keys)
    const query = signedQuery(keys, sealed, on.time.now, { echostr: sealed })
    return on.target.fetch?.(`${on.target.url}?${query}`, {})
  }

  it('with the plaintext alone, within a second', async () => {
    const on = await stage()
    const began = performance.now()
    const response = await verify(on)
    expect([response?.status, await response?.text()]).toEqual([200, '1616140317555161061'])
    expect(performance.now() - began).toBeLessThan(1_000)
  })

  it('for nobody else', async () => {
    const on = await stage()
    expect((await verify(on, { ...on.target.keys, token: 'x' }))?.status).toBe(403)
    expect((await verify(on, { ...on.target.keys, receiver: 'ww2' }))?.status).toBe(403)
    expect((await on.target.fetch?.(on.target.url, {}))?.status).toBe(400)
  })
})

describe('an event', () => {
  it('is acknowledged with an empty 200 before any work', async () => {
    const on = await stage()
    let finish = (): void => {}
    on.reply = () =>
      new Promise((resolve) => {
        finish = () => resolve({ is: 'say', message: { text: '好', lang: 'zh' } })
      })
    const { status, body } = await callOnce(on.target, innerXml(on.town, 'WangLi', textParts('我的')))
    expect([status, body]).toEqual([200, ''])
    await until(() => on.heard.length === 1)
    expect(on.phone('WangLi').chat()).toEqual([])
    finish()
    await until(() => on.phone('WangLi').chat().length === 1)
  })

  it('that comes again, four times and at once, is worked once', async () => {
    const on = await stage()
    const xml = innerXml(on.town, 'WangLi', textParts('备注'))
    const answers = await Promise.all([1, 2, 3, 4].map(() => callOnce(on.target, xml)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    await until(() => on.phone('WangLi').chat().length === 1)
    expect(texts(on)).toEqual(['备注'])
    expect(on.heard[0]?.caller.actor).toEqual({ kind: 'person', id: 'wang.li' })
    expect(on.heard[0]?.key).toMatch(/^wecom\/message\/\d+$/)
  })

  it('that cannot be kept is refused with 503, and worked when it comes again', async () => {
    const on = await stage()
    on.memory.fails = 'throws'
    const xml = innerXml(on.town, 'WangLi', textParts('备注'))
    expect((await callOnce(on.target, xml)).status).toBe(503)
    expect(on.heard).toEqual([])
    on.memory.fails = undefined
    expect(await deliverEvent(on.target, xml)).toBe(1)
    await until(() => texts(on).length === 1)
  })

  it('that takes too long to keep is refused before WeCom stops waiting, and known when it comes again', async () => {
    expect(LIMITS.keep).toBeLessThan(4_500)
    let kept = (): void => {}
    const worked: string[] = []
    const inbox = makeInbox({
      memory: { get: async () => undefined, set: () => new Promise((resolve) => (kept = resolve)) },
      wall: Date.now,
      log: { info() {}, warn() {}, error() {} },
      work: async (event) => void worked.push(event.key),
      gaveUp: async () => {},
      patience: 20,
    })
    const event = { is: 'text', key: 'message/1', from: 'a', text: 'x' } as const
    await until(() => kept !== undefined)
    expect(await inbox.take(event)).toBe(false)
    kept()
    expect(await inbox.take(event)).toBe(true)
    await until(() => worked.length === 1)
  })

  it('that another replica left is not taken for kept when it could not be', async () => {
    let full = true
    const worked: string[] = []
    const inbox = makeInbox({
      memory: {
        get: async () => undefined,
        set: async () => {
          if (full) throw new Error('disk full')
        },
      },
      wall: Date.now,
      log: { info() {}, warn() {}, error() {} },
      work: async (event) => void worked.push(event.key),
      gaveUp: async () => {},
    })
    const event = { is: 'text', key: 'message/1', from: 'a', text: 'x' } as const
    await expect(inbox.adopt(event)).rejects.toThrow()
    await expect(inbox.adopt(event)).rejects.toThrow()
    full = false
    await inbox.adopt(event)
    await until(() => worked.length === 1)
  })

  it('that was acknowledged survives a crash, and is worked once by the next run', async () => {
    const on = await stage({ idle: true })
    on.reply = () => new Promise(() => {})
    const xml = innerXml(on.town, 'WangLi', textParts('一'))
    expect((await callOnce(on.target, xml)).status).toBe(200)
    await until(() => on.heard.length === 1)
    // Somebody else's event writes the list anew while this one is being worked.
    await callOnce(on.target, innerXml(on.town, 'zhaoqiang', textParts('二')))
    const next = await on.again()
    open.splice(open.indexOf(on), 1, next)
    await until(() => texts(next).length === 2)
    expect(await deliverEvent(next.target, xml)).toBe(1)
    await until(() => next.phone('WangLi').chat().length === 1)
    expect(texts(next).sort()).toEqual(['一', '二'])
    await until(() => keptIn(next).length === 0)
    const last = await next.again()
    expect(texts(last)).toEqual([])
    await last.wecom.stop()
  })

  it('waits for those of the same member before it, and for nobody else', async () => {
    const on = await stage()
    let finish = (): void => {}
    on.reply = (heard) =>
      (heard.with as { text: string }).text === '一'
        ? new Promise((resolve) => {
            finish = () => resolve({ is: 'say', message: { text: '1', lang: 'zh' } })
          })
        : { is: 'say', message: { text: '2', lang: 'zh' } }
    for (const [user, text] of [
      ['WangLi', '一'],
      ['wangli', '二'],
      ['zhaoqiang', '三'],
    ] as const) {
      await callOnce(on.target, innerXml(on.town, user, textParts(text)))
    }
    await until(() => on.phone('zhaoqiang').chat().length === 1)
    expect(texts(on)).toEqual(['一', '三'])
    finish()
    await until(() => on.phone('WangLi').chat().length === 2)
    expect(on.phone('WangLi').chat().map(textOf)).toEqual(['1', '2'])
  })

  it('is tried again when the house stumbles', async () => {
    const on = await stage()
    let falls = 1
    on.reply = () => {
      falls -= 1
      if (falls >= 0) throw new Error('the database is busy')
      return { is: 'say', message: { text: '好', lang: 'zh' } }
    }
    await callOnce(on.target, innerXml(on.town, 'WangLi', textParts('x')))
    await until(() => on.phone('WangLi').chat().length === 1)
    expect(new Set(on.heard.map(({ key }) => key)).size).toBe(1)
  })

  it.each([
    ['larger than allowed', () => 'x'.repeat(256 * 1024 + 1)],
    ['no UTF-8', () => new Uint8Array([0x3c, 0x78, 0xff, 0xfe])],
    ['empty', () => ''],
  ])('is refused when its body is %s', async (_what, body) => {
    const on = await stage()
    const query = signedQuery(on.target.keys, 'x', on.time.now)
    const response = await on.target.fetch?.(`${on.target.url}?${query}`, { method: 'POST', body: body() })
    expect(response?.status).toBe(400)
  })

  it('that asks nothing of us is acknowledged all the same', async () => {
    const on = await stage()
    const enter = { MsgType: 'event', Event: 'enter_agent', EventKey: '' }
    expect(await callOnce(on.target, innerXml(on.town, 'WangLi', enter))).toMatchObject({ status: 200, body: '' })
    expect([on.heard, keptIn(on)]).toEqual([[], []])
  })

  it('says when WeCom is about to switch the app off', async () => {
    const on = await stage()
    await callOnce(on.target, innerXml(on.town, 'sys', { MsgType: 'event', Event: 'inactive_alert' }))
    await until(() => on.told.length === 1)
    expect(on.told[0]).toMatchObject({ key: 'inactive_alert' })
  })
})

describe('what members send', () => {
  it('from the menu, as the words it stands for', async () => {
    const on = await stage()
    for (const key of ['file', 'mine', 'nonsense'])
      await callOnce(on.target, innerXml(on.town, 'WangLi', { MsgType: 'event', Event: 'click', EventKey: key }))
    await until(() => on.heard.length === 3)
    expect(on.heard.map((one) => [one.what, one.with])).toEqual([
      ['hear', ''],
      ['hear', 'mine'],
      ['say', { text: 'help' }],
    ])
    expect(on.town.menu).toMatchObject({ button: [{ key: 'file' }, { key: 'mine' }, { sub_button: [{}, {}] }] })
  })

  it('as pictures is fetched, stored and handed on; what is gone is said', async () => {
    const on = await stage()
    on.town.media.set('m1', { bytes: new Uint8Array([0x89, 0x50]), name: 'MEDIA_1.png', type: 'image/png' })
    await callOnce(on.target, innerXml(on.town, 'WangLi', mediaParts('image', 'm1')))
    await until(() => on.heard.some(({ with: said }) => (said as { files?: unknown[] }).files?.length === 1))
    expect(on.heard.at(-1)?.with).toMatchObject({
      text: '',
      files: [{ size: 2, type: 'image/png', name: 'MEDIA_1.png' }],
    })
    await callOnce(on.target, innerXml(on.town, 'WangLi', mediaParts('image', 'gone')))
    await until(() =>
      on
        .phone('WangLi')
        .chat()
        .some((one) => textOf(one).includes('没有找到上传的文件')),
    )
  })

  it('too large to keep is refused without reading it all', async () => {
    const on = await stage()
    const bytes = new Uint8Array(20 * 1024 * 1024 + 1)
    on.town.media.set('big', { bytes, name: 'a.mp4', type: 'video/mp4' })
    await callOnce(on.target, innerXml(on.town, 'WangLi', mediaParts('video', 'big')))
    await until(() =>
      on
        .phone('WangLi')
        .chat()
        .some((one) => textOf(one).includes('文件太大了')),
    )
    expect(on.heard).toEqual([])
  })

  it('as a voice, a place or a link is answered kindly', async () => {
    const on = await stage()
    for (const [i, MsgType] of ['voice', 'location', 'link'].entries())
      await callOnce(on.target, innerXml(on.town, 'WangLi', { MsgType, MsgId: `9${i}`, MediaId: 'm' }))
    await until(() => on.phone('WangLi').chat().length === 3)
    expect(new Set(on.phone('WangLi').chat().map(textOf)).size).toBe(1)
    expect(on.heard).toEqual([])
  })

  it('as a stranger stays a stranger', async () => {
    const on = await stage()
    await callOnce(on.target, innerXml(on.town, 'Mallory', textParts('我的')))
    await until(() => on.heard.length === 1)
    expect(on.heard[0]?.caller.actor).toEqual({ kind: 'account', platform: 'wecom', account: 'mallory' })
  })
})
