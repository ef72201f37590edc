/** A message plan for programs: every line with its moment in ISO 8601, also the changes of cards that alert nobody. */
import type { Cause, MessagePlan, PlanLine } from '../rehearsal/message-plan.ts'
import { gradeOf, levelOf } from '../rules/environment.ts'
import { isoIn } from './moment.ts'

/** The plan as JSON. `why` has one entry for each reminder it carries (the kind of fact, `task` or `case`), none for what is about no case. */
export function planJson(plan: MessagePlan, { tz, days }: { readonly tz: string; readonly days: number }): object {
  return {
    days,
    cases: plan.cases.map(({ state }) => ({
      number: state.number,
      filed: isoIn(state.filed, tz),
      level: levelOf(state),
      grade: gradeOf(state),
    })),
    lines: plan.lines.map((line) => lineJson(line, tz)),
    absent: plan.absent,
  }
}

function lineJson({ at, platform, place, is, words, number, causes, held }: PlanLine, tz: string): object {
  return {
    at: isoIn(at, tz),
    platform: platform ?? null,
    to: place ?? null,
    what: is,
    number: number ?? null,
    words,
    why: causes.map(why),
    held: held === undefined ? null : { by: held.by, since: isoIn(held.since, tz) },
  }
}

function why(cause: Cause): object {
  const { number, is } = cause
  if (is === 'case') return { number, is }
  if (is === 'task') return { number, is, id: cause.task.id, stage: cause.task.stage }
  return { number, is: cause.fact.what.is, seq: cause.fact.seq, key: cause.notice.key }
}
