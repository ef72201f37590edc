/** Pages of one house at two sizes and in two looks, and the pictures taken of them. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { openPage } from '../browser.ts'
import { withPalette } from './palette.ts'
import type { Tale } from './tales.ts'

export interface AlbumOptions {
  readonly browser: Browser
  readonly url: string
  /** Where the pictures go. */
  readonly folder: string
  readonly tale: Tale
  /** The real time, which stands still. */
  readonly wall: number
}

export interface Album extends AlbumOptions {
  /** A page of the size of a desk. */
  desk(dark?: boolean): Promise<Page>
  /** A page of the size of a phone. */
  phone(dark?: boolean): Promise<Page>
  /** Takes a picture once nothing moves and short messages have left. */
  take(page: Page, name: string): Promise<void>
  /** Opens a place as somebody, e.g. `see(page, 'wang.li', '/me')`. */
  see(page: Page, person: string, path: string): Promise<void>
}

const DESK = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844, scale: 2 }

export function openAlbum(options: AlbumOptions): Album {
  const { browser, url, folder, tale, wall } = options
  const open = async (size: typeof DESK, dark: boolean): Promise<Page> => {
    const { page } = await openPage(browser, { ...size, dark, locale: tale.locale })
    page.setDefaultTimeout(120_000)
    await page.clock.setFixedTime(wall)
    await page.emulateMedia({ reducedMotion: 'reduce' })
    return page
  }
  return {
    ...options,
    desk: (dark = false) => open(DESK, dark),
    phone: (dark = false) => open(PHONE, dark),
    async take(page, name) {
      await settled(page)
      const shot = await page.screenshot({ animations: 'disabled', caret: 'hide' })
      await writeFile(join(folder, `${name}.png`), withPalette(shot))
      process.stdout.write(`${tale.lang}/${name}\n`)
    },
    async see(page, person, path) {
      await page.goto(`${url}/?as=${person}&lang=${tale.lang}#${path}`)
      await page.reload()
      await page.locator('.post, .case .way li, #welcome .ways').first().waitFor()
    },
  }
}

/** Resolves when no picture is loading, no message is on its way, and no toast covers anything. */
async function settled(page: Page): Promise<void> {
  for (const toast of await page.locator('.toast').all()) await toast.evaluate((node) => node.remove()).catch(() => {})
  await page.mouse.move(0, 0)
  await page.waitForFunction(() => {
    const inSight = (image: Element): boolean => {
      const { top, bottom } = image.getBoundingClientRect()
      return bottom > 0 && top < innerHeight
    }
    return [...document.images].every((image) => image.complete || !inSight(image))
  })
  await page.waitForTimeout(700)
}
