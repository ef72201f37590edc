import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { isRefusal } from '../../src/rules/nouns.ts'
import { barriers } from './testing/axe.ts'
import { openPage, picture, startBrowser } from './testing/browser.ts'
import { makePlot } from './testing/real-house.ts'

let browser: Browser
beforeAll(async () => {
  browser = await startBrowser()
}, 60_000)
afterAll(() => browser.close())

it.each([
  { lang: 'zh', locale: 'zh-CN', load: '载入示例公司', living: '正在过三个月的日子', width: 1280 },
  { lang: 'en', locale: 'en-GB', load: 'Load a sample company', living: 'Living through three months', width: 390 },
] as const)('loads the sample company from the page: $lang', async ({ lang, locale, load, living, width }) => {
  const plot = makePlot(lang)
  const { house, url } = await plot.open()
  try {
    const { page, broken } = await openPage(browser, { locale, width })
    page.setDefaultTimeout(120_000)
    await page.goto(`${url}/?lang=${lang}#/me`)
    await page.getByRole('button', { name: load }).click()
    await page.getByRole('status').filter({ hasText: living }).waitFor()
    await page.locator('progress').waitFor()
    expect(await barriers(page)).toEqual([])
    await page.locator('#posts .post').first().waitFor()
    const list = await house.store.list({ limit: 200 })
    if (isRefusal(list)) throw new Error(list.refused)
    const open = list.items.filter((row) => row.outcome === undefined)
    expect(list.items).toHaveLength(120)
    // Every stage at which somebody of ours has something to do, but the very last approval.
    const stages = [
      'review',
      'more_info',
      'answer',
      'appraisal',
      'plan',
      'approval',
      'payment',
      'carry_out',
      'callback',
    ]
    expect([...new Set(open.map((row) => row.stage))].sort()).toEqual(
      [...stages, 'second', 'board', 'last_plan'].sort(),
    )
    expect(new Set(list.items.map((row) => row.outcome)).size).toBeGreaterThan(3)
    expect(Math.abs(house.clock.now() - Date.now())).toBeLessThan(1_000)
    for (const { number } of open) {
      await page.goto(`${url}/?as=meng.qi&lang=${lang}#/case/${number}`)
      await page.locator('.case .way li.now').first().waitFor()
      expect([number, await barriers(page)]).toEqual([number, []])
      const wide = await page.evaluate('document.documentElement.scrollWidth')
      expect([number, wide]).toEqual([number, width])
    }
    await picture(page, `sample-case-${lang}`)
    expect(broken).toEqual([])
    await page.context().close()
  } finally {
    await house.stop()
    plot.clear()
  }
}, 240_000)
