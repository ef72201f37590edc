/** How Slack treats what it is given, for rehearsals: at its pace, and nothing is kept back otherwise. */
import type { PlatformProfile } from '../../src/ports.ts'
import { addressOf } from './people.ts'
import { ABILITIES, NAME } from './settings.ts'

export const profile: PlatformProfile = { name: NAME, abilities: ABILITIES, address: addressOf }
