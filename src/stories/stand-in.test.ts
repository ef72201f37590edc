/** Somebody is away, or gone: who is asked in their place, how it shows, and that nobody gains what they may not have. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Platform, Store } from '../ports.ts'
import { type Told, tell } from './house.ts'
import { files, only, TERMS, upToPlan } from './road.ts'

let house: Told
let folder: string
const gone = new Set<string>()
const group = new Set<string>()

/** The platform of these tests knows who left. */
const knowing = (platform: Platform): Platform => ({
  ...platform,
  group: async (id) => (id === 'G1' ? [...group] : undefined),
  accounts: async (ids) => new Map(ids.map((id) => [id, { is: gone.has(id) ? 'gone' : 'active' } as const])),
})

/** A database that takes a moment to say what people set, while `slow`. */
let slow = false
const sluggish = (store: Store): Store => ({
  ...store,
  async settings(prefix) {
    const late = slow
    const found = await store.settings(prefix)
    if (late) await new Promise((resolve) => setTimeout(resolve, 100))
    return found
  },
})

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'redress-group-'))
  const directory = join(folder, 'directory.yaml')
  writeFileSync(directory, 'teams: {service_leads: {groups: {playground: G1}}}')
  house = await tell({ wrap: knowing, wrapStore: sluggish, env: { DIRECTORY_FILE: directory } })
})
afterAll(async () => {
  await house.close()
  rmSync(folder, { recursive: true })
})

const DATES = { stand_in_from: '2026-03-02', stand_in_until: '2026-03-03' }
const settings = (person: string, values: object) =>
  house.as(person).act({ do: 'submit', form: 'redress.form.preferences', values: { language: 'zh', ...values } })
const people = () => Object.values(house.shelf.company.live.directory.people)
const texts = async (person: string, number: string) => JSON.stringify(await house.as(person).cards(number))

/** A refund of 800 that waits for the one approver of its tier. */
async function asked(): Promise<{ number: string; approver: string }> {
  const { number, engineer } = await upToPlan(house)
  await house.as(engineer).does('submit', number, { plan_kind: 'refund', plan_amount: '800.00', ...TERMS })
  return { number, approver: await only(house, number) }
}

describe('a dated stand-in', () => {
  it('may only be somebody above or of the same role, for days to come, never oneself', async () => {
    const { approver } = await asked()
    const clerk = people().find((p) => p.roles.length === 0 && p.leader !== undefined)?.id
    for (const id of [approver, clerk, 'nobody'])
      expect(await settings(approver, { stand_in: id, ...DATES })).toMatchObject({
        is: 'errors',
        errors: [{ field: 'stand_in' }],
      })
    const leader = people().find((p) => p.id === approver)?.leader
    for (const until of ['2026-02-01', '2027-02-01', 'soon', ''])
      expect(await settings(approver, { stand_in: leader, ...DATES, stand_in_until: until })).toMatchObject({
        errors: [{ field: 'stand_in_until' }],
      })
    expect(house.shelf.company.live.directory.people[approver]?.standIn).toBeUndefined()
  })

  it('is not forgotten for what was read before it was set', async () => {
    const { number, approver } = await asked()
    const leader = people().find((p) => p.id === approver)?.leader ?? ''
    await settings(approver, {})
    slow = true
    const looking = house.roster.refresh()
    slow = false
    await settings(approver, { stand_in: leader, ...DATES })
    await looking
    expect(await house.asked(number)).toEqual([leader])
    await settings(approver, {})
    expect(await house.asked(number)).toEqual([approver])
  })

  it('loses the buttons when whoever was away is back, also after a restart in between', async () => {
    const { number, approver } = await asked()
    const leader = people().find((p) => p.id === approver)?.leader ?? ''
    await settings(approver, { stand_in: leader, ...DATES })
    const card = async () =>
      (await house.as(leader).cards(number)).findLast(({ to }: { to: string }) => to === `person/${leader}`)
    expect((await card()).body.state).toBe('open')
    house = await house.reopen()
    await settings(approver, {})
    expect(await house.asked(number)).toEqual([approver])
    expect(await card()).toMatchObject({ body: { state: 'done', actions: [] } })
  })

  it('is told, is asked instead, decides in the name of whoever is away, and it stays so afterwards', async () => {
    const { number, approver } = await asked()
    const leader = people().find((p) => p.id === approver)?.leader ?? ''
    expect(await settings(approver, { stand_in: leader, ...DATES })).toMatchObject({ is: 'say' })
    await house.settle()
    expect(await house.asked(number)).toEqual([leader])
    expect(await texts(leader, number)).toMatch(/代.*处理/)
    const own = (await house.as(approver).cards(number)).filter(({ to }) => to === `person/${approver}`)
    expect(own.at(-1)).toMatchObject({ body: { state: 'done', actions: [] } })
    expect(await house.as(approver).clicks('approve', number)).toMatchObject({ is: 'refused', code: 'not_yours' })
    await house.as(leader).does('approve', number)
    expect(await house.happened(number, 'approved')).toMatchObject([{ person: leader, for: approver }])
    const shown = await house.as('wang.li').act({ do: 'command', text: `/complaint show ${number}` })
    expect(JSON.stringify(shown)).toMatch(/（代.*）同意/)
  })

  it('ends with its last day: from then on the approver is asked again', async () => {
    const { number, approver: leader } = await asked()
    const away = people().find((p) => p.standIn === leader)?.id ?? ''
    expect(away).not.toBe('')
    await house.pass('48h')
    expect(await house.asked(number)).toEqual([away])
    expect(people().some((p) => p.standIn !== undefined)).toBe(false)
  })
})

describe('an account that was deactivated', () => {
  it('is skipped for the next by rule, which the card says; back again, they are asked again', async () => {
    const { number, approver } = await asked()
    gone.add(approver)
    await house.roster.look()
    await house.settle()
    const instead = await house.asked(number)
    expect(instead).not.toContain(approver)
    expect(instead.length).toBeGreaterThan(0)
    expect(await texts(instead[0] ?? '', number)).toContain('没有可用的账号，跳过')
    gone.clear()
    await house.roster.look()
    await house.settle()
    expect(await house.asked(number)).toEqual([approver])
  })
})

describe('a group that a platform keeps', () => {
  it('counts as members: whoever joins is asked for what is open, whoever leaves is not, strangers never are', async () => {
    const number = await files(house)
    const before = await house.asked(number)
    const joins = people().find((p) => !before.includes(p.id) && p.id !== 'wang.li')?.id ?? ''
    group.add(joins)
    group.add('nobody-we-know')
    await house.roster.look()
    await house.settle()
    expect([...(await house.asked(number))].sort()).toEqual([...before, joins].sort())
    group.clear()
    await house.roster.look()
    await house.settle()
    expect(await house.asked(number)).toEqual(before)
  })
})

describe('quiet hours', () => {
  it('hold reminders until they end; cards still come, and what was done meanwhile is not reminded of', async () => {
    const { number, approver } = await asked()
    expect(await settings(approver, { quiet_from: '25:00', quiet_to: '08:00' })).toMatchObject({
      errors: [{ field: 'quiet_from' }],
    })
    expect(await settings(approver, { quiet_from: '00:00', quiet_to: '23:59' })).toMatchObject({ is: 'say' })
    const reminders = async () =>
      (await house.store.messages(number)).filter((line) => line.key.startsWith('nag/approval#'))
    while ((await reminders()).length === 0) await house.pass('next-timer')
    expect(await reminders()).toMatchObject([{ state: 'waiting' }])
    await house.as('wang.li').act({ do: 'command', text: `/complaint note ${number} 请尽快` })
    await house.as(approver).does('approve', number)
    await house.settle()
    const own = (await house.as(approver).cards(number)).findLast(({ to }) => to === `person/${approver}`)
    expect(own).toMatchObject({ body: { state: 'done' } })
    await house.pass('24h')
    // The approver leads quality, too, and hears of a batch at once: that is no reminder.
    const words = (await house.as(approver).words(number)).filter((text) => !text.includes('同类问题'))
    expect(words).toEqual([])
    await settings(approver, {})
  })
})

describe('settings', () => {
  it('keep the language over a restart, and refuse what they do not know', async () => {
    expect(await settings('wang.li', { language: 'en' })).toMatchObject({ is: 'say', message: { lang: 'en' } })
    expect(await settings('wang.li', { language: 'fr' })).toMatchObject({ errors: [{ field: 'language' }] })
    expect(await settings('wang.li', { power: 'all' })).toMatchObject({ is: 'errors', code: 'field_unknown' })
    const again = await house.reopen()
    house = again
    expect(house.shelf.company.live.directory.people['wang.li']?.lang).toBe('en')
    const home = await house.reception.home({ actor: { kind: 'person', id: 'wang.li' }, via: 'test', lang: 'en' })
    expect(home).toMatchObject({ sections: [{ title: 'Waiting for you (0)' }, { lines: expect.any(Array) }] })
  })
})
