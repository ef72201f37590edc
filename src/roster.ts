/**
 * Who can be asked now: the directory as it was written, with what people set for themselves and what their platforms
 * know of their accounts laid over it. It changes the live directory only; nothing of it is pinned to a case.
 */
import { dayOf } from './case-numbers.ts'
import type { Company } from './company.ts'
import type { Log } from './log.ts'
import type { Platform, Store } from './ports.ts'
import type { Preferences } from './preferences.ts'
import { checkStandIn, readPreferences } from './preferences.ts'
import type { Directory, Lang, Millis, Person, PersonId, Refusal, Team, TeamId } from './rules/nouns.ts'

export interface RosterParts {
  readonly store: Pick<Store, 'settings' | 'setSetting'>
  readonly company: Company
  readonly platforms: ReadonlyMap<string, Platform>
  readonly log: Log
  now(): Millis
  /** Looks at every open case again, after the directory changed. */
  sweep(): Promise<unknown>
}

export interface Roster {
  /** Reads what is kept and lays it over the directory. Before the house opens, and after a reload of the files. */
  open(): Promise<void>
  preferencesOf(person: PersonId): Preferences
  /** Keeps what somebody set for themselves, or says why not. */
  prefer(person: PersonId, wanted: Preferences): Promise<Refusal | undefined>
  /** Lays it over anew, since days begin and end; sweeps the open cases when somebody is asked now who was not before. */
  refresh(): Promise<void>
  /** Asks the platforms which accounts are gone, then refreshes. */
  look(): Promise<void>
}

/** Nobody is gone or stood in for. */
const NOBODY = '[]'
const PREFERENCES = 'preferences/'
const GONE = 'gone/'
const GROUPS = 'group/'
/** Accounts asked about in one call of a platform. */
const AT_ONCE = 200

/** A roster that has read nothing yet. */
export function makeRoster({ store, company, platforms, log, now, sweep }: RosterParts): Roster {
  const preferences = new Map<PersonId, Preferences>()
  const gone = new Set<PersonId>()
  /** Who is in a team by the groups of platforms, besides those who are written down. */
  const grouped = new Map<TeamId, readonly PersonId[]>()
  let laid = NOBODY

  /** True when somebody is asked differently from before. */
  function lay(): boolean {
    if (preferences.size + gone.size + grouped.size === 0 && laid === NOBODY) return false
    const { tz, lang } = company.current.company
    company.dress((written) => dressed(written, { preferences, gone, grouped, now: now(), tz, lang }))
    const before = laid
    const asked = Object.values(company.live.directory.people).filter((p) => p.gone || p.standIn !== undefined)
    laid = JSON.stringify([...asked, ...grouped])
    return laid !== before
  }

  async function refresh(): Promise<void> {
    if (lay()) await sweep()
  }

  async function mark(person: PersonId, isGone: boolean): Promise<void> {
    if (isGone === gone.has(person)) return
    await store.setSetting(`${GONE}${person}`, isGone ? 'yes' : '')
    if (isGone) gone.add(person)
    else gone.delete(person)
    log.warn({ person, state: isGone ? 'gone' : 'back' }, 'an account changed')
  }

  async function regroup(team: TeamId, members: readonly PersonId[]): Promise<void> {
    const kept = JSON.stringify(members)
    if (kept === JSON.stringify(grouped.get(team) ?? [])) return
    await store.setSetting(`${GROUPS}${team}`, kept)
    grouped.set(team, members)
    log.info({ team, count: members.length }, 'a group of people changed')
  }

  return {
    async open() {
      for (const [key, kept] of await store.settings(PREFERENCES))
        preferences.set(key.slice(PREFERENCES.length), readPreferences(kept))
      for (const [key, kept] of await store.settings(GROUPS))
        grouped.set(key.slice(GROUPS.length), JSON.parse(kept) as PersonId[])
      for (const [key, kept] of await store.settings(GONE)) if (kept !== '') gone.add(key.slice(GONE.length))
      lay()
    },
    preferencesOf: (person) => preferences.get(person) ?? {},
    async prefer(person, wanted) {
      const { directory } = company.live
      const zone = directory.people[person]?.tz ?? company.current.company.tz
      const refusal = wanted.standIn && checkStandIn(person, wanted.standIn, directory, dayOf(now(), zone))
      if (refusal) return refusal
      await store.setSetting(`${PREFERENCES}${person}`, JSON.stringify(wanted))
      preferences.set(person, wanted)
      log.info({ person, code: wanted.standIn ? 'stand_in' : 'none' }, 'preferences were set')
      await refresh()
      return undefined
    },
    refresh,
    async look() {
      const people = Object.values(company.live.directory.people)
      const states = await statesOf(people, platforms, log)
      for (const person of people) {
        const known = accountsOn(person, platforms).map((account) => states.get(account))
        // Somebody is gone when every platform that is on says so; one that does not answer changes nothing.
        if (known.length === 0 || known.includes(undefined)) continue
        await mark(
          person.id,
          known.every((state) => state === 'gone'),
        )
      }
      for (const team of Object.values(company.live.directory.teams)) {
        const members = await membersByGroup(team, people, platforms, log)
        if (members !== undefined) await regroup(team.id, members)
      }
      await refresh()
    },
  }
}

interface Over {
  readonly preferences: ReadonlyMap<PersonId, Preferences>
  readonly gone: ReadonlySet<PersonId>
  readonly grouped: ReadonlyMap<TeamId, readonly PersonId[]>
  readonly now: Millis
  readonly tz: string
  readonly lang: Lang
}

function dressed(written: Directory, over: Over): Directory {
  const people = Object.entries(written.people).map(([id, person]) => [id, dress(person, written, over)] as const)
  const teams = Object.entries(written.teams).map(([id, team]) => {
    const others = team.groups === undefined ? [] : (over.grouped.get(id) ?? []).filter((one) => one in written.people)
    return [id, others.length === 0 ? team : { ...team, members: [...new Set([...team.members, ...others])] }] as const
  })
  return { ...written, people: Object.fromEntries(people), teams: Object.fromEntries(teams) }
}

function dress(person: Person, written: Directory, { preferences, gone, now }: Over): Person {
  const { lang, standIn, quiet } = preferences.get(person.id) ?? {}
  const today = dayOf(now, person.tz)
  // Whoever was allowed to stand in may have left or changed their role since.
  const active =
    standIn !== undefined &&
    standIn.from <= today &&
    today <= standIn.until &&
    checkStandIn(person.id, standIn, written, today) === undefined
  if (lang === undefined && quiet === undefined && !active && !gone.has(person.id)) return person
  return {
    ...person,
    ...(lang === undefined ? {} : { lang }),
    ...(quiet === undefined ? {} : { quiet }),
    ...(active ? { standIn: standIn.person } : {}),
    ...(gone.has(person.id) ? { gone: true } : {}),
  }
}

/** `<platform>:<account>` of every account that a platform which is on can be asked about. */
function accountsOn(person: Person, platforms: ReadonlyMap<string, Platform>): readonly string[] {
  return Object.entries(person.accounts).flatMap(([name, account]) =>
    platforms.get(name)?.accounts === undefined ? [] : [`${name}:${account}`],
  )
}

async function statesOf(
  people: readonly Person[],
  platforms: ReadonlyMap<string, Platform>,
  log: Log,
): Promise<ReadonlyMap<string, 'active' | 'gone'>> {
  const states = new Map<string, 'active' | 'gone'>()
  for (const [name, platform] of platforms) {
    const accounts = people.flatMap((person) => person.accounts[name] ?? [])
    if (platform.accounts === undefined || accounts.length === 0) continue
    try {
      for (let at = 0; at < accounts.length; at += AT_ONCE) {
        const found = await platform.accounts(accounts.slice(at, at + AT_ONCE))
        for (const [account, { is }] of found) if (is !== 'unknown') states.set(`${name}:${account}`, is)
      }
    } catch (err) {
      log.warn({ err, platform: name }, 'accounts could not be looked up')
    }
  }
  return states
}

/**
 * The people of a team's groups on the platforms that are on; undefined when it has none, or one cannot be asked just now:
 * then whoever was in it stays.
 */
async function membersByGroup(
  { id, groups = {} }: Team,
  people: readonly Person[],
  platforms: ReadonlyMap<string, Platform>,
  log: Log,
): Promise<readonly PersonId[] | undefined> {
  const found: PersonId[] = []
  let asked = false
  for (const [name, group] of Object.entries(groups)) {
    const accounts = await platforms
      .get(name)
      ?.group?.(group)
      .catch((err: unknown) => {
        log.warn({ err, platform: name, team: id }, 'a group could not be looked up')
        return undefined
      })
    if (accounts === undefined) return undefined
    asked = true
    found.push(...people.filter((person) => accounts.includes(person.accounts[name] ?? '')).map((person) => person.id))
  }
  return asked ? [...new Set(found)].sort() : undefined
}
