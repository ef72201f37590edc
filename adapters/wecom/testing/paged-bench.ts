/** WeCom's wire for the contract where the house has pages: forms are opened from cards and links, and sent over HTTP. */
import { freePort } from '../../../src/stories/front.ts'
import type { Bench, Seen, SeenForm } from '../../contract.ts'
import { benchOf, STRANGER, seenIn, taskOf, userOf } from './bench.ts'
import { type Deliveries, phoneOf } from './phone.ts'
import { plotWecom, type WecomPlot } from './plot.ts'
import type { Delivered } from './town.ts'
import { dataOf, type PageData, sendFrom, type Visited, visit, wordsIn } from './visit.ts'

/** A fresh house with pages, and a fresh town. */
export async function openPagedBench(): Promise<Bench> {
  const port = await freePort()
  const plot = await plotWecom({
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    SECRET_KEY: 'a secret key that only tests ever use, and long enough',
  })
  plot.town.redirectDomain = `127.0.0.1:${port}`
  plot.town.members.set(STRANGER, { userid: 'Mallory', name: 'M', departments: [1], leads: [], status: 1 })
  return paged(plot, new Map())
}

async function paged(plot: WecomPlot, deliveries: Deliveries): Promise<Bench> {
  const { bench, opened } = await benchOf(plot, deliveries)
  const pages = new WeakMap<SeenForm, { readonly page: Visited; readonly data: PageData }>()

  async function open(person: string, url: string, about: Partial<SeenForm> = {}): Promise<Seen> {
    const page = await visit(plot.wecomUrl, userOf(person), url)
    const data = dataOf(page)
    const text = wordsIn(page.body)
    if (data === undefined) return seenIn(text)
    const form: SeenForm = { id: 'redress.form', fields: [], ...about }
    pages.set(form, { page, data })
    return { is: 'form', form, text }
  }

  return {
    ...bench,
    async hear(person, words, key) {
      const back = await phoneOf(opened.target, userOf(person), deliveries).type(`投诉 ${words}`.trim(), key)
      const card = back.find(({ type }) => type === 'textcard')
      return card === undefined ? seenIn(back) : open(person, String(card.content.url))
    },
    async click(person, card, verb, key) {
      const url = linkOn(plot, person, card.post, verb)
      if (url === undefined)
        return seenIn(await phoneOf(opened.target, userOf(person), deliveries).press(taskOf(card), verb, key))
      return open(person, url, { number: card.number })
    },
    async submit(_person, form, values) {
      const at = pages.get(form)
      if (at === undefined) throw new Error('the form was never opened')
      const answer = await sendFrom(at.page, at.data, { do: 'submit', values })
      return seenIn(wordsIn(String(answer.html ?? answer.text ?? JSON.stringify(answer))))
    },
    async restart() {
      await bench.house.stop()
      return paged(plot, deliveries)
    },
  }
}

/** The address behind a verb's button on a card; undefined when the button asks us. Its token is signed, not secret. */
function linkOn({ town }: WecomPlot, person: string, task: string, verb: string): string | undefined {
  const to = `user/${userOf(person).toLowerCase()}`
  const card: Delivered | undefined = town.delivered.find((one) => one.to === to && one.content.task_id === task)
  const buttons = (card?.content.button_list ?? []) as readonly { readonly url?: string }[]
  return buttons
    .flatMap(({ url }) => url ?? [])
    .find((url) => {
      const token = url.split('/').at(-1)?.split('.')[0] ?? ''
      return (JSON.parse(Buffer.from(token, 'base64url').toString('utf8')) as readonly unknown[])[0] === verb
    })
}
