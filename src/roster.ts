/**
 * Who can be asked now: the directory as it was written, with what people set for themselves and what their platforms
 * know of their accounts laid over it. It changes the live directory only; nothing of it is pinned to a case.
 */
import { dayOf } from './case-numbers.ts'
import type { Company } from './company.ts'
import type { Log } from './log.ts'
import type { Holds, Peers, Platform, Store } from './ports.ts'
import type { Preferences } from './preferences.ts'
import { checkStandIn, readPreferences } from './preferences.ts'
import type { Directory, Lang, Millis, Person, PersonId, Refusal, Team, TeamId } from './rules/nouns.ts'
import { whoIsAsked } from './who-is-asked.ts'

export interface RosterParts {
  readonly store: Pick<Store, 'setting' | 'settings' | 'setSetting'>
  readonly company: Company
  readonly platforms: ReadonlyMap<string, Platform>
  readonly log: Log
  now(): Millis
  /** Looks at every open case again, after the directory changed. */
  sweep(): Promise<unknown>
  /** Where replicas share a store: one of them sweeps for all, and each hears of what another one changed. */
  readonly holds: Holds
  readonly peers: Peers
  readonly wall: () => Millis
}

export interface Roster {
  /** Reads what is kept and lays it over the directory. Before the house opens, and after a reload of the files. */
  open(): Promise<void>
  preferencesOf(person: PersonId): Preferences
  /** Keeps what somebody set for themselves, or says why not. */
  prefer(person: PersonId, wanted: Preferences): Promise<Refusal | undefined>
  /**
   * Reads it again, since another replica may have changed it, and lays it over anew, since days begin and end; sweeps the
   * open cases when somebody is asked now who was not before.
   */
  refresh(): Promise<void>
  /** Asks the platforms which accounts are gone, then refreshes. */
  look(): Promise<void>
}

/** Nobody is gone or stood in for. */
const NOBODY = '[]'
const PREFERENCES = 'preferences/'
const GONE = 'gone/'
const GROUPS = 'group/'
/** The setting that says for which people all open cases were last looked at, as `lay` writes them. */
const SWEPT = 'roster/swept'
/** The setting that says for which written directory they were: files may change while we are stopped. */
const ASKED = 'roster/asked'
/** Longer than a sweep takes; if the replica that does it dies, another one may then. */
const SWEEP: Millis = 120_000
/** Accounts asked about in one call of a platform. */
const AT_ONCE = 200

/** A roster that has read nothing yet. */
export function makeRoster(parts: RosterParts): Roster {
  const { store, company, platforms, log, now, holds, peers, wall } = parts
  const preferences = new Map<PersonId, Preferences>()
  const gone = new Set<PersonId>()
  /** Who is in a team by the groups of platforms, besides those who are written down. */
  const grouped = new Map<TeamId, readonly PersonId[]>()
  let laid = NOBODY
  /** Who can be asked by the files. */
  let asked = ''
  /** The cases are still to be looked at for what was laid last, by us or by another replica. */
  let owed = false
  let opened = false
  let last: Promise<unknown> = Promise.resolve()

  /** One after the other: what was read before somebody set something must not be laid over it afterwards. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = last.then(work)
    last = mine.catch(() => undefined)
    return mine
  }

  /** True when somebody is asked differently from before. */
  function lay(): boolean {
    if (preferences.size + gone.size + grouped.size === 0 && laid === NOBODY) return false
    const { tz, lang } = company.current.company
    company.dress((written) => dressed(written, { preferences, gone, grouped, now: now(), tz, lang }))
    const before = laid
    const changed = Object.values(company.live.directory.people).filter((p) => p.gone || p.standIn !== undefined)
    laid = JSON.stringify([...changed, ...grouped])
    return laid !== before
  }

  async function read(): Promise<void> {
    const [set, groups, left] = await Promise.all([PREFERENCES, GROUPS, GONE].map((prefix) => store.settings(prefix)))
    for (const [key, kept] of set ?? []) preferences.set(key.slice(PREFERENCES.length), readPreferences(kept))
    for (const [key, kept] of groups ?? []) grouped.set(key.slice(GROUPS.length), JSON.parse(kept) as PersonId[])
    for (const [key, kept] of left ?? []) {
      if (kept === '') gone.delete(key.slice(GONE.length))
      else gone.add(key.slice(GONE.length))
    }
  }

  async function refresh(): Promise<void> {
    await read()
    if (lay()) owed = true
    if (owed) await sweep()
  }

  /** Once for all replicas that know the same people. The one that does it may die of it: then another does it later. */
  async function sweep(): Promise<void> {
    const people = laid
    if (await isOwed()) {
      if (!(await holds.take(SWEPT, SWEEP, wall()))) return
      try {
        await parts.sweep()
        await store.setSetting(SWEPT, people)
        await store.setSetting(ASKED, asked)
      } finally {
        await holds.free(SWEPT)
      }
    } else company.swept()
    owed = false
  }

  const isOwed = async (): Promise<boolean> => {
    const [swept = NOBODY, before = asked] = [await store.setting(SWEPT), await store.setting(ASKED)]
    return swept !== laid || before !== asked
  }

  /** Keeps a change and tells the other replicas. */
  async function keep(key: string, value: string): Promise<void> {
    await store.setSetting(key, value)
    peers.tell('people')
  }

  async function mark(person: PersonId, isGone: boolean): Promise<void> {
    if (isGone === gone.has(person)) return
    await keep(`${GONE}${person}`, isGone ? 'yes' : '')
    if (isGone) gone.add(person)
    else gone.delete(person)
    log.warn({ person, state: isGone ? 'gone' : 'back' }, 'an account changed')
  }

  async function regroup(team: TeamId, members: readonly PersonId[]): Promise<void> {
    const kept = JSON.stringify(members)
    if (kept === JSON.stringify(grouped.get(team) ?? [])) return
    await keep(`${GROUPS}${team}`, kept)
    grouped.set(team, members)
    log.info({ team, count: members.length }, 'a group of people changed')
  }

  return {
    open: () =>
      inTurn(async () => {
        await read()
        const written = company.live.directory
        asked = whoIsAsked(written)
        lay()
        // Where files are read again all cases are looked at anyway; the first time nobody was asked before.
        if (opened || (await store.setting(ASKED)) === undefined) await store.setSetting(ASKED, asked)
        owed = await isOwed()
        // Those who were asked before we stopped may hold cards that say so: the next sweep has to know of them.
        if (!opened) company.swept(laidOver(written, (await store.setting(SWEPT)) ?? NOBODY))
        opened = true
      }),
    preferencesOf: (person) => preferences.get(person) ?? {},
    async prefer(person, wanted) {
      const { directory } = company.live
      const zone = directory.people[person]?.tz ?? company.current.company.tz
      const refusal = wanted.standIn && checkStandIn(person, wanted.standIn, directory, dayOf(now(), zone))
      if (refusal) return refusal
      await inTurn(async () => {
        await keep(`${PREFERENCES}${person}`, JSON.stringify(wanted))
        preferences.set(person, wanted)
        log.info({ person, code: wanted.standIn ? 'stand_in' : 'none' }, 'preferences were set')
        await refresh()
      })
      return undefined
    },
    refresh: () => inTurn(refresh),
    async look() {
      const people = Object.values(company.live.directory.people)
      const states = await statesOf(people, platforms, log)
      const groups = new Map<TeamId, readonly PersonId[]>()
      for (const team of Object.values(company.live.directory.teams)) {
        const members = await membersByGroup(team, people, platforms, log)
        if (members !== undefined) groups.set(team.id, members)
      }
      await inTurn(async () => {
        for (const person of people) {
          const known = accountsOn(person, platforms).map((account) => states.get(account))
          // Somebody is gone when every platform that is on says so; one that does not answer changes nothing.
          if (known.length === 0 || known.includes(undefined)) continue
          await mark(
            person.id,
            known.every((state) => state === 'gone'),
          )
        }
        for (const [team, members] of groups) await regroup(team, members)
        await refresh()
      })
    },
  }
}

/** The directory as it was when this was laid over it. */
function laidOver(written: Directory, laid: string): Directory {
  if (!laid.startsWith('[')) return written
  const entries = JSON.parse(laid) as readonly (Person | readonly [TeamId, readonly PersonId[]])[]
  const people = entries.flatMap((entry) => ('id' in entry ? [[entry.id, entry] as const] : []))
  const grouped = new Map(entries.flatMap((entry) => ('id' in entry ? [] : [entry])))
  return {
    ...written,
    people: { ...written.people, ...Object.fromEntries(people) },
    teams: Object.fromEntries(Object.entries(written.teams).map(([id, team]) => [id, joined(team, grouped, written)])),
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
  const teams = Object.entries(written.teams).map(([id, team]) => [id, joined(team, over.grouped, written)] as const)
  return { ...written, people: Object.fromEntries(people), teams: Object.fromEntries(teams) }
}

/** A team with the people of its groups. */
function joined(team: Team, grouped: Over['grouped'], { people }: Directory): Team {
  const others = team.groups === undefined ? [] : (grouped.get(team.id) ?? []).filter((one) => one in people)
  return others.length === 0 ? team : { ...team, members: [...new Set([...team.members, ...others])] }
}

function dress(person: Person, written: Directory, { preferences, gone, now }: Over): Person {
  const { lang, standIn, quiet, letters, roundups } = preferences.get(person.id) ?? {}
  const today = dayOf(now, person.tz)
  // Whoever was allowed to stand in may have left or changed their role since.
  const active =
    standIn !== undefined &&
    standIn.from <= today &&
    today <= standIn.until &&
    checkStandIn(person.id, standIn, written, today) === undefined
  const plain = lang === undefined && quiet === undefined && !letters && !roundups
  if (plain && !active && !gone.has(person.id)) return person
  return {
    ...person,
    ...(lang === undefined ? {} : { lang }),
    ...(quiet === undefined ? {} : { quiet }),
    ...(letters ? { letters } : {}),
    ...(roundups ? { roundups } : {}),
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
