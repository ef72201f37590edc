/** What people set for themselves: language, when and how reminders come, letters, and who answers for them while away. */
import type { Directory, Lang, PersonId, Refusal } from './rules/nouns.ts'
import type { Quiet } from './rules/quiet.ts'

/** A dated stand-in (C14). Both days count; they are days of the person's own zone, as `2026-11-22`. */
export interface StandIn {
  readonly person: PersonId
  readonly from: string
  readonly until: string
}

export interface Preferences {
  readonly lang?: Lang
  readonly standIn?: StandIn
  readonly quiet?: Quiet
  /** By letter too, not only what is urgent. */
  readonly letters?: true
  /** Reminders together, in roundups only (D12). */
  readonly roundups?: true
}

/** The longest time somebody may be stood in for. */
export const LONGEST_AWAY_DAYS = 92

/** A time of day, as `22:00`. */
export const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/

const DAY = 86_400_000

/** Preferences as they were kept; what cannot be read counts as not set. */
export function readPreferences(kept: string | undefined): Preferences {
  if (kept === undefined) return {}
  try {
    const { lang, standIn, quiet, letters, roundups } = JSON.parse(kept) as Preferences
    return {
      ...(lang === 'zh' || lang === 'en' ? { lang } : {}),
      ...(standIn && [standIn.person, standIn.from, standIn.until].every((part) => typeof part === 'string')
        ? { standIn }
        : {}),
      ...(quiet && [quiet.from, quiet.to].every((time) => TIME.test(time)) ? { quiet } : {}),
      ...(letters === true ? { letters } : {}),
      ...(roundups === true ? { roundups } : {}),
    }
  } catch {
    return {}
  }
}

/**
 * Whether somebody may stand in: known, not the same person, not gone, and either up the leader chain or holding a role of
 * theirs, so that nobody can hand an approver's power to just anybody. Refusals name the field they are about.
 */
export function checkStandIn(
  person: PersonId,
  standIn: StandIn,
  { people }: Directory,
  today: string,
): Refusal | undefined {
  const away = people[person]
  const other = people[standIn.person]
  if (!away) return { refused: 'not_a_person' }
  if (!other || other.gone || other.id === person) return { refused: 'target_unknown', field: 'stand_in' }
  if (!leadersOf(person, people).has(other.id) && !other.roles.some((role) => away.roles.includes(role)))
    return { refused: 'target_barred', field: 'stand_in' }
  if (standIn.until < standIn.from || standIn.until < today)
    return { refused: 'field_range', field: 'stand_in_until', params: { field: 'stand_in_until' } }
  if (Date.parse(standIn.until) - Date.parse(standIn.from) > LONGEST_AWAY_DAYS * DAY)
    return { refused: 'field_range', field: 'stand_in_until', params: { field: 'stand_in_until' } }
  return undefined
}

/** People who may stand in for somebody, in the directory's order. */
export function possibleStandIns(person: PersonId, directory: Directory, today: string): readonly PersonId[] {
  return Object.keys(directory.people).filter(
    (id) => checkStandIn(person, { person: id, from: today, until: today }, directory, today) === undefined,
  )
}

function leadersOf(person: PersonId, people: Directory['people']): ReadonlySet<PersonId> {
  const leaders = new Set<PersonId>()
  for (let leader = people[person]?.leader; leader !== undefined && !leaders.has(leader); ) {
    leaders.add(leader)
    leader = people[leader]?.leader
  }
  return leaders
}
