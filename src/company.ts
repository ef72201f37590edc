/** The company as the desk sees it: the policy a case began under, with today's people, channels and calendars. */
import { isDeepStrictEqual } from 'node:util'
import type { Timely } from './rules/clocks.ts'
import type { Directory } from './rules/nouns.ts'
import type { Live, Policy } from './rules/policy.ts'

/** Thrown when a case names a policy version that is not in memory; the desk loads it and asks again. */
export class UnknownPolicy extends Error {
  readonly version: string
  constructor(version: string) {
    super(`policy ${version} is not loaded`)
    this.version = version
  }
}

export interface Company {
  /** The policy new cases begin under. */
  readonly current: Policy
  readonly live: Live
  /** A case's rules with today's people. Throws UnknownPolicy. */
  under(version: string): Timely
  /** The same with those who were there since the last sweep and before today: whoever was asked then may hold a card. */
  earlier(version: string): readonly Timely[]
  /** Every open case has been looked at with today's people, or else with those of `directory`. */
  swept(directory?: Directory): void
  /** Makes an older version known. */
  know(policy: Policy): void
  /** Takes over a reloaded policy and live part; cases already open keep their version. */
  reload(policy: Policy, live: Live): void
  /** Lays something over the directory as it was written, now and after every reload. */
  dress(how: (written: Directory) => Directory): void
}

/** Keeps the current policy, the versions open cases still live under, and the live part. */
export function makeCompany(policy: Policy, live: Live): Company {
  const versions = new Map<string, Policy>([[policy.version, policy]])
  const views = new Map<string, Timely>()
  const company = { current: policy, live }
  let written = live
  let told: readonly Directory[] = []
  let how = (directory: Directory): Directory => directory
  return {
    get current() {
      return company.current
    },
    get live() {
      return company.live
    },
    under(version) {
      const known = views.get(version)
      if (known) return known
      const pinned = versions.get(version)
      if (!pinned) throw new UnknownPolicy(version)
      const { directory, calendars, budget } = company.live
      const view = { policy: pinned, directory, calendars, ...(budget ? { budget } : {}) }
      views.set(version, view)
      return view
    },
    earlier(version) {
      return told.map((directory) => ({ ...this.under(version), directory }))
    },
    swept(directory = company.live.directory) {
      told = isDeepStrictEqual(directory, company.live.directory) ? [] : [directory]
    },
    know(older) {
      if (!versions.has(older.version)) versions.set(older.version, older)
    },
    reload(fresh, freshLive) {
      company.current = fresh
      versions.set(fresh.version, fresh)
      lay(freshLive)
    },
    dress(over) {
      how = over
      lay(written)
    },
  }

  function lay(fresh: Live): void {
    const { directory } = company.live
    written = fresh
    company.live = { ...written, directory: how(written.directory) }
    // The first are those of the last sweep; of what came after the newest are kept.
    if (!isDeepStrictEqual(directory, company.live.directory))
      told = told.length < MOST ? [...told, directory] : [...told.slice(0, 1), ...told.slice(2), directory]
    views.clear()
  }
}

/** So many changes of people before all open cases were looked at; more only if looking fails again and again. */
const MOST = 4
