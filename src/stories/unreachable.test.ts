/** Nothing reaches somebody: what they were asked passes to the next by rule, visibly, and nothing waits for them (D17). */
import { rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Platform, SendOutcome } from '../ports.ts'
import type { PersonId } from '../rules/nouns.ts'
import { cardOf, changed, inApproval, refusedTo, storyOf } from './decision.ts'
import type { Told } from './house.ts'
import { tell } from './house.ts'
import { files, only, stagesOf } from './road.ts'

const LEGAL = ['fan.zhe', 'grace.wood']

const policyFile = changed(['who: team.legal, mode: any', 'who: team.legal, mode: all'])
let house: Told
const blocked = new Set<PersonId>()

/** A platform that some people have blocked. */
const refusing = (platform: Platform): Platform => {
  const closedTo = (to: string): boolean => blocked.has(to.replace(/^person\//, ''))
  const closed: SendOutcome = { is: 'closed', why: 'user_blocked' }
  return {
    ...platform,
    sendCard: async (to, ...rest) => (closedTo(to) ? closed : platform.sendCard(to, ...rest)),
    updateCard: async (to, ...rest) => (closedTo(to) ? closed : platform.updateCard(to, ...rest)),
    sendMessage: async (to, ...rest) => (closedTo(to) ? closed : platform.sendMessage(to, ...rest)),
  }
}

beforeAll(async () => {
  house = await tell({ policyFile, wrap: refusing })
})
afterEach(() => blocked.clear())
afterAll(async () => {
  await house.close()
  rmSync(dirname(policyFile), { recursive: true })
})

const leaderOf = (person: PersonId): PersonId => house.shelf.company.live.directory.people[person]?.leader ?? ''
const unreached = (number: string) => house.happened(number, 'unreached')
/** The approver who is asked for a refund of 800 of this engineer's. */
async function directorOf(): Promise<PersonId> {
  const { number } = await inApproval(house)
  return only(house, number)
}

describe('an approver who blocked the bot', () => {
  it('never holds it up: the next by rule is asked, the card and the story say why, the operators hear of it', async () => {
    const usual = await directorOf()
    for (const person of Object.values(house.shelf.company.live.directory.people))
      if (person.roles.includes('director') && person.id !== leaderOf(usual)) blocked.add(person.id)
    const { number } = await inApproval(house)
    const next = await only(house, number)
    expect(blocked).not.toContain(next)
    const [first] = await unreached(number)
    const director = first?.people[0] ?? ''
    expect(first).toMatchObject({ step: 'director', people: [director], why: 'user_blocked' })
    expect(await refusedTo(house, director, 'approve', number)).toMatchObject({ code: 'not_yours' })
    expect(await cardOf(house, next, number)).toMatch(/消息送不到.+，按规则转下一人/)
    expect(await storyOf(house, number)).toMatch(/消息送不到.+，“方案审批”按规则转下一人（user_blocked）/)
    expect((await refusedTo(house, next, 'transfer', number, { to: director })).code).toBe('target_barred')
    const told = (await house.as('meng.qi').state()).posts.filter(
      (post: { number: string; to: string }) => post.number === number && post.to.includes('operator'),
    )
    expect(JSON.stringify(told)).toContain('联系不到')
    await house.as(next).does('approve', number)
    expect(await stagesOf(house, number)).toContain('payment')
  })

  it('has their voice kept where all are asked: whoever leads them is asked in their place', async () => {
    blocked.add('fan.zhe')
    const { number } = await inApproval(house, { plan_kind: 'cash' })
    const above = leaderOf('fan.zhe')
    expect((await house.asked(number)).toSorted()).toEqual(['grace.wood', above].toSorted())
    await house.as('grace.wood').does('approve', number)
    expect(await house.asked(number)).toEqual([above])
    await house.as(above).does('approve', number)
    expect((await unreached(number)).map(({ people }) => people)).toEqual([['fan.zhe']])
    expect(await house.asked(number)).not.toContain(above)
  })

  it('is found out by a reminder, when the card still came through', async () => {
    const { number } = await inApproval(house)
    const director = await only(house, number)
    await house.settle()
    blocked.add(director)
    while ((await unreached(number)).length === 0) await house.pass('next-timer')
    const nagged = await house.happened(number, 'nagged')
    expect(nagged.filter(({ people }) => people.includes(director))).toHaveLength(1)
    expect(await only(house, number)).not.toBe(director)
  })
})

describe('elsewhere than at a decision', () => {
  it('a question passes to whoever leads the one who was to answer it', async () => {
    const { number } = await inApproval(house, { plan_kind: 'cash' })
    blocked.add('wang.li')
    await house.as('fan.zhe').does('ask', number, { to: 'filer', reason: '客户怎么说的？' })
    const next = await only(house, number)
    expect(next).toBe(leaderOf('wang.li'))
    expect(await unreached(number)).toMatchObject([{ step: 'ask.1', people: ['wang.li'] }])
    expect(await refusedTo(house, 'wang.li', 'answer', number)).toMatchObject({ code: 'not_yours' })
    expect(await cardOf(house, next, number)).toContain('消息送不到')
    await house.as(next).does('answer', number, { reason: '只要现金' })
    expect((await house.asked(number)).toSorted()).toEqual(LEGAL)
  })

  it('a review is left to the others of the team; with nobody left it stays theirs, and the operators have the card', async () => {
    blocked.add('feng.lan')
    const number = await files(house)
    expect(await house.asked(number)).toEqual(['han.xue'])
    for (const id of Object.keys(house.shelf.company.live.directory.people)) blocked.add(id)
    const lost = await files(house)
    expect((await house.asked(lost)).length).toBeGreaterThan(0)
    expect((await unreached(lost)).length).toBeGreaterThan(0)
    const posts = (await house.as('meng.qi').state()).posts as readonly { number: string; to: string; body: object }[]
    const card = posts.find((post) => post.number === lost && post.to.includes('operator') && 'actions' in post.body)
    expect(card).toBeDefined()
  })
})
