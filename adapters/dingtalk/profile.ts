/** How DingTalk treats what it is given, for rehearsals: reminders to one person within a while become one message. */
import type { Card, Message } from '../../cards/model.ts'
import type { PlatformProfile } from '../../src/ports.ts'
import type { Millis } from '../../src/rules/nouns.ts'
import { addressOf, readAddress } from './address.ts'
import { isNag } from './messages.ts'
import { abilitiesOf, NAME, USUAL } from './settings.ts'

/** `cardTemplateId` as in the settings: without one, cards are texts. */
export function profile(settings: { readonly cardTemplateId?: string }): PlatformProfile {
  return {
    name: NAME,
    abilities: abilitiesOf(settings),
    address: addressOf,
    restrain(now) {
      const last = new Map<string, Millis>()
      const bundle = new Map<string, Millis>()
      return (to, what) => {
        if (readAddress(to)?.in !== 'user' || !reminds(what)) return undefined
        const left = bundle.get(to)
        // A bundle that left is a message like any other: the next window begins with it.
        if (left !== undefined && left <= now()) last.set(to, left)
        const until = (last.get(to) ?? Number.NEGATIVE_INFINITY) + USUAL.digestWindow
        if (until > now()) {
          bundle.set(to, until)
          return { by: 'bundle', until }
        }
        last.set(to, now())
        return undefined
      }
    },
  }
}

const reminds = (what: Card | Message): boolean => 'text' in what && isNag(what)
