/** Telling people that a position will be late, or is: every rung that is due is told in one go, each person once. */
import type { Moment } from './clocks.ts'
import { heldUntil, ladderOf } from './ladder.ts'
import type { PersonId } from './nouns.ts'
import { peopleOn } from './rung-people.ts'
import type { Story } from './story.ts'

type RungMoment = Moment & { readonly means: Extract<Moment['means'], { is: 'rung' }> }

/**
 * Records these rungs of one position, all due, lowest first. After a long sleep several are due at once: whoever stands on
 * more than one of them hears only of the highest.
 */
export function remind(story: Story, due: readonly RungMoment[]): void {
  const [first] = due
  if (!first) return
  const position = story.position(first.position)
  const held = heldUntil(position, story.state)
  const told = new Set<PersonId>()
  const tellings = due.toReversed().map((moment) => {
    const rung = ladderOf(moment.means.clock, story.context.policy)[moment.means.rung]
    const meant = rung ? peopleOn(rung, position, story.state, story.context) : []
    const people = meant.filter((id) => !told.has(id))
    for (const id of people) told.add(id)
    return { moment, people, joined: meant.length > 0 && people.length === 0 }
  })
  for (const { moment, people, joined } of tellings.toReversed()) {
    const { clock, rung, again, due: until } = moment.means
    story.record({
      ...{ is: 'nagged', position: position.key, clock, rung, due: until, people },
      ...(again > 0 ? { again } : {}),
      ...(joined ? { joined: true } : {}),
      // It was put off until now by whoever said that they are on it.
      ...(held?.until === moment.at ? { held: { person: held.person, until: held.until } } : {}),
    })
  }
}

/** True for the moment of a rung. */
export function isRung(moment: Moment): moment is RungMoment {
  return moment.means.is === 'rung'
}
