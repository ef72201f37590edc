/** Slack's wire for the contract of chat platforms: signed requests, buttons read back out of the workspace. */
import type { House } from '../../../src/main.ts'
import type { Bench, Outage, Seen, SeenCard, SeenForm } from '../../contract.ts'
import type { Driver, Outcome } from './driver.ts'
import { handIn, inputsOf } from './filling.ts'
import { makeTown, type Town, type TownOptions } from './house.ts'
import { buttonsOf, type Drawn, isCard, messagesAt } from './messages.ts'
import type { Call, StandingView, Weather, Whisper } from './workspace.ts'

/** What Slack remembers for people's eyes: messages as they saw them, and the modals that forms stand in. */
interface Sight {
  readonly town: Town
  readonly seen: Map<string, Drawn>
  readonly modals: WeakMap<SeenForm, string>
}

/** The bench with what stands behind it. */
export interface SlackBench extends Bench {
  readonly town: Town
  readonly driver: Driver
  /** Waits for what came of something somebody did. */
  followed(outcome: Outcome, person: string): Promise<Seen>
  /** The modal a form stands in. */
  modalOf(form: SeenForm): string
  restart(): Promise<SlackBench>
}

/** A fresh company in a workspace of its own. */
export async function openBench(options: TownOptions = {}): Promise<SlackBench> {
  const town = await makeTown(options)
  return benchOn({ town, seen: new Map(), modals: new WeakMap() })
}

async function benchOn(sight: Sight): Promise<SlackBench> {
  const { town } = sight
  const { workspace, weather } = town
  const { house, driver, url } = await town.open()
  return {
    town,
    house,
    driver,
    followed: (outcome, person) => followed(sight, driver, outcome, person),
    modalOf: (form) => sight.modals.get(form) ?? '',
    hear: async (person, words) => followed(sight, driver, await driver.command(person, words), person),
    async click(person, card, verb, key) {
      const drawn = sight.seen.get(`${card.post}/${card.revision}`) ?? sight.seen.get(card.post)
      if (drawn === undefined) throw new Error('nobody has seen that card')
      return followed(
        sight,
        driver,
        await driver.press(person, drawn, verb, `${card.post}/${verb}/${person}/${key}`),
        person,
      )
    },
    submit: (person, form, values) => submit(sight, driver, person, form, values),
    forge: async () => {
      const body = new URLSearchParams({ command: '/complaint', text: 'note C-1 x', user_id: 'U1', trigger_id: 't' })
      const headers = {
        'x-slack-request-timestamp': String(Math.floor(Date.now() / 1000)),
        'x-slack-signature': `v0=${'0'.repeat(64)}`,
      }
      return (await fetch(`${url}/slack/events`, { method: 'POST', body, headers })).status
    },
    cards: (place) => cardsAt(sight, place),
    customerMessages: async (number) => (await house.chat.at(`customer/${number}`, 50)).length,
    outage: (how) => {
      workspace.weather = how === undefined ? undefined : (call) => weatherOf(how, call)
    },
    pass: (milliseconds) => pass(house, weather, milliseconds),
    async restart() {
      await house.stop()
      workspace.weather = undefined
      return benchOn(sight)
    },
    async close() {
      await house.stop()
      await town.close()
    },
  }
}

/** Deliveries fail; whoever presses something is still answered. */
function weatherOf(how: Outage, { method }: Call): Weather | undefined {
  if (!/^chat\.(?:postMessage|update)$/.test(method)) return undefined
  return how === 'refused' ? { is: 'limited', seconds: 1 } : { is: 'lost' }
}

async function pass(house: House, weather: { ahead: number }, milliseconds: number): Promise<void> {
  weather.ahead += milliseconds
  house.delivery.wake()
  await house.settle()
}

async function cardsAt({ town, seen }: Sight, place: string): Promise<readonly SeenCard[]> {
  const messages = (await messagesAt(town.workspace, place)).filter(isCard)
  return messages.map((drawn) => {
    const buttons = buttonsOf(drawn)
    const post = `${drawn.channel}:${drawn.ts}`
    const revision = Number(buttons[0]?.value.split(':')[1] ?? 0)
    // Somebody may still look at a card that has changed since.
    if (buttons.length > 0) seen.set(post, drawn)
    seen.set(`${post}/${revision}`, drawn)
    const verbs = buttons.map(({ verb }) => verb)
    return { post, number: drawn.number, revision, state: verbs.length > 0 ? 'open' : 'done', buttons: verbs }
  })
}

async function followed(sight: Sight, driver: Driver, outcome: Outcome, person: string): Promise<Seen> {
  if (outcome.status !== 200) throw new Error(`answered with ${outcome.status}`)
  const came = await driver.followed(outcome, person)
  return 'view' in came ? formOf(sight, came.view) : seenOf(came.whisper.message)
}

function formOf({ modals }: Sight, standing: StandingView): Seen {
  const { callback_id, title } = standing.view as { callback_id: string; title: { text: string } }
  const { n, p, r } = JSON.parse(String(standing.view.private_metadata)) as { n?: string; p?: string; r?: number }
  const place = { ...(n === undefined ? {} : { number: n }), ...(p === undefined ? {} : { position: p }) }
  const fields = inputsOf(standing).map(({ block_id }) => block_id)
  const form: SeenForm = { id: callback_id, ...place, ...(r === undefined ? {} : { revision: r }), fields }
  modals.set(form, standing.id)
  return { is: 'form', form, text: title.text }
}

/** What kind of answer it is stands in the first block's id; the number of a card in its header's metadata or text. */
function seenOf(message: Readonly<Record<string, unknown>>): Seen {
  const blocks = (message.blocks ?? []) as readonly { readonly type?: string; readonly block_id?: string }[]
  const [kind = '', what = ''] = (blocks[0]?.block_id ?? '').split('|')
  const text = String(message.text)
  if (kind === 'redress.refused') return { is: 'refused', code: what, text }
  if (kind === 'redress.done') return { is: 'done', number: what, text }
  return blocks[0]?.type === 'header' ? { is: 'card', text } : { is: 'say', text }
}

async function submit(
  sight: Sight,
  driver: Driver,
  user: string,
  form: SeenForm,
  values: Readonly<Record<string, unknown>>,
): Promise<Seen> {
  const { workspace } = sight.town
  const from = workspace.whispers.length
  const outcome = await handIn({ driver, workspace, user }, sight.modals.get(form) ?? '', values)
  if (outcome.status !== 200) throw new Error(`answered with ${outcome.status}`)
  const { response_action: action, errors, view } = outcome.body ?? {}
  if (action === 'errors') return { is: 'errors', code: 'errors', text: JSON.stringify(errors) }
  if (action === 'update') {
    const shown = view as { readonly blocks: readonly object[]; readonly title: { readonly text: string } }
    return seenOf({ text: JSON.stringify(shown.blocks), blocks: shown.blocks })
  }
  const account = workspace.users.get(user)
  const said = await workspace.until<Whisper>(() => workspace.whispers.slice(from).find((one) => one.user === account))
  return seenOf(said.message)
}
