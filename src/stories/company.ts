/** The default policy, loaded once for tests; and a policy that a test has changed. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { holidaysIn } from '../policy/holidays.ts'
import { loadPolicy } from '../policy/load.ts'
import type { Timely } from '../rules/clocks.ts'
import type { Policy } from '../rules/policy.ts'

const POLICY = fileURLToPath(new URL('../../data/policy.yaml', import.meta.url))
const CALENDARS = fileURLToPath(new URL('../../data/calendars', import.meta.url))

/** The text of the shipped policy. */
export const policySource = readFileSync(POLICY, 'utf8')

/** Loads a policy text, or throws with all of its problems. */
export function companyOf(source: string = policySource): Timely & { readonly policy: Policy } {
  const loaded = loadPolicy(source, { readHolidays: holidaysIn(CALENDARS) })
  if ('problems' in loaded)
    throw new Error(loaded.problems.map((p) => `${p.path}:${p.line} ${p.message.en} ${p.fix.en}`).join('\n'))
  return { policy: loaded.policy, directory: loaded.live.directory, calendars: loaded.live.calendars }
}
