/** The ladder of reminders: at which moment each rung of a running clock is told. Pure. */
import type { Calendar } from './calendar.ts'
import { addSpan, shareOfSpanWithPauses } from './calendar.ts'
import type { Case, Position } from './case.ts'
import type { Moment, Running } from './clocks.ts'
import type { Millis } from './nouns.ts'
import type { Rung } from './policy.ts'

/** The moments of all rungs of this ladder that were not told yet. */
export function rungMoments(
  state: Case,
  position: Position,
  run: Running,
  ladder: readonly Rung[],
  calendar: Calendar,
): readonly Moment[] {
  return ladder.flatMap((rung, index) => {
    const id = `${run.clock.id}/${index}`
    if (position.nagged.includes(id)) return []
    return [
      {
        key: `${state.number}|${position.key}|${position.tries}|${id}`,
        number: state.number,
        at: momentOf(rung, position, run, calendar),
        position: position.key,
        means: { is: 'rung' as const, clock: run.clock.id, rung: index, due: run.due },
      },
    ]
  })
}

function momentOf(rung: Rung, position: Position, run: Running, calendar: Calendar): Millis {
  if ('after' in rung.at) return addSpan(calendar, run.due, rung.at.after)
  if (rung.at.share >= 1) return run.due
  return Math.min(
    run.due,
    shareOfSpanWithPauses(calendar, run.from, run.span, rung.at.share, position.pauses) ?? run.due,
  )
}
