import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { barriers } from '../playground/testing/axe.ts'
import { picture, startBrowser } from '../playground/testing/browser.ts'
import { type FormHouse, openFormHouse, PLATFORM } from './testing/form-house.ts'

let browser: Browser
let at: FormHouse
beforeAll(async () => {
  ;[browser, at] = await Promise.all([startBrowser(), openFormHouse()])
}, 60_000)
afterAll(async () => {
  await browser.close()
  await at.close()
})

/** How a phone's browser inside a chat calls itself. */
const INSIDE_CHAT =
  'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/126.0.0.0 ' +
  'Mobile Safari/537.36 wxwork/4.1.30 MicroMessenger/7.0.1 Language/zh'

async function phone(person: string, locale = 'zh-CN', width = 375, dark = false) {
  const context = await browser.newContext({
    ...{ locale, hasTouch: true, isMobile: true, userAgent: INSIDE_CHAT, timezoneId: 'Asia/Shanghai' },
    viewport: { width, height: 740 },
    colorScheme: dark ? 'dark' : 'light',
  })
  await context.addCookies([{ name: 'who', value: person, url: at.url }])
  const page = await context.newPage()
  const broken: string[] = []
  page.on('pageerror', (error) => broken.push(error.message))
  page.on('console', (line) => {
    // A line that was cut on purpose is told by the browser as well.
    if (line.type() === 'error' && !/ERR_FAILED|ERR_INTERNET_DISCONNECTED/.test(line.text())) broken.push(line.text())
  })
  const opens = async (address: string): Promise<void> => {
    await page.goto(address)
    await page.locator('html[data-ready]').waitFor()
  }
  return {
    page,
    broken,
    opens,
    field: (id: string) => page.locator(`[data-field="${id}"]`),
    submit: () => page.locator('.bar button').click(),
  }
}

async function newest(): Promise<string> {
  const page = await at.house.store.list({})
  return 'items' in page ? (page.items[0]?.number ?? '') : ''
}

/** What axe-core finds serious, and whether anything is wider than the phone. */
async function faults(page: Page): Promise<readonly string[]> {
  const wide = await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth')
  return [...(wide ? ['too wide'] : []), ...(await barriers(page))]
}

it('files on a phone: errors at their fields, a draft that comes back, a picture, a network that loses the answer', async () => {
  const { page, broken, opens, field, submit } = await phone('wang.li')
  await opens(at.links.form(PLATFORM, { verb: 'file' }))
  await field('text').locator('textarea').fill('冰箱三天不制冷，<b>菜都坏了</b>')
  await submit()
  await field('category').locator('.wrong').filter({ hasText: '问题类型' }).waitFor()
  expect(await faults(page)).toEqual([])
  await picture(page, 'form-1-errors')
  for (const [level, id] of ['quality', 'quality.failure', 'quality.failure.no_cooling'].entries())
    await field('category').locator('select').nth(level).selectOption(id)
  await field('model').waitFor()
  for (const [id, text] of Object.entries({ customer: '张三', product: '双门冰箱', model: 'BCD-500', batch: 'B1' }))
    await field(id).locator('input').fill(text)
  const photo = join(at.plot.folder, 'fridge.png')
  writeFileSync(photo, await page.screenshot({ clip: { x: 0, y: 0, width: 100, height: 100 } }))
  await field('photos').locator('input').setInputFiles([photo])
  await field('photos').locator('.files li').waitFor()
  await page.locator('#saved').filter({ hasText: '已自动保存' }).waitFor()
  // Typed a moment before the window goes: only this browser knows it.
  await field('batch').locator('input').fill('B2601')
  await opens(page.url())
  await page.locator('#told').filter({ hasText: '已恢复' }).waitFor()
  await expect.poll(() => field('batch').locator('input').inputValue()).toBe('B2601')
  expect(await field('photos').locator('.files li').count()).toBe(1)
  expect(await field('category').locator('select').nth(2).inputValue()).toBe('quality.failure.no_cooling')
  await field('purchase_channel').getByLabel('官方商城').check()
  await page.locator('#more > summary').click()
  await field('wish').getByLabel('退款').check()
  await field('wish_amount').locator('input').fill('800')
  let lost = 0
  await page.route('**/f/playground/act', async (route) => {
    if (!route.request().postData()?.includes('"submit"') || lost > 0) return route.continue()
    lost += 1
    await route.fetch()
    return route.abort()
  })
  await submit()
  await page.locator('#told').filter({ hasText: '网络不稳' }).waitFor()
  await page.locator('h1.done').filter({ hasText: 'C-' }).waitFor()
  expect((await at.house.store.counts()).cases).toBe(1)
  await page.locator('a.way').first().click()
  await page.locator('.files img').waitFor()
  expect(await faults(page)).toEqual([])
  await picture(page, 'form-2-case')
  expect((await at.house.store.case(await newest()))?.values).toMatchObject({ batch: 'B2601', wish: ['refund'] })
  await opens(at.links.form(PLATFORM, { verb: 'file' }))
  expect(await field('customer').locator('input').inputValue()).toBe('')
  expect(broken).toEqual([])
}, 60_000)

it('works on a task in the dark, and presses a button under all it is about', async () => {
  const number = await newest()
  const han = await phone('han.xue', 'zh-CN', 430, true)
  await han.page.goto(`${at.url}/f/playground/home`)
  await picture(han.page, 'form-3-home')
  expect(await han.page.locator('.lines a').nth(0).getAttribute('href')).toContain(number)
  await han.page.locator('.lines a.way').first().click()
  await han.page.locator('html[data-ready]').waitFor()
  expect(await faults(han.page)).toEqual([])
  for (const [id, label] of Object.entries({
    verdict: '属于投诉',
    safety: '无影响',
    core_function: '无法使用',
    scope: '单个客户',
  }))
    await han.field(id).getByLabel(label, { exact: true }).check()
  await picture(han.page, 'form-3-review')
  await han.submit()
  await han.page.locator('h1.done').waitFor()
  const li = await phone('wang.li')
  await li.opens(at.links.form(PLATFORM, { verb: 'urge', number }))
  await picture(li.page, 'form-4-button')
  await li.submit()
  await li.page.locator('h1.done').filter({ hasText: '已催办' }).waitFor()
  expect([...han.broken, ...li.broken]).toEqual([])
}, 60_000)
