/** What leaves: cards by createAndDeliver and by key, messages once, reminders bundled, and what each outcome means. */
import { afterEach, describe, expect, it } from 'vitest'
import type { SendOutcome } from '../../src/ports.ts'
import type { Directory } from '../../src/rules/nouns.ts'
import { type Alone, type AloneOptions, alone, GROUP } from './testing/adapter.ts'
import { buttonsOf, press, robotPayload, says } from './testing/phone.ts'
import { action, approvalCard, doneCard, NUMBER, nag } from './testing/samples.ts'

const open: Alone[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.end()
})

async function begin(options: AloneOptions = {}): Promise<Alone> {
  const one = await alone(options)
  open.push(one)
  return one
}

function handleOf(outcome: SendOutcome): string {
  if (outcome.is !== 'sent') throw new Error(`${outcome.is} ${outcome.why}`)
  return outcome.handle
}

const trackOf = (handle: string): string => handle.split('|')[1] ?? ''

const person = (id: string, account: string) => ({
  id,
  name: { zh: id, en: id },
  lang: 'zh' as const,
  tz: 'Asia/Shanghai',
  roles: [],
  accounts: { dingtalk: account },
})
const DIRECTORY: Directory = {
  people: { wu: person('wu', 'u1'), luo: person('luo', 'u2'), li: person('li', 'u3') },
  teams: {},
  channels: {},
}

describe('a card', () => {
  it('stands once however often it is sent, and says all the template takes', async () => {
    const { adapter, standIn } = await begin()
    const handle = handleOf(await adapter.sendCard('user/u1', approvalCard(), 'key-1'))
    expect(handleOf(await adapter.sendCard('user/u1', approvalCard(), 'key-1'))).toBe(handle)
    expect(handleOf(await adapter.sendCard('user/u1', approvalCard(), 'key-2'))).not.toBe(handle)
    expect(standIn.shelf.all()).toHaveLength(2)
    expect(buttonsOf(standIn, trackOf(handle), 'u1')).toEqual(['approve', 'reject', 'transfer'])
    expect(standIn.shelf.warnings).toEqual([])
  })

  it('in a group has buttons only for those who are asked; whoever is not any more loses them', async () => {
    const { adapter, standIn } = await begin({ parts: { directory: () => DIRECTORY } })
    const handle = handleOf(await adapter.sendCard(GROUP, approvalCard({ asked: ['wu', 'luo'] }), 'k'))
    const buttons = () => ['u1', 'u2', 'u3'].map((user) => buttonsOf(standIn, trackOf(handle), user).length)
    expect(buttons()).toEqual([3, 3, 0])
    const handed = handleOf(await adapter.updateCard(GROUP, handle, approvalCard({ asked: ['luo', 'li'] }), 'k2'))
    expect(buttons()).toEqual([0, 3, 3])
    await adapter.updateCard(GROUP, handed, doneCard(), 'k3')
    expect(buttons()).toEqual([0, 0, 0])
    expect(standIn.shelf.seen(trackOf(handle), 'u2')).toMatchObject({ approve_text: '', status: 'done' })
  })

  it('in a group reaches the others when somebody who is asked has left', async () => {
    const { adapter, standIn } = await begin({ parts: { directory: () => DIRECTORY } })
    standIn.people.delete('u1')
    const handle = handleOf(await adapter.sendCard(GROUP, approvalCard({ asked: ['wu', 'luo'] }), 'k'))
    expect(['u1', 'u2'].map((user) => buttonsOf(standIn, trackOf(handle), user).length)).toEqual([0, 3])
    expect((await adapter.updateCard(GROUP, handle, approvalCard({ asked: ['wu', 'li'] }), 'k2')).is).toBe('sent')
    expect(['u2', 'u3'].map((user) => buttonsOf(standIn, trackOf(handle), user).length)).toEqual([0, 3])
  })

  it('is changed by key, and not at all when nobody would see it', async () => {
    const { adapter, standIn } = await begin()
    const handle = handleOf(await adapter.sendCard('user/u1', approvalCard(), 'k'))
    const card = () => standIn.shelf.get(trackOf(handle))
    await adapter.updateCard('user/u1', handle, approvalCard({ revision: 12 }), 'k2')
    expect(card()?.puts).toBe(0)
    const before = card()?.open.body
    await adapter.updateCard('user/u1', handle, approvalCard({ header: '另一个标题' }), 'k3')
    expect(card()).toMatchObject({ puts: 1, open: { title: '另一个标题', body: before } })
    // A form that is open on the card stays as it is.
    expect(card()?.open).not.toHaveProperty('form_open')
  })

  it('that is gone or reaches nobody says so', async () => {
    const { adapter } = await begin()
    expect(await adapter.updateCard('user/u1', 'card|nowhere:u:1|', approvalCard(), 'k')).toMatchObject({ is: 'gone' })
    expect(await adapter.sendCard('group/cid2', approvalCard(), 'k')).toMatchObject({
      is: 'closed',
      why: 'not_in_group',
    })
    expect(await adapter.sendCard('user/nobody', approvalCard(), 'k')).toMatchObject({ is: 'closed' })
    expect(await adapter.sendCard('elsewhere', approvalCard(), 'k')).toMatchObject({ is: 'closed' })
  })

  it('whose words the content check refuses goes out in neutral words, with its buttons', async () => {
    const { adapter, standIn } = await begin()
    const bad = approvalCard({ blocks: [{ block: 'text', text: '违禁词' }] })
    const handle = handleOf(await adapter.sendCard('user/u1', bad, 'k'))
    expect(standIn.shelf.get(trackOf(handle))?.open).toMatchObject({
      title: NUMBER,
      body: expect.stringContaining(NUMBER),
    })
    expect(buttonsOf(standIn, trackOf(handle), 'u1')).toHaveLength(3)
    await adapter.updateCard('user/u1', handle, { ...bad, header: '违禁词 2' }, 'k2')
    expect(standIn.shelf.get(trackOf(handle))?.open.title).toBe(NUMBER)
  })

  it('of unknown outcome may be sent again', async () => {
    const { adapter, standIn } = await begin()
    standIn.limits.faults.push({ name: 'create', status: 0, body: '', after: true })
    expect(await adapter.sendCard('user/u1', approvalCard(), 'k')).toMatchObject({ is: 'unknown' })
    handleOf(await adapter.sendCard('user/u1', approvalCard(), 'k'))
    expect(standIn.shelf.all()).toHaveLength(1)
  })
})

describe('a message', () => {
  it('is said once: again with its key it is known', async () => {
    const { adapter, standIn } = await begin()
    const word = { text: '结束了', lang: 'zh' as const, number: NUMBER }
    handleOf(await adapter.sendMessage(GROUP, word, 'm1'))
    handleOf(await adapter.sendMessage(GROUP, word, 'm1'))
    handleOf(await adapter.sendMessage('user/u1', word, 'm2'))
    expect(standIn.lines.map(({ place }) => place)).toEqual(['group/cid1', 'user/u1'])
  })

  it('of unknown outcome is never said again, not even after a restart', async () => {
    const one = await begin()
    one.standIn.limits.faults.push({ name: 'group', status: 0, body: '', after: true })
    const word = { text: '结束了', lang: 'zh' as const }
    expect(await one.adapter.sendMessage(GROUP, word, 'm1')).toMatchObject({ is: 'unknown' })
    expect(await one.adapter.sendMessage(GROUP, word, 'm1')).toMatchObject({ is: 'never', why: 'outcome_unknown' })
    const again = await one.restart()
    open.splice(0, 1, again)
    expect(await again.adapter.sendMessage(GROUP, word, 'm1')).toMatchObject({ is: 'never', why: 'outcome_unknown' })
    expect(again.standIn.lines).toHaveLength(1)
  })

  it('that certainly did not leave may go later, after a restart too', async () => {
    const one = await begin()
    one.standIn.limits.faults.push({
      name: 'group',
      status: 403,
      body: { code: 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi' },
    })
    expect(await one.adapter.sendMessage(GROUP, { text: 'x', lang: 'zh' }, 'm1')).toMatchObject({
      is: 'retry',
      after: 1_000,
    })
    const again = await one.restart()
    open.splice(0, 1, again)
    handleOf(await again.adapter.sendMessage(GROUP, { text: 'x', lang: 'zh' }, 'm1'))
  })

  it('reads both lists of a batch: left, and throttled', async () => {
    const { adapter, standIn } = await begin()
    standIn.throttled.add('u2')
    const word = { text: 'x', lang: 'zh' as const }
    expect(await adapter.sendMessage('user/nobody', word, 'a')).toMatchObject({ is: 'closed', why: 'no_such_account' })
    expect(await adapter.sendMessage('user/u2', word, 'b')).toMatchObject({ is: 'retry' })
    expect(standIn.lines).toEqual([])
  })

  it('cannot become a link, a mention or a heading', async () => {
    const { adapter, standIn } = await begin()
    const text = '# 标题\n[点我](dingtalk://x) <a atId=all>all</a> ![x](http://y) `code` ~~a~~ _b_ - c'
    await adapter.sendMessage(GROUP, { text, lang: 'zh' }, 'm')
    expect(standIn.lines[0]?.text).not.toMatch(/[[\]<>`*~_]|^#/m)
  })

  it('names in words what its buttons would do', async () => {
    const { adapter, standIn } = await begin()
    await adapter.sendMessage(GROUP, { text: 'x', lang: 'zh', actions: [action('approve', '同意')] }, 'm')
    expect(standIn.lines[0]?.text).toContain(`可回复：同意 ${NUMBER}`)
  })
})

describe('reminders', () => {
  it('with the same words leave together, at most twenty people a call', async () => {
    const { adapter, standIn } = await begin()
    const outcomes = await Promise.all(
      Array.from({ length: 25 }, (_, i) => adapter.sendMessage(`user/u${i + 1}`, nag('请处理'), `n${i}`)),
    )
    expect(outcomes.every(({ is }) => is === 'sent')).toBe(true)
    expect(standIn.counted()).toEqual({ direct: 2 })
    expect(standIn.lines).toHaveLength(25)
  })

  it('to somebody reminded a moment ago become one digest, which survives a restart', async () => {
    const one = await begin({ tuning: { digestWindow: 400 } })
    for (const i of [1, 2, 3]) handleOf(await one.adapter.sendMessage('user/u1', nag(`提醒 ${i}`), `n${i}`))
    handleOf(await one.adapter.sendMessage('user/u1', nag('提醒 3'), 'n3'))
    expect(one.standIn.lines.map(({ text }) => text)).toEqual(['提醒 1'])
    const again = await one.restart()
    open.splice(0, 1, again)
    await expect.poll(() => again.standIn.lines.length, { timeout: 2_000 }).toBe(2)
    expect(again.standIn.lines[1]?.text).toBe('**提醒（2 条）**\n- 提醒 2\n- 提醒 3')
    await new Promise((resolve) => setTimeout(resolve, 600))
    expect(again.standIn.lines).toHaveLength(2)
  })

  it('reach whoever is there when somebody has left', async () => {
    const { adapter } = await begin()
    const outcomes = await Promise.all(
      ['u1', 'nobody'].map((user) => adapter.sendMessage(`user/${user}`, nag('请处理'), user)),
    )
    expect(outcomes.map(({ is }) => is)).toEqual(['sent', 'closed'])
  })
})

describe('when the month is used up', () => {
  const heard = {
    conversation: {
      say: async () => ({ is: 'say' as const, message: { text: '在', lang: 'zh' as const } }),
      ask: async () => ({ is: 'say' as const, message: { text: '', lang: 'zh' as const } }),
    },
  }

  it('what cannot be sent waits, is told once, and whoever spoke lately is answered all the same', async () => {
    const { adapter, standIn, told, gauges } = await begin({ parts: heard })
    standIn.limits.month.calls = 0
    expect(await adapter.sendCard('user/u1', approvalCard(), 'k')).toMatchObject({ is: 'retry', why: 'month_quota' })
    expect(await adapter.sendMessage(GROUP, nag('请处理'), 'm')).toMatchObject({ is: 'retry', why: 'month_quota' })
    expect(told.map(({ key }) => key)).toEqual([expect.stringMatching(/^spent-calls-\d{4}-\d{2}$/)])
    expect(await says(standIn, 'u1', '在吗')).toEqual(['在'])
    handleOf(await adapter.sendCard('user/u1', approvalCard(), 'k'))
    expect(standIn.lines.at(-1)).toMatchObject({
      by: 'webhook',
      place: 'user/u1',
      text: expect.stringContaining(`同意 ${NUMBER}`),
    })
    expect(gauges.get('api_calls_month')).toBe(0)
  })

  it('frames without content are seen for what they are: nothing is refused, somebody is told', async () => {
    const { standIn, told } = await begin({ parts: heard })
    standIn.limits.month.pushes = 0
    const ack = await standIn.gateway.push('/v1.0/im/bot/messages/get', { errCode: 20001, errMsg: 'provider limit' })
    expect(ack?.code).toBe(200)
    expect((await press(standIn, 'u1', 'x:u:1', 'approve')).ack?.code).toBe(200)
    expect(told.map(({ key }) => key)).toEqual([expect.stringMatching(/^spent-pushes-/)])
  })

  it('four fifths are told to the operators, and the count survives a restart', async () => {
    const one = await begin({ parts: heard, tuning: { month: { calls: 5, pushes: 5 } } })
    for (const i of [1, 2, 3]) await one.adapter.sendMessage(GROUP, { text: `${i}`, lang: 'zh' }, `m${i}`)
    expect(one.told).toEqual([])
    const again = await one.restart()
    open.splice(0, 1, again)
    await again.adapter.sendMessage(GROUP, { text: '4', lang: 'zh' }, 'm4')
    expect(again.told.map(({ key, text }) => [key, text.zh])).toEqual([
      [expect.stringMatching(/^quota-calls-/), expect.stringContaining('4 / 5')],
    ])
    expect(again.gauges.get('api_calls_month')).toBe(4)
    again.time.ahead = 32 * 86_400_000
    await again.adapter.sendMessage(GROUP, { text: '5', lang: 'zh' }, 'm5')
    expect(again.gauges.get('api_calls_month')).toBe(1)
  })
})

describe('without a template', () => {
  it('a card is its text with the words that do what its buttons would, and is said once', async () => {
    const { adapter, standIn } = await begin({ template: false })
    expect(adapter.abilities).toMatchObject({ updates: 'never' })
    const handle = handleOf(await adapter.sendCard('user/u1', approvalCard(), 'k'))
    handleOf(await adapter.sendCard('user/u1', approvalCard(), 'k'))
    expect(standIn.lines).toHaveLength(1)
    expect(standIn.lines[0]?.text).toContain(`可回复：同意 ${NUMBER}；驳回 ${NUMBER}`)
    expect(await adapter.updateCard('user/u1', handle, doneCard(), 'k2')).toEqual({ is: 'sent', handle })
    expect(standIn.lines).toHaveLength(1)
  })
})

describe('answers', () => {
  it('never go to an address that is not the platform’s', async () => {
    const { standIn } = await begin({
      parts: {
        conversation: {
          say: async () => ({ is: 'say', message: { text: '在', lang: 'zh' } }),
          ask: async () => ({ is: 'say', message: { text: '', lang: 'zh' } }),
        },
      },
    })
    const payload = {
      ...robotPayload(standIn, 'u1', '在吗'),
      sessionWebhook: 'http://169.254.169.254/latest/meta-data',
    }
    await standIn.gateway.push('/v1.0/im/bot/messages/get', payload)
    // Answered all the same, by a message of the robot.
    await expect.poll(() => standIn.lines.map(({ by, text }) => [by, text])).toEqual([['robot', '在']])
  })
})
