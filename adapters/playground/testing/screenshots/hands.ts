/** Hands for the pictures: whoever is asked is played, their buttons pressed, forms filled in. */
import type { Locator, Page } from 'playwright-core'
import { type Filling, makeWalker } from '../walker.ts'
import type { Album } from './album.ts'

/** Lets minutes pass for the whole house. */
export async function pass({ url }: Album, minutes: number): Promise<void> {
  const response = await fetch(`${url}/playground/api/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ advance: `${minutes}m` }),
  })
  if (!response.ok) throw new Error(await response.text())
}

/** Plays whoever is asked about the case now, at their direct messages; gives the card that asks. */
export async function turn(album: Album, page: Page, number: string): Promise<Locator> {
  const path = `/playground/api/case?number=${number}&as=${album.tale.receiver}`
  const { tasks } = await (await fetch(`${album.url}${path}`)).json()
  const person = tasks[0]?.people[0]?.id
  if (person === undefined) throw new Error(`nobody is asked about ${number}`)
  await album.see(page, person, '/me')
  const card = page.locator(`#posts [data-number="${number}"] .card.is-open`).last()
  await bring(page.locator(`#posts [data-number="${number}"]`).last())
  return card
}

/** Scrolls until the end of this stands at the bottom: where the page itself would scroll to depends on what was read. */
export async function bring(post: Locator): Promise<void> {
  await post.waitFor()
  await post.page().waitForTimeout(400)
  await post.evaluate((node) => node.scrollIntoView({ block: 'end' }))
}

/** Presses a button of the newest open task's card; one that is rarely needed stands in the menu behind *More*. */
export async function press(page: Page, number: string, verb: string): Promise<void> {
  const card = page.locator(`#posts [data-number="${number}"] .card.is-open[data-key^="task/"]`).last()
  await pressOn(card, verb)
}

/** The same on any card. */
export async function pressOn(card: Locator, verb: string): Promise<void> {
  const button = card.locator(`[data-action="redress.${verb}"]`).last()
  await card.locator('.buttons').last().waitFor()
  if ((await button.count()) > 0) return button.click()
  await card.locator('[data-action="more"]').last().click()
  await card.page().locator(`[role=menu]:popover-open [data-action="redress.${verb}"]`).click()
}

/** Answers the question before a button acts with yes. */
export async function confirm(page: Page): Promise<void> {
  const dialog = page.locator('dialog[open]')
  await dialog.locator('.buttons button').last().click()
  await dialog.waitFor({ state: 'detached' })
}

/** Fills in the open form, takes its picture when there is a name for it, and sends it. */
export async function fill(album: Album, page: Page, shot: string | undefined, values: Filling): Promise<void> {
  const dialog = page.locator('dialog[open]')
  await makeWalker(page, '').enter(values)
  if (shot !== undefined) {
    await dialog.evaluate((node) => {
      for (const part of [node, ...node.querySelectorAll('*')]) part.scrollTop = 0
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    })
    await album.take(page, shot)
  }
  await dialog.locator('button[type=submit]').click()
  await dialog.waitFor({ state: 'detached' })
}

/** Hands in the tale's complaint in the open form, with a picture of the form when there is a name for it; gives its number. */
export async function handIn(album: Album, page: Page, shot: string | undefined, more: Filling = {}): Promise<string> {
  const { tale } = album
  await page.locator('#side .side-actions .primary').click()
  await fill(album, page, shot, {
    text: tale.text,
    category: ['quality', 'quality.failure', 'quality.failure.no_cooling'],
    customer: tale.customer,
    phone: '13800138000',
    product: tale.product,
    line: 'fridge',
    model: 'BCD-480W',
    batch: '2026A3',
    purchase_channel: 'mall',
    wish: [tale.refund],
    ...more,
  })
  const said = page.locator('.toast').filter({ hasText: /C-\d{8}-\d{4}/ })
  return /C-\d{8}-\d{4}/.exec((await said.first().textContent()) ?? '')?.[0] ?? ''
}
