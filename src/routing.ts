/** Which lanes lead to a place, and the operators' channel for what could not be sent. */
import { operatorMessage } from '../cards/operator.ts'
import type { Company } from './company.ts'
import { laneOf } from './lanes.ts'
import type { Platform, Send } from './ports.ts'
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

/** A word to the operators' channel about something that will not be sent; the log has it in any case. */
export async function tellOperator(
  send: Send,
  why: string,
  platforms: ReadonlyMap<string, Platform>,
  company: Company,
): Promise<void> {
  const { lang } = company.current.company
  for (const platform of platforms.values()) {
    const address = platform.address({ in: 'channel', channel: 'operator' })
    if (address === undefined || send.lane === laneOf(platform.name, address)) continue
    await platform.sendMessage(address, operatorMessage({ number: send.number, why, lang }), `given-up/${send.id}`)
  }
}
