/** Compiles people, teams and channels, and lays DIRECTORY_FILE over them. Always live, never pinned to a case. */
import type { Channel, Directory, Lang, Person, Team } from '../rules/nouns.ts'
import { textOf } from './compile-words.ts'
import { placed } from './places.ts'
import type { Problem, Report } from './problems.ts'
import { both, newReport, sound } from './problems.ts'
import { defined, mapped, record } from './records.ts'
import type { RawDirectory, RawPeople } from './schema-people.ts'
import { rawDirectory } from './schema-people.ts'
import { readAs } from './schema-problems.ts'
import { readYaml } from './yaml.ts'

/** What a person has who says nothing else. */
export interface Defaults {
  readonly lang: Lang
  readonly tz: string
}

type RawPerson = RawPeople['people'][string]
type RawTeam = RawPeople['teams'][string]
type RawChannel = RawPeople['channels'][string]

/** People, teams and channels of a policy. */
export function directoryOf(raw: RawPeople, defaults: Defaults): Directory {
  return {
    people: mapped(raw.people, (person, id) => personOf(person, undefined, id, defaults)),
    teams: mapped(raw.teams, (team, id) => teamOf(team, undefined, id)),
    channels: mapped(raw.channels, (channel, id) => channelOf(channel, undefined, id)),
    ...(raw.skills === undefined ? {} : { skills: mapped(raw.skills, textOf) }),
  }
}

/**
 * Lays a DIRECTORY_FILE over the policy's directory. A key that is given replaces the policy's, `accounts` and addresses
 * platform by platform; `null` takes a person, team or channel out. Problems carry lines of that file.
 */
export function loadDirectory(
  policyDirectory: Directory,
  source: string,
  defaults: Defaults,
): { readonly directory: Directory } | { readonly problems: readonly Problem[] } {
  const yaml = readYaml(source, 'directory')
  if (!('value' in yaml)) return { problems: yaml }
  const report = newReport('directory')
  // An empty file lays nothing over.
  const raw = readAs(rawDirectory, yaml.value ?? {}, report)
  const directory = raw && overlay(policyDirectory, raw, defaults, report)
  return directory && sound(report.problems) ? { directory } : { problems: placed(report.problems, yaml) }
}

function overlay(policy: Directory, raw: RawDirectory, defaults: Defaults, report: Report): Directory {
  for (const part of ['people', 'teams'] as const) {
    for (const [id, entry] of Object.entries(raw[part] ?? {})) {
      if (entry !== null && entry.name === undefined && !Object.hasOwn(policy[part], id)) {
        report.error(
          [part, id],
          both(`${id} 是新的，但没有名字`, `${id} is new and has no name`),
          both('补上 name，或改用已有的编号。', 'Add a name, or use an id that is already there.'),
        )
      }
    }
  }
  return {
    people: laid(policy.people, raw.people, (person, before, id) => personOf(person, before, id, defaults)),
    teams: laid(policy.teams, raw.teams, teamOf),
    channels: laid(policy.channels, raw.channels, channelOf),
    ...(raw.skills || policy.skills ? { skills: laid(policy.skills ?? {}, raw.skills, (name) => textOf(name)) } : {}),
  }
}

function laid<A, B>(
  below: Readonly<Record<string, B>>,
  above: Readonly<Record<string, A | null>> | undefined,
  make: (entry: A, before: B | undefined, id: string) => B,
): Readonly<Record<string, B>> {
  const all = new Map(Object.entries(below))
  for (const [id, entry] of Object.entries(above ?? {})) {
    if (entry === null) all.delete(id)
    else all.set(id, make(entry, all.get(id), id))
  }
  return record(all)
}

function personOf(raw: Partial<RawPerson>, before: Person | undefined, id: string, defaults: Defaults): Person {
  return {
    id,
    name: raw.name === undefined ? (before?.name ?? textOf(id)) : textOf(raw.name),
    lang: raw.lang ?? before?.lang ?? defaults.lang,
    tz: raw.tz ?? before?.tz ?? defaults.tz,
    roles: raw.roles ?? before?.roles ?? [],
    // What is laid over comes first: people are asked on the platform that was added last.
    accounts: record(Object.entries({ ...raw.accounts, ...before?.accounts, ...raw.accounts })),
    ...defined({
      email: raw.email ?? before?.email,
      leader: raw.leader ?? before?.leader,
      skills: raw.skills ?? before?.skills,
      regions: raw.regions ?? before?.regions,
      tiers: raw.tiers ?? before?.tiers,
    }),
  }
}

function teamOf(raw: Partial<RawTeam>, before: Team | undefined, id: string): Team {
  return {
    id,
    name: raw.name === undefined ? (before?.name ?? textOf(id)) : textOf(raw.name),
    members: raw.members ?? before?.members ?? [],
    ...defined({
      lead: raw.lead ?? before?.lead,
      calendar: raw.calendar ?? before?.calendar,
      groups: raw.groups ?? before?.groups,
    }),
  }
}

function channelOf(raw: RawChannel, before: Channel | undefined, id: string): Channel {
  const { name, ...addresses } = raw
  const given = Object.entries(addresses as Channel['addresses'])
  return {
    id,
    name: name === undefined ? (before?.name ?? textOf(id)) : textOf(name as Channel['name']),
    addresses: record([...Object.entries(before?.addresses ?? {}), ...given]),
  }
}
