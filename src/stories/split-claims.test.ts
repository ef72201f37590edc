/** Three times 300 yuan for one order: what is split comes to those who would have decided the whole (I05, D24). */
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Command } from '../rules/commands.ts'
import type { PersonId } from '../rules/nouns.ts'
import type { Told, Wire } from './house.ts'
import { tell } from './house.ts'
import { appraised, files, only, paidToClosed, reviewed, TERMS } from './road.ts'

let house: Told
beforeEach(async () => {
  house = await tell()
})
afterEach(() => house.close())

const REFUND = { ...TERMS, plan_kind: 'refund', plan_amount: '300' }

interface Planned {
  readonly number: string
  readonly engineer: PersonId
}

/** A complaint about the order, ready for its plan. */
async function ready(order_no: string): Promise<Planned> {
  const number = await files(house, { order_no })
  await reviewed(house, number)
  return { number, engineer: await appraised(house, number) }
}

async function plannedFor(order_no: string): Promise<string> {
  const { number, engineer } = await ready(order_no)
  await house.as(engineer).does('submit', number, REFUND)
  return number
}

async function grantedFor(order_no: string): Promise<string> {
  const number = await plannedFor(order_no)
  await house.as(await only(house, number)).does('approve', number)
  return number
}

/** The steps of the last time it was asked. */
async function steps(number: string): Promise<readonly string[]> {
  const [last] = (await house.happened(number, 'asked')).slice(-1)
  return (last?.sequence ?? []).flat().map((step) => step.step)
}

/** How often each key of what was granted was used or changed, most often first. */
async function guards(): Promise<readonly number[]> {
  const found = await house.rows('SELECT version FROM guard WHERE key IN (SELECT key FROM claim) ORDER BY version DESC')
  return found.map(({ version }) => Number(version))
}

test('the second refund for one order goes a tier up, and after thirty days the count begins again', async () => {
  const first = await grantedFor('TB-2026-0001')
  expect(await steps(first)).toEqual(['supervisor'])
  const other = await plannedFor('TB-2026-0002')
  expect(await steps(other)).toEqual(['supervisor'])

  const second = await plannedFor('tb 20260001')
  expect(await steps(second)).toEqual(['director'])
  const [asked] = await house.happened(second, 'asked')
  expect(asked).toMatchObject({ linked: { sum: { minor: 30_000, currency: 'CNY' }, numbers: [first] } })
  const director = await only(house, second)
  const card = (await house.as(director).cards(second)).findLast((post) => post.to === `person/${director}`)
  const shown = JSON.stringify(card.body)
  expect(shown).toContain(`同一订单号或序列号 30 天内另有 ¥300.00（${first}），合计 ¥600.00`)
  expect(shown).toContain('连同 30 天内同一订单号或序列号的其他补偿')
  await house.as(director).does('approve', second)

  const third = await plannedFor('TB-2026-0001')
  expect(await steps(third)).toEqual(['director'])
  expect((await house.happened(third, 'asked'))[0]?.linked).toMatchObject({ numbers: [first, second] })

  await paidToClosed(house, first)
  // A day has passed until the call-back.
  await house.pass('28d')
  expect(await steps(await plannedFor('TB-2026-0001'))).toEqual(['director'])
  await house.pass('1d')
  expect(await steps(await plannedFor('TB-2026-0001'))).toEqual(['supervisor'])
})

test('a refund that could not be paid counts no more', async () => {
  const first = await grantedFor('TB-2026-0003')
  const [payer = ''] = await house.asked(first)
  await house.as(payer).does('fail', first, { reason: '账号不对' })
  expect(await steps(await plannedFor('TB-2026-0003'))).toEqual(['supervisor'])
})

test('two slices approved in one commit: the second is asked of the director after all', async () => {
  const numbers = [await plannedFor('TB-2026-0004'), await plannedFor('TB-2026-0004')]
  for (const number of numbers) expect(await steps(number)).toEqual(['supervisor'])
  const before = await guards()
  const approvals = await Promise.all(
    numbers.map(async (number): Promise<Command> => {
      const [person = ''] = await house.asked(number)
      const revision = (await house.facts(number)).length
      const actor = { kind: 'person', id: person } as const
      return { do: 'act', id: `approve ${number}`, actor, via: 'test', number, verb: 'approve', revision }
    }),
  )
  await Promise.all(approvals.map((command) => house.desk.submit(command)))
  const granted = await Promise.all(numbers.map((number) => house.happened(number, 'granted')))
  expect(granted.map((facts) => facts.length)).toEqual([1, 0])
  expect(await house.happened(numbers[1] ?? '', 'voided')).toEqual([{ is: 'voided', why: 'sum' }])
  expect(await steps(numbers[1] ?? '')).toEqual(['director'])
  // Planning looked at the sum twice; now both approvals did, and the first of them changed it too.
  expect([before, await guards()]).toEqual([[], [4]])

  const director = await only(house, numbers[1] ?? '')
  const story: Wire = await house.as(director).say(`/complaint show ${numbers[1]}`)
  expect(JSON.stringify(story)).toContain('审批作废：与同一订单或产品的其他补偿合计后超出了档位')
})

test('the plan and the grant of one order in one commit: the plan sees the grant', async () => {
  const first = await plannedFor('TB-2026-0005')
  const { number, engineer } = await ready('TB-2026-0005')
  const [approver = ''] = await house.asked(first)
  const act = { do: 'act', via: 'test' } as const
  const form = await house.as(engineer).clicks('submit', number)
  const revision = (await house.facts(first)).length
  const actor = { kind: 'person', id: approver } as const
  await Promise.all([
    house.desk.submit({ ...act, id: 'one', actor, number: first, verb: 'approve', revision }),
    house.desk.submit({
      ...{ ...act, id: 'two', actor: { kind: 'person', id: engineer }, number, verb: 'submit' },
      position: form.form.position,
      values: { ...REFUND, plan_amount: { minor: 30_000, currency: 'CNY' } },
    }),
  ])
  expect(await steps(number)).toEqual(['director'])
})
