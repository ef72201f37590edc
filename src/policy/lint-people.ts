/** Lint: people, teams and channels are whole: leaders, members, accounts, addresses. */

import type { PersonId } from '../rules/nouns.ts'
import { ADMIN_ROLE } from '../rules/people.ts'
import type { Live } from '../rules/policy.ts'
import type { Path, Report } from './problems.ts'
import { both, pickFrom } from './problems.ts'

/** Everything about the directory. `platforms`: the chat platforms there are, if known. */
export function lintPeople(live: Live, platforms: readonly string[] | undefined, report: Report): void {
  lintPersons(live, platforms, report)
  lintTeams(live, report)
  lintChannels(live, platforms, report)
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
