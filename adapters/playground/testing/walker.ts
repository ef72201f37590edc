/** Hands on the page: plays people, presses buttons and fills in forms the way a person would. */
import type { Locator, Page } from 'playwright-core'
import { picture } from './browser.ts'

/** What to fill in, by field id: a text, an option, the levels of a tree, options to tick, true, or files. */
export type Filling = Readonly<
  Record<string, string | readonly string[] | true | { readonly files: readonly string[] }>
>

export interface Walker {
  readonly page: Page
  /** Plays this person and looks at their direct messages. */
  play(person: string): Promise<void>
  /** Looks at another place by what it is called. */
  visit(place: string): Promise<void>
  /** The button of the newest open card that asks for this stage. */
  press(stage: string, verb: string): Promise<void>
  /** Fills in the open form. */
  enter(values: Filling): Promise<void>
  /** Fills in the open form and submits it; resolves when it has closed. */
  fill(values: Filling, shot?: string): Promise<void>
  /** Answers the question before a button acts with yes. */
  confirm(): Promise<void>
  /** Lets time pass: `2h`, `next-workday` or `next-timer`. */
  pass(move: string): Promise<void>
  /** Waits until a short message says this. */
  told(text: string | RegExp): Promise<void>
  /** Who of these has something to do, as the persona switcher shows. */
  busyOf(people: readonly string[]): Promise<string>
  shoot(name: string): Promise<string>
}

/** Hands for a page that shows the playground. */
export function makeWalker(page: Page, prefix: string): Walker {
  const dialog = page.locator('dialog[open]')
  const shoot = (name: string) => picture(page, `${prefix}-${name}`)
  const openPeople = async () => {
    await page.locator('#side .persona').click()
    await dialog.locator('[data-person]').first().waitFor()
  }
  const enter = async (values: Filling): Promise<void> => {
    await dialog.waitFor()
    for (const [id, value] of Object.entries(values)) await fillField(dialog.locator(`[data-field="f.${id}"]`), value)
  }
  return {
    page,
    shoot,
    async play(person) {
      if (!(await page.locator(`#side [data-keep="person/${person}"]`).count())) {
        await openPeople()
        await dialog.locator(`[data-person="${person}"]`).click()
        await dialog.waitFor({ state: 'detached' })
      }
      await page.locator(`.place[data-keep="person/${person}"]`).click()
      await page.locator(`.place[data-keep="person/${person}"][aria-current]`).waitFor()
    },
    visit: async (place) => {
      await page.locator('#side').getByRole('link', { name: place }).click()
    },
    press: async (stage, verb) => {
      await page
        .locator(`#posts .card.is-open[data-key^="task/${stage}#"] [data-action="redress.${verb}"]`)
        .last()
        .click()
    },
    enter,
    async fill(values, shot) {
      await enter(values)
      if (shot !== undefined) await shoot(shot)
      await dialog.locator('button[type=submit]').click()
      await dialog.waitFor({ state: 'detached' })
    },
    async confirm() {
      await dialog.locator('.buttons button').last().click()
      await dialog.waitFor({ state: 'detached' })
    },
    async pass(move) {
      await page.locator('#clock button').click()
      await page.locator(`.clock-menu [data-move="${move}"]`).click()
      await page.locator(`.clock-menu [data-move="${move}"]:not([aria-busy])`).waitFor()
      await page.keyboard.press('Escape')
    },
    told: (text) => page.locator('.toast').filter({ hasText: text }).first().waitFor(),
    async busyOf(people) {
      await openPeople()
      const busy = dialog.locator(people.map((person) => `[data-person="${person}"]:has(.badge)`).join(', ')).first()
      await busy.waitFor()
      const person = await busy.getAttribute('data-person')
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })
      return person ?? ''
    },
  }
}

async function fillField(field: Locator, value: Filling[string]): Promise<void> {
  await field.waitFor({ state: 'attached' })
  if (!(await field.isVisible())) await field.page().locator('dialog[open] .fold-more:not([open]) > summary').click()
  const kind = (await field.getAttribute('class')) ?? ''
  if (value === true) return field.locator('input').check()
  if (typeof value === 'string') {
    if (!/is-(select|person)/.test(kind)) return field.locator('input, textarea').fill(value)
    const list = field.locator('select')
    return (await list.count()) > 0
      ? void (await list.selectOption(value))
      : field.locator(`input[value="${value}"]`).check()
  }
  if ('files' in value) {
    await field.locator('input').setInputFiles([...value.files])
    await field
      .locator('.preview:not(.uploading)')
      .nth(value.files.length - 1)
      .waitFor()
    return
  }
  if (kind.includes('is-tree')) {
    await field.locator('input').click()
    for (const id of value) await field.locator(`[data-option="${id}"]`).click()
    return
  }
  for (const label of value) await field.getByLabel(label).check()
}
