/** Places as mail knows them. A lane names who is meant, never their address: that is looked up when a letter leaves. */
import type { Directory } from '../../src/rules/nouns.ts'
import type { Place } from '../../src/rules/views.ts'
import { mailbox } from './mailbox.ts'

/** `person/<id>`, `channel/<id>` or `customer/<number>`; undefined where the directory names no address. */
export function placeAddress(place: Place, directory: Directory): string | undefined {
  switch (place.in) {
    case 'person':
      return personMail(place.person, directory) === undefined ? undefined : `person/${place.person}`
    case 'channel':
      return channelMail(place.channel, directory) === undefined ? undefined : `channel/${place.channel}`
    case 'customer':
      return `customer/${place.number}`
  }
}

/** Who reads at an address. */
export type Reader = 'person' | 'channel' | 'customer'

/** Who a place's address means. */
export function readerOf(to: string): { readonly is: Reader; readonly id: string } | undefined {
  const [, is, id] = /^(person|channel|customer)\/(.+)$/.exec(to) ?? []
  return id === undefined ? undefined : { is: is as Reader, id }
}

/** The address behind a place as it is now; undefined when there is none any more. */
export async function mailboxAt(
  to: string,
  directory: Directory,
  customerOf: (number: string) => Promise<string | undefined>,
): Promise<string | undefined> {
  const reader = readerOf(to)
  if (reader === undefined) return undefined
  if (reader.is === 'person') return personMail(reader.id, directory)
  if (reader.is === 'channel') return channelMail(reader.id, directory)
  return mailbox((await customerOf(reader.id)) ?? '')
}

function personMail(id: string, { people }: Directory): string | undefined {
  const { email, gone } = people[id] ?? {}
  return email === undefined || gone ? undefined : mailbox(email)
}

function channelMail(id: string, { channels }: Directory): string | undefined {
  const address = channels[id]?.addresses.email
  return typeof address === 'string' ? mailbox(address) : undefined
}
