/** How many must approve: any one, all, so many, groups; who is only told; and nobody is asked twice in a row (D10, D11). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cardOf, inApproval, refusedTo, storyOf, tellChanged } from './decision.ts'
import type { Told } from './house.ts'
import { only, stagesOf } from './road.ts'

const THREE = ['he.ying', 'sun.bowen', 'han.xue']
const WHO = '[person.he.ying, person.sun.bowen, person.han.xue]'
const step = (rule: string): readonly [string, string] => [
  'who: role.director, mode: any',
  `who: ${WHO}, mode: ${rule}, cc: person.peng.na`,
]

let house: Told
const under = (rule: string): void => {
  beforeAll(async () => {
    house = await tellChanged(step(rule))
  })
  afterAll(() => house.close())
}

describe('any one of three (或签)', () => {
  under('any')

  it('is decided by the first, and the others are told who was faster', async () => {
    const { number } = await inApproval(house)
    expect((await house.asked(number)).toSorted()).toEqual(THREE.toSorted())
    expect(await cardOf(house, 'han.xue', number)).toContain('3 人中任何一人同意即可')
    await house.as('sun.bowen').does('approve', number)
    expect(await stagesOf(house, number)).toContain('payment')
    expect(await refusedTo(house, 'han.xue', 'approve', number)).toMatchObject({ code: 'already_decided' })
  })

  it('is turned down by the first no', async () => {
    const { number, engineer } = await inApproval(house)
    await house.as('han.xue').does('reject', number, { reason: '太高' })
    expect(await house.asked(number)).toEqual([engineer])
    expect(await house.happened(number, 'turned_down')).toMatchObject([{ person: 'han.xue', ends: true }])
  })
})

describe('all of three (会签)', () => {
  under('all')

  it('waits for each, and asks nobody again', async () => {
    const { number } = await inApproval(house)
    expect(await cardOf(house, 'han.xue', number)).toContain('3 人都要同意')
    await house.as('sun.bowen').does('approve', number)
    expect((await house.asked(number)).toSorted()).toEqual(['han.xue', 'he.ying'])
    expect(await refusedTo(house, 'sun.bowen', 'approve', number)).toMatchObject({ code: 'already_done' })
    await house.as('han.xue').does('approve', number)
    expect(await only(house, number)).toBe('he.ying')
    await house.as('he.ying').does('approve', number)
    expect(await house.happened(number, 'granted')).toHaveLength(1)
  })

  it('ends at once with one no, whoever had approved', async () => {
    const { number, engineer } = await inApproval(house)
    await house.as('sun.bowen').does('approve', number)
    await house.as('he.ying').does('reject', number, { reason: '不同意' })
    expect(await house.asked(number)).toEqual([engineer])
    expect(await house.happened(number, 'granted')).toEqual([])
  })
})

describe('two of three', () => {
  under('{quorum: 2}')

  it('bears one no, and is over with the second yes', async () => {
    const { number } = await inApproval(house)
    await house.as('he.ying').does('reject', number, { reason: '偏高' })
    expect(await house.happened(number, 'turned_down')).toMatchObject([{ ends: false }])
    expect((await house.asked(number)).toSorted()).toEqual(['han.xue', 'sun.bowen'])
    expect(await refusedTo(house, 'he.ying', 'approve', number)).toMatchObject({ code: 'already_done' })
    expect(await cardOf(house, 'han.xue', number)).toContain('不同意：何颖')
    await house.as('han.xue').does('approve', number)
    await house.as('sun.bowen').does('approve', number)
    expect(await stagesOf(house, number)).toContain('payment')
  })

  it('ends at once when it can no longer be reached; those on its copy list and the stage’s are told', async () => {
    const { number, engineer } = await inApproval(house)
    await house.as('he.ying').does('reject', number, { reason: '偏高' })
    await house.as('han.xue').does('reject', number, { reason: '同上' })
    expect(await house.asked(number)).toEqual([engineer])
    expect(await refusedTo(house, 'sun.bowen', 'approve', number)).toMatchObject({ code: 'already_decided' })
    await house.settle()
    const told = '抄送'
    expect((await house.as('peng.na').words(number)).filter((text) => text.includes(told))).toHaveLength(1)
    expect((await house.as('qian.yuhan').words(number)).join()).toContain('已驳回（退款 ¥800.00）')
    expect(await house.asked(number)).not.toContain('peng.na')
  })
})

describe('groups, each with its own rule', () => {
  beforeAll(async () => {
    house = await tellChanged([
      'who: role.director, mode: any',
      'groups: [{who: team.finance_leads, mode: all}, {who: [person.han.xue, person.feng.lan, person.deng.kai], mode: {quorum: 2}}]',
    ])
  })
  afterAll(() => house.close())

  it('must all agree; one that has agreed asks nobody of it again', async () => {
    const { number } = await inApproval(house)
    for (const person of ['he.ying', 'han.xue', 'feng.lan']) await house.as(person).does('approve', number)
    expect(await house.happened(number, 'granted')).toEqual([])
    expect(await only(house, number)).toBe('sun.bowen')
    expect(await refusedTo(house, 'deng.kai', 'approve', number)).toMatchObject({ code: 'already_decided' })
    await house.as('sun.bowen').does('approve', number)
    expect(await house.happened(number, 'granted')).toHaveLength(1)
  })

  it('are turned down by the one group that can no longer agree', async () => {
    const { number, engineer } = await inApproval(house)
    await house.as('han.xue').does('reject', number, { reason: '不妥' })
    expect(await house.asked(number)).toContain('deng.kai')
    await house.as('deng.kai').does('reject', number, { reason: '不妥' })
    expect(await house.asked(number)).toEqual([engineer])
  })
})

describe('the same person in two steps in a row', () => {
  beforeAll(async () => {
    house = await tellChanged(['who: team.legal, mode: any', 'who: role.director, mode: any'])
  })
  afterAll(() => house.close())

  it('is asked once, and the story says that the first yes counts', async () => {
    const { number } = await inApproval(house, { plan_kind: 'cash' })
    const director = await only(house, number)
    expect(await house.happened(number, 'asked')).toMatchObject([
      { sequence: [[{ step: 'legal' }], [{ step: 'director' }]] },
    ])
    await house.as(director).does('approve', number)
    expect(await house.happened(number, 'approved')).toHaveLength(1)
    expect(await house.happened(number, 'carried')).toMatchObject([
      { step: 'director', from: 'legal', person: director, completes: true },
    ])
    expect(await stagesOf(house, number)).toContain('payment')
    expect(await storyOf(house, number)).toMatch(/已在“法务”同意，“部门总监”不再重复询问/)
  })
})

describe('by rule', () => {
  beforeAll(async () => {
    house = await tellChanged()
  })
  afterAll(() => house.close())

  it('the technical director sees a costly measure before the tier, and the card says why, under which policy', async () => {
    const { number } = await inApproval(house, { plan_kind: 'exchange', plan_amount: '6000' })
    expect(await house.happened(number, 'asked')).toMatchObject([
      { sequence: [[{ step: 'technical' }], [{ step: 'vp' }]] },
    ])
    const technical = await only(house, number)
    expect(house.shelf.company.live.directory.people[technical]?.roles).toContain('technical_director')
    const version = (await house.store.case(number))?.policy ?? ''
    const card = await cardOf(house, technical, number)
    expect(card).toContain('¥5,000.00')
    expect(card).toContain(`政策版本 ${version}`)
    await house.as(technical).does('approve', number)
    expect(house.shelf.company.live.directory.people[await only(house, number)]?.roles).toContain('vp')
  })

  it('a cheap one does not', async () => {
    const { number } = await inApproval(house, { plan_kind: 'exchange', plan_amount: '5000' })
    expect(await house.happened(number, 'asked')).toMatchObject([{ sequence: [[{ step: 'vp' }]] }])
  })
})
