/** Messages to the robot: each once, in order, acknowledged when it is kept; files stored at once; nothing fetched elsewhere. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { Caller, PlatformParts, Reply, Utterance } from '../../src/ports.ts'
import { itShared } from '../../src/stories/shared-data.ts'
import { makeCast } from '../contract-cast.ts'
import { readClick, readRobot } from './payloads.ts'
import { type Alone, type AloneOptions, alone } from './testing/adapter.ts'
import { benchOf } from './testing/bench.ts'
import { accountOf, groupOf, plotDingtalk } from './testing/house.ts'
import { isYearly, pushRobot, robotPayload, says } from './testing/phone.ts'

const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const word = (text: string): Reply => ({ is: 'say', message: { text, lang: 'zh' } })
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

interface Heard {
  readonly caller: Caller
  readonly said: Utterance
  readonly key: string
}

/** The adapter alone; `say` is the conversation behind it. */
async function listening(
  say: (heard: Heard) => Promise<Reply | undefined>,
  more: AloneOptions = {},
): Promise<Alone & { readonly heard: Heard[] }> {
  const heard: Heard[] = []
  const conversation: PlatformParts['conversation'] = {
    say: async (caller, said, key) => {
      heard.push({ caller, said, key })
      return say({ caller, said, key })
    },
    ask: async () => word('问'),
  }
  const reception = { hear: async () => word('帮助') } as unknown as PlatformParts['reception']
  const one = await alone({ ...more, parts: { conversation, reception, ...more.parts } })
  ends.push(() => one.end())
  return { ...one, heard }
}

describe('a message', () => {
  it('is worked on once, however often and on whatever frame it comes', async () => {
    const { standIn, heard } = await listening(async () => word('好'))
    const payload = robotPayload(standIn, 'u1', '我的', { messageId: 'msg-1' })
    const acks = await Promise.all(['a', 'b', 'b'].map((frame) => pushRobot(standIn, payload, frame)))
    expect(acks.map((ack) => ack?.code)).toEqual([200, 200, 200])
    await pushRobot(standIn, payload, 'c')
    expect(heard.map(({ key }) => key)).toEqual(['dingtalk/msg-1'])
    expect(standIn.lines).toHaveLength(1)
  })

  it('is acknowledged only when it is kept: what failed comes again', async () => {
    let times = 0
    const { standIn } = await listening(async () => {
      times += 1
      if (times === 1) throw new Error('disk full')
      return word('好')
    })
    const ack = await pushRobot(standIn, robotPayload(standIn, 'u1', '我的'), 'f')
    expect([ack?.code, ack?.sent, times]).toEqual([200, 2, 2])
    await expect.poll(() => standIn.lines.length).toBe(1)
  })

  it('that takes long is acknowledged in time all the same, and worked on once', async () => {
    const { standIn, heard } = await listening(
      async () => {
        await pause(500)
        return word('好')
      },
      { tuning: { ackGuard: 100 } },
    )
    const ack = await pushRobot(standIn, robotPayload(standIn, 'u1', '我的'))
    expect(ack?.ms).toBeLessThan(250)
    await expect.poll(() => standIn.lines.length).toBe(1)
    expect(heard).toHaveLength(1)
  })

  it('of one person waits for the one before; others need not', async () => {
    const order: string[] = []
    const { standIn } = await listening(async ({ said }) => {
      if (said.text === '慢') await pause(150)
      order.push(said.text)
      return word('好')
    })
    const push = (user: string, text: string) => pushRobot(standIn, robotPayload(standIn, user, text))
    await Promise.all([push('u1', '慢'), push('u1', '快'), push('u2', '别人')])
    expect(order).toEqual(['别人', '慢', '快'])
  })

  it('that means nothing is answered with what does; in a group the sender is mentioned', async () => {
    const { standIn } = await listening(async () => undefined)
    expect(await says(standIn, 'u1', '你好')).toEqual(['帮助'])
    await says(standIn, 'u2', '你好', { group: 'cid1' })
    expect(standIn.lines.at(-1)).toMatchObject({ place: 'group/cid1', at: ['u2'], text: '帮助' })
    expect((await says(standIn, 'u2', '群号', { group: 'cid1' })).join()).toContain('cid1')
  })

  it('of another company is a stranger’s, and one for another company is refused', async () => {
    const { standIn, heard } = await listening(async () => word('好'))
    const payload = robotPayload(standIn, 'u1', '我的')
    await pushRobot(standIn, { ...payload, msgId: 'x1', senderCorpId: 'dingother' })
    expect(heard[0]?.caller.actor).toEqual({ kind: 'account', platform: 'dingtalk', account: 'dingother:u1' })
    expect((await pushRobot(standIn, { ...payload, msgId: 'x2', chatbotCorpId: 'dingother' }))?.code).toBe(403)
    expect((await pushRobot(standIn, { msgtype: 'text' }))?.code).toBe(400)
    expect(heard).toHaveLength(1)
  })

  it('mentions people by their ids, without the robot', async () => {
    const person = {
      id: 'wu',
      name: { zh: '吴', en: 'Wu' },
      lang: 'zh' as const,
      tz: 'Asia/Shanghai',
      roles: [],
      accounts: { dingtalk: 'u9' },
    }
    const { standIn, heard } = await listening(async () => word('好'), {
      parts: { directory: () => ({ people: { wu: person }, teams: {}, channels: {} }) },
    })
    await says(standIn, 'u1', '转交 1 @吴', { group: 'cid1', at: ['u9', 'u30'] })
    expect(heard[0]?.said).toEqual({ text: '转交 1 @吴', people: ['wu'] })
  })
})

describe('a complaint begun in a group', () => {
  it('is filled in in the direct chat, where nobody reads along', async () => {
    const plot = await plotDingtalk()
    const bench = await benchOf(plot)
    ends.push(() => bench.close())
    const { standIn } = plot
    await says(standIn, accountOf('wang.li'), '投诉', { group: groupOf('quality') })
    await expect
      .poll(() => standIn.lines.filter((line) => !isYearly(line)).map(({ place, text }) => `${place} ${text}`))
      .toEqual([`group/${groupOf('quality')} 表单已发到您与机器人的单聊。`])
    expect(standIn.shelf.all().map(({ spaces }) => spaces)).toEqual([[`IM_ROBOT.${accountOf('wang.li')}`]])
  })
})

describe('files', () => {
  it('in a direct chat are stored at once, and reach the conversation', async () => {
    const stored: string[] = []
    const files = {
      put: async (bytes: Uint8Array, name: string) => {
        stored.push(`${name} ${bytes.length}`)
        return { sha256: 'a'.repeat(64), name, type: 'image/png', size: bytes.length }
      },
    } as unknown as PlatformParts['files']
    const { standIn, heard } = await listening(async () => word('好'), { parts: { files } })
    standIn.files.set('code/1=', PNG)
    await says(standIn, 'u1', '', { file: { code: 'code/1=', type: 'picture' } })
    expect(stored).toEqual([`picture.png ${PNG.length}`])
    expect(heard[0]?.said.files).toHaveLength(1)
    expect(await says(standIn, 'u1', '', { file: { code: 'unknown', type: 'file', name: 'a.pdf' } })).toEqual([
      '这个文件没有收到，请再发一次。',
    ])
  })

  it('are never fetched from anywhere but the platform, nor without bounds', async () => {
    const { standIn } = await listening(async () => word('好'))
    const asked: string[] = []
    const elsewhere = createServer((request, response) => {
      asked.push(request.url ?? '')
      response.end(PNG)
    })
    ends.push(async () => void elsewhere.close())
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve))
    const downloadUrl = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/secret`
    standIn.limits.faults.push({ name: 'file', status: 200, body: { downloadUrl } })
    expect(await says(standIn, 'u1', '', { file: { code: 'x', type: 'file' } })).toEqual([
      '这个文件没有收到，请再发一次。',
    ])
    expect(asked).toEqual([])
    standIn.files.set('big', Buffer.alloc(21 * 1024 * 1024))
    expect((await says(standIn, 'u1', '', { file: { code: 'big', type: 'video' } })).join()).toMatch(/太大|MB|过大/)
  })

  it('that follow a form on a card become part of the complaint when its sender says that they are complete', async () => {
    const plot = await plotDingtalk()
    const bench = await benchOf(plot)
    ends.push(() => bench.close())
    const number = await makeCast(bench).file()
    await bench.house.settle()
    const user = accountOf('wang.li')
    const { standIn } = plot
    expect(await says(standIn, user, '完成')).toEqual(['还没有收到文件。请先发送照片、视频或文件。'])
    standIn.files.set('p1', PNG)
    expect((await says(standIn, user, '', { file: { code: 'p1', type: 'picture' } })).join()).toContain('收到 1 个文件')
    expect((await says(standIn, user, '完成')).join()).toContain(number)
    const noted = (await bench.house.store.facts(number)).filter(({ what }) => what.is === 'noted')
    expect(noted).toHaveLength(1)
    expect(noted[0]?.what).toMatchObject({ files: [{ type: 'image/png' }] })
    expect((await says(standIn, user, '完成')).join()).not.toContain(number)
  })
})

describe('recorded payloads', () => {
  itShared('data/payloads/dingtalk-robot-and-card-payloads.json', 'are read as what they are', async (path) => {
    const all = JSON.parse(readFileSync(path, 'utf8')) as readonly {
      readonly kind: string
      readonly payload: Record<string, unknown>
    }[]
    const read = all
      .filter(({ kind }) => kind !== 'card_callback_response_update')
      .map(({ kind, payload }) => {
        const data = (payload.data as unknown) ?? payload
        const robot = readRobot(data, 'frame')
        const click = readClick(data)
        const said =
          robot === 'spent'
            ? 'spent'
            : robot &&
              `${robot.staff ? 'staff' : 'outside'} ${robot.direct ? 'direct' : 'group'} ${robot.text.length} ${robot.files.length}`
        const acted = click === 'spent' || click === undefined ? undefined : `click ${click.act}`
        return `${kind}: ${said ?? acted ?? 'nothing'}`
      })
    expect(read).toMatchInlineSnapshot(`
      [
        "robot_message_group_text: staff group 2 0",
        "robot_message_group_text_mac: outside group 5 0",
        "robot_message_group_text_scene: staff group 3 0",
        "robot_message_outgoing_legacy_no_staffid: outside group 8 0",
        "robot_message_single_text: staff direct 2 0",
        "robot_message_picture_stream_frame: staff group 0 1",
        "robot_message_official_doc: staff group 2 0",
        "quota_notice: spent",
        "card_callback_stream_data: click single_button_node_ocltl6e6foq",
        "card_callback_http_params_outside_cardPrivateData: click 1",
        "card_callback_http_value_only: click 1",
        "card_callback_submit_stream: click confirm_request",
        "card_callback_vote_real_frame: nothing",
        "card_callback_agree_real: click agree",
        "card_callback_stop: click btn_stop",
      ]
    `)
  })

  itShared(
    'data/payloads/dingtalk-robot-and-card-payloads.json',
    'are answered, and none of them hurts the next',
    async (path) => {
      const all = JSON.parse(readFileSync(path, 'utf8')) as readonly {
        readonly kind: string
        readonly payload: Record<string, unknown>
      }[]
      const { standIn } = await listening(async () => word('好'))
      for (const { kind, payload } of all) {
        const topic = kind.startsWith('card') ? '/v1.0/card/instances/callback' : '/v1.0/im/bot/messages/get'
        const ack = await standIn.gateway.push(topic, payload.data ?? payload)
        expect([kind, [200, 400, 403].includes(ack?.code ?? 0)]).toEqual([kind, true])
      }
      expect(await says(standIn, 'u1', '还在吗')).toEqual(['好'])
    },
  )
})
