/** Which lanes lead to a place, which others may take what was meant for a closed one, and the operators' channel. */
import type { Company } from './company.ts'
import { type Elsewhere, laneOf, splitLane } from './lanes.ts'
import type { Message, Platform, Send } from './ports.ts'
import type { Place } from './rules/views.ts'

/** The lanes to a place: a channel's on every platform, a person's on the first platform of theirs that is on. */
export function lanesOf(place: Place, platforms: ReadonlyMap<string, Platform>, company: Company): readonly string[] {
  const lane = (platform: Platform): string | undefined => {
    const address = platform.address(place)
    return address === undefined ? undefined : laneOf(platform.name, address)
  }
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
  if (place.in === 'customer') return []
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
  for (const platform of platforms.values()) {
    const address = platform.address(OPERATORS)
    if (address === undefined || about === laneOf(platform.name, address)) continue
    await platform.sendMessage(address, message, key)
  }
}

/** Sends a word to one lane, past the outbox: it is about no case. */
export async function tellLane(
  lane: string,
  message: Message,
  key: string,
  platforms: ReadonlyMap<string, Platform>,
): Promise<void> {
  const { platform, address } = splitLane(lane)
  await platforms.get(platform)?.sendMessage(address, message, key)
}
