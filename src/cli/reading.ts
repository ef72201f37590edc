/** What commands share that only read: a database opened beside a running server, and the rules its cases live under. */
import { type Opened, openDatabase } from '../../data/open.ts'
import { type Company, makeCompany } from '../company.ts'
import type { Config } from '../config.ts'
import { keptPolicy } from '../policy-shelf.ts'
import type { Lang } from '../rules/nouns.ts'
import type { Live, Policy } from '../rules/policy.ts'
import { UsageError } from './usage.ts'

/** Opens the database for reading; a server may be working on it. */
export function openToRead({ database }: Pick<Config, 'database'>): Promise<Opened> {
  const nothing = (): string => {
    throw new Error('reading numbers nothing')
  }
  return openDatabase({ database, readOnly: true, numberFor: nothing, dayOf: nothing })
}

/** The company as its files say, and the versions older cases live under, as they are asked for. */
export function companyOf(
  { policy, live }: { readonly policy: Policy; readonly live: Live },
  store: Opened['store'],
): { readonly company: Company; loadPolicy(version: string): Promise<void> } {
  const company = makeCompany(policy, live)
  return {
    company,
    async loadPolicy(version) {
      if (version !== policy.version) company.know(await keptPolicy(store, version))
    },
  }
}

/**
 * The language of `--lang`; undefined when none is asked for.
 * @throws UsageError
 */
export function langOf(asked: unknown): Lang | undefined {
  if (asked === undefined || asked === 'zh' || asked === 'en') return asked
  throw new UsageError('--lang is zh or en. --lang 是 zh 或 en。')
}
