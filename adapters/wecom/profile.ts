/** How WeCom treats what it is given, for rehearsals: the quota of a member or group, and the minutes it leaves free. */
import type { PlatformProfile } from '../../src/ports.ts'
import { addressOf } from './address.ts'
import { waitOf } from './held.ts'
import { makeQuota } from './quota.ts'
import { ABILITIES, NAME } from './settings.ts'

export const profile: PlatformProfile = {
  name: NAME,
  abilities: ABILITIES,
  address: addressOf,
  restrain(now) {
    const quota = makeQuota(now)
    return (to, what) => {
      const wait = 'text' in what ? waitOf(what, now()) : 0
      if (wait > 0) return { by: 'minute', until: now() + wait }
      const after = quota.take(to, 'queued')
      return after === undefined ? undefined : { by: 'limit', until: now() + after }
    }
  },
}
