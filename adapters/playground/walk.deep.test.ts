import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { House } from '../../src/main.ts'
import { openPage, startBrowser } from './testing/browser.ts'
import { makePlot, type Plot } from './testing/real-house.ts'
import { makeWalker, type Walker } from './testing/walker.ts'

let browser: Browser
beforeAll(async () => {
  browser = await startBrowser()
}, 120_000)
afterAll(() => browser.close())

/** What differs between the two languages: words people type, and who plays the receiver. */
interface Story {
  readonly lang: 'zh' | 'en'
  readonly locale: string
  readonly receiver: string
  readonly customer: string
  readonly masked: string
  readonly text: string
  readonly words: string
  readonly refund: string
  readonly quality: string
  readonly inbox: string
  readonly closed: string
}

const STORIES: readonly Story[] = [
  {
    lang: 'zh',
    locale: 'zh-CN',
    receiver: 'wang.li',
    customer: '张伟',
    masked: '张*',
    text: '冰箱买了三天就不制冷，里面的东西全坏了。',
    words: '按约定处理，客户认可。',
    refund: '退款',
    quality: '质量',
    inbox: '客户收件箱',
    closed: '已结案',
  },
  {
    lang: 'en',
    locale: 'en-GB',
    receiver: 'emma.clarke',
    customer: 'Ann Baker',
    masked: 'A***',
    text: 'The fridge stopped cooling after three days and all the food went bad.',
    words: 'As agreed; the customer accepts.',
    refund: 'Refund',
    quality: 'Quality',
    inbox: 'Customer inbox',
    closed: 'Closed',
  },
]

it.each(STORIES)('walks a complaint to its end in the browser: $lang', async (story) => {
  const plot = makePlot(story.lang)
  const { house, url } = await plot.open()
  try {
    await walk(plot, house, url, story)
  } finally {
    await house.stop()
    plot.clear()
  }
}, 120_000)

async function walk(plot: Plot, house: House, url: string, story: Story): Promise<void> {
  const { page, broken } = await openPage(browser, { locale: story.locale })
  const walker = makeWalker(page, `walk-${story.lang}`)
  await page.goto(`${url}/?as=${story.receiver}&lang=${story.lang}`)
  const number = await file(walker, story, plot.folder)
  await handle(walker, story)
  await approveAndPay(walker, story)
  await callBack(walker, story)
  const state = await house.store.case(number)
  expect(state?.ended).toMatchObject({ stage: 'closed', outcome: 'closed' })
  const proposal = { kind: 'refund', amount: { minor: 80000, currency: 'CNY' } }
  expect(state?.instructions).toMatchObject([{ state: 'paid', proposal }])
  expect(await house.store.verify(number)).toBeUndefined()
  await walker.visit(story.quality)
  const card = page.locator(`[data-number="${number}"] .card`)
  await card.getByText(story.closed).first().waitFor()
  expect(await card.locator('.buttons button').count()).toBe(0)
  const shown = await card.textContent()
  expect(shown).toContain(story.masked)
  expect(shown).not.toContain(story.customer)
  expect(shown).not.toContain('13800138000')
  await walker.shoot('9-closed')
  expect(broken).toEqual([])
  await page.context().close()
}

async function file(walker: Walker, story: Story, folder: string): Promise<string> {
  const { page } = walker
  const photo = join(folder, 'fridge.png')
  writeFileSync(photo, await page.screenshot({ clip: { x: 0, y: 0, width: 320, height: 200 } }))
  await page.locator('#composer textarea').fill('/complaint')
  await page.keyboard.press('Enter')
  await walker.fill(
    {
      text: story.text,
      photos: { files: [photo] },
      category: ['quality', 'quality.failure', 'quality.failure.no_cooling'],
      customer: story.customer,
      phone: '13800138000',
      product: 'BCD-480',
      line: 'fridge',
      model: 'BCD-480W',
      batch: 'B2026-10',
      purchase_channel: 'mall',
      wish: [story.refund],
      wish_amount: '800',
    },
    '1-intake',
  )
  await walker.told(/C-\d{8}-\d{4}/)
  const said = await page
    .locator('.toast')
    .filter({ hasText: /C-\d{8}/ })
    .first()
    .textContent()
  const number = /C-\d{8}-\d{4}/.exec(said ?? '')?.[0] ?? ''
  await walker.visit(story.quality)
  await page.locator(`[data-number="${number}"] .card`).waitFor()
  await walker.shoot('2-channel')
  return number
}

async function handle(walker: Walker, story: Story): Promise<void> {
  await walker.play(await walker.busyOf(['feng.lan', 'han.xue']))
  await walker.press('review', 'submit')
  await walker.fill({ verdict: 'complaint', safety: 'none', core_function: 'lost', scope: 'one' }, '3-review')
  await walker.play(await walker.busyOf(['zhou.wei', 'ma.chao']))
  await walker.shoot('4-appraisal-card')
  await walker.press('appraisal', 'submit')
  await walker.fill({ reproduced: true, cause_kind: 'design', root_cause: story.words, advice: story.words })
  await walker.press('plan', 'submit')
  await walker.fill(
    {
      plan_kind: 'refund',
      plan_amount: '800.00',
      plan_reason: story.words,
      plan_due: '2027-01-15',
      payee: story.customer,
      pay_method: 'bank',
      account: '6222021234567890',
    },
    '5-plan',
  )
}

async function approveAndPay(walker: Walker, story: Story): Promise<void> {
  // 800 of grade B: the director up the owner's chain.
  await walker.play('zhao.minghui')
  await walker.shoot('6-approval-card')
  await walker.press('approval', 'approve')
  await walker.confirm()
  await walker.play(await walker.busyOf(['jiang.tao', 'wei.xin', 'shi.min']))
  await walker.press('payment', 'pay')
  await walker.fill({ voucher_no: 'V-2026-001' }, '7-payment')
  await walker.visit(story.inbox)
  await walker.page.locator('#posts .post').filter({ hasText: story.customer }).last().waitFor()
  await walker.shoot('8-customer')
}

async function callBack(walker: Walker, story: Story): Promise<void> {
  await walker.play(story.receiver)
  await walker.pass('next-timer')
  await walker.press('callback', 'submit')
  await walker.fill({ answer: 'satisfied', accepted: 'yes', customer_words: story.words, evidence: 'REC-1' })
}
