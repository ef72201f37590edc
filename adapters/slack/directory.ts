/** What Slack knows of accounts and user groups, kept for a while: a deactivated approver must be found out in time. */
import type { AccountState, Platform, PlatformParts } from '../../src/ports.ts'
import type { Millis } from '../../src/rules/nouns.ts'
import type { Call } from './api.ts'
import { troubleOf } from './errors.ts'

/** How long an answer of Slack is believed; events make it shorter. */
const FRESH: Millis = 15 * 60_000
/** From so many unknown accounts on all of the workspace is read instead of each. */
const MANY = 15
/** Accounts on a page, and pages read at most. */
const PAGE = { size: 200, most: 50 } as const
const REMEMBERED = 20_000

export interface Accounts extends Required<Pick<Platform, 'accounts' | 'group'>> {
  /** Slack said that something about this account or group changed. */
  forget(id: string): void
}

interface SlackUser {
  readonly id?: string
  readonly deleted?: boolean
  readonly real_name?: string
  readonly locale?: string
  readonly tz?: string
  readonly profile?: { readonly display_name?: string; readonly real_name?: string }
}

/** Asks through `call`. */
export function makeAccounts({ call, wall }: Pick<PlatformParts, 'wall'> & { readonly call: Call }): Accounts {
  const users = makeMemory<AccountState>(wall)
  const groups = makeMemory<readonly string[] | undefined>(wall)
  const learn = (user: SlackUser): void => {
    if (user.id !== undefined) users.keep(user.id, stateOf(user))
  }
  return {
    forget(id) {
      users.drop(id)
      groups.drop(id)
    },
    async accounts(ids) {
      const unknown = ids.filter((id) => users.get(id) === undefined)
      if (unknown.length >= MANY) await everybody(call, learn)
      else for (const id of unknown) await one(call, id, learn, () => users.keep(id, { is: 'gone' }))
      return new Map(ids.flatMap((id) => states(id, users.get(id))))
    },
    async group(id) {
      const kept = groups.get(id)
      if (kept !== undefined) return kept.value
      const members = await membersOf(call, id)
      groups.keep(id, members)
      return members
    },
  }
}

const states = (id: string, kept: { readonly value: AccountState } | undefined) =>
  kept === undefined ? [] : [[id, kept.value] as const]

function stateOf({ deleted, real_name, profile, locale, tz }: SlackUser): AccountState {
  const name = profile?.display_name || profile?.real_name || real_name
  return {
    is: deleted === true ? 'gone' : 'active',
    ...(name === undefined || name === '' ? {} : { name }),
    ...(locale === undefined ? {} : { lang: locale.startsWith('zh') ? ('zh' as const) : ('en' as const) }),
    ...(tz === undefined ? {} : { tz }),
  }
}

async function one(call: Call, id: string, learn: (user: SlackUser) => void, gone: () => void): Promise<void> {
  try {
    const { user } = await call<{ user?: SlackUser }>('users.info', { user: id, include_locale: true })
    learn({ id, ...user })
  } catch (error) {
    const trouble = troubleOf(error)
    // Nobody of that id was ever here. Anything else leaves the account unknown.
    if (trouble.is === 'refused' && trouble.code === 'user_not_found') gone()
  }
}

async function everybody(call: Call, learn: (user: SlackUser) => void): Promise<void> {
  let cursor = ''
  try {
    for (let page = 0; page < PAGE.most; page++) {
      const asked = { limit: PAGE.size, include_locale: true, ...(cursor === '' ? {} : { cursor }) }
      const answer = await call<{ members?: SlackUser[]; response_metadata?: { next_cursor?: string } }>(
        'users.list',
        asked,
      )
      for (const user of answer.members ?? []) learn(user)
      cursor = answer.response_metadata?.next_cursor ?? ''
      if (cursor === '') return
    }
  } catch {
    // Those not read stay unknown.
  }
}

async function membersOf(call: Call, id: string): Promise<readonly string[] | undefined> {
  try {
    const { users = [] } = await call<{ users?: string[] }>('usergroups.users.list', { usergroup: id })
    return users
  } catch (error) {
    const trouble = troubleOf(error)
    if (trouble.is === 'refused') return undefined
    throw error
  }
}

/** Values with an age. */
function makeMemory<T>(wall: () => Millis) {
  const kept = new Map<string, { readonly value: T; readonly at: Millis }>()
  return {
    get(id: string): { readonly value: T } | undefined {
      const found = kept.get(id)
      return found === undefined || wall() - found.at > FRESH ? undefined : found
    },
    keep(id: string, value: T): void {
      if (kept.size >= REMEMBERED) kept.clear()
      kept.set(id, { value, at: wall() })
    },
    drop: (id: string) => kept.delete(id),
  }
}
