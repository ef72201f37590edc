/** Which lanes lead to a place, which others may take what was meant for a closed one, and the operators' channel. */
import { roomWords } from '../cards/room.ts'
import type { Company } from './company.ts'
import { type Elsewhere, laneOf, splitLane } from './lanes.ts'
import type { Effect, EffectRow, Message, Platform, Send, SendOutcome } from './ports.ts'
import type { Case } from './rules/case.ts'
import type { EffectSpec } from './rules/effects.ts'
import type { Place, Spot } from './rules/views.ts'

/** The lanes to a place: a channel's on every platform, a person's on the first platform of theirs that is on. */
export function lanesOf(place: Spot, platforms: ReadonlyMap<string, Platform>, company: Company): readonly string[] {
  if (place.in === 'room') return platforms.has(place.platform) ? [laneOf(place.platform, place.handle)] : []
  const lane = (platform: Platform): string | undefined => laneTo(place, platform)[0]
  if (place.in !== 'person') {
    const reaching = [...platforms.values()].filter((p) => place.in === 'channel' || p.abilities.reachesCustomers)
    return reaching.map(lane).filter((one) => one !== undefined)
  }
  const accounts = Object.keys(company.live.directory.people[place.person]?.accounts ?? {})
  const found = accounts
    .map((name) => platforms.get(name))
    .filter((p) => p !== undefined)
    .map(lane)
    .find((one) => one !== undefined)
  return found === undefined ? [] : [found]
}

/** The channel of the people who run Redress. */
const OPERATORS: Place = { in: 'channel', channel: 'operator' }

/**
 * Where else something may go whose place is closed: to the same person by another platform, then to the operators.
 * What is for a customer goes nowhere else.
 */
export function elsewhere(
  { place, lane }: Pick<Send, 'place' | 'lane'>,
  platforms: ReadonlyMap<string, Platform>,
  { live }: Company,
): readonly Elsewhere[] {
  if (place.in === 'customer' || place.in === 'room') return []
  const accounts = place.in === 'person' ? Object.keys(live.directory.people[place.person]?.accounts ?? {}) : []
  const others = accounts.flatMap((name) => laneTo(place, platforms.get(name)))
  const operators = [...platforms.values()].flatMap((platform) => laneTo(OPERATORS, platform))
  return [
    ...others.map((one) => ({ lane: one, place })),
    ...operators.map((one) => ({ lane: one, place: OPERATORS })),
  ].filter((one) => one.lane !== lane)
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
