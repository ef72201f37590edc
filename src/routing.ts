/** Which lanes lead to a place, which others may take what was meant for a closed one, and the operators' channel. */
import { roomWords } from '../cards/room.ts'
import type { Company } from './company.ts'
import { type Elsewhere, laneOf, ownLane, splitLane } from './lanes.ts'
import type { Effect, EffectRow, Message, Platform, Send, SendOutcome } from './ports.ts'
import type { Case } from './rules/case.ts'
import { customerMail } from './rules/customer-mail.ts'
import type { EffectSpec } from './rules/effects.ts'
import type { Place, Spot } from './rules/views.ts'

/** What is told: of which case as it then is, and whether it may wait. */
export interface About {
  readonly state?: Case
  readonly urgent?: boolean
}

/**
 * The lanes to a place: a channel's on every platform, a customer's on those that reach them, a person's on the first chat
 * of theirs that is on. By letter a person gets what is urgent too, and everything where no chat reaches them or they wish so.
 */
export function lanesOf(
  place: Spot,
  platforms: ReadonlyMap<string, Platform>,
  company: Company,
  about: About = {},
): readonly string[] {
  if (place.in === 'room') return platforms.has(place.platform) ? [laneOf(place.platform, place.handle)] : []
  const all = [...platforms.values()]
  if (place.in === 'channel') return all.flatMap((platform) => laneTo(place, platform))
  if (place.in === 'customer')
    return all.filter((one) => reaches(one, about.state, company)).flatMap((one) => laneTo(place, one))
  const chat = chatLanes(place, platforms, company).slice(0, 1)
  const wished = company.live.directory.people[place.person]?.letters
  return chat.length > 0 && !about.urgent && !wished ? chat : [...chat, ...letterLanes(place, platforms)]
}

/** Does this platform reach the customer of a case? By mail only where the case names an address. */
function reaches({ abilities }: Platform, state: Case | undefined, company: Company): boolean {
  if (abilities.reachesCustomers !== 'email') return abilities.reachesCustomers
  return state !== undefined && customerMail(state, company.under(state.policy).policy) !== undefined
}

/** A person's lanes on chats that are on, in the order of their accounts. */
function chatLanes(
  place: Extract<Place, { in: 'person' }>,
  platforms: ReadonlyMap<string, Platform>,
  { live }: Company,
): readonly string[] {
  const names = Object.keys(live.directory.people[place.person]?.accounts ?? {})
  return names.flatMap((name) => (platforms.get(name)?.abilities.letters ? [] : laneTo(place, platforms.get(name))))
}

function letterLanes(place: Place, platforms: ReadonlyMap<string, Platform>): readonly string[] {
  return [...platforms.values()].flatMap((platform) => (platform.abilities.letters ? laneTo(place, platform) : []))
}

/** True for a letter to somebody whom a chat reaches: it went there too, and nothing depends on the letter. */
export function isCopy(
  { place, lane }: Pick<Send, 'place' | 'lane'>,
  platforms: ReadonlyMap<string, Platform>,
  company: Company,
): boolean {
  const letter = platforms.get(splitLane(lane).platform)?.abilities.letters === true
  return letter && place.in === 'person' && chatLanes(place, platforms, company).length > 0
}

/** The channel of the people who run Redress. */
const OPERATORS: Place = { in: 'channel', channel: 'operator' }

/**
 * Where else something may go whose place is closed: to the same person by another chat, a word also by letter, then to the
 * operators. What waits for an answer goes to no letter, or nobody would look for somebody else to give it. What is for a
 * customer, or a copy, goes nowhere else.
 */
export function elsewhere(
  send: Pick<Send, 'place' | 'lane' | 'kind'> & { readonly noticeKind?: string },
  platforms: ReadonlyMap<string, Platform>,
  company: Company,
): readonly Elsewhere[] {
  const { place, lane } = send
  if (place.in === 'customer' || place.in === 'room' || isCopy(send, platforms, company)) return []
  const chats = place.in === 'person' ? chatLanes(place, platforms, company) : []
  const isWord = place.in === 'person' && send.noticeKind === 'word'
  const others = [...chats, ...(isWord ? letterLanes(place, platforms) : [])]
  const operators = [...platforms.values()].flatMap((platform) => laneTo(OPERATORS, platform))
  return [
    ...others.map((one) => ({ lane: one, place })),
    ...operators.map((one) => ({ lane: one, place: OPERATORS })),
  ].filter((one) => one.lane !== ownLane(lane))
}

function laneTo(place: Place, platform: Platform | undefined): readonly string[] {
  const address = platform?.address(place)
  return platform === undefined || address === undefined ? [] : [laneOf(platform.name, address)]
}

/** Sends a word to the operators' channel on every platform but the lane it is about. `key` names the word for ever. */
export async function tellOperators(
  message: Message,
  key: string,
  platforms: ReadonlyMap<string, Platform>,
  about?: string,
): Promise<void> {
  await sendOperators(message, key, platforms, about)
}

/** The same, and what came of it on each platform that has such a channel. */
export async function sendOperators(
  message: Message,
  key: string,
  platforms: ReadonlyMap<string, Platform>,
  about?: string,
): Promise<readonly SendOutcome[]> {
  const outcomes: SendOutcome[] = []
  for (const platform of platforms.values()) {
    const address = platform.address(OPERATORS)
    if (address === undefined || about === laneOf(platform.name, address)) continue
    outcomes.push(await platform.sendMessage(address, message, key))
  }
  return outcomes
}

/** Sends a word to one lane, past the outbox: it is about no case. Gives what came of it, nothing where that platform is off. */
export async function tellLane(
  lane: string,
  message: Message,
  key: string,
  platforms: ReadonlyMap<string, Platform>,
): Promise<SendOutcome | undefined> {
  const { platform, address } = splitLane(lane)
  return platforms.get(platform)?.sendMessage(address, message, key)
}

/**
 * Rows for what has to be done outside: on every platform that has rooms and where at least one of the people is. They
 * stand in the room's own lane, so that it closes after its card was brought up to date.
 */
export function effectRows(
  spec: EffectSpec,
  state: Case,
  platforms: ReadonlyMap<string, Platform>,
  company: Company,
): readonly EffectRow[] {
  return [...platforms.values()].flatMap((platform) => {
    const handle = state.room?.handles[platform.name]
    const effect = platform.rooms && effectOn(spec, state, platform.name, handle, company)
    return effect
      ? [{ lane: laneOf(platform.name, handle ?? `room/${state.number}`), key: `${spec.key}@${platform.name}`, effect }]
      : []
  })
}

function effectOn(
  spec: EffectSpec,
  state: Case,
  platform: string,
  handle: string | undefined,
  { live, current }: Company,
): Effect | undefined {
  if (spec.effect === 'close_room') return handle === undefined ? undefined : { do: 'close_room', handle }
  const people = spec.people.flatMap((id) => live.directory.people[id]?.accounts[platform] ?? [])
  if (people.length === 0) return undefined
  if (spec.effect === 'invite') return handle === undefined ? undefined : { do: 'invite', handle, people }
  return {
    do: 'open_room',
    room: { ...roomWords(state, spec.reason, current.company.lang), number: state.number, people },
  }
}
