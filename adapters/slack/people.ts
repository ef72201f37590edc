/** Who is behind a Slack account, and where a place of ours is on Slack. */
import type { Caller, PlatformParts } from '../../src/ports.ts'
import type { Directory, Person } from '../../src/rules/nouns.ts'
import type { Place } from '../../src/rules/views.ts'
import { NAME } from './settings.ts'

const indexes = new WeakMap<Directory, ReadonlyMap<string, Person>>()

/** The person of a Slack account; undefined for a stranger. */
export function personOf(directory: Directory, account: string): Person | undefined {
  let index = indexes.get(directory)
  if (index === undefined) {
    const mapped = Object.values(directory.people).flatMap((person) => {
      const own = person.accounts[NAME]
      return own === undefined ? [] : [[own, person] as const]
    })
    index = new Map(mapped)
    indexes.set(directory, index)
  }
  return index.get(account)
}

/** An account as a signed payload names it. */
export interface Account {
  readonly user: string
  /** The workspace the person belongs to, where the payload says so. */
  readonly team?: string | undefined
}

/**
 * Whoever acts. In a channel shared with another company an account of theirs is always a stranger, whatever id it has.
 * `home` is our own workspace, once it is known.
 */
export function callerOf(parts: PlatformParts, { user, team }: Account, home: string | undefined): Caller {
  const foreign = home !== undefined && team !== undefined && team !== home
  const person = foreign ? undefined : personOf(parts.directory(), user)
  if (person !== undefined) return { actor: { kind: 'person', id: person.id }, via: NAME, lang: person.lang }
  const account = foreign ? `${team}/${user}` : user
  return { actor: { kind: 'account', platform: NAME, account }, via: NAME, lang: parts.company().lang }
}

/** A channel's id or a person's account: both take messages. Undefined when the place is not on Slack. */
export function addressOf(place: Place, directory: Directory): string | undefined {
  switch (place.in) {
    case 'channel': {
      const address = directory.channels[place.channel]?.addresses[NAME]
      return typeof address === 'string' && address !== '' ? address : undefined
    }
    case 'person':
      return directory.people[place.person]?.accounts[NAME]
    case 'customer':
      return undefined
  }
}

/** True for an account rather than a channel: what is sent there becomes a direct message. */
export function isAccount(address: string): boolean {
  return /^[UW]/.test(address)
}
