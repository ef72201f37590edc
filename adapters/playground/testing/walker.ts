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
  /** Fills in the open form and submits it; resolves when it has closed. */
  fill(values: Filling, shot?: string): Promise<void>
  /** Answers the question before a button acts with yes. */
  confirm(): Promise<void>
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
  return {
    page,
    shoot,
    async play(person) {
      await page.locator('.persona select').selectOption(person)
      await page.locator(`.place[data-keep="person/${person}"]`).click()
      await page.locator(`.place[data-keep="person/${person}"][aria-current]`).waitFor()
    },
    visit: async (place) => {
      await page.locator('#side').getByRole('button', { name: place }).click()
    },
    press: async (stage, verb) => {
      await page
        .locator(`#posts .card.is-open[data-key^="task/${stage}#"] [data-action="redress.${verb}"]`)
        .last()
        .click()
    },
    async fill(values, shot) {
      await dialog.waitFor()
      for (const [id, value] of Object.entries(values)) await fillField(dialog.locator(`[data-field="f.${id}"]`), value)
      if (shot !== undefined) await shoot(shot)
      await dialog.locator('button[type=submit]').click()
      await dialog.waitFor({ state: 'detached' })
    },
    async confirm() {
      await dialog.locator('.buttons button').last().click()
      await dialog.waitFor({ state: 'detached' })
    },
    told: (text) => page.locator('.toast').filter({ hasText: text }).first().waitFor(),
    async busyOf(people) {
      const options = people.map((person) =>
        page.locator(`.persona option[value="${person}"]`).filter({ hasText: /\d/ }),
      )
      const [first, ...others] = options
      await others
        .reduce((any, one) => any.or(one), first as Locator)
        .first()
        .waitFor({ state: 'attached' })
      for (const [at, option] of options.entries()) if ((await option.count()) > 0) return people[at] ?? ''
      throw new Error(`nobody of ${people.join(', ')} has anything to do`)
    },
  }
}

async function fillField(field: Locator, value: Filling[string]): Promise<void> {
  await field.waitFor()
  const kind = (await field.getAttribute('class')) ?? ''
  if (value === true) return field.locator('input').check()
  if (typeof value === 'string') {
    return /is-(select|person)/.test(kind)
      ? void (await field.locator('select').selectOption(value))
      : field.locator('input, textarea').fill(value)
  }
  if ('files' in value) {
    await field.locator('input').setInputFiles([...value.files])
    await field
      .locator('.files li')
      .nth(value.files.length - 1)
      .waitFor()
    return
  }
  if (kind.includes('is-tree')) {
    for (const [level, id] of value.entries()) await field.locator('select').nth(level).selectOption(id)
    return
  }
  for (const label of value) await field.getByLabel(label).check()
}
