/**
 * Three chat platforms as a house meets them, each with the abilities of a real one, and each able to fail in every way
 * the port names: at a limit, for hours, silently, late, for good.
 */
import type { Card, Message } from '../../cards/model.ts'
import type { Abilities, Platform, Rooms, SendOutcome } from '../platform-port.ts'
import type { Chance } from '../rehearsal/chance.ts'
import type { Millis } from '../rules/nouns.ts'
import type { Place } from '../rules/views.ts'
import type { Agenda } from './agenda.ts'
import type { Chats, Post } from './chat.ts'
import { type Life, Simulated, through } from './gate.ts'
import type { Fault } from './options.ts'
import type { Time } from './time.ts'

const KINDS: Readonly<Record<string, Abilities & { readonly lookup: boolean }>> = {
  // Knows keys, changes anything, reaches customers: as the playground.
  playground: {
    ...{ updates: 'anytime', recognisesKeys: true, reachesCustomers: true, perLaneSecond: 10_000, sideBySide: true },
    lookup: false,
  },
  // Forgets keys, but can be searched: as Slack.
  slack: { updates: 'anytime', recognisesKeys: false, reachesCustomers: false, perLaneSecond: 1, lookup: true },
  // A card is changed once: as WeCom.
  wecom: { updates: 'once', recognisesKeys: true, reachesCustomers: false, perLaneSecond: 20, lookup: false },
}
export const PLATFORMS = Object.keys(KINDS)

/** Accounts that left, places that are closed, and platforms that are down. Changed by the world's agenda. */
export interface Weather {
  readonly gone: Set<string>
  readonly closed: Set<string>
  readonly down: Set<string>
}

export interface Outside {
  readonly time: Time
  readonly agenda: Agenda
  readonly chats: Chats
  readonly weather: Weather
  readonly faults: ReadonlySet<Fault>
  /** Chance for one call of a platform; the same key asked again gives another. */
  chanceFor(platform: string, key: string): Chance
  /** The account or channel of a place on a platform. */
  address(platform: string, place: Place): string | undefined
  /** Something was posted or changed. */
  posted(post: Post, how: 'new' | 'again' | 'changed'): void
  /** What came of a call, for the trace. */
  called(platform: string, what: string, key: string, came: string): void
}

/** Share of the calls that each of these befalls. */
const SHARE = 0.03

/** A platform of this name as one house sees it. */
export function platformFor(name: string, life: Life, outside: Outside): Platform {
  const kind = KINDS[name]
  if (kind === undefined) throw new Error(`no platform ${name}`)
  const { lookup, ...abilities } = kind
  const { time, chats } = outside
  const call = (what: string, to: string, key: string, deed: () => SendOutcome, remove?: () => void) =>
    through(life, time, () => suffer(outside, name, { what, to, key, remove }, deed))
  const send = (to: string, key: string, what: Pick<Post, 'cards' | 'message'>) =>
    call(what.message === undefined ? 'card' : 'message', to, key, () => {
      const before = chats.posts.length
      const post = chats.post({ platform: name, to, key, ...what }, kind.recognisesKeys, time.now())
      outside.posted(post, chats.posts.length > before ? 'new' : 'again')
      return { is: 'sent', handle: String(post.id) }
    })
  return {
    name,
    abilities,
    address: (place) => outside.address(name, place),
    sendCard: (to: string, card: Card, key: string) => send(to, key, { cards: [card] }),
    sendMessage: (to: string, message: Message, key: string) => send(to, key, { cards: [], message }),
    async updateCard(to, handle, card, key) {
      const change = (): SendOutcome => {
        const post = chats.revise(name, handle, card)
        if (post === undefined) return { is: 'gone', why: 'no_such_post' }
        outside.posted(post, 'changed')
        return { is: 'sent', handle }
      }
      const outcome = await call('update', to, key, change, () => chats.remove(handle))
      if (outcome.is === 'closed') chats.miss(handle)
      return outcome
    },
    ...(lookup
      ? {
          lookup: (_to: string, key: string) =>
            through(life, time, () => {
              const post = chats.byKey(name, key)
              return post === undefined ? { is: 'absent' as const } : { is: 'sent' as const, handle: String(post.id) }
            }),
        }
      : { rooms: roomsOf(call) }),
    accounts: (ids) =>
      through(life, time, () => {
        const is = (id: string) => (outside.weather.gone.has(`${name}:${id}`) ? ('gone' as const) : ('active' as const))
        return new Map(ids.map((id) => [id, { is: is(id) }]))
      }),
    start: async () => undefined,
    stop: async () => undefined,
    unready: () => undefined,
  }
}

function roomsOf(
  call: (what: string, to: string, key: string, deed: () => SendOutcome) => Promise<SendOutcome>,
): Rooms {
  const done = (handle: string) => (): SendOutcome => ({ is: 'sent', handle })
  return {
    open: ({ number }, key) => call('room', number, key, done(`room/${number}`)),
    invite: (handle, people) => call('invite', handle, `${handle}|${people.join()}`, done(handle)),
    pin: (handle, card) => call('pin', handle, `${handle}|pin|${card}`, done(handle)),
    close: (handle) => call('close', handle, `${handle}|close`, done(handle)),
  }
}

interface Call {
  readonly what: string
  readonly to: string
  readonly key: string
  /** Somebody deletes the card that was to be changed. */
  readonly remove?: (() => void) | undefined
}

/** Carries a call out as the weather and chance allow. */
async function suffer(outside: Outside, name: string, call: Call, deed: () => SendOutcome): Promise<SendOutcome> {
  const { weather, faults, time, agenda } = outside
  const chance = outside.chanceFor(name, call.key)
  const told = (came: string): void => outside.called(name, call.what, call.key, came)
  const answer = (outcome: SendOutcome, came: string = outcome.is): SendOutcome => {
    told(came)
    return outcome
  }
  if (weather.down.has(name)) return answer({ is: 'retry', after: 300_000, why: 'down' }, 'down')
  if (weather.closed.has(`${name}:${call.to}`)) return answer({ is: 'closed', why: 'not_in_channel' })
  const strikes = (fault: Fault, share = SHARE): boolean => chance.happens(share) && faults.has(fault)
  if (strikes('retry')) return answer({ is: 'retry', after: chance.between(1, 600) * 1000, why: 'rate_limited' })
  if (strikes('never', 0.003)) return answer({ is: 'never', why: 'bad_payload' })
  if (strikes('gone') && call.remove !== undefined) {
    call.remove()
    return answer({ is: 'gone', why: 'deleted' })
  }
  const [unknown, throws, late] = [strikes('unknown'), strikes('throw'), strikes('late')]
  // Whatever goes wrong on the way back, half of it had arrived.
  const arrives = !(unknown || throws || late) || chance.happens(0.5)
  const outcome: SendOutcome = arrives ? deed() : { is: 'unknown', why: 'lost' }
  if (unknown) return answer({ is: 'unknown', why: 'no_answer' }, `unknown, ${arrives ? 'arrived' : 'lost'}`)
  if (throws) {
    told(`throws, ${arrives ? 'arrived' : 'lost'}`)
    throw new Simulated('the connection was reset')
  }
  if (!late) return answer(outcome)
  const after: Millis = chance.between(12, 60) * 1000
  told(`late, ${arrives ? 'arrived' : 'lost'}`)
  const answered = new Promise<void>((resolve) => agenda.at(time.now() + after, resolve))
  // Waiting is not working: everything else goes on meanwhile.
  time.end()
  await answered
  time.begin()
  return outcome
}
