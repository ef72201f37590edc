/** Places of WeCom: a member (`user/<id>`), a group chat of the app (`chat/<id>`), a group robot (`robot/<name of its key>`). */
import type { Actor, Directory, Person } from '../../src/rules/nouns.ts'
import type { Place } from '../../src/rules/views.ts'
import { NAME } from './settings.ts'

/** Where a place is on WeCom; undefined when it has no address here. Customers are not reached through WeCom. */
export function addressOf(place: Place, directory: Directory): string | undefined {
  if (place.in === 'customer') return undefined
  if (place.in === 'person') {
    const account = directory.people[place.person]?.accounts[NAME]
    return account === undefined ? undefined : `user/${account.toLowerCase()}`
  }
  const address = directory.channels[place.channel]?.addresses[NAME]
  if (address === undefined) return undefined
  if (typeof address === 'string') return `chat/${address}`
  if (address.appchat !== undefined) return `chat/${address.appchat}`
  return address.webhook_env === undefined ? undefined : `robot/${address.webhook_env}`
}

/** The parts of an address. */
export function splitAddress(to: string): { readonly kind: 'user' | 'chat' | 'robot'; readonly id: string } {
  const [, kind = 'user', id = ''] = /^(user|chat|robot)\/(.*)$/s.exec(to) ?? []
  return { kind: kind as 'user' | 'chat' | 'robot', id }
}

/** The person with this account; WeCom's ids are the same in any case. */
export function personOf(account: string, directory: Directory): Person | undefined {
  const wanted = account.toLowerCase()
  return Object.values(directory.people).find((person) => person.accounts[NAME]?.toLowerCase() === wanted)
}

/** Whoever has this account: a person, or a stranger. */
export function actorOf(account: string, directory: Directory): Actor {
  const person = personOf(account, directory)
  return person === undefined
    ? { kind: 'account', platform: NAME, account: account.toLowerCase() }
    : { kind: 'person', id: person.id }
}
