/** Reads the company's rules from its files, keeps every version that cases live under, and reloads the live part. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Company } from './company.ts'
import { makeCompany } from './company.ts'
import { holidaysIn } from './policy/holidays.ts'
import type { Loaded } from './policy/load.ts'
import { loadPolicy } from './policy/load.ts'
import type { Problem } from './policy/problems.ts'
import type { Clock, Store } from './ports.ts'
import type { Policy } from './rules/policy.ts'

export interface PolicyFiles {
  readonly policyFile: string
  readonly directoryFile?: string
}

/** A policy that cannot be used. `problems` say where and how to mend it. */
export class WrongPolicy extends Error {
  readonly problems: readonly Problem[]
  constructor(problems: readonly Problem[]) {
    super(`the policy has ${problems.length} problem(s)`)
    this.problems = problems
  }
}

/** Where the year files of holidays are. */
export const CALENDARS: string = fileURLToPath(new URL('../data/calendars', import.meta.url))

/** What was read last, by the texts it was read from: to check a policy takes a quarter of a second. */
let last: { readonly source: string; readonly directory: string | undefined; readonly loaded: Loaded } | undefined

/**
 * Reads and checks the policy and directory files. The same texts once more in this process give the same as before;
 * `fresh` looks at the holiday files again as well. Throws WrongPolicy, or the file's own error.
 */
export function readPolicy(files: PolicyFiles, fresh = false): Loaded {
  const source = readFileSync(files.policyFile, 'utf8')
  const directory = files.directoryFile === undefined ? undefined : readFileSync(files.directoryFile, 'utf8')
  if (!fresh && last?.source === source && last.directory === directory) return last.loaded
  const extra = directory === undefined ? {} : { extraDirectory: directory }
  const loaded = checked(loadPolicy(source, { readHolidays: holidaysIn(CALENDARS), ...extra }))
  last = { source, directory, loaded }
  return loaded
}

function checked(loaded: ReturnType<typeof loadPolicy>): Loaded {
  if ('problems' in loaded) throw new WrongPolicy(loaded.problems)
  return loaded
}

export interface Shelf {
  readonly company: Company
  /** Makes a version known that an open case lives under. Throws when the store never kept it. */
  load(version: string): Promise<void>
  /** Reads the files again: new cases begin under the new rules, people and calendars change for all. Throws what stops it, and then changes nothing. */
  reload(): Promise<Loaded>
}

/** A version that cases were opened under. Throws when the store never kept it. */
export async function keptPolicy(store: Pick<Store, 'policySource'>, version: string): Promise<Policy> {
  const source = await store.policySource(version)
  if (source === undefined) throw new Error(`policy ${version} was never kept`)
  const { policy } = checked(loadPolicy(source, { readHolidays: holidaysIn(CALENDARS), published: true }))
  return { ...policy, version }
}

/** Puts a loaded policy on the shelf and keeps its source in the store. `again` reads the files again; it may refuse. */
export async function makeShelf(loaded: Loaded, again: () => Loaded, store: Store, clock: Clock): Promise<Shelf> {
  const company = makeCompany(loaded.policy, loaded.live)
  const known = new Set<string>([loaded.policy.version])
  const keep = async (fresh: Loaded): Promise<void> => {
    await store.keepPolicy(fresh.policy.version, fresh.source, clock.now())
    known.add(fresh.policy.version)
  }
  await keep(loaded)
  return {
    company,
    async load(version) {
      if (known.has(version)) return
      company.know(await keptPolicy(store, version))
      known.add(version)
    },
    async reload() {
      const fresh = again()
      await keep(fresh)
      company.reload(fresh.policy, fresh.live)
      return fresh
    },
  }
}
