/** WeCom's wire for the contract of chat platforms: encrypted callbacks in, message/send out, forms in words. */
import type { Bench, Outage, Seen, SeenCard, SeenForm } from '../../contract.ts'
import { callOnce, innerXml, textParts } from './callbacks.ts'
import { type Deliveries, phoneOf, textOf } from './phone.ts'
import { accountOf, type Opened, plotWecom, type WecomPlot } from './plot.ts'
import { fillIn } from './talk.ts'
import type { Delivered, Town } from './town.ts'
import { doneIn, refusalIn } from './words-back.ts'

/** An account that is nobody's. */
export const STRANGER = 'mallory'

/** A fresh house and a fresh town. */
export async function openBench(): Promise<Bench> {
  const plot = await plotWecom()
  plot.town.members.set(STRANGER, { userid: 'Mallory', name: 'M', departments: [1], leads: [], status: 1 })
  return (await benchOf(plot)).bench
}

/** The bench of a plot, and where its house is open. */
export async function benchOf(
  plot: WecomPlot,
  deliveries: Deliveries = new Map(),
): Promise<{ readonly bench: Bench; readonly opened: Opened }> {
  const opened = await plot.open()
  return { bench: benchOn(plot, opened, deliveries), opened }
}

function benchOn(plot: WecomPlot, opened: Opened, deliveries: Deliveries): Bench {
  const { town, time } = plot
  const { house, target } = opened
  const phone = (person: string) => phoneOf(target, userOf(person), deliveries)
  return {
    house,
    async hear(person, words, key) {
      return seenIn(await phone(person).type(`投诉 ${words}`.trim(), key))
    },
    async click(person, card, verb, key) {
      const seen = seenIn(await phone(person).press(taskOf(card), verb, key))
      return seen.form === undefined ? seen : { ...seen, form: { ...seen.form, number: card.number } }
    },
    async submit(person, form, values, key) {
      return seenIn(await fillIn(phone(person), house, values, `${key}/${form.number ?? 'file'}`))
    },
    forge: async () => {
      const keys = { ...target.keys, token: 'another' }
      const { status } = await callOnce({ ...target, keys }, innerXml(town, 'WangLi', textParts('投诉 客户=x')))
      return status
    },
    cards: async (place) => cardsAt(town, place),
    customerMessages: async (number) => (await house.chat.at(`customer/${number}`, 200)).length,
    outage: (how) => weather(town, how),
    unconfirmed: (lane) => lane.startsWith('wecom:chat/'),
    async pass(milliseconds) {
      time.ahead += milliseconds
      house.delivery.wake()
      await house.settle()
    },
    async restart() {
      await house.stop()
      return (await benchOf(plot, deliveries)).bench
    },
    async close() {
      await house.stop()
      await plot.clear()
    },
  }
}

/** The account of a person, or of the stranger. */
export const userOf = (person: string): string => (person === STRANGER ? 'Mallory' : accountOf(person))

/** Groups have no buttons: somebody who names a card of a group could only make its task id up. */
export const taskOf = (card: SeenCard): string =>
  card.post.includes('_r') ? card.post : `${card.number}_r${card.revision}_999`

/** Only what the outbox sends is in bad weather; people still reach the app. */
function weather(town: Town, how: Outage | undefined): void {
  town.weather = how === undefined ? undefined : how === 'refused' ? 45033 : 'lost'
}

/** What somebody saw, read from the words of messages or of a page. */
export function seenIn(what: readonly Delivered[] | string): Seen {
  const text = typeof what === 'string' ? what : what.map(textOf).join('\n')
  const code = refusalIn(text)
  if (code !== undefined) return { is: 'refused', code, text }
  const number = doneIn(text)
  if (number !== undefined) return { is: 'done', number, text }
  const asks = /（\d+\/\d+）|请核对|随时可以发/.test(text)
  const form: SeenForm = { id: 'redress.form', fields: [] }
  return asks ? { is: 'form', form, text } : { is: 'say', text }
}

function cardsAt(town: Town, place: string): readonly SeenCard[] {
  const [where, id = ''] = place.split('/')
  const to = where === 'person' ? `user/${userOf(id).toLowerCase()}` : `chat/chat-${id}`
  return town.delivered.filter((one) => one.to === to).flatMap(where === 'person' ? buttonCard : groupCard)
}

function buttonCard({ content, replaced }: Delivered): readonly SeenCard[] {
  const task = /^(.+)_r(\d+)_\d+$/.exec(String(content.task_id))
  if (content.card_type !== 'button_interaction' || task === null) return []
  const buttons = ((replaced ? [] : content.button_list) ?? []) as readonly { readonly key?: string }[]
  const verbs = buttons.flatMap(({ key }) => (key === undefined ? [] : [key]))
  const [post, number = '', revision = '0'] = task
  return [{ post, number, revision: Number(revision), state: replaced ? 'done' : 'open', buttons: verbs }]
}

function groupCard(message: Delivered): readonly SeenCard[] {
  const number = /[A-Z]{1,4}-\d{8}-\d{4,}/.exec(textOf(message))?.[0]
  return number === undefined ? [] : [{ post: message.id, number, revision: 1, state: 'open', buttons: [] }]
}
