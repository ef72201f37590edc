/** One complaint through all of it: filed, reviewed, appraised, planned, approved, paid, told, called back, closed. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Told } from './house.ts'
import { FRIDGE, tell } from './house.ts'

let house: Told
beforeAll(async () => {
  house = await tell()
})
afterAll(() => house.close())

const first = async (number: string): Promise<string> => (await house.asked(number))[0] ?? ''

test('a fridge that does not cool is paid for, called about and closed', async () => {
  const number = await house.as('wang.li').files({ ...FRIDGE, safety: 'none', wish: ['refund'] })
  expect(number).toMatch(/^C-20260302-\d{4,}$/)
  await house
    .as(await first(number))
    .does('submit', number, { verdict: 'complaint', core_function: 'lost', scope: 'one' })

  const engineer = await first(number)
  expect(await house.happened(number, 'assigned')).toMatchObject([{ person: engineer }])
  const finding = { reproduced: true, cause_kind: 'production', root_cause: '压缩机焊点虚焊', advice: '退款' }
  await house.as(engineer).does('submit', number, finding)
  const plan = {
    plan_kind: 'refund',
    plan_amount: '500.01',
    plan_reason: '功能丧失',
    payee: '张三',
    pay_method: 'original',
    plan_due: '2026-03-06',
  }
  await house.as(engineer).does('submit', number, plan)

  const approver = await first(number)
  expect(house.shelf.company.live.directory.people[approver]?.roles).toContain('director')
  await house.as(approver).does('approve', number)

  await house.as(await first(number)).does('pay', number, { voucher_no: 'V-1001' })
  expect(await house.happened(number, 'paid')).toMatchObject([
    { id: `${number}-P1`, voucher: 'V-1001', proposal: { amount: { minor: 50001, currency: 'CNY' } } },
  ])
  await house.settle()
  expect(await house.happened(number, 'told')).toMatchObject([{ how: 'sent' }])
  expect(await house.asked(number)).toEqual([])
  await house.pass('24h')
  expect(await house.asked(number)).toEqual(['wang.li'])
  await house.as('wang.li').does('submit', number, {
    answer: 'satisfied',
    accepted: 'yes',
    customer_words: '满意，谢谢',
    evidence: '通话录音 12',
  })

  expect(await house.happened(number, 'ended')).toEqual([{ is: 'ended', stage: 'closed', outcome: 'closed' }])
  expect(await house.store.verify(number)).toBeUndefined()
  const own = (await house.as(approver).cards(number)).filter((post) => post.to === `person/${approver}`)
  expect(own.map((post) => post.body.state)).toEqual(['done'])
  expect(own.map((post) => post.body.actions)).toEqual([[]])
})
