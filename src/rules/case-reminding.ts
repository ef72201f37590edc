/** Reminds of a clock of the whole case: whoever it is about, or above them; nobody is told of one delay twice. */
import type { Case } from './case.ts'
import { type CaseRun, caseRuns } from './case-clocks.ts'
import { placeMoments, type Timely } from './clocks.ts'
import { ladderOf } from './ladder.ts'
import type { Millis, PersonId } from './nouns.ts'
import { type Company, ownerOf, resolve } from './people.ts'
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
  const heard = toldLately(state, context, context.now)
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

/** Whoever the clock of a place told within the hour, or is about to tell: they know that the case is late. */
function toldLately(state: Case, company: Timely, now: Millis): readonly PersonId[] {
  return state.positions.flatMap((position) =>
    placeMoments({ ...position, nagged: [] }, state, company)
      .filter(isRung)
      .filter(({ at }) => at <= now + SOON && at > now - HOUR)
      .flatMap(({ means }) => {
        const rung = ladderOf(means.clock, company.policy)[means.rung]
        return rung ? peopleOn(rung, position, state, company) : []
      }),
  )
}
