/** A batch of seven: amber at the third, red at the sixth, one incident for all, one wording, and everybody runs on after it. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { FRIDGE, MONDAY, type Told, tell } from './house.ts'

let house: Told
const numbers: string[] = []

beforeAll(async () => {
  house = await tell()
})
afterAll(() => house.close())

const file = async (more: object = {}) => {
  const number = await house.as('wang.li').files({ ...FRIDGE, ...more })
  await house.settle()
  return number
}
const incidentOf = async (number: string) => (await house.store.case(number))?.linked?.to
const colours = async (number: string) => (await house.happened(number, 'batched')).map(({ colour }) => colour)
const nags = async (number: string) => (await house.happened(number, 'nagged')).length
/** The number of the incident. */
const theIncident = async () => (await house.store.case(numbers[0] ?? ''))?.linked?.to ?? ''

it('is amber at the third, and tells the quality leads once', async () => {
  for (const _ of [1, 2, 3, 4, 5]) numbers.push(await file({ order_no: `A-${numbers.length}9` }))
  const other = await file({ model: 'BCD-600' })
  expect(await Promise.all([...numbers, other].map(colours))).toEqual([[], [], ['amber'], ['amber'], ['amber'], []])
  const told = await Promise.all(
    [...numbers].map(async (number) =>
      (await house.as('wu.jianguo').words(number)).filter((text) => /同型号/.test(text)),
    ),
  )
  expect(told.map((words) => words.length)).toEqual([0, 0, 1, 0, 0])
  expect(told[2]?.[0]).toContain('24 小时内已有 3 件，超过 2 件')
  expect(await incidentOf(numbers[0] ?? '')).toBeUndefined()
})

it('is red at the sixth: one incident takes in all six, opens one room, and tells the team', async () => {
  numbers.push(await file())
  expect(await colours(numbers[5] ?? '')).toEqual(['red'])
  const number = await theIncident()
  expect(await Promise.all(numbers.map(incidentOf))).toEqual(numbers.map(() => number))
  const incident = await house.store.case(number)
  expect([...(incident?.incident?.cases ?? [])].sort()).toEqual([...numbers].sort())
  expect(incident?.values.text).toBe('同型号同类问题：BCD-500 / 功能故障')
  expect(incident?.room?.handles.playground).toBeDefined()
  const page = await fetch(`${house.url}/playground/api/case?as=wu.jianguo&number=${number}`)
  expect(await page.text()).toContain('为一批同类客诉开了总单（同型号同类问题')
  expect(incident?.room?.people).toContain('wu.jianguo')
  const words = (await house.as('wu.jianguo').words(number)).filter((text) => text.includes('应急预案已启动'))
  expect(words).toHaveLength(1)
  expect(words[0]).toContain('您的分工：质量')
  const card = JSON.stringify((await house.as('wu.jianguo').cards(number)).at(-1)?.body)
  for (const text of [numbers[5] ?? '', '统一处理 6 件', '24 小时内共 6 件，超过 5 件', '应急小组', '研发'])
    expect(card).toContain(text)
})

it('takes in the seventh, and nobody of another model', async () => {
  const number = await theIncident()
  numbers.push(await file())
  const other = await file({ model: 'BCD-700' })
  expect(await incidentOf(numbers[6] ?? '')).toBe(number)
  expect(await incidentOf(other)).toBeUndefined()
  const incidents = (await house.rows('SELECT number, state FROM cases')).filter(
    (row) => JSON.parse(String(row.state)).incident,
  )
  expect(incidents.map((row) => row.number)).toEqual([number])
  expect((await house.store.case(number))?.incident?.cases).toHaveLength(7)
})

it('gives its wording to each, also after it is put otherwise', async () => {
  const number = await theIncident()
  const [leader = ''] = await house.asked(number)
  await house.as(leader).does('submit', number, { wording: '请先停用，48 小时内上门。', stop_use: true })
  await house.settle()
  const said = async () => Promise.all(numbers.map(async (one) => (await house.store.case(one))?.worded?.text))
  expect(await said()).toEqual(numbers.map(() => '请先停用，48 小时内上门。'))
  const [reviewer = ''] = await house.asked(numbers[0] ?? '')
  const card = JSON.stringify((await house.as(reviewer).cards(numbers[0] ?? '')).at(-1)?.body)
  expect(card).toContain(`统一口径（${number}）：请先停用`)
  await house.as(leader).does('return', number, { reason: '客户等不了那么久' })
  await house.as(leader).does('submit', number, { wording: '请停用，明天上门。' })
  await house.settle()
  expect(await said()).toEqual(numbers.map(() => '请停用，明天上门。'))
})

it('reminds for all while it is open; after it, each is reminded of by itself again', async () => {
  const number = await theIncident()
  const before = await Promise.all(numbers.map(nags))
  await house.pass('48h')
  expect(await Promise.all(numbers.map(nags))).toEqual(before)
  expect(await nags(number)).toBeGreaterThan(0)
  const [leader = ''] = await house.asked(number)
  await house.as(leader).does('submit', number, { found_cause: '压缩机批次不良' })
  await house.settle()
  expect((await house.store.case(number))?.ended).toBeDefined()
  expect(await Promise.all(numbers.map(incidentOf))).toEqual(numbers.map(() => undefined))
  await house.pass('24h')
  for (const count of await Promise.all(numbers.map(nags))) expect(count).toBeGreaterThan(0)
  expect(await house.happened(numbers[0] ?? '', 'unlinked')).toEqual([{ is: 'unlinked', from: number }])
})

it('is opened anew by a new batch once the first is over; each happened once, also through a restart', async () => {
  const first = await house.store.case(numbers[0] ?? '')
  expect(first?.filed).toBeGreaterThanOrEqual(MONDAY)
  house = await house.reopen()
  expect(await Promise.all(numbers.map(async (one) => (await house.happened(one, 'linked')).length))).toEqual(
    numbers.map(() => 1),
  )
  const fresh: string[] = []
  for (const _ of [1, 2, 3, 4, 5]) fresh.push(await file())
  // Two complete it at one instant: one incident stands for both.
  fresh.push(...(await Promise.all([file(), file()])))
  await house.settle()
  const opened = await Promise.all(fresh.map(incidentOf))
  expect(opened[0]).toBeDefined()
  expect(opened).toEqual(fresh.map(() => opened[0]))
  expect(opened[0]).not.toBe(first?.worded?.from)
  expect((await house.store.case(opened[0] ?? ''))?.incident?.cases).toHaveLength(7)
})
