/** The playground's page keeps nobody out: by axe's rules, in both languages, wide and on a phone, light and dark. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Card } from '../../cards/model.ts'
import { barriers, tooSmall } from './testing/axe.ts'
import { openPage, picture, startBrowser } from './testing/browser.ts'
import { type House, startHouse, stopHouse } from './testing/house.ts'
import { CARD, NUMBER } from './testing/samples.ts'

let house: House
let browser: Browser
beforeAll(async () => {
  house = await startHouse()
  browser = await startBrowser()
  await house.playground.sendCard('channel/quality', CASE, 'page-1')
  await house.playground.sendCard('channel/quality', { ...CARD, fallback: '请审批' }, 'page-2')
}, 60_000)
afterAll(async () => {
  await browser.close()
  await stopHouse(house)
})

/** The living card of the case whose task CARD is. */
const CASE: Card = { ...CARD, key: 'case', header: `客诉 ${NUMBER} · BCD-480`, tone: 'late', actions: [] }

const LOOKS = [
  { locale: 'zh-CN', width: 1440, height: 900, dark: false, lang: 'zh' },
  { locale: 'en-GB', width: 1440, height: 900, dark: true, lang: 'en' },
  { locale: 'zh-CN', width: 390, height: 844, dark: true, lang: 'zh' },
  { locale: 'en-GB', width: 390, height: 844, dark: false, lang: 'en' },
] as const

it.each(LOOKS)('keeps nobody out: $lang, $width wide, dark $dark', async ({ lang, ...look }) => {
  const { page, broken } = await openPage(browser, look)
  await page.goto(`${house.url}/?as=wang.li&lang=${lang}#/channel/quality/thread/${NUMBER}`)
  await page.locator('#composer textarea').waitFor({ state: 'attached' })
  const phone = look.width < 760
  await page.locator('#thread-posts .card').nth(1).waitFor()
  expect(await barriers(page)).toEqual([])
  await picture(page, `page-thread-${lang}-${look.width}`)
  if (phone) {
    expect(await tooSmall(page)).toEqual([])
    await page.locator('.to-conversation').click()
    expect(await tooSmall(page)).toEqual([])
  }
  await page.locator('#composer textarea').fill('/')
  await page.locator('.suggestions li').first().waitFor()
  expect(await barriers(page)).toEqual([])
  await page.keyboard.press('Escape')
  if (phone) {
    await page.locator('.to-list').click()
    expect(await barriers(page)).toEqual([])
    expect(await tooSmall(page)).toEqual([])
  }
  await page.locator('#side .primary').click()
  house.next.push({ is: 'errors', code: 'field_type', errors: [{ field: 'phone', text: '电话的格式不对' }] })
  await page.locator('dialog button[type=submit]').click()
  await page.locator('.form-errors li').waitFor()
  expect(await barriers(page)).toEqual([])
  if (phone) expect(await tooSmall(page)).toEqual([])
  await picture(page, `page-errors-${lang}-${look.width}`)
  const width = await page.evaluate(() => document.documentElement.scrollWidth)
  expect(width).toBeLessThanOrEqual(look.width)
  expect(broken).toEqual([])
  await page.context().close()
})
