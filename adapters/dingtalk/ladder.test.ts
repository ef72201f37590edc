/** Whoever does not react is reminded louder each time, as far as the edition allows; never twice in one go. */
import { afterEach, describe, expect, it } from 'vitest'
import type { Directory } from '../../src/rules/nouns.ts'
import { type Alone, type AloneOptions, alone } from './testing/adapter.ts'
import { approvalCard, doneCard, NUMBER, nag } from './testing/samples.ts'

const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

const HOUR = 3_600_000
const DIRECTORY: Directory = {
  people: {
    wu: {
      id: 'wu',
      name: { zh: '吴建国', en: 'Wu' },
      lang: 'zh',
      tz: 'Asia/Shanghai',
      roles: [],
      accounts: { dingtalk: 'u1' },
    },
  },
  teams: {},
  channels: { quality: { id: 'quality', name: { zh: '质量', en: 'Quality' }, addresses: { dingtalk: 'cid1' } } },
}

/** u1, whose case stands in the group cid1. `remind` lets an hour pass, then reminds. */
async function begin(options: AloneOptions = {}) {
  let one = await alone({
    ...options,
    parts: {
      directory: () => DIRECTORY,
      root: async (to) => (to === 'group/cid1' ? 'card|x:g:1|' : undefined),
      ...options.parts,
    },
  })
  ends.push(() => one.end())
  let turn = 0
  return {
    get one(): Alone {
      return one
    },
    async remind(after = HOUR) {
      turn += 1
      one.time.ahead += after
      return one.adapter.sendMessage('user/u1', nag(`第 ${turn} 次`), `nag-${turn}`)
    },
    async restart() {
      const { ahead } = one.time
      one = await one.restart()
      one.time.ahead = ahead
    },
  }
}

const directly = ({ standIn }: Alone): number => standIn.lines.filter(({ place }) => place === 'user/u1').length

describe('the ladder', () => {
  it('climbs from a message to a mention, a to-do and DING, over a restart too', async () => {
    const scene = await begin()
    scene.one.standIn.paid = true
    expect(await scene.remind()).toMatchObject({ is: 'sent', handle: 'text|direct' })
    expect(await scene.remind()).toMatchObject({ is: 'sent', handle: 'mention' })
    const { standIn } = scene.one
    const call = standIn.calls.findLast(({ name }) => name === 'create')
    expect(call?.body).toMatchObject({
      openSpaceId: 'dtv1.card//IM_GROUP.cid1',
      imGroupOpenDeliverModel: { atUserIds: { u1: '吴建国' } },
    })
    await scene.restart()
    expect(await scene.remind()).toMatchObject({ is: 'sent', handle: 'todo' })
    expect(standIn.todos).toMatchObject([{ who: ['union-1'], subject: '第 3 次', rings: true, done: false }])
    expect(await scene.remind()).toMatchObject({ is: 'sent', handle: 'ding' })
    expect(standIn.lines.at(-1)).toMatchObject({ place: 'ding/u1', text: '第 4 次' })
    expect(directly(scene.one)).toBe(1)
    expect(standIn.shelf.warnings).toEqual([])
  })

  it('says by message what the edition does not allow, without an alarm and without asking again', async () => {
    const scene = await begin({ template: false })
    for (let i = 0; i < 5; i++) expect((await scene.remind()).is).toBe('sent')
    const { standIn, told } = scene.one
    // No mention without cards, one to-do, and DING was asked for once only.
    expect([
      standIn.todos.length,
      standIn.calls.filter(({ name }) => name === 'ding').length,
      directly(scene.one),
    ]).toEqual([1, 1, 4])
    expect(told).toEqual([])
  })

  it('counts reminders that come together as one', async () => {
    const scene = await begin({ tuning: { digestWindow: 0 } })
    for (let i = 0; i < 4; i++) await scene.remind(60_000)
    expect(scene.one.standIn.todos).toEqual([])
    expect(directly(scene.one)).toBe(4)
  })

  it('ticks the to-do off when the task is done, and begins anew', async () => {
    const scene = await begin()
    const card = await scene.one.adapter.sendCard('user/u1', approvalCard(), 'k')
    for (let i = 0; i < 3; i++) await scene.remind()
    expect(scene.one.standIn.todos).toMatchObject([{ done: false }])
    await scene.one.adapter.updateCard('user/u1', card.is === 'sent' ? card.handle : '', doneCard(), 'k2')
    await expect.poll(() => scene.one.standIn.todos).toMatchObject([{ done: true }])
    expect(await scene.remind()).toMatchObject({ handle: 'text|direct' })
  })

  it('does not ring in two ways when an answer got lost', async () => {
    const scene = await begin()
    await scene.remind()
    scene.one.standIn.limits.faults.push({ name: 'create', status: 0, body: '', after: true })
    expect(await scene.remind()).toMatchObject({ is: 'never', why: 'outcome_unknown' })
    expect(directly(scene.one)).toBe(1)
    expect(scene.one.standIn.shelf.all().filter(({ open }) => open.number === NUMBER)).toHaveLength(1)
  })
})
