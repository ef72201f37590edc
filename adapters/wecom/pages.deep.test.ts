/** One complaint from filing to closed on pages in a phone's web view: signed in by OAuth, opened from cards and links. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { picture, startBrowser } from '../playground/testing/browser.ts'
import { openPaged, type Paged } from './testing/paged.ts'
import { phoneOf } from './testing/phone.ts'
import { accountOf } from './testing/plot.ts'
import { openWebview } from './testing/webview.ts'

let browser: Browser
let at: Paged
beforeAll(async () => {
  browser = await startBrowser()
  at = await openPaged()
}, 60_000)
afterAll(async () => {
  await browser.close()
  await at.close()
})

const INTAKE = {
  text: '冰箱买了三天就不制冷',
  category: 'quality.failure.no_cooling',
  customer: '张伟',
  phone: '13800138000',
  product: 'BCD-480',
  line: 'fridge',
  model: 'BCD-480W',
  batch: 'B1',
  purchase_channel: 'mall',
}
const REVIEW = { verdict: 'complaint', safety: 'none', core_function: 'lost', scope: 'one', wish: ['refund'] }
const APPRAISAL = { cause_kind: 'design', root_cause: '压缩机', advice: '退款' }
const PLAN = {
  ...{ plan_kind: 'refund', plan_amount: '800.00', plan_reason: '按约定', plan_due: '2027-01-15' },
  ...{ payee: '张伟', pay_method: 'bank', account: '6222021234567890' },
}
const CALLBACK = { answer: 'satisfied', accepted: 'yes', customer_words: '满意', evidence: '录音 12' }

async function asked(number: string): Promise<string> {
  await at.house.settle()
  for (const person of at.people)
    if ((await at.house.store.tasksOf(person)).some(({ row }) => row.number === number)) return person
  throw new Error(`nobody is asked about ${number}`)
}

/** Whoever is asked opens the button of their card that leads to a page, fills it in and sends it. */
async function work(
  number: string,
  label: string,
  values: Readonly<Record<string, unknown>>,
  shot?: string,
): Promise<void> {
  const person = await asked(number)
  const view = await openWebview(browser, at.wecom, accountOf(person))
  await view.open(at.button(person, number, label))
  await view.fill(values)
  if (shot !== undefined) await picture(view.page, `wecom-${shot}`, true)
  const said = await view.send()
  expect(said).toContain(number)
  expect(view.broken).toEqual([])
  await view.context.close()
}

it('walks a refund to its end', async () => {
  const phone = phoneOf(at.target, accountOf('wang.li'), new Map())
  const [card] = await phone.type('投诉')
  expect(card?.type).toBe('textcard')
  const view = await openWebview(browser, at.wecom, accountOf('wang.li'))
  await view.open(String(card?.content.url))
  await picture(view.page, 'wecom-intake')
  await view.fill(INTAKE)
  const number = /C-\d{8}-\d{4}/.exec(await view.send())?.[0] ?? ''
  await picture(view.page, 'wecom-filed')
  expect([number === '', view.broken]).toEqual([false, []])
  await view.context.close()

  await work(number, '初审', REVIEW, 'review')
  await work(number, '鉴定', APPRAISAL)
  await work(number, '方案', PLAN, 'plan')
  const approver = await asked(number)
  // The group's notice leads to the same decision, for whoever may take it.
  const group = at.town.delivered.findLast(({ to }) => to === 'chat/chat-approvals')
  const other = await openWebview(browser, at.wecom, accountOf('wang.li'))
  await other.page.goto(String(group?.content.url))
  await other.page.locator('.strip').waitFor()
  expect(await other.page.getByRole('link', { name: '同意', exact: true }).count()).toBe(0)
  await picture(other.page, 'wecom-case')
  await other.context.close()
  const boss = await openWebview(browser, at.wecom, accountOf(approver))
  await boss.page.goto(String(group?.content.url))
  await boss.page.getByRole('link', { name: '同意', exact: true }).click()
  await boss.page.locator('html[data-ready]').waitFor()
  await picture(boss.page, 'wecom-approve', true)
  expect(await boss.page.locator('.sure').textContent()).toContain('800.00')
  expect(await boss.send()).toContain(number)
  await boss.context.close()
  await at.house.settle()
  const closed = at.town.delivered.findLast(
    ({ to, replaced }) => to === `user/${accountOf(approver).toLowerCase()}` && replaced,
  )
  expect(closed?.replaced).toMatchObject({ replace_text: expect.stringContaining('已同意') })

  const voucher = join(at.folder, 'voucher.png')
  writeFileSync(
    voucher,
    Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    ),
  )
  await work(number, '付款', { voucher_no: 'V-1', voucher_file: voucher }, 'payment')
  await at.house.moveTo(at.house.clock.now() + 24 * 3_600_000)
  await work(number, '回访', CALLBACK)
  await at.house.settle()
  expect((await at.house.store.case(number))?.ended?.outcome).toBe('closed')
  expect(at.town.cut).toEqual([])
}, 240_000)
