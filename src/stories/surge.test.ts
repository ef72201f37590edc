/** More than usual from one region, told once with its figures; and a judged level 1, which calls the emergency team together. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { MONDAY, type Told, tell } from './house.ts'

let house: Told

beforeAll(async () => {
  house = await tell()
})
afterAll(() => house.close())

const LATE = {
  text: '快递晚了四天还没到',
  customer: '李四',
  product: '净水器',
  category: 'logistics.delay.transit',
  region: 'east',
} as const

const file = async (more: object = {}) => {
  const number = await house.as('wang.li').files({ ...LATE, ...more })
  await house.settle()
  return number
}
const surges = async (number: string) => house.happened(number, 'surged')

it('counts the same weekday of the weeks before, and tells once what is far beyond it', async () => {
  for (const _ of [1, 2, 3, 4]) {
    await file()
    await house.pass('168h')
  }
  const today: string[] = []
  for (const _ of [1, 2, 3, 4, 5, 6, 7, 8])
    today.push(await file({ category: today.length % 2 ? LATE.category : 'logistics.damage.package' }))
  const elsewhere = await file({ region: 'south' })
  const found = await Promise.all(today.map(surges))
  expect(found.map((all) => all.length)).toEqual([0, 0, 0, 0, 0, 0, 1, 1])
  expect(await surges(elsewhere)).toEqual([])
  const [seventh] = found[6] ?? []
  // Half a case is added to the four of four weeks; the four before them had none.
  expect(seventh).toMatchObject({
    rule: 'logistics_surge',
    count: 7,
    weeks: [1, 1, 1, 1, 0, 0, 0, 0],
    expected: 4.5 / 4,
  })
  expect(seventh?.tail).toBeLessThan(0.001)
  const words = await Promise.all(
    today.map(async (number) => (await house.as('cao.rui').words(number)).filter((text) => text.includes('突增'))),
  )
  expect(words.map((all) => all.length)).toEqual([0, 0, 0, 0, 0, 0, 1, 0])
  expect(words[6]?.[0]).toContain('24 小时内 7 件，往常同期约 1.1 件')
  expect(words[6]?.[0]).toContain('华东')
})

it('calls the emergency team into one room when a level 1 is judged, without anybody asking', async () => {
  const number = await house.as('wang.li').files({ ...LATE, region: 'north', text: '快递员砸伤了我的手，流血了' })
  await house.settle()
  expect(await house.happened(number, 'room_asked')).toEqual([])
  const [reviewer = ''] = await house.asked(number)
  await house.as(reviewer).does('submit', number, { verdict: 'complaint', safety: 'injury', scope: 'one' })
  await house.settle()
  const state = await house.store.case(number)
  expect(state?.derived.level?.value).toBe(1)
  expect(state?.room?.reason).toBe('应急预案')
  expect(state?.room?.people).toEqual(expect.arrayContaining(['zhao.minghui', 'feng.lan', 'tom.becker', 'yuan.lei']))
  expect(Object.keys(state?.room?.handles ?? {})).toEqual(['playground'])
  expect(house.clock.now()).toBeGreaterThan(MONDAY)
})
