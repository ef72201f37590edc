/** Writes down everything a house draws while people live in it: cards and messages sent, and every answer to whoever acted. */
import type { Home } from '../../../cards/home.ts'
import type { Card, Form, Message } from '../../../cards/model.ts'
import { offersFor } from '../../offers.ts'
import { makePageDesk, type PageCase } from '../../page-desk.ts'
import type { Caller, FormAnswer, Platform, Reply } from '../../ports.ts'
import { groundsOf } from '../../precedents.ts'
import type { Lang, PersonId, Verb } from '../../rules/nouns.ts'
import { isRefusal } from '../../rules/nouns.ts'
import type { Told } from '../house.ts'

/** A card as it was sent; what whoever read it gets when they look the case up, and what its page offers them. */
export interface SeenCard {
  readonly card: Card
  readonly to: string
  readonly looked: Looked
}

/** The answer to `show N`, and the case's page. */
export interface Looked {
  readonly card: Card
  readonly page: PageCase
}

export interface Drawn {
  readonly cards: readonly SeenCard[]
  readonly messages: readonly Message[]
  readonly forms: readonly Form[]
  readonly replies: readonly Reply[]
  readonly homes: readonly Home[]
  /** First questions of forms that are asked in words, by form. */
  readonly asked: ReadonlyMap<Form, Reply>
}

export interface Recorder {
  readonly drawn: Drawn
  /** Put around every platform of the house. */
  wrap(platform: Platform): Platform
  /** People at this house; `quietly`: of what they do nothing is kept. */
  people(house: Told, quietly?: boolean): People
}

/** What people do; each throws unless it comes out as said. */
export interface People {
  /** Fills in the intake form; gives the number. */
  files(person: PersonId, values: object): Promise<string>
  /** Presses what is offered and fills in the form that opens, over what stands in it. */
  does(person: PersonId, verb: Verb, number: string, values?: object): Promise<void>
  /** Presses what is offered, looks at the form, and leaves. */
  opens(person: PersonId, verb: Verb, number: string): Promise<Form>
  says(person: PersonId, words: string, lang?: Lang): Promise<Reply>
  sends(person: PersonId, form: Form, values: object): Promise<Reply>
  home(person: PersonId): Promise<void>
  /** The first whom the case asks. */
  asked(number: string): Promise<PersonId>
}

interface Sent {
  readonly card: Card
  readonly to: string
}

/** Starts recording. */
export function makeRecorder(): Recorder {
  const cards: SeenCard[] = []
  const messages: Message[] = []
  const drawn = { cards, messages, forms: [] as Form[], replies: [] as Reply[], homes: [] as Home[], asked: new Map() }
  /** Sent and not yet looked at: the newest of each place and key. */
  const fresh = new Map<string, Sent>()
  const note = (to: string, card: Card): void => void fresh.set(`${to} ${card.number} ${card.key}`, { card, to })
  return {
    drawn,
    wrap: (platform) => ({
      ...platform,
      sendCard(to, card, key) {
        note(to, card)
        return platform.sendCard(to, card, key)
      },
      updateCard(to, handle, card, key) {
        note(to, card)
        return platform.updateCard(to, handle, card, key)
      },
      sendMessage(to, message, key) {
        messages.push(message)
        return platform.sendMessage(to, message, key)
      },
    }),
    people: (house, quietly = false) =>
      quietly
        ? peopleAt(house, { forms: [], replies: [], homes: [], asked: new Map() }, async () => skip(house, fresh))
        : peopleAt(house, drawn, async (also) => look(house, fresh, cards, also)),
  }
}

async function skip(house: Told, fresh: Map<string, Sent>): Promise<void> {
  await house.settle()
  fresh.clear()
}

/** Everybody who got a card looks the case up while it still says so. */
async function look(house: Told, fresh: Map<string, Sent>, cards: SeenCard[], also?: Sent): Promise<void> {
  await house.settle()
  const sent = [...fresh.values(), ...(also === undefined ? [] : [also])]
  fresh.clear()
  for (const one of sent) {
    cards.push({ ...one, looked: await lookUp(house, readerOf(one), one.card.number) })
  }
}

/** Whoever it was sent to; in a channel somebody it asks, or else whoever filed. */
const readerOf = ({ to, card }: Sent): PersonId => /^person\/(.+)$/.exec(to)?.[1] ?? card.asked?.[0] ?? 'wang.li'

async function lookUp(house: Told, person: PersonId, number: string): Promise<Looked> {
  const reply = await house.reception.hear(callerOf(house, person), `show ${number}`, freshKey())
  if (reply.is !== 'card') throw new Error(`${person} cannot look ${number} up: ${JSON.stringify(reply)}`)
  const page = await makePageDesk({ ...house, company: house.shelf.company }).case(
    callerOf(house, person),
    number,
    freshKey(),
  )
  if ('is' in page) throw new Error(page.message.text)
  return { card: reply.card, page }
}

async function offersOf(house: Told, person: PersonId, number: string) {
  const state = await house.store.case(number)
  if (!state) throw new Error(`there is no ${number}`)
  const timely = house.shelf.company.under(state.policy)
  const { policy, directory } = timely
  const known = directory.people[person]
  const reader = { lang: known?.lang ?? 'zh', tz: known?.tz ?? policy.company.tz, policy, directory }
  const grounds = await groundsOf(house.store, state, policy)
  return offersFor({ reader, timely, state, person, now: house.clock.now(), shared: false, grounds })
}

let keys = 0
function freshKey(): string {
  keys += 1
  return `parity-${keys}`
}

function callerOf(house: Told, person: PersonId, lang?: Lang): Caller {
  const known = house.shelf.company.live.directory.people[person]
  return { actor: { kind: 'person', id: person }, via: 'playground', lang: lang ?? known?.lang ?? 'zh' }
}

interface Notes {
  readonly forms: Form[]
  readonly replies: Reply[]
  readonly homes: Home[]
  readonly asked: Map<Form, Reply>
}

function peopleAt(house: Told, notes: Notes, looks: (also?: Sent) => Promise<void>): People {
  const looksUp = (person: PersonId, card: Card): Promise<void> => looks({ card, to: `person/${person}` })
  const noted = (reply: Reply): Reply => {
    notes.replies.push(reply)
    if (reply.is === 'form') notes.forms.push(reply.form)
    return reply
  }
  const send = async (person: PersonId, form: Form, values: object): Promise<Reply> => {
    const { id, number, position, revision } = form
    const standing = form.fields.flatMap((one) => (one.value === undefined ? [] : [[one.id, one.value] as const]))
    const place = { number, position, revision }
    const known = Object.fromEntries(Object.entries(place).filter(([, value]) => value !== undefined))
    const answer: FormAnswer = { id, ...known, values: { ...Object.fromEntries(standing), ...values } }
    const caller = callerOf(house, person)
    const again = form.fields.some((one) => one.redraws) ? await house.reception.redraw(caller, answer) : undefined
    if (again !== undefined && !isRefusal(again)) notes.forms.push(again)
    const reply = noted(await house.reception.submit(caller, answer, freshKey()))
    await looks()
    return reply
  }
  const press = async (person: PersonId, verb: Verb, number: string): Promise<Reply> => {
    await looks()
    const offer = (await offersOf(house, person, number)).find(({ action }) => action.verb === verb)
    if (!offer) throw new Error(`${person} is not offered to ${verb} ${number}`)
    const { revision } = offer.action
    const click = { verb, number, revision, ...(offer.position === undefined ? {} : { position: offer.position }) }
    return noted(await house.reception.click(callerOf(house, person), click, freshKey()))
  }
  const inWords = async (person: PersonId, form: Form): Promise<void> => {
    const caller = callerOf(house, person)
    notes.asked.set(form, await house.conversation.ask(caller, form, freshKey()))
    await house.conversation.say(caller, { text: caller.lang === 'zh' ? '取消' : 'cancel' }, freshKey())
  }
  return {
    async files(person, values) {
      const opened = noted(await house.reception.hear(callerOf(house, person), '', freshKey()))
      if (opened.is !== 'form') throw new Error(JSON.stringify(opened))
      await inWords(person, opened.form)
      const reply = await send(person, opened.form, values)
      if (reply.is !== 'done') throw new Error(`not filed: ${JSON.stringify(reply)}`)
      return reply.number
    },
    async does(person, verb, number, values = {}) {
      const reply = await press(person, verb, number)
      if (reply.is === 'form') await inWords(person, reply.form)
      const done = reply.is === 'form' ? await send(person, reply.form, values) : reply
      await looks()
      if (done.is !== 'done') throw new Error(`${person} could not ${verb} ${number}: ${JSON.stringify(done)}`)
    },
    async opens(person, verb, number) {
      const reply = await press(person, verb, number)
      if (reply.is !== 'form') throw new Error(`${verb} opens no form: ${JSON.stringify(reply)}`)
      await inWords(person, reply.form)
      return reply.form
    },
    async says(person, words, lang) {
      const reply = noted(await house.reception.hear(callerOf(house, person, lang), words, freshKey()))
      if (reply.is === 'form') await inWords(person, reply.form)
      if (reply.is === 'card') await looksUp(person, reply.card)
      return reply
    },
    sends: send,
    async home(person) {
      const home = await house.reception.home(callerOf(house, person))
      if (isRefusal(home)) throw new Error(home.refused)
      notes.homes.push(home)
    },
    async asked(number) {
      await looks()
      const [person] = await house.asked(number)
      if (person === undefined) throw new Error(`${number} asks nobody`)
      return person
    },
  }
}
