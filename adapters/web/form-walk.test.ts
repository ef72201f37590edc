import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { picture, startBrowser } from '../playground/testing/browser.ts'
import { type FormHouse, openFormHouse, PLATFORM } from './testing/form-house.ts'

let browser: Browser
let at: FormHouse
beforeAll(async () => {
  browser = await startBrowser()
  at = await openFormHouse()
}, 60_000)
afterAll(async () => {
  await browser.close()
  await at.close()
})

const WECHAT =
  'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36 wxwork/4.1.30 MicroMessenger/7.0.1 Language/zh'

async function phone(person: string, width = 375): Promise<{ context: BrowserContext; page: Page; broken: string[] }> {
  const context = await browser.newContext({
    locale: 'zh-CN',
    viewport: { width, height: 740 },
    deviceScaleFactor: 2,
    hasTouch: true,
    isMobile: true,
    userAgent: WECHAT,
    timezoneId: 'Asia/Shanghai',
  })
  await context.addCookies([{ name: 'who', value: person, url: at.url }])
  const page = await context.newPage()
  const broken: string[] = []
  page.on('pageerror', (error) => broken.push(error.message))
  page.on('console', (line) => {
    if (line.type() === 'error') broken.push(line.text())
  })
  return { context, page, broken }
}

/** Serious findings of axe-core on the page as it stands. */
async function findings(page: Page): Promise<readonly string[]> {
  await page.evaluate(await axe())
  return page.evaluate(async () => {
    // biome-ignore lint/suspicious/noExplicitAny: axe puts itself on the window
    const found = await (window as any).axe.run(document, { resultTypes: ['violations'] })
    return found.violations
      .filter((one: { impact: string }) => ['serious', 'critical'].includes(one.impact))
      .map(
        (one: { id: string; nodes: { html: string }[] }) => `${one.id}: ${one.nodes.map(({ html }) => html).join(' ')}`,
      )
  })
}

let source: string | undefined
async function axe(): Promise<string> {
  source ??= (await import('node:fs')).readFileSync(
    createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
    'utf8',
  )
  return source
}

it('files a complaint on a phone', async () => {
  const { page, broken } = await phone('wang.li')
  await page.goto(at.links.form(PLATFORM, { verb: 'file' }))
  await page.locator('html[data-ready]').waitFor()
  await picture(page, 'form-intake-empty', true)
  expect(await findings(page)).toEqual([])
  const field = (id: string) => page.locator(`[data-field="${id}"]`)
  await field('text').locator('textarea').fill('冰箱三天不制冷，<b>菜都坏了</b>')
  await page.locator('button[type=submit]').click()
  await field('category').locator('.wrong').filter({ hasText: /./ }).waitFor()
  await picture(page, 'form-intake-errors', true)
  expect(await findings(page)).toEqual([])
  for (const [level, id] of ['quality', 'quality.failure', 'quality.failure.no_cooling'].entries())
    await field('category').locator('select').nth(level).selectOption(id)
  await field('model').waitFor()
  await field('customer').locator('input').fill('张三')
  await field('product').locator('input').fill('双门冰箱')
  await field('model').locator('input').fill('BCD-500')
  await field('batch').locator('input').fill('B1')
  const photo = join(at.plot.folder, 'fridge.png')
  writeFileSync(photo, await page.screenshot({ clip: { x: 0, y: 0, width: 100, height: 100 } }))
  await field('photos').locator('input').setInputFiles([photo])
  await field('photos').locator('.files li').waitFor()
  await page.locator('#saved').filter({ hasText: /./ }).waitFor()
  await page.reload()
  await page.locator('html[data-ready]').waitFor()
  expect(await field('customer').locator('input').inputValue()).toBe('张三')
  expect(await field('photos').locator('.files li').count()).toBe(1)
  await picture(page, 'form-intake-restored', true)
  await field('purchase_channel').getByLabel('官方商城').check()
  await page.locator('button[type=submit]').click()
  await page.locator('h1.done').waitFor()
  await picture(page, 'form-done')
  expect(await findings(page)).toEqual([])
  expect((await at.house.store.counts()).cases).toBe(1)
  await page.locator('a.way').first().click()
  await page.locator('.strip').waitFor()
  await picture(page, 'form-case', true)
  expect(await findings(page)).toEqual([])
  await page.locator('a[href$="/home"]').click()
  await picture(page, 'form-home', true)
  expect(await findings(page)).toEqual([])
  expect(broken).toEqual([])
}, 60_000)
