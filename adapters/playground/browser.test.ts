import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPage, picture, startBrowser } from './testing/browser.ts'
import { type House, startHouse, stopHouse } from './testing/house.ts'
import { CARD, NUMBER } from './testing/samples.ts'

let house: House
let browser: Browser
beforeAll(async () => {
  house = await startHouse()
  browser = await startBrowser()
}, 60_000)
afterAll(async () => {
  await browser.close()
  await stopHouse(house)
})

it('draws Chinese, cards and answers, and changes a card in place', async () => {
  const { page, broken } = await openPage(browser)
  await house.playground.sendCard('channel/quality', CARD, 'k1')
  await page.goto(`${house.url}/?as=wang.li&to=channel/quality`)
  const card = page.locator('.card')
  await card.getByText('<b>请审批</b>：现金 ¥500.01').waitFor()
  await picture(page, 'smoke-channel')
  await page.getByRole('button', { name: '同意' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '同意' }).click()
  await page.getByText('已同意').waitFor()
  expect(house.heard.at(-1)).toMatchObject({
    what: 'click',
    caller: { actor: { kind: 'person', id: 'wang.li' } },
    with: { verb: 'approve', number: NUMBER, revision: 7, position: 'approval#1' },
  })
  await house.playground.updateCard(
    'channel/quality',
    '1',
    { ...CARD, state: 'done', header: '审批 · 已同意', actions: [] },
    'k2',
  )
  await page.getByRole('heading', { name: '审批 · 已同意' }).waitFor()
  expect(await page.locator('.card').count()).toBe(1)
  expect(await page.locator('.card .buttons').count()).toBe(0)
  expect(broken).toEqual([])
  await page.context().close()
})

it('fills in every kind of field, redraws, uploads, and shows errors at the field', async () => {
  const { page, broken } = await openPage(browser)
  await page.goto(`${house.url}/?as=wang.li`)
  await page.getByRole('button', { name: '提交客诉' }).first().click()
  const dialog = page.getByRole('dialog', { name: '提交客诉' })
  await dialog.getByLabel('投诉内容').fill('冰箱不制冷')
  await dialog.getByText('更多信息').click()
  await dialog.getByLabel('数量').waitFor()
  // Down a level, down another, and the first leaf: by keyboard alone.
  await dialog.getByRole('combobox', { name: '类别' }).focus()
  for (const key of ['Enter', 'ArrowRight', 'ArrowRight', 'Enter']) await page.keyboard.press(key)
  expect(await dialog.getByRole('combobox', { name: '类别' }).inputValue()).toBe('产品质量 / 故障 / 不制冷')
  await dialog.getByLabel('数量').waitFor({ state: 'detached' })
  await dialog.getByRole('radio', { name: '否' }).check()
  await dialog.getByRole('checkbox', { name: '退款' }).check()
  await dialog.getByLabel('购买价格').fill('2000.01')
  await dialog.getByLabel('购买日期').fill('2026-11-01')
  await dialog.getByLabel('方便的时间').fill('13:30')
  await dialog.getByLabel('接待人').selectOption('wang.li')
  await dialog.getByRole('group', { name: '客户同意回访' }).or(dialog.getByLabel('客户同意回访')).first().check()
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )
  await dialog.getByLabel('照片').setInputFiles({ name: '照片 1.png', mimeType: 'image/png', buffer: png })
  await dialog.getByText('照片 1.png').waitFor()
  await picture(page, 'smoke-form')
  house.next.push({ is: 'errors', code: 'field_type', errors: [{ field: 'phone', text: '电话的格式不对' }] })
  await dialog.getByRole('button', { name: '提交' }).click()
  await dialog.locator('.field-error').getByText('电话的格式不对').waitFor()
  expect(await dialog.getByLabel('电话').getAttribute('aria-invalid')).toBe('true')
  await picture(page, 'smoke-form-error')
  await dialog.getByLabel('电话').fill('13800138000')
  await dialog.getByRole('button', { name: '提交' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByText('收到，单号').waitFor()
  expect(house.heard.at(-1)).toMatchObject({
    what: 'submit',
    with: {
      id: 'intake',
      values: {
        text: '冰箱不制冷',
        phone: '13800138000',
        category: 'quality.failure.no_cooling',
        safety: 'no',
        wish: ['refund'],
        paid: '2000.01',
        bought: '2026-11-01',
        at: '13:30',
        receiver: 'wang.li',
        agreed: true,
        photos: [{ name: '照片 1.png' }],
      },
    },
  })
  expect(broken).toEqual([])
  await page.context().close()
})

it('plays another person, in English, on a phone, in the dark, and moves the clock', async () => {
  const { page, broken } = await openPage(browser, { locale: 'en-GB', width: 375, height: 740, dark: true })
  await page.goto(`${house.url}/?as=ann.lee&lang=en`)
  await page.getByRole('button', { name: 'Back to the list' }).click()
  await picture(page, 'smoke-phone-side')
  await page.getByRole('link', { name: 'Quality' }).click()
  await page.getByRole('textbox', { name: 'Message Quality' }).fill('/complaint help')
  await page.keyboard.press('Enter')
  await page.getByText('听到：help').waitFor()
  await page.locator('#clock button').click()
  await page.getByRole('button', { name: '+2 h' }).click()
  await page.getByText(/12:30/).first().waitFor()
  await picture(page, 'smoke-phone')
  const width = await page.evaluate(() => document.documentElement.scrollWidth)
  expect(width).toBeLessThanOrEqual(375)
  expect(broken).toEqual([])
  await page.context().close()
})
