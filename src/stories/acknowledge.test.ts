/** Putting reminders off: "on it until …" and one's own reminders later, on real storage with a clock that is moved. */
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import type { PersonId } from '../rules/nouns.ts'
import { refusedTo } from './decision.ts'
import { type Told, tell } from './house.ts'
import { files, only, reviewed } from './road.ts'

let house: Told
let number: string
const open: Told[] = []
afterAll(() => Promise.all(open.map((one) => one.close())))
beforeEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()))
  house = await tell()
  open.push(house)
})

const until = async (local: string): Promise<void> => {
  await house.moveTo(Date.parse(`${local}:30+08:00`))
  await house.settle()
}
const words = async (person: PersonId): Promise<readonly string[]> => house.as(person).words(number)
const cardIn = async (place: string, viewer: PersonId): Promise<string> =>
  JSON.stringify((await house.as(viewer).cards(number)).findLast((post) => post.to === place)?.body)
const cardOf = (person: PersonId): Promise<string> => cardIn(`person/${person}`, person)
const puts = async (person: PersonId, verb: 'acknowledge' | 'snooze', to: string) => {
  const reply = await house.as(person).fills(verb, number, { to })
  await house.settle()
  return reply
}

describe('"on it until …"', () => {
  it('stands on the card once somebody was reminded, and nobody is reminded until then', async () => {
    number = await files(house)
    expect(await cardOf('feng.lan')).not.toContain('redress.acknowledge')
    await until('2026-03-02T11:10')
    expect(await cardOf('feng.lan')).toContain('redress.acknowledge')
    expect(await cardIn('channel/quality', 'feng.lan')).toContain('如未处理，3月2日 周一 14:34 告知钱雨涵')

    const due = (await house.store.tasksOf('han.xue'))[0]?.task.due
    expect((await puts('feng.lan', 'acknowledge', '4bh')).is).toBe('done')
    expect(await cardIn('channel/quality', 'feng.lan')).toContain('冯岚在处理，到 3月2日 周一 16:40')
    expect(await cardOf('han.xue')).toContain('冯岚在处理')
    // The clock runs on: it is as late as it was.
    expect((await house.store.tasksOf('han.xue'))[0]?.task.due).toBe(due)
    await until('2026-03-02T16:39')
    expect(await words('qian.yuhan')).toEqual([])

    await until('2026-03-02T16:41')
    const [said = '', ...more] = await words('qian.yuhan')
    expect(more).toEqual([])
    expect(said).toContain('冯岚说过会处理到 3月2日 周一 16:40')
    expect(await words('feng.lan')).toHaveLength(1)
    expect(await cardIn('channel/quality', 'feng.lan')).not.toContain('在处理，到')
    expect((await house.happened(number, 'nagged')).at(-1)).toMatchObject({ held: { person: 'feng.lan' } })
  })

  it('is named too where it ends at a full hour, past which reminders come some minutes later', async () => {
    number = await files(house)
    await until('2026-03-02T11:30')
    expect((await puts('feng.lan', 'acknowledge', '4bh')).is).toBe('done')
    await until('2026-03-02T17:00')
    expect(await words('qian.yuhan')).toEqual([])
    await until('2026-03-02T17:10')
    expect((await words('qian.yuhan')).join()).toContain('冯岚说过会处理到 3月2日 周一 17:00')
  })

  it('is said so often, by whoever is asked, and for a time that the policy gives', async () => {
    number = await files(house)
    await until('2026-03-02T11:10')
    expect(await refusedTo(house, 'feng.lan', 'acknowledge', number, { to: '9h' })).toMatchObject({
      code: 'target_unknown',
    })
    expect((await refusedTo(house, 'wang.li', 'acknowledge', number, { to: '1h' })).code).toBe('not_yours')
    expect((await puts('feng.lan', 'acknowledge', '1h')).is).toBe('done')
    expect((await puts('han.xue', 'acknowledge', '1h')).is).toBe('done')
    expect((await refusedTo(house, 'feng.lan', 'acknowledge', number, { to: '1h' })).code).toBe('not_put_off')
    // Whoever acts in time is not reminded of it afterwards.
    await reviewed(house, number)
    await until('2026-03-02T18:30')
    const review = (await house.happened(number, 'nagged')).filter(({ position }) => position === 'review#1')
    expect(review).toHaveLength(1)
  })

  it('lasts no longer than the shortest time at level 1, where nothing is snoozed and no night holds', async () => {
    await house.as('han.xue').act({
      do: 'submit',
      form: 'redress.form.preferences',
      values: { language: 'zh', quiet_from: '08:00', quiet_to: '20:00' },
    })
    number = await files(house, { safety: 'injury' })
    await until('2026-03-02T10:00')
    // At its exact moment, for everybody.
    expect([await words('feng.lan'), await words('han.xue')].map((all) => all.length)).toEqual([1, 1])
    expect((await refusedTo(house, 'feng.lan', 'acknowledge', number, { to: '2h' })).code).toBe('target_unknown')
    expect((await refusedTo(house, 'feng.lan', 'snooze', number, { to: '1h' })).code).toBe('not_put_off')
    expect((await puts('feng.lan', 'acknowledge', '1h')).is).toBe('done')
  })

  it('ends when the case rises to level 1', async () => {
    number = await files(house)
    await until('2026-03-02T11:10')
    await puts('feng.lan', 'acknowledge', '4bh')
    await house.as('han.xue').does('amend', number, { safety: 'injury' })
    await until('2026-03-02T14:00')
    expect(await words('qian.yuhan')).toHaveLength(1)
  })
})

describe('one’s own reminders later', () => {
  it('wait after a warning, and nobody else’s do', async () => {
    number = await files(house)
    await until('2026-03-02T10:00')
    await reviewed(house, number)
    const engineer = await only(house, number)
    // Due on Tuesday at ten; warned at nine, within working hours.
    await until('2026-03-03T09:10')
    expect((await words(engineer))[0]).toContain('3月3日 周二 10:00 到期，先提醒您一声')
    await until('2026-03-03T09:30')
    const before = (await words(engineer)).length
    expect((await puts(engineer, 'snooze', '4bh')).is).toBe('done')
    // Until three o'clock; what was put off comes some minutes after the full hour, and is said to have been put off.
    await until('2026-03-03T15:00')
    expect((await words(engineer)).length).toBe(before)
    const lines = await house.store.messages(number)
    expect(lines.flatMap(({ state, why }) => (state === 'waiting' ? [why] : []))).toEqual(['snoozed'])
    const leader = house.shelf.company.live.directory.people[engineer]?.leader ?? ''
    expect(await words(leader)).toHaveLength(1)
    await until('2026-03-03T15:10')
    expect((await words(engineer)).length).toBe(before + 1)
    expect((await refusedTo(house, 'andrew.lin', 'snooze', number, { to: '1h' })).code).toBe('not_yours')
  })

  it('reach the stand-in of a leader who is away', async () => {
    const dates = { stand_in: 'andrew.lin', stand_in_from: '2026-03-02', stand_in_until: '2026-03-03' }
    await house
      .as('qian.yuhan')
      .act({ do: 'submit', form: 'redress.form.preferences', values: { language: 'zh', ...dates } })
    number = await files(house)
    await until('2026-03-02T14:40')
    expect(await words('qian.yuhan')).toEqual([])
    expect(await words('andrew.lin')).toHaveLength(1)
  })
})
