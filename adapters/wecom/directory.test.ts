import { afterEach, describe, expect, it } from 'vitest'
import type { Finding } from '../../src/ports.ts'
import { callOnce, innerXml, textParts } from './testing/callbacks.ts'
import { LINKS, type Stage, setStage } from './testing/stage.ts'
import { addMember } from './testing/town.ts'

const open: Stage[] = []
const stage = async (...given: Parameters<typeof setStage>): Promise<Stage> => {
  const made = await setStage(...given)
  open.push(made)
  return made
}
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

describe('the directory', () => {
  it('knows who is active, who left and whom the app may not see', async () => {
    const on = await stage()
    addMember(on.town, 'left', { status: 5 })
    addMember(on.town, 'off', { status: 2 })
    addMember(on.town, 'new', { status: 4 })
    addMember(on.town, 'far', { hidden: true })
    const known = await on.wecom.accounts?.(['WangLi', 'left', 'off', 'new', 'far', 'nobody'])
    expect([...(known ?? [])].map(([id, { is }]) => [id, is]).sort()).toEqual([
      ['WangLi', 'active'],
      ['left', 'gone'],
      ['new', 'unknown'],
      ['nobody', 'gone'],
      ['off', 'gone'],
    ])
  })

  it('finds the members of a tag with its departments, of a department, and its leaders, in lower case', async () => {
    const on = await stage()
    addMember(on.town, 'LiSi', { departments: [7], leads: [7] })
    addMember(on.town, 'Zhou', { departments: [3, 7], leads: [3] })
    on.town.tags.set('5', { users: ['WangLi', 'lisi'], parties: [7] })
    expect(await on.wecom.group?.('tag/5')).toEqual(['wangli', 'lisi', 'zhou'])
    expect(await on.wecom.group?.('department/7')).toEqual(['lisi', 'zhou'])
    expect(await on.wecom.group?.('leaders/7')).toEqual(['lisi'])
    for (const id of ['tag/404', 'tag/x', 'something/1', '']) expect(await on.wecom.group?.(id)).toBeUndefined()
  })

  it('says nothing while WeCom does not answer', async () => {
    const on = await stage()
    on.town.faults.push(
      { path: '/cgi-bin/user', how: 48002, times: 99 },
      { path: '/cgi-bin/tag', how: 48002, times: 99 },
    )
    expect(await on.wecom.accounts?.(['WangLi'])).toEqual(new Map())
    expect(await on.wecom.group?.('tag/5')).toBeUndefined()
  })

  it('compares ids in any case, and has addresses for whoever has an account', async () => {
    const on = await stage()
    expect(on.wecom.address({ in: 'person', person: 'wang.li' })).toBe('user/wangli')
    expect(on.wecom.address({ in: 'person', person: 'nobody' })).toBeUndefined()
    expect(on.wecom.address({ in: 'channel', channel: 'quality' })).toBe('chat/chat-1')
    expect(on.wecom.address({ in: 'channel', channel: 'foreign' })).toBe('chat/chat-foreign')
    expect(on.wecom.address({ in: 'customer', number: 'C-1' })).toBeUndefined()
  })
})

describe('the doctor', () => {
  const findings = async (on: Stage): Promise<Record<string, Finding['is']>> => {
    const found: Record<string, Finding['is']> = {}
    for await (const one of on.wecom.doctor?.() ?? []) {
      expect([one.check, one.says.zh === '', one.says.en === '', one.is !== 'good' && one.fix === undefined]).toEqual([
        one.check,
        false,
        false,
        false,
      ])
      found[one.check] = one.is
    }
    return found
  }

  it('finds a whole installation good', async () => {
    const on = await stage({ links: LINKS, secrets: { ROBOT_KEY: 'robot-key-1' } })
    on.town.redirectDomain = 'redress.example'
    on.town.chats.set('chat-foreign', { name: 'x', ours: true })
    await callOnce(on.target, innerXml(on.town, 'WangLi', textParts('帮助')))
    const before = on.town.delivered.length
    const found = await findings(on)
    expect(found).toEqual({
      'wecom.credentials': 'good',
      'wecom.app': 'good',
      'wecom.pages': 'good',
      'wecom.callback': 'good',
      'wecom.channel.quality': 'good',
      'wecom.channel.robot': 'good',
      'wecom.channel.foreign': 'good',
      'wecom.members': 'good',
    })
    expect(on.town.delivered.slice(before).filter(({ to }) => !to.startsWith('user/'))).toEqual([])
  })

  it('names what is missing', async () => {
    const on = await stage({ links: LINKS })
    on.town.members.delete('zhaoqiang')
    expect(await findings(on)).toMatchObject({
      'wecom.pages': 'bad',
      'wecom.callback': 'warning',
      'wecom.channel.robot': 'bad',
      'wecom.channel.foreign': 'bad',
      'wecom.members': 'warning',
    })
    const words = await stage()
    expect(await findings(words)).toMatchObject({ 'wecom.pages': 'warning' })
  })

  it.each([40001, 40013, 60020])('says what error %i means and stops there', async (code) => {
    const on = await stage({ idle: true })
    on.town.faults.push({ path: '/cgi-bin/', how: code, times: 99 })
    const found = []
    for await (const one of on.wecom.doctor?.() ?? []) found.push(one)
    expect(found).toMatchObject([
      { check: 'wecom.credentials', is: 'bad', fix: { zh: expect.stringContaining(String(code)) } },
    ])
  })
})
