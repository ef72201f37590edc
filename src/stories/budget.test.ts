/** What a department may approve in a month: shown, warned of, refused or asked of one tier more, and given back. */
import { afterEach, expect, test } from 'vitest'
import type { Command } from '../rules/commands.ts'
import type { PersonId } from '../rules/nouns.ts'
import { edited, type PolicyFile, policyFile } from './changed-policy.ts'
import type { Told, Wire } from './house.ts'
import { tell } from './house.ts'
import { appraised, files, only, paidToClosed, reviewed, TERMS } from './road.ts'

let house: Told
let file: PolicyFile
afterEach(async () => {
  await house.close()
  file.remove()
})

const budgeted = (full: 'block' | 'rung', quality: number): string =>
  edited(({ add }) => add('budget', { month: { quality }, full }))

async function open(full: 'block' | 'rung', quality: number, from?: string): Promise<void> {
  file = policyFile(budgeted(full, quality))
  house = await tell({ policyFile: file.path, ...(from === undefined ? {} : { from: Date.parse(from) }) })
}

async function ready(): Promise<{ readonly number: string; readonly engineer: PersonId }> {
  const number = await files(house)
  await reviewed(house, number)
  return { number, engineer: await appraised(house, number) }
}

const refund = (plan_amount: string) => ({ ...TERMS, plan_kind: 'refund', plan_amount })

async function planned(amount: string): Promise<string> {
  const { number, engineer } = await ready()
  await house.as(engineer).does('submit', number, refund(amount))
  return number
}

async function approved(amount: string): Promise<string> {
  const number = await planned(amount)
  await house.as(await only(house, number)).does('approve', number)
  return number
}

async function shown(number: string): Promise<string> {
  const person = await only(house, number)
  const mine = (await house.as(person).cards(number)).findLast((post) => post.to === `person/${person}`)
  return mine.body.blocks.map((block: Wire) => block.text ?? '').join('\n')
}

const steps = async (number: string) =>
  (await house.happened(number, 'asked'))
    .at(-1)
    ?.sequence.flat()
    .map(({ step }) => step)

test('a blocking budget: shown with its amounts, warned of at 80 %, refused to whoever plans beyond it, raised live', async () => {
  await open('block', 1000)
  const first = await planned('400')
  expect(await shown(first)).toContain('质量 2026-03 预算 ¥1,000.00：此前已批 ¥0.00，加上这笔共 ¥400.00')
  // Only what is approved counts: what is merely planned takes nothing from others.
  const second = await planned('400')
  expect(await shown(second)).toContain('此前已批 ¥0.00')
  await house.as(await only(house, first)).does('approve', first)
  await house.as(await only(house, second)).does('approve', second)

  const near = await planned('200')
  expect(await shown(near)).toContain('此前已批 ¥800.00，加上这笔共 ¥1,000.00，快用完了（100%）')
  const { number, engineer } = await ready()
  const beyond = await house.as(engineer).fills('submit', number, refund('200.01'))
  expect(JSON.stringify(beyond)).toContain('质量 2026-03 的预算不够了：还剩 ¥200.00，这笔要 ¥200.01')
  expect(await house.asked(number)).toEqual([engineer])

  // A failed payment gives back what it took.
  const [payer = ''] = await house.asked(first)
  await house.as(payer).does('fail', first, { reason: '账号不对' })
  await house.as(engineer).does('submit', number, refund('500'))
  expect(await shown(number)).toContain('此前已批 ¥400.00，加上这笔共 ¥900.00，快用完了（90%）')

  // Whoever is first gets the rest; a larger budget helps the other at once, though the case is older than it.
  await house.as(await only(house, number)).does('approve', number)
  const approver = await only(house, near)
  expect(JSON.stringify(await house.as(approver).clicks('approve', near))).toContain('还剩 ¥100.00，这笔要 ¥200.00')
  file.write(budgeted('block', 2000))
  await house.reload()
  await house.as(approver).does('approve', near)
  expect(await house.happened(near, 'granted')).toMatchObject([{ charged: { team: 'quality', month: '2026-03' } }])
}, 60_000)

test('two approvals at once for the last of a budget: exactly one fits', async () => {
  await open('block', 500)
  const numbers = [await planned('300'), await planned('300')]
  const commands = await Promise.all(
    numbers.map(async (number): Promise<Command> => {
      const actor = { kind: 'person', id: await only(house, number) } as const
      const revision = (await house.facts(number)).length
      return { do: 'act', id: `approve ${number}`, actor, via: 'test', number, verb: 'approve', revision }
    }),
  )
  const answers = await Promise.all(commands.map((command) => house.desk.submit(command)))
  expect(answers.filter((answer) => 'refused' in answer)).toMatchObject([{ refused: 'budget_used' }])
  const granted = await Promise.all(numbers.map((number) => house.happened(number, 'granted')))
  expect(granted.flat()).toHaveLength(1)
}, 30_000)

test('where the policy says so, one tier more is asked instead, also of what did fit when it was planned', async () => {
  await open('rung', 500)
  const [first, late] = [await planned('300'), await planned('250')]
  expect([await steps(first), await steps(late)]).toEqual([['supervisor'], ['supervisor']])
  await house.as(await only(house, first)).does('approve', first)
  const over = await planned('201')
  expect(await steps(over)).toEqual(['director'])
  expect(await shown(over)).toContain('加上这笔共 ¥501.00，超出预算，多审一级')
  expect(await shown(over)).toContain('为什么到这一步：金额不超过 ¥500.00；超出本月预算，多审一级')

  await house.as(await only(house, late)).does('approve', late)
  expect(await house.happened(late, 'voided')).toEqual([{ is: 'voided', why: 'budget' }])
  expect(await steps(late)).toEqual(['director'])
  expect(await shown(late)).toContain('之前的审批作废：部门本月预算不够了，要多审一级')
  await house.as(await only(house, late)).does('approve', late)
  expect(await house.happened(late, 'granted')).toHaveLength(1)
}, 30_000)

test('a new month in the company’s zone has its budget whole; what was charged stays where it was', async () => {
  await open('block', 400, '2026-03-31T14:00:00+08:00')
  const first = await approved('300')
  const { number, engineer } = await ready()
  expect(await house.as(engineer).fills('submit', number, refund('300'))).toMatchObject({ is: 'refused' })
  // Paid, called and closed in April: still March's money.
  await paidToClosed(house, first)
  await house.as(engineer).does('submit', number, refund('300'))
  expect(await shown(number)).toContain('2026-04 预算 ¥400.00：此前已批 ¥0.00，加上这笔共 ¥300.00')
  await house.as(await only(house, number)).does('approve', number)
  expect(await house.happened(number, 'granted')).toMatchObject([{ charged: { month: '2026-04' } }])
}, 30_000)
