/**
 * One complaint that nobody reviews, with the clock moved on in steps: who is reminded, who says that they are on it, whom
 * it climbs to, and how it ends. A picture of each.
 */
import type { Page } from 'playwright-core'
import type { Album } from './album.ts'
import { bring, fill, handIn, pass, press, turn } from './hands.ts'

const HOUR = 60

/** Walks it on an empty house. Throws where a click leads elsewhere, or somebody was not told. */
export async function takeClocks(album: Album): Promise<void> {
  const page = await album.desk()
  await album.see(page, album.tale.receiver, '/me')
  const number = await handIn(album, page, undefined)
  // Two working hours, and two minutes more.
  await pass(album, 2 * HOUR + 2)
  await turn(album, page, number)
  await told(album, page, 'reminder')
  await onIt(album, page, number)
  await climbs(album, page)
  await reviewed(album, page, number)
}

/** Shortly before their leader hears of it, whoever is asked says that they are on it; when that is over, the leader hears. */
async function onIt(album: Album, page: Page, number: string): Promise<void> {
  await pass(album, 3 * HOUR + 20)
  await turn(album, page, number)
  await press(page, number, 'acknowledge')
  await fill(album, page, 'on-it', { to: '1h' })
  await album.see(page, album.tale.receiver, '/channel/quality')
  await bring(page.locator(`#posts [data-number="${number}"]`).last())
  await album.take(page, 'living-card')
  await pass(album, HOUR + 5)
  await album.see(page, 'qian.yuhan', '/me')
  await told(album, page, 'leader')
}

/** At the end of the next day a director hears, a day later an executive, on a phone. */
async function climbs(album: Album, page: Page): Promise<void> {
  await pass(album, 26 * HOUR + 30)
  await album.see(page, 'qian.yuhan', '/me')
  await told(album, page, 'director')
  await pass(album, 24 * HOUR)
  const phone = await album.phone()
  await album.see(phone, 'andrew.lin', '/me')
  await told(album, phone, 'executive')
  await phone.context().close()
}

/** Whoever was asked reviews it; from then on nobody is reminded of it, and its page tells the whole story. */
async function reviewed(album: Album, page: Page, number: string): Promise<void> {
  await turn(album, page, number)
  await press(page, number, 'submit')
  await fill(album, page, undefined, { verdict: 'complaint', safety: 'none', core_function: 'lost', scope: 'one' })
  await album.see(page, album.tale.receiver, `/case/${number}`)
  await album.take(page, 'story')
}

/** A picture of the newest message in somebody's direct messages. */
async function told(album: Album, page: Page, name: string): Promise<void> {
  await bring(page.locator('#posts .post').last())
  await album.take(page, name)
}
