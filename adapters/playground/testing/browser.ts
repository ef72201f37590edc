/** A real browser for tests, and a look at what it drew. */
import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { inject } from 'vitest'
import { environment } from '../../../src/config.ts'

/**
 * Starts the browser that the global set-up unpacked, or the one in `folder`. `lang` is what its own controls speak, such as
 * fields for dates; the page's language is `openPage`'s.
 */
export function startBrowser(folder: string = inject('browserFolder'), lang = 'en_US'): Promise<Browser> {
  return chromium.launch({
    executablePath: join(folder, 'chromium'),
    // Nothing but this: the package's own list of arguments switches web security off.
    args: ['--no-sandbox'],
    env: {
      ...{ FONTCONFIG_FILE: join(folder, 'fonts.conf'), HOME: folder, LD_LIBRARY_PATH: join(folder, 'lib') },
      ...{ LANG: `${lang}.UTF-8`, LANGUAGE: lang },
    },
  })
}

/** A page whose errors and refused scripts are collected in `broken`. */
export async function openPage(
  browser: Browser,
  options: {
    readonly locale?: string
    readonly width?: number
    readonly height?: number
    readonly dark?: boolean
    /** Pixels of the picture for each of the page's. */
    readonly scale?: number
  } = {},
): Promise<{ readonly page: Page; readonly broken: string[] }> {
  const { locale = 'zh-CN', width = 1280, height = 860, dark = false, scale = 1 } = options
  const context = await browser.newContext({
    locale,
    viewport: { width, height },
    deviceScaleFactor: scale,
    // A narrow window is a phone: fingers instead of a mouse.
    hasTouch: width < 500,
    isMobile: width < 500,
    colorScheme: dark ? 'dark' : 'light',
    timezoneId: 'Asia/Shanghai',
  })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  const broken: string[] = []
  page.on('pageerror', (error) => broken.push(error.message))
  page.on('console', (line) => {
    if (line.type() === 'error') broken.push(line.text())
  })
  return { page, broken }
}

/** Takes a picture into the folder named by REDRESS_SCREENSHOTS, or a temporary one; gives its path. */
export async function picture(page: Page, name: string, fullPage = false): Promise<string> {
  const folder = environment().REDRESS_SCREENSHOTS ?? join(tmpdir(), 'redress-screenshots')
  await mkdir(folder, { recursive: true })
  const path = join(folder, `${name}.png`)
  await page.screenshot({ path, fullPage })
  return path
}
