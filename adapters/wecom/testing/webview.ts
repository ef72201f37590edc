/** A phone's web view as WeCom opens pages in: its user agent and size, and who is signed in to WeCom on it. */
import type { Browser, BrowserContext, Page } from 'playwright-core'

/** What WeCom's Android app says it is; the real web view has not been tried. */
const AGENT =
  'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36 wxwork/4.1.30 MicroMessenger/7.0.1 Language/zh'

export interface Webview {
  readonly context: BrowserContext
  readonly page: Page
  /** Errors of the page. */
  readonly broken: readonly string[]
  /** Opens an address and waits for the form. */
  open(url: string): Promise<void>
  /** Fills in fields by id; values as on the wire. */
  fill(values: Readonly<Record<string, unknown>>): Promise<void>
  /** Sends, and gives what the page says then. */
  send(): Promise<string>
}

/** A web view on the phone of a member; `wecom` is where the sign-in page is. */
export async function openWebview(browser: Browser, wecom: string, user: string): Promise<Webview> {
  const context = await browser.newContext({
    ...{ locale: 'zh-CN', timezoneId: 'Asia/Shanghai', userAgent: AGENT },
    ...{ viewport: { width: 375, height: 740 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true },
  })
  await context.addCookies([{ name: 'x-wecom-user', value: user, url: wecom }])
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  const broken: string[] = []
  page.on('pageerror', (error) => broken.push(error.message))
  return {
    ...{ context, page, broken },
    async open(url) {
      await page.goto(url)
      await page.locator('html[data-ready]').waitFor()
    },
    async fill(values) {
      for (const [id, value] of Object.entries(values)) await fillField(page, id, value)
    },
    async send() {
      await page.locator('button[type=submit]').click()
      const end = page.locator('h1.done, #wrong:not([hidden]), .wrong:not([hidden])').first()
      await end.waitFor()
      return (await end.textContent()) ?? ''
    },
  }
}

async function fillField(page: Page, id: string, value: unknown): Promise<void> {
  const field = page.locator(`[data-field="${id}"]`)
  await field.waitFor({ state: 'attached' })
  // What is folded away is unfolded first.
  await page.evaluate(() => {
    for (const more of document.querySelectorAll('details')) more.open = true
  })
  switch (await field.getAttribute('data-input')) {
    case 'tree': {
      const path = String(value).split('.')
      for (const level of path.keys())
        await field
          .locator('select')
          .nth(level)
          .selectOption(path.slice(0, level + 1).join('.'))
      return
    }
    case 'select': {
      const list = field.locator('select')
      if ((await list.count()) > 0) return void (await list.selectOption(String(value)))
      for (const one of [value].flat()) await field.locator(`input[value="${one}"]`).check()
      return
    }
    case 'person':
      return void (await field.locator('select').selectOption(String(value)))
    case 'files':
      await field.locator('input[type=file]').setInputFiles([String(value)])
      return field.locator('.files li').waitFor()
    default:
      return field.locator('textarea, input').first().fill(String(value))
  }
}
