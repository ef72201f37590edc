/** Lint: the people are who they say, can be told apart, and are enough of them. */

import type { Duty, PersonId } from '../rules/nouns.ts'
import { ADMIN_ROLE } from '../rules/people.ts'
import type { Live, Policy, Who } from '../rules/policy.ts'
import type { Path, Report } from './problems.ts'
import { both, pickFrom } from './problems.ts'

/** Everything about the directory. `platforms`: the chat platforms there are, if known. */
export function lintPeople(policy: Policy, live: Live, platforms: readonly string[] | undefined, report: Report): void {
  lintPersons(live, platforms, report)
  lintTeams(live, report)
  lintChannels(live, platforms, report)
  lintApart(policy, live, report)
}

function lintPersons({ directory, services }: Live, platforms: readonly string[] | undefined, report: Report): void {
  const { people } = directory
  const owners = new Map<string, PersonId>()
  for (const person of Object.values(people)) {
    const at: Path = ['people', person.id]
    if (person.leader !== undefined && !Object.hasOwn(people, person.leader)) {
      report.error(
        [...at, 'leader'],
        both(`没有人员 "${person.leader}"`, `There is no person "${person.leader}"`),
        pickFrom(person.leader, Object.keys(people)),
      )
    }
    for (const [platform, account] of Object.entries(person.accounts)) {
      const other = owners.get(`${platform}\n${account}`)
      if (other === undefined) owners.set(`${platform}\n${account}`, person.id)
      else {
        const message = both(
          `${platform} 账号 ${account} 已属于 ${other}`,
          `The ${platform} account ${account} already belongs to ${other}`,
        )
        report.error(
          [...at, 'accounts', platform],
          message,
          both('一个账号只能属于一个人。', 'Give each account to one person only.'),
        )
      }
      lintPlatform(platform, [...at, 'accounts', platform], platforms, report)
    }
    if (Object.hasOwn(services, person.id)) {
      report.error(
        ['services', person.id],
        both(`${person.id} 既是人又是服务`, `${person.id} is both a person and a service`),
        both('给服务换一个编号。', 'Give the service another id.'),
      )
    }
    if (Object.keys(person.accounts).length === 0) {
      report.warn(
        at,
        both(
          `${person.id} 在哪个平台都没有账号，收不到消息`,
          `${person.id} has no account on any platform and hears nothing`,
        ),
        both('写 accounts。', 'Write accounts.'),
      )
    }
  }
  lintLeaders(people, report)
  if (!Object.values(people).some((person) => person.roles.includes(ADMIN_ROLE))) {
    const message = both(
      '没有人担任 admin；别人都问不到时没有人接手',
      'Nobody has the role admin, whom tasks fall to when nobody else can be asked',
    )
    report.error(
      ['people'],
      message,
      both('给至少一个人写 roles: [admin]。', 'Give at least one person roles: [admin].'),
    )
  }
}

function lintLeaders(people: Live['directory']['people'], report: Report): void {
  const told = new Set<PersonId>()
  for (const start of Object.keys(people)) {
    const trail: PersonId[] = []
    let id: PersonId | undefined = start
    while (id !== undefined && !trail.includes(id)) {
      trail.push(id)
      id = people[id]?.leader
    }
    if (id === undefined || told.has(id)) continue
    const circle = trail.slice(trail.indexOf(id))
    for (const one of circle) told.add(one)
    const message = both(
      `上级绕成了圈：${[...circle, id].join(' → ')}`,
      `The leaders go in a circle: ${[...circle, id].join(' → ')}`,
    )
    report.error(
      ['people', id, 'leader'],
      message,
      both('最上面的人不写 leader。', 'Whoever stands at the top has no leader.'),
    )
  }
}

function lintTeams({ directory, calendars }: Live, report: Report): void {
  const { people, teams } = directory
  const known = Object.keys(people)
  const missing = (id: PersonId, path: Path) => {
    if (!Object.hasOwn(people, id))
      report.error(path, both(`没有人员 "${id}"`, `There is no person "${id}"`), pickFrom(id, known))
  }
  for (const team of Object.values(teams)) {
    team.members.forEach((id, i) => {
      missing(id, ['teams', team.id, 'members', i])
    })
    if (team.lead !== undefined) missing(team.lead, ['teams', team.id, 'lead'])
    if (team.calendar !== undefined && !Object.hasOwn(calendars, team.calendar)) {
      report.error(
        ['teams', team.id, 'calendar'],
        both(`没有日历 "${team.calendar}"`, `There is no calendar "${team.calendar}"`),
        pickFrom(team.calendar, Object.keys(calendars)),
      )
    }
  }
}

function lintChannels({ directory }: Live, platforms: readonly string[] | undefined, report: Report): void {
  for (const channel of Object.values(directory.channels)) {
    const at: Path = ['channels', channel.id]
    const names = Object.keys(channel.addresses)
    for (const platform of names) lintPlatform(platform, [...at, platform], platforms, report)
    if (names.length === 0)
      report.warn(
        at,
        both(`频道 ${channel.id} 在哪个平台都没有地址`, `The channel ${channel.id} has no address on any platform`),
        both('写上平台和地址。', 'Write a platform with its address.'),
      )
  }
}

function lintPlatform(platform: string, path: Path, platforms: readonly string[] | undefined, report: Report): void {
  if (!platforms || platforms.includes(platform)) return
  report.error(
    path,
    both(`没有平台 "${platform}"`, `There is no platform "${platform}"`),
    pickFrom(platform, platforms),
  )
}

/** The people a who-expression can ever mean; undefined when a case decides that (a field, or a route through one). */
function possible(who: Who, policy: Policy, live: Live): ReadonlySet<PersonId> | undefined {
  const { people, teams } = live.directory
  switch (who.kind) {
    case 'team':
      return new Set(teams[who.id]?.members.filter((id) => Object.hasOwn(people, id)))
    case 'role':
      return new Set(Object.values(people).flatMap((person) => (person.roles.includes(who.id) ? [person.id] : [])))
    case 'person':
      return new Set([who.id])
    case 'field':
      return undefined
    default: {
      const parts = who.kind === 'list' ? who.of : (policy.routes[who.id] ?? []).map((branch) => branch.is)
      const sets = parts.map((part) => possible(part, policy, live))
      return sets.some((set) => set === undefined) ? undefined : new Set(sets.flatMap((set) => [...(set ?? [])]))
    }
  }
}

interface Place {
  readonly duty: Duty
  readonly path: Path
  readonly people: ReadonlySet<PersonId>
}

/** Duties that must be different people can be: for every choice of places there are enough people to fill them. */
function lintApart(policy: Policy, live: Live, report: Report): void {
  const places = placesOf(policy, live, report)
  const told = new Set<string>()
  for (const group of policy.approval.apart) {
    const sets = group.map((duty) => places.filter((place) => place.duty === duty)).filter((set) => set.length > 0)
    for (const chosen of choices(sets)) {
      if (enough(chosen)) continue
      const clash = smallestClash(chosen)
      const key = clash.map((place) => place.path.join()).join(' ')
      if (told.has(key)) continue
      told.add(key)
      const names = clash.map((place) => `${place.duty} (${[...place.people].join(', ')})`).join('; ')
      const message = both(
        `这些职责必须由不同的人担任，人手却不够：${names}`,
        `These duties must be different people, and there are too few: ${names}`,
      )
      report.error(
        clash.at(-1)?.path ?? ['approval', 'apart'],
        message,
        both('给其中一处加人，或改 approval.apart。', 'Add people to one of them, or change approval.apart.'),
      )
    }
  }
}

function placesOf(policy: Policy, live: Live, report: Report): readonly Place[] {
  const places: Place[] = []
  const add = (duty: Duty | undefined, who: Who, path: Path) => {
    const people = possible(who, policy, live)
    if (duty && people && people.size > 0) places.push({ duty, path, people })
    return people
  }
  for (const stage of Object.values(policy.flow.stages)) {
    const path: Path = ['flow', 'stages', stage.id, 'who']
    if (stage.kind === 'form') add(stage.duty, stage.who, path)
    if (stage.kind === 'payment') add('payer', stage.who, path)
    if (stage.kind === 'callback') add('caller', stage.who, path)
  }
  for (const step of Object.values(policy.approval.steps)) {
    const at: Path = ['approval', 'steps', step.id]
    const people = add('approver', step.who, [...at, 'who'])
    if (typeof step.mode === 'object' && people && people.size < step.mode.quorum) {
      const message = both(
        `步骤 ${step.id} 要 ${step.mode.quorum} 人同意，却只有 ${people.size} 人`,
        `The step ${step.id} wants ${step.mode.quorum} approvals of ${people.size} people`,
      )
      report.error(
        [...at, 'mode', 'quorum'],
        message,
        both('减少人数，或给 who 加人。', 'Lower it, or add people to who.'),
      )
    }
  }
  return places
}

/** One place of each set, in every combination. */
function choices(sets: readonly (readonly Place[])[]): readonly (readonly Place[])[] {
  return sets.reduce<readonly (readonly Place[])[]>(
    (all, set) => all.flatMap((chosen) => set.map((place) => [...chosen, place])),
    [[]],
  )
}

function enough(places: readonly Place[]): boolean {
  return distinct(places.map((place) => [...place.people]))
}

/** Leaves out whatever the clash does not need, so that the message names only who is in each other's way. */
function smallestClash(places: readonly Place[]): readonly Place[] {
  const dispensable = places.find((place) => !enough(places.filter((other) => other !== place)))
  return dispensable ? smallestClash(places.filter((other) => other !== dispensable)) : places
}

/** True when one person can be picked from each list so that no two are the same. */
function distinct(lists: readonly (readonly PersonId[])[], taken: ReadonlySet<PersonId> = new Set()): boolean {
  const [first, ...rest] = lists
  if (!first) return true
  return first.some((id) => !taken.has(id) && distinct(rest, new Set([...taken, id])))
}
