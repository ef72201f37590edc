/** docs/walkthrough, pressed: from a Redress that is started as its reader starts it to a closed complaint, counted and timed. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPage, startBrowser } from './testing/browser.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const MOST_CLICKS = 30
const MOST_SECONDS = 300

let browser: Browser
beforeAll(async () => {
  browser = await startBrowser()
}, 60_000)
afterAll(() => browser.close())

/** `npm start` in a folder of its own; gives the address it prints. */
async function start(folder: string): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const settings = { PORT: '0', DATABASE_URL: 'file:redress.db', FILES_URL: 'file:files', LOG_LEVEL: 'silent' }
  const child = spawn(process.execPath, [join(ROOT, 'src', 'redress.js'), 'start'], {
    cwd: folder,
    env: { ...settings, POLICY_FILE: join(ROOT, 'data', 'policy.yaml') },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const url = await new Promise<string>((resolve, reject) => {
    let said = ''
    child.stdout.on('data', (bytes) => {
      said += bytes
      const found = /http:\/\/[\d.]+:\d+\//.exec(said)?.[0]
      if (found) resolve(found)
    })
    child.once('exit', () => reject(new Error(`it did not start: ${said}`)))
  })
  const stop = (): Promise<void> => {
    child.kill('SIGTERM')
    return ended
  }
  return { url, stop }
}

/** Presses whatever the tour asks for until it is over, as a reader does. Gives how often something was pressed. */
async function walk(page: Page): Promise<number> {
  let clicks = 0
  const press = async (button: Locator): Promise<void> => {
    await button.click()
    clicks += 1
  }
  const panel = page.locator('.tour-panel')
  const dialog = page.locator('dialog[open]')
  await press(page.locator('[data-way="welcome_tour"]'))
  for (let step = ''; ; ) {
    await panel
      .locator('h2')
      .filter({ hasNotText: step || /^$/ })
      .waitFor()
    // A moment that passes by itself has no button.
    await panel.locator('.primary').waitFor()
    step = (await panel.locator('h2').textContent()) ?? ''
    // The last word has nothing to skip any more.
    if ((await panel.locator('.ghost').count()) === 0) return clicks
    await press(panel.locator('.primary'))
    await panel.locator('h2').filter({ hasNotText: step }).or(dialog).first().waitFor()
    if ((await dialog.count()) === 0) continue
    await press(dialog.locator('.buttons .primary'))
    await dialog.waitFor({ state: 'detached' })
  }
}

it.each([
  { lang: 'en', page: 'docs/walkthrough.md', words: (n: number) => `takes ${n} clicks` },
  { lang: 'zh', page: 'docs/walkthrough.zh-CN.md', words: (n: number) => `一共点 ${n} 下` },
] as const)('from the start to a closed complaint as $page says', async ({ lang, page: doc, words }) => {
  const folder = mkdtempSync(join(tmpdir(), 'redress-walkthrough-'))
  const began = performance.now()
  const { url, stop } = await start(folder)
  try {
    const { page, broken } = await openPage(browser, { locale: lang === 'zh' ? 'zh-CN' : 'en-GB' })
    page.setDefaultTimeout(60_000)
    await page.goto(`${url}?lang=${lang}`)
    const clicks = await walk(page)
    const seconds = (performance.now() - began) / 1_000
    console.log(`${doc}: ${clicks} clicks, ${seconds.toFixed(1)} s from the start to closed`)
    const number = /C-\d{8}-\d{4}/.exec(page.url())?.[0]
    const told = await fetch(`${url}playground/api/case?number=${number}&as=wang.li`)
    expect(await told.json()).toMatchObject({ outcome: { good: true }, tasks: [] })
    expect(clicks).toBeLessThan(MOST_CLICKS)
    expect(seconds).toBeLessThan(MOST_SECONDS)
    expect(readFileSync(join(ROOT, doc), 'utf8')).toContain(words(clicks))
    expect(broken).toEqual([])
    await page.context().close()
  } finally {
    await stop()
    rmSync(folder, { recursive: true, force: true })
  }
})
