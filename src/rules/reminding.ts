/** Telling people that a position will be late, or is: every rung that is due is told in one go, each person once. */
import type { Moment } from './clocks.ts'
import { rungAt } from './ladder.ts'
import type { PersonId } from './nouns.ts'
import type { Policy, Rung } from './policy.ts'
import { peopleOn } from './rung-people.ts'
import type { Story } from './story.ts'

/** A moment at which a rung is told. */
export type RungMoment = Moment & { readonly means: Extract<Moment['means'], { is: 'rung' }> }

/**
 * Records these rungs of one position, all due, lowest first. After a long sleep several are due at once: whoever stands on
 * more than one of them hears only of the highest.
 */
export function remind(story: Story, due: readonly RungMoment[]): void {
  const [first] = due
  if (!first) return
  const position = story.position(first.position)
  const meant = (rung: Rung) => peopleOn(rung, position, story.state, story.context)
  for (const { moment, people, joined } of tellingsOf(due, story.context.policy, meant)) {
    const { clock, rung, again, due: until, held } = moment.means
    story.record({
      ...{ is: 'nagged', position: position.key, clock, rung, due: until, people },
      ...(again > 0 ? { again } : {}),
      ...(joined ? { joined: true } : {}),
      ...(held ? { held: { person: held.person, until: held.until } } : {}),
    })
  }
}

/**
 * Who hears of each of these rungs, lowest first: of whoever is meant by several the highest, and of whoever `heard` of it
 * already none.
 */
export function tellingsOf(
  due: readonly RungMoment[],
  policy: Policy,
  meantBy: (rung: Rung) => readonly PersonId[],
  heard: readonly PersonId[] = [],
): readonly { readonly moment: RungMoment; readonly people: readonly PersonId[]; readonly joined: boolean }[] {
  const told = new Set<PersonId>(heard)
  const tellings = due.toReversed().map((moment) => {
    const rung = rungAt(moment.means, policy)
    const meant = rung ? meantBy(rung) : []
    const people = meant.filter((id) => !told.has(id))
    for (const id of people) told.add(id)
    return { moment, people, joined: meant.length > 0 && people.length === 0 }
  })
  return tellings.toReversed()
}

/** True for the moment of a rung. */
export function isRung(moment: Moment): moment is RungMoment {
  return moment.means.is === 'rung'
}
