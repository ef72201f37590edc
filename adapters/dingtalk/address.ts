/** Addresses of the platform: `group/<openConversationId>` and `user/<userId>`; and which person an account is. */
import type { Actor, Directory, Person } from '../../src/rules/nouns.ts'
import type { Place } from '../../src/rules/views.ts'
import { NAME } from './settings.ts'

export type Address = { readonly in: 'group'; readonly id: string } | { readonly in: 'user'; readonly id: string }

/** Where a place is here; customers are not reached through this platform. */
export function addressOf(place: Place, directory: Directory): string | undefined {
  if (place.in === 'customer') return undefined
  if (place.in === 'channel') {
    const address = directory.channels[place.channel]?.addresses[NAME]
    return typeof address === 'string' && address !== '' ? groupAddress(address) : undefined
  }
  const account = directory.people[place.person]?.accounts[NAME]
  return account === undefined || account === '' ? undefined : userAddress(account)
}

export const groupAddress = (openConversationId: string): string => `group/${openConversationId}`
export const userAddress = (userId: string): string => `user/${userId}`

/** Takes an address apart; undefined for what is none of ours. */
export function readAddress(address: string): Address | undefined {
  const slash = address.indexOf('/')
  const [kind, id] = [address.slice(0, slash), address.slice(slash + 1)]
  return (kind === 'group' || kind === 'user') && id !== '' ? { in: kind, id } : undefined
}

/** The person with this account; undefined for a stranger. */
export function personOf(account: string, directory: Directory): Person | undefined {
  return Object.values(directory.people).find(({ accounts }) => accounts[NAME] === account)
}

/** Who acts, as the platform verified it. */
export function actorOf(account: string, directory: Directory): Actor {
  const person = personOf(account, directory)
  return person === undefined ? { kind: 'account', platform: NAME, account } : { kind: 'person', id: person.id }
}
