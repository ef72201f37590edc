import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { House } from '../../src/main.ts'
import { barriers } from './testing/axe.ts'
import { openPage, picture, startBrowser } from './testing/browser.ts'
import { makePlot, type Plot } from './testing/real-house.ts'

let browser: Browser
let plot: Plot
let house: House
let url: string
beforeAll(async () => {
  browser = await startBrowser()
  plot = makePlot('en')
  ;({ house, url } = await plot.open())
}, 60_000)
afterAll(async () => {
  await browser.close()
  await house.stop()
  plot.clear()
})

/** Presses the tour's main button; the form or question that opens is sent as it stands. */
async function onward(page: Page, title: string): Promise<void> {
  const panel = page.getByRole('dialog', { name: title })
  await panel.waitFor()
  await panel.locator('.primary').click()
}

async function send(page: Page): Promise<void> {
  const dialog = page.locator('dialog[open]')
  await dialog.locator('.buttons .primary').click()
  await dialog.waitFor({ state: 'detached' })
}

it('greets an empty house, and its tour leads one complaint to its end in Chinese', async () => {
  const { page, broken } = await openPage(browser)
  await page.goto(`${url}/?lang=zh`)
  await page.getByRole('button', { name: '载入示例公司' }).waitFor()
  expect(await barriers(page)).toEqual([])
  await page.locator('#welcome').getByRole('button', { name: '两分钟导览' }).click()
  await onward(page, '客户来电：冰箱不制冷')
  await send(page)
  await onward(page, '一张卡片，大家都看得到')
  await picture(page, 'tour-review')
  for (const title of ['初审', '鉴定', '拟定方案', '审批', '付款']) {
    await onward(page, title)
    await send(page)
  }
  await page.getByRole('dialog', { name: '客户收到结果' }).waitFor()
  expect(await barriers(page)).toEqual([])
  await onward(page, '客户收到结果')
  await onward(page, '过一天再回访')
  await onward(page, '回访')
  await send(page)
  await page.getByRole('dialog', { name: '结案' }).waitFor()
  const number = /C-\d{8}-\d{4}/.exec(page.url())?.[0] ?? ''
  expect(await house.store.case(number)).toMatchObject({ ended: { outcome: 'closed' } })
  await onward(page, '结案')
  expect(await page.locator('.tour-panel').count()).toBe(0)
  await page.getByRole('button', { name: '再看一遍导览' }).waitFor()
  expect(await page.locator('.way li.done').count()).toBe(8)
  expect(await page.locator('.case').textContent()).not.toContain('张伟')
  await picture(page, 'case-closed-zh')
  expect(await barriers(page)).toEqual([])
  expect(broken).toEqual([])
  await page.context().close()
}, 60_000)

const PHONE = '13800138000'
const HOSTILE = '<img src=x onerror="window.hacked=1">"><script>window.hacked=1</script>'

/** Nobody's name, so that it is not masked. */
const NOTE = '<svg onload="window.hacked=1"><b>bold</b>'

const act = async (body: object): Promise<{ number: string }> => {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`${url}/playground/api/act`, { method: 'POST', headers, body: JSON.stringify(body) })
  return response.json()
}

it('shows a case as it goes on a phone, lets time pass, and hears the customer', async () => {
  const values = {
    text: `Bad ${HOSTILE}`,
    customer: HOSTILE,
    phone: PHONE,
    product: HOSTILE,
    model: HOSTILE,
    batch: HOSTILE,
  }
  const { number } = await act({
    ...{ as: 'emma.clarke', do: 'submit', form: 'redress.form.intake' },
    values: { ...values, category: 'quality.performance.noise', purchase_channel: 'mall', safety: 'none' },
  })
  await act({
    ...{ as: 'feng.lan', do: 'submit', form: 'redress.form.note', number },
    values: { reason: NOTE },
  })
  const { page, broken } = await openPage(browser, { locale: 'en-GB', width: 390, height: 844, dark: true })
  await page.goto(`${url}/?as=feng.lan&lang=en#/case/${number}`)
  const story = page.locator('.case')
  await story.getByText(`Feng Lan noted: ${NOTE}`).waitFor()
  expect(await page.evaluate('window.hacked')).toBeUndefined()
  expect(await story.locator('img:not([src^="/playground/"])').count()).toBe(0)
  for (const details of await story.locator('details:visible > summary').all()) await details.click()
  expect(await barriers(page)).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)

  // Contact data is masked; whoever asks for it with a reason sees it until they dismiss it, and a fact stays.
  expect(await story.textContent()).not.toContain(PHONE)
  await story.getByRole('button', { name: 'Show contact data' }).click()
  await page.getByRole('dialog', { name: 'Show contact data' }).locator('textarea').fill('Calling her back.')
  await page.locator('dialog[open] button[type=submit]').click()
  await page.getByRole('dialog', { name: 'Only visible to you' }).getByText(PHONE).waitFor()
  await page.keyboard.press('Escape')
  await story.getByText('Feng Lan looked at').waitFor()

  // Time passes: a reminder arrives, is told with its case, and the page says that this is not the real time.
  await story.locator('button.now').click()
  const menu = page.getByRole('dialog', { name: 'Move the clock' })
  await menu.getByText(`Reminder: “First review” of ${number} is due`).waitFor()
  expect(await barriers(page)).toEqual([])
  await menu.getByRole('button', { name: 'Next timer' }).click()
  await menu.getByText('While time passed: 1 reminder').waitFor()
  await picture(page, 'clock-passed-phone')
  await menu.getByRole('link', { name: number }).waitFor()
  await page.keyboard.press('Escape')
  await story.getByText('Reminded Feng Lan').first().waitFor()
  expect(await story.locator('button.now .ahead').textContent()).toMatch(/\d/)

  // Somebody else sends it back: the page follows, and the customer's answer is written by whoever talks to them.
  await act({ as: 'han.xue', do: 'submit', form: 'redress.form.return', number, values: { reason: 'Which batch?' } })
  await story.getByRole('button', { name: 'Answer as the customer' }).click()
  await page.getByRole('dialog', { name: 'More information' }).getByLabel('What you found out').fill(HOSTILE)
  await send(page)
  await story.locator('[data-task="review#2"]').waitFor()
  expect(await page.evaluate('window.hacked')).toBeUndefined()
  expect(broken).toEqual([])
  await page.context().close()
}, 60_000)
