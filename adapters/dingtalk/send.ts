/** Cards to groups and people: made once, changed by key, every outcome in the words of the house. */
import { createHash } from 'node:crypto'
import type { Card } from '../../cards/model.ts'
import type { Platform, PlatformParts, SendOutcome } from '../../src/ports.ts'
import { type Address, readAddress } from './address.ts'
import { type CardCalls, trackOf } from './card-calls.ts'
import type { Contacts } from './contacts.ts'
import { type Failure, outcomeOf } from './errors.ts'
import type { Ladder } from './ladder.ts'
import { type Messages, neutralWords } from './messages.ts'
import type { Quota } from './quota.ts'
import {
  type CardParams,
  cardAsText,
  type Markdown,
  type Params,
  pageLink,
  renderCard,
  withoutLabels,
} from './render.ts'
import type { Rides } from './rides.ts'
import { NAME } from './settings.ts'
import type { Webhooks } from './webhooks.ts'
import { WORDS } from './words.ts'

export interface SendParts {
  readonly parts: PlatformParts
  /** Undefined without a template. */
  readonly cards: CardCalls | undefined
  readonly messages: Pick<Messages, 'say'>
  readonly ladder: Pick<Ladder, 'done'>
  readonly quota: Pick<Quota, 'untilMonth'>
  readonly rides: Rides
  readonly webhooks: Webhooks
  readonly contacts: Pick<Contacts, 'look'>
}

type Sends = Pick<Platform, 'sendCard' | 'updateCard'>

/** The most people who get buttons of their own on a card in a group. */
const MOST_ASKED = 50
const MOST_DRAWN = 5_000

/** What updating needs: our name of the card, and who has buttons on it. */
interface Handle {
  readonly track: string
  readonly users: readonly string[]
}

const handleOf = ({ track, users }: Handle): string => `card|${track}|${users.join(',')}`

/** The handle's parts; undefined for a text, which stands as it is. */
export function readHandle(handle: string): Handle | undefined {
  const [kind, track = '', users = ''] = handle.split('|')
  return kind === 'card' && track !== '' ? { track, users: users === '' ? [] : users.split(',') } : undefined
}

/** The half of the platform that sends cards. */
export function makeSends(tools: SendParts): Sends {
  const { contacts, parts, cards, messages, ladder, quota, rides, webhooks } = tools
  const drawn = makeDrawn()
  const failed = (failure: Failure): SendOutcome => outcomeOf(failure, quota.untilMonth())

  const notTicked = (err: unknown): void => parts.log.error({ err }, 'a to-do was not ticked off')

  function draw(card: Card): CardParams {
    const { payload, degraded } = renderCard(card, parts.links?.case(card.number) ?? '')
    if (degraded.length > 0) parts.meter.count(NAME, 'degraded_cards')
    return payload
  }

  /** Accounts that have buttons on the card: its reader, or in a group those who are asked. */
  function usersOf(card: Card, to: Address): readonly string[] {
    if (card.actions.length === 0) return []
    if (to.in === 'user') return [to.id]
    const { people } = parts.directory()
    const accounts = (card.asked ?? []).map((person) => people[person]?.accounts[NAME])
    return accounts.filter((one) => one !== undefined).slice(0, MOST_ASKED)
  }

  /** Without those who have left: one of them would keep the card from everybody. */
  async function present(mine: Readonly<Record<string, Params>>): Promise<Readonly<Record<string, Params>>> {
    const looks = await Promise.all(Object.keys(mine).map(async (user) => [user, await contacts.look(user)] as const))
    const gone = new Set(looks.filter(([, look]) => look.is === 'gone').map(([user]) => user))
    return Object.fromEntries(Object.entries(mine).filter(([user]) => !gone.has(user)))
  }

  const asText = (card: Card): Markdown =>
    cardAsText(
      card,
      parts.links === undefined ? [] : [pageLink(WORDS.openPage[card.lang], parts.links.case(card.number))],
    )

  return {
    async sendCard(address, card, key) {
      const to = readAddress(address)
      if (to === undefined) return { is: 'closed', why: 'no_address' }
      if (cards === undefined) return messages.say(to, asText(card), key)
      const params = draw(card)
      const track = trackOf(card.number, card.key, to, key)
      const users = usersOf(card, to)
      const mine = Object.fromEntries(users.map((user) => [user, params.labels]))
      const create = (open: Params, own = mine) => cards.create({ track, to, open, mine: own, summary: params.summary })
      let failure = await create(params.open)
      if (failure?.is === 'unsafe') failure = await create({ ...params.open, ...neutral(card) })
      if (isAboutSomebody(failure, to)) failure = await create(params.open, await present(mine))
      if (failure?.is === 'quota' && webhooks.knows(address)) return messages.say(to, asText(card), key)
      if (failure !== undefined) return failed(failure)
      drawn.keep(track, params)
      return { is: 'sent', handle: handleOf({ track, users }) }
    },

    async updateCard(address, handle, card) {
      const to = readAddress(address)
      const stands = readHandle(handle)
      if (to === undefined) return { is: 'closed', why: 'no_address' }
      // A text stands as it was said.
      if (stands === undefined || cards === undefined) return { is: 'sent', handle }
      const { track } = stands
      // Not waited for: the new drawing may ride along with a click, which has two seconds.
      if (to.in === 'user' && card.state === 'done') ladder.done(to.id, card.number).catch(notTicked)
      const params = draw(card)
      const users = usersOf(card, to)
      const after = handleOf({ track, users: card.state === 'done' ? [] : users })
      if (drawn.same(track, params) && users.join() === stands.users.join()) return { is: 'sent', handle: after }
      if (to.in === 'user' || card.state === 'done') {
        if (await rides.board(track, params)) {
          drawn.keep(track, params)
          parts.meter.count(NAME, 'rides')
          return { is: 'sent', handle: after }
        }
      }
      const mine = privately(stands.users, users, card.state === 'done' ? withoutLabels() : params.labels)
      let failure = await cards.put(track, params.open, mine)
      if (failure?.is === 'unsafe') failure = await cards.put(track, { ...params.open, ...neutral(card) }, mine)
      if (isAboutSomebody(failure, to)) failure = await cards.put(track, params.open, await present(mine))
      if (failure !== undefined) return failed(failure)
      drawn.keep(track, params)
      return { is: 'sent', handle: after }
    },
  }
}

/** A card for a group was refused because of an account, not because of the group. */
const isAboutSomebody = (failure: Failure | undefined, to: Address): boolean =>
  to.in === 'group' && failure?.is === 'closed' && failure.why === 'no_such_account'

/** Buttons of those who have them now; those who had some lose them. */
function privately(
  before: readonly string[],
  now: readonly string[],
  labels: Params,
): Readonly<Record<string, Params>> {
  const gone = before.filter((user) => !now.includes(user)).map((user) => [user, withoutLabels()] as const)
  return Object.fromEntries([...gone, ...now.map((user) => [user, labels] as const)])
}

/** Words the platform's content check cannot mind. */
function neutral(card: Card): Params {
  const { text } = neutralWords(card.number, card.lang)
  return { title: card.number, body: text, body2: '', body3: '', confirm_text: '' }
}

/** What stands on the cards changed lately, so that nothing is sent that nobody would see. */
function makeDrawn() {
  const kept = new Map<string, string>()
  const digest = (params: CardParams): string => createHash('sha256').update(JSON.stringify(params)).digest('base64')
  return {
    same: (track: string, params: CardParams): boolean => kept.get(track) === digest(params),
    keep(track: string, params: CardParams): void {
      kept.delete(track)
      kept.set(track, digest(params))
      const [oldest] = kept.keys()
      if (kept.size > MOST_DRAWN && oldest !== undefined) kept.delete(oldest)
    },
  }
}
