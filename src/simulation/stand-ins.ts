/** Who stands in for whom while somebody is away. */
import { dayOf } from '../case-numbers.ts'
import type { StandIn } from '../preferences.ts'
import { checkStandIn } from '../preferences.ts'
import { chanceOf } from '../rehearsal/chance.ts'
import type { Directory, Millis, PersonId } from '../rules/nouns.ts'

/** A stand-in the directory allows, for so many days from some day of this week on; undefined when nobody may. */
export function standInFor(
  person: PersonId,
  directory: Directory,
  now: Millis,
  days: number,
  seed: number,
): StandIn | undefined {
  const chance = chanceOf(seed, 'stand-in', person, now)
  const zone = directory.people[person]?.tz ?? 'UTC'
  const begins = now + chance.between(0, 3) * 86_400_000
  const between = { from: dayOf(begins, zone), until: dayOf(begins + days * 86_400_000, zone) }
  const able = Object.keys(directory.people).filter(
    (other) => checkStandIn(person, { person: other, ...between }, directory, dayOf(now, zone)) === undefined,
  )
  return able.length === 0 ? undefined : { person: chance.pick(able), ...between }
}
