/** A machine whose clock is set ahead by mistake and back again: nothing twice, nothing lost, timers where they belong. */
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { everythingWasSaid, holdsTogether, remembered } from '../aftermath.ts'
import { MONDAY, type Told, tell } from '../house.ts'
import { appraised, files, only, paidToClosed, reviewed, TERMS, upToPlan } from '../road.ts'

const DAY = 24 * 3_600_000
const PLAN = { ...TERMS, plan_kind: 'refund', plan_amount: '300', plan_due: '2026-04-30' } as const

let house: Told
afterEach(() => house.close())

/** All that must be true, whatever the time. */
const holds = (when: string): Promise<unknown> =>
  remembered(join(house.folder, 'redress.db'), (memory) => holdsTogether(memory, when))

it('goes on with every case, reminds once, and says everything once', async () => {
  const began = Date.now()
  let ahead = 0
  const wall = (): number => MONDAY + ahead + (Date.now() - began)
  house = await tell({ wall })
  const { number: first, engineer } = await upToPlan(house)
  await house.settle()

  ahead = 3 * DAY
  await house.settle()
  await holds('three days ahead')
  const reminded = (await house.as(engineer).words(first)).length
  expect(reminded, 'what was due in those days has rung').toBeGreaterThan(0)
  const second = await files(house, { text: '洗衣机漏水' })
  await house.settle()

  ahead = -DAY
  await house.settle()
  await holds('a day behind')
  expect(await house.as(engineer).words(first)).toHaveLength(reminded)
  await reviewed(house, second)
  await house.as(engineer).does('submit', first, PLAN)
  await appraised(house, second)
  await house.as(await only(house, first)).does('approve', first)
  await holds('after work a day behind')
  await house.as(await only(house, second)).does('submit', second, PLAN)

  ahead = 4 * DAY
  await house.settle()
  await holds('four days ahead')
  await house.as(await only(house, second)).does('approve', second)
  for (const number of [first, second]) await paidToClosed(house, number)
  await house.settle()
  await remembered(join(house.folder, 'redress.db'), async (memory) => {
    expect(await holdsTogether(memory, 'at the end')).toBe(0)
    await everythingWasSaid(memory)
  })
})
