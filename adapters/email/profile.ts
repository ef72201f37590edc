/** How mail treats what it is given, for rehearsals: letters leave at a pace of their own. */
import type { PlatformProfile } from '../../src/ports.ts'
import { placeAddress } from './address.ts'
import { makePace } from './pace.ts'
import { ABILITIES, NAME } from './settings.ts'

/** `perMinute` as in the settings. */
export function profile({ perMinute }: { readonly perMinute: string }): PlatformProfile {
  return {
    name: NAME,
    abilities: ABILITIES,
    address: placeAddress,
    restrain(now) {
      const pace = makePace(Number(perMinute), now)
      return (_to, what, key) => {
        const turn = pace.turn(key, 'urgent' in what && what.urgent === true)
        if (turn.is === 'later') return { by: 'limit', until: now() + turn.wait }
        pace.done(false)
        return undefined
      }
    },
  }
}
