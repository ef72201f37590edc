/** A house with pages under an address of its own, on the local WeCom, whose trusted domain is that address. */
import type { House } from '../../../src/main.ts'
import { freePort } from '../../../src/stories/front.ts'
import type { CallbackTarget } from './callbacks.ts'
import { accountOf, plotWecom } from './plot.ts'
import type { Town } from './town.ts'

export interface Paged {
  readonly house: House
  readonly town: Town
  readonly target: CallbackTarget
  readonly people: readonly string[]
  /** Where the sign-in page of the local WeCom is. */
  readonly wecom: string
  readonly folder: string
  /** The address behind a button, by part of its label, on somebody's newest open card of a case. */
  button(person: string, number: string, label: string): string
  close(): Promise<void>
}

/** Opens it on a free port. */
export async function openPaged(): Promise<Paged> {
  const port = await freePort()
  const plot = await plotWecom({
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    SECRET_KEY: 'a secret key that only tests ever use, and long enough',
  })
  plot.town.redirectDomain = `127.0.0.1:${port}`
  const { house, target } = await plot.open()
  return {
    ...{ house, target, town: plot.town, people: plot.people, wecom: plot.wecomUrl, folder: plot.folder },
    button(person, number, label) {
      const mine = plot.town.delivered.filter(
        ({ to, content, replaced }) =>
          to === `user/${accountOf(person).toLowerCase()}` && !replaced && String(content.task_id).startsWith(number),
      )
      const buttons = (mine.at(-1)?.content.button_list ?? []) as readonly {
        readonly text: string
        readonly url?: string
      }[]
      const url = buttons.find(({ text }) => text.includes(label))?.url
      if (url === undefined) throw new Error(`${person} has no button ${label}: ${JSON.stringify(buttons)}`)
      return url
    },
    async close() {
      await house.stop()
      await plot.clear()
    },
  }
}
