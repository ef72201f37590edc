import { afterEach, describe, expect, it } from 'vitest'
import type { SendOutcome } from '../../src/ports.ts'
import { APPROVAL, APPROVED, NAG } from './testing/cards.ts'
import { textOf } from './testing/phone.ts'
import { LINKS, type Stage, setStage } from './testing/stage.ts'

const open: Stage[] = []
const stage = async (...given: Parameters<typeof setStage>): Promise<Stage> => {
  const made = await setStage(...given)
  open.push(made)
  return made
}
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

const ZHAO = 'user/zhaoqiang'
const HOUR = 3_600_000
const handleOf = (outcome: SendOutcome): string => {
  if (outcome.is !== 'sent') throw new Error(JSON.stringify(outcome))
  return outcome.handle
}
const chatOf = (on: Stage, to = ZHAO) => on.town.delivered.filter((one) => one.to === to)
const sends = (on: Stage) => on.town.calls.filter((path) => path.endsWith('/message/send')).length

function later(on: Stage): void {
  on.time.now += 73 * HOUR
}

function useUp(on: Stage): void {
  for (const code of on.town.codes.values()) code.used = true
}

describe('a button card', () => {
  it('goes to its approver with a task id of its own, and is closed once with the code of its sending', async () => {
    const on = await stage({ links: LINKS })
    const handle = handleOf(await on.wecom.sendCard(ZHAO, APPROVAL, 'k'))
    const [card] = chatOf(on)
    expect(card?.content).toMatchObject({ card_type: 'button_interaction', task_id: `${APPROVAL.number}_r8_1` })
    const closed = handleOf(await on.wecom.updateCard(ZHAO, handle, APPROVED, 'u'))
    expect(card?.replaced).toMatchObject({ replace_text: expect.stringContaining('赵强已同意') })
    expect(on.town.cut).toEqual([])
    // Already closed: nothing more is said.
    expect(await on.wecom.updateCard(ZHAO, closed, APPROVED, 'u2')).toEqual({ is: 'sent', handle: closed })
    expect(chatOf(on)).toHaveLength(1)
  })

  it.each([
    ['older than 72 hours', later, 0],
    ['used already', useUp, 1],
  ])('whose code is %s leaves it and says afresh, with a new task id, what became of it', async (_what, spoil, asked) => {
    const on = await stage({ links: LINKS })
    const handle = handleOf(await on.wecom.sendCard(ZHAO, APPROVAL, 'k'))
    spoil(on)
    expect((await on.wecom.updateCard(ZHAO, handle, APPROVED, 'u')).is).toBe('sent')
    // A code that is known to be dead is not even tried.
    expect(on.town.calls.filter((path) => path.endsWith('/update_template_card'))).toHaveLength(asked)
    const [old, fresh, ...more] = chatOf(on)
    expect([old?.replaced, more]).toEqual([undefined, []])
    expect(fresh?.content.task_id).toBe(`${APPROVAL.number}_r${APPROVED.revision}_2`)
    expect(textOf(fresh ?? ({} as never))).toContain('赵强已同意')
    await on.wecom.updateCard(ZHAO, handle, APPROVED, 'u')
    expect(chatOf(on)).toHaveLength(2)
  })

  it('older than 72 hours is closed with the code of its reader’s own click', async () => {
    const on = await stage()
    const handle = handleOf(await on.wecom.sendCard(ZHAO, APPROVAL, 'k'))
    later(on)
    await on.phone('zhaoqiang').press(`${APPROVAL.number}_r8_1`, 'approve')
    expect((await on.wecom.updateCard(ZHAO, handle, APPROVED, 'u')).is).toBe('sent')
    const [card, answer, ...more] = chatOf(on)
    expect(card?.replaced).toMatchObject({ replace_text: expect.stringContaining('赵强已同意') })
    expect([answer?.type, more]).toEqual(['text', []])
  })

  it('is never changed before it is over', async () => {
    const on = await stage()
    const handle = handleOf(await on.wecom.sendCard(ZHAO, APPROVAL, 'k'))
    expect(await on.wecom.updateCard(ZHAO, handle, APPROVAL, 'u')).toMatchObject({ is: 'gone' })
    expect(chatOf(on)[0]?.replaced).toBeUndefined()
  })

  it('whose closing was carried out and not answered is not closed a second time, nor said afresh', async () => {
    const on = await stage()
    const handle = handleOf(await on.wecom.sendCard(ZHAO, APPROVAL, 'k'))
    on.town.faults.push({ path: '/cgi-bin/message/update', how: 'lost', times: 1 })
    expect((await on.wecom.updateCard(ZHAO, handle, APPROVED, 'u')).is).toBe('unknown')
    expect((await on.wecom.updateCard(ZHAO, handle, APPROVED, 'u')).is).toBe('sent')
    expect(chatOf(on)).toHaveLength(1)
  })

  it('clicked too late is answered, and the clicker’s copy is closed with the code of that click', async () => {
    const on = await stage()
    handleOf(await on.wecom.sendCard(ZHAO, APPROVAL, 'k'))
    on.reply = () => ({
      is: 'refused',
      code: 'already_decided',
      message: { text: '这一步已经处理过了（赵强）', lang: 'zh' },
    })
    const answers = await on.phone('ZhaoQiang').press(`${APPROVAL.number}_r8_1`, 'approve')
    expect(answers.map(textOf)).toEqual(['这一步已经处理过了（赵强）'])
    expect(on.heard.at(-1)).toMatchObject({
      what: 'click',
      caller: { actor: { kind: 'person', id: 'zhao.qiang' } },
      with: { verb: 'approve', number: APPROVAL.number, revision: 8, position: 'approval#1' },
    })
    for (const end = Date.now() + 2_000; chatOf(on)[0]?.replaced === undefined && Date.now() < end; )
      await new Promise((resolve) => setTimeout(resolve, 2))
    expect(chatOf(on)[0]?.replaced).toMatchObject({ replace_text: '已处理' })
  })

  it('with a made-up task id or verb is refused and goes no further', async () => {
    const on = await stage()
    for (const [task, verb] of [
      ['../etc', 'approve'],
      ['C-20261122-0001_r8_1', 'explode'],
    ] as const)
      expect((await on.phone('zhaoqiang').press(task, verb)).map(textOf).join()).toMatch(/没有/)
    expect(on.heard).toEqual([])
  })
})

describe('a send', () => {
  it('whose answer was lost is repeated with the very same body, also by the next run', async () => {
    const on = await stage()
    on.town.faults.push({ path: '/cgi-bin/message/send', how: 'lost', times: 2 })
    expect((await on.wecom.sendCard(ZHAO, APPROVAL, 'k')).is).toBe('unknown')
    const next = await on.again()
    open.splice(0, 1, next)
    const changed = { ...APPROVAL, header: 'drawn anew' }
    expect((await next.wecom.sendCard(ZHAO, changed, 'k')).is).toBe('sent')
    expect(chatOf(next)).toHaveLength(1)
    const calls = sends(next)
    expect((await next.wecom.sendCard(ZHAO, changed, 'k')).is).toBe('sent')
    expect(sends(next)).toBe(calls)
  })

  it('whose answer was lost stays known through a try that is certainly refused', async () => {
    const on = await stage()
    on.town.faults.push({ path: '/cgi-bin/message/send', how: 'lost', times: 2 })
    on.town.faults.push({ path: '/cgi-bin/message/send', how: 45009, times: 1 })
    expect((await on.wecom.sendCard(ZHAO, APPROVAL, 'k')).is).toBe('unknown')
    expect((await on.wecom.sendCard(ZHAO, APPROVAL, 'k')).is).toBe('retry')
    on.time.now += 2 * 60_000
    expect((await on.wecom.sendCard(ZHAO, { ...APPROVAL, header: 'drawn anew' }, 'k')).is).toBe('sent')
    expect(chatOf(on)).toHaveLength(1)
  })

  it('of the same reminder arrives again after a while, and not right away', async () => {
    const on = await stage()
    for (const key of ['rung-1', 'rung-2']) expect((await on.wecom.sendMessage(ZHAO, NAG, key)).is).toBe('sent')
    expect(chatOf(on)).toHaveLength(1)
    on.time.now += HOUR
    expect((await on.wecom.sendMessage(ZHAO, NAG, 'rung-3')).is).toBe('sent')
    expect(chatOf(on)).toHaveLength(2)
  })

  it('in a group is never repeated', async () => {
    const on = await stage()
    on.town.faults.push({ path: '/cgi-bin/appchat/send', how: 'lost', times: 1 })
    for (let i = 0; i < 3; i++)
      expect(await on.wecom.sendCard('chat/chat-1', APPROVAL, 'k')).toMatchObject({
        is: 'never',
        why: expect.stringContaining('unconfirmed'),
      })
    expect(chatOf(on, 'chat/chat-1')).toHaveLength(1)
  })

  it('that WeCom accepted for somebody else only has not reached its member', async () => {
    const on = await stage()
    expect(await on.wecom.sendCard('user/nobody', APPROVAL, 'k')).toMatchObject({ is: 'closed' })
    on.town.members.set('left', { userid: 'Left', name: 'l', departments: [], leads: [], status: 5 })
    expect(await on.wecom.sendMessage('user/left', NAG, 'm')).toMatchObject({ is: 'closed' })
  })

  it('with a partial failure counts as closed', async () => {
    const on = await stage()
    on.town.partial = 'ZhaoQiang'
    expect(await on.wecom.sendMessage(ZHAO, NAG, 'm')).toEqual({ is: 'closed', why: 'recipient cannot be reached' })
  })

  it.each([
    [-1, 'retry', 4],
    [40014, 'retry', 2],
    [42001, 'retry', 2],
    [41001, 'retry', 2],
    [45009, 'retry', 1],
    [45033, 'retry', 1],
    [40001, 'retry', 1],
    [40056, 'retry', 1],
    [48002, 'retry', 1],
    [60020, 'retry', 1],
    [301002, 'retry', 1],
    [81013, 'closed', 1],
    [60111, 'closed', 1],
    [60011, 'closed', 1],
    [40003, 'closed', 1],
    [82001, 'closed', 1],
    [40008, 'never', 1],
    [40058, 'never', 1],
    [45002, 'never', 1],
    [44004, 'never', 1],
    [41016, 'never', 1],
    [99999, 'never', 1],
  ])('that is answered with %i comes to %s after %i calls', async (code, is, calls) => {
    const on = await stage()
    on.town.faults.push({ path: '/cgi-bin/message/send', how: code, times: 99 })
    expect((await on.wecom.sendMessage(ZHAO, NAG, 'm')).is).toBe(is)
    expect(sends(on)).toBe(calls)
    on.town.faults.length = 0
    on.time.now += HOUR
    expect((await on.wecom.sendMessage(ZHAO, NAG, 'm')).is).toBe('sent')
  })

  it.each([[40050], [86001], [86003], [86008]])('to a chat that is answered with %i is closed', async (code) => {
    const on = await stage()
    on.town.faults.push({ path: '/cgi-bin/appchat/send', how: code, times: 1 })
    expect((await on.wecom.sendMessage('chat/chat-1', NAG, 'm')).is).toBe('closed')
  })

  it('to a chat of another app is closed, and a card of the house never goes there as a template card', async () => {
    const on = await stage({ links: LINKS })
    expect(await on.wecom.sendCard('chat/chat-foreign', APPROVAL, 'k')).toMatchObject({ is: 'closed' })
    expect((await on.wecom.sendCard('chat/chat-1', APPROVAL, 'k2')).is).toBe('sent')
    expect(chatOf(on, 'chat/chat-1')[0]?.type).toBe('textcard')
  })

  it('rests for a minute after a frequency limit, without asking again', async () => {
    const on = await stage()
    on.town.faults.push({ path: '/cgi-bin/message/send', how: 45009, times: 1 })
    await on.wecom.sendMessage(ZHAO, NAG, 'a')
    expect(await on.wecom.sendMessage(ZHAO, NAG, 'b')).toMatchObject({ is: 'retry', after: expect.any(Number) })
    expect(sends(on)).toBe(1)
    on.time.now += 60_001
    expect((await on.wecom.sendMessage(ZHAO, NAG, 'b')).is).toBe('sent')
  })

  it('with a wrong configuration alarms, says that it is not ready, and is not lost', async () => {
    const on = await stage()
    on.town.faults.push({ path: '/cgi-bin/gettoken', how: 40001, times: 1 })
    await on.wecom.sendMessage(ZHAO, NAG, 'm').then(() => undefined)
    on.time.now += 3 * HOUR
    on.town.faults.push({ path: '/cgi-bin/gettoken', how: 40001, times: 1 })
    expect((await on.wecom.sendMessage(ZHAO, { ...NAG, text: 'other' }, 'n')).is).toBe('retry')
    expect([on.wecom.unready(), on.told.at(-1)?.key]).toEqual(['wecom configuration 40001', 'configuration/40001'])
    const calls = on.town.calls.length
    expect((await on.wecom.sendMessage(ZHAO, { ...NAG, text: 'other' }, 'n')).is).toBe('retry')
    expect(on.town.calls.length).toBe(calls)
    on.time.now += 6 * 60_000
    expect((await on.wecom.sendMessage(ZHAO, { ...NAG, text: 'other' }, 'n')).is).toBe('sent')
    expect(on.wecom.unready()).toBeUndefined()
  })

  it('by an API that is forbidden is not ready until that API works, and others go on', async () => {
    const on = await stage()
    on.town.faults.push({ path: '/cgi-bin/appchat/send', how: 48002, times: 1 })
    expect((await on.wecom.sendMessage('chat/chat-1', NAG, 'a')).is).toBe('retry')
    expect((await on.wecom.sendMessage(ZHAO, NAG, 'b')).is).toBe('sent')
    expect(on.wecom.unready()).toBe('wecom configuration 48002')
    on.time.now += 6 * 60_000
    expect((await on.wecom.sendMessage('chat/chat-1', NAG, 'a')).is).toBe('sent')
    expect(on.wecom.unready()).toBeUndefined()
  })
})

describe('the token', () => {
  it('is fetched once however many ask, and again a minute before its end', async () => {
    const on = await stage()
    await Promise.all(
      Array.from({ length: 10 }, (_, i) => on.wecom.sendMessage(ZHAO, { ...NAG, text: `${i}` }, `m${i}`)),
    )
    expect(on.town.tokensGiven).toBe(1)
    on.time.now += 7_200_000 - 59_000
    await on.wecom.sendMessage(ZHAO, NAG, 'late')
    expect(on.town.tokensGiven).toBe(2)
  })

  it('that died early is replaced once, for everybody', async () => {
    const on = await stage()
    await on.wecom.sendMessage(ZHAO, NAG, 'first')
    on.town.token = { value: 'another', until: on.time.now + HOUR }
    const all = await Promise.all(
      Array.from({ length: 8 }, (_, i) => on.wecom.sendMessage(ZHAO, { ...NAG, text: `${i}` }, `m${i}`)),
    )
    expect(all.map(({ is }) => is)).toEqual(Array(8).fill('sent'))
    expect(on.town.tokensGiven).toBe(2)
  })
})

describe('the quota', () => {
  it('keeps below what WeCom would silently drop, and leaves room for answers', async () => {
    const on = await stage()
    const outcomes = []
    for (let i = 0; i < 40; i++) outcomes.push(await on.wecom.sendMessage(ZHAO, { ...NAG, text: `${i}` }, `m${i}`))
    const held = outcomes.filter(({ is }) => is === 'retry')
    expect(held.length).toBeGreaterThan(10)
    expect(held.every((one) => one.is === 'retry' && one.after > 0 && one.after <= 60_001)).toBe(true)
    expect((await on.phone('zhaoqiang').type('我的')).map(textOf)).toEqual(['好的'])
    expect(on.town.dropped).toBe(0)
    on.time.now += 60_001
    expect((await on.wecom.sendMessage(ZHAO, { ...NAG, text: '39' }, 'm39')).is).toBe('sent')
  })
})

describe('a group robot', () => {
  it('is told by its key alone, with a card that leads to the page', async () => {
    const on = await stage({ links: LINKS, secrets: { ROBOT_KEY: 'robot-key-1' } })
    const to = on.wecom.address({ in: 'channel', channel: 'robot' }) ?? ''
    expect(to).toBe('robot/ROBOT_KEY')
    expect((await on.wecom.sendCard(to, APPROVAL, 'k')).is).toBe('sent')
    expect(chatOf(on, 'robot/robot-key-1')[0]?.content).toMatchObject({
      card_type: 'text_notice',
      card_action: { type: 1 },
    })
  })

  it('without a key is closed', async () => {
    const on = await stage()
    expect(await on.wecom.sendCard('robot/ROBOT_KEY', APPROVAL, 'k')).toMatchObject({ is: 'closed' })
  })
})

describe('a war room', () => {
  const ROOM = {
    number: APPROVAL.number,
    name: `${APPROVAL.number} 冰箱`,
    topic: '冰箱不制冷',
    people: ['WangLi', 'zhaoqiang'],
  }

  it('is opened once per key, also when the answer was lost; takes cards and people; its name says when it is over', async () => {
    const on = await stage({ links: LINKS })
    on.town.faults.push({ path: '/cgi-bin/appchat/create', how: 'lost', times: 1 })
    expect((await on.wecom.rooms?.open(ROOM, 'room/1'))?.is).toBe('unknown')
    const handle = handleOf((await on.wecom.rooms?.open(ROOM, 'room/1')) as SendOutcome)
    expect(handleOf((await on.wecom.rooms?.open(ROOM, 'room/1')) as SendOutcome)).toBe(handle)
    expect([...on.town.chats.values()].filter(({ name }) => name === ROOM.name)).toHaveLength(1)
    expect((await on.wecom.sendCard(handle, APPROVAL, 'card')).is).toBe('sent')
    expect((await on.wecom.rooms?.invite(handle, ['third']))?.is).toBe('sent')
    expect((await on.wecom.rooms?.close(handle))?.is).toBe('sent')
    expect((await on.wecom.rooms?.close(handle))?.is).toBe('sent')
    expect(on.town.chats.get(handle.slice(5))).toMatchObject({
      name: `【已结束】${ROOM.name}`,
      users: ['wangli', 'zhaoqiang', 'third'],
    })
  })

  it('needs two members, and is none of another app’s chats', async () => {
    const on = await stage()
    expect(await on.wecom.rooms?.open({ ...ROOM, people: ['WangLi'] }, 'r')).toMatchObject({ is: 'never' })
    expect(await on.wecom.rooms?.close('chat/chat-foreign')).toMatchObject({ is: 'closed' })
    expect(await on.wecom.rooms?.invite('chat/nowhere', ['a'])).toMatchObject({ is: 'closed' })
  })
})

describe('at half past', () => {
  const HALF = Date.UTC(2026, 10, 22, 6, 30, 5)

  it('reminders wait for a quieter minute, also over a restart; cards, answers and level 1 do not', async () => {
    const on = await stage({ now: HALF })
    expect((await on.wecom.sendMessage(ZHAO, NAG, 'nag')).is).toBe('sent')
    expect(chatOf(on)).toEqual([])
    expect((await on.wecom.sendMessage(ZHAO, { ...NAG, text: '一级', urgent: true }, 'urgent')).is).toBe('sent')
    expect((await on.wecom.sendCard(ZHAO, APPROVAL, 'card')).is).toBe('sent')
    expect((await on.phone('zhaoqiang').type('我的')).length).toBe(1)
    expect(chatOf(on)).toHaveLength(3)
    await on.wecom.stop()
    on.time.now += 2 * 60_000
    const next = await on.again()
    open.splice(0, 1, next)
    for (const end = Date.now() + 2_000; chatOf(next).length < 4 && Date.now() < end; )
      await new Promise((resolve) => setTimeout(resolve, 5))
    expect(chatOf(next).at(-1)?.content).toEqual({ content: NAG.text })
  })

  it('is no time for them on the hour either, and any other minute is', async () => {
    const on = await stage({ now: Date.UTC(2026, 10, 22, 7, 0, 59) })
    await on.wecom.sendMessage(ZHAO, NAG, 'a')
    expect(chatOf(on)).toEqual([])
    on.time.now += 1_001
    await on.wecom.sendMessage(ZHAO, { ...NAG, text: 'x' }, 'b')
    expect(chatOf(on)).toHaveLength(1)
  })
})
