/** Reminds of a clock of the whole case: whoever it is about, or above them; nobody is told of one delay twice. */
import type { Case } from './case.ts'
import { type CaseRun, caseRuns, momentsOfRun } from './case-clocks.ts'
import { type Moment, placeMoments, type Timely } from './clocks.ts'
import { rungAt, rungId } from './ladder.ts'
import type { Millis, PersonId } from './nouns.ts'
import { type Company, ownerOf, resolve } from './people.ts'
import type { Rung } from './policy.ts'
import { isRung, type RungMoment, tellingsOf } from './reminding.ts'
import { peopleAbove, peopleOn } from './rung-people.ts'
import type { Story } from './story.ts'
import { HOUR, MINUTE } from './zone.ts'

/** Records these rungs of one clock of the case, all due, lowest first. */
export function remindOfCase(story: Story, due: readonly RungMoment[]): void {
  const { state, context } = story
  const run = caseRuns(state, context).find(({ clock }) => clock.id === due[0]?.means.clock)
  if (!run) return
  const asked = askedBy(run, state, context)
  const heard = heardOf(run, due, state, context, context.now)
  const tellings = tellingsOf(due, context.policy, (rung) => peopleAbove(rung, asked, state, context), heard)
  for (const { moment, people, joined } of tellings) {
    const { clock, rung, again, due: until } = moment.means
    story.record({
      ...{ is: 'nagged', position: '', clock, rung, due: until, people, from: run.from },
      ...(again > 0 ? { again } : {}),
      ...(joined ? { joined: true } : {}),
    })
  }
}

/** Whom the clock is about; whoever has the case where the policy's people cannot be asked. */
export function askedBy({ over }: Pick<CaseRun, 'over'>, state: Case, company: Company): readonly PersonId[] {
  const { people } = resolve(over.asks, state, company, new Set())
  if (people.length > 0) return people
  const one = ownerOf(state) ?? state.values.receiver
  return typeof one === 'string' ? resolve({ kind: 'person', id: one }, state, company, new Set()).people : []
}

/** Rungs of one moment are told some minutes apart. */
const SOON: Millis = 15 * MINUTE

/**
 * Who knows already that the case is late: whom the clock of a place told since an hour before these rungs were due, or is about to
 * tell, and whom another clock of the case told since then.
 */
function heardOf(
  own: CaseRun,
  due: readonly RungMoment[],
  state: Case,
  company: Timely,
  now: Millis,
): readonly PersonId[] {
  const since = Math.min(...due.map(({ at }) => at)) - HOUR
  const lately = ({ at }: RungMoment): boolean => at > since && at <= now + SOON
  const meant = (moments: readonly Moment[], of: (rung: Rung) => readonly PersonId[]): readonly PersonId[] =>
    moments
      .filter(isRung)
      .filter(lately)
      .flatMap(({ means }) => {
        const rung = rungAt(means, company.policy)
        return rung ? of(rung) : []
      })
  const byPlaces = state.positions.flatMap((place) =>
    meant(placeMoments({ ...place, nagged: [] }, state, company), (rung) => peopleOn(rung, place, state, company)),
  )
  const others = caseRuns(state, company).filter(({ clock }) => clock.id !== own.clock.id)
  const byOthers = others.flatMap((run) => {
    const asked = askedBy(run, state, company)
    const told = momentsOfRun({ ...run, place: { ...run.place, nagged: [] } }, state, company).filter(
      ({ means }) => means.is === 'rung' && run.place.nagged.includes(rungId(means.clock, means.rung, means.again)),
    )
    return meant(told, (rung) => peopleAbove(rung, asked, state, company))
  })
  return [...byPlaces, ...byOthers]
}
