/** Lint: clocks run out, reminders come in order, everything people wait for has a limit. */

import { fits } from '../rules/calendar.ts'
import type { Live, Policy, Span } from '../rules/policy.ts'
import type { Path, Report } from './problems.ts'
import { both, listed } from './problems.ts'

/** Everything about clocks and the ladder. */
export function lintTime(policy: Policy, live: Live, report: Report): void {
  for (const clock of Object.values(policy.clocks)) {
    for (const level of [1, 2, 3] as const) {
      const all = clock.spans[1].text === clock.spans[2].text && clock.spans[2].text === clock.spans[3].text
      if (level === 1 || !all)
        lintSpan(clock.spans[level], ['clocks', clock.id, all ? 'all' : `l${level}`], live, report)
    }
  }
  lintLadder(policy, live, report)
  for (const stage of Object.values(policy.flow.stages)) {
    if (stage.kind === 'callback') {
      lintSpan(stage.opens, ['flow', 'stages', stage.id, 'opens'], live, report)
      lintSpan(stage.tries.every, ['flow', 'stages', stage.id, 'tries', 'every'], live, report)
    }
    if (stage.kind === 'end' || stage.kind === 'parallel' || stage.clock !== undefined || policy.dwell !== undefined)
      continue
    const message = both(
      `环节 ${stage.id} 没有时限，没有人会被催`,
      `Stage ${stage.id} has no limit, so nobody is ever reminded`,
    )
    report.warn(['flow', 'stages', stage.id], message, both('写 clock，或写 dwell。', 'Write a clock, or dwell.'))
  }
  const used = new Set([policy.dwell, ...Object.values(policy.flow.stages).map((stage) => stage.clock)])
  for (const id of Object.keys(policy.clocks)) {
    if (!used.has(id))
      report.warn(
        ['clocks', id],
        both(`时钟 ${id} 没有用到`, `The clock ${id} is not used`),
        both('删去它，或在环节里引用。', 'Remove it, or name it in a stage.'),
      )
  }
}

/** A span ends within a hundred years on every calendar. */
function lintSpan(span: Span, path: Path, { calendars }: Live, report: Report): void {
  const never = Object.values(calendars).flatMap((calendar) => (fits(calendar, span) ? [] : [calendar.id]))
  if (never.length === 0) return
  const message = both(
    `时长 ${span.text} 在日历 ${listed(never)} 上要走一百年以上`,
    `The span ${span.text} takes more than a hundred years on the calendar ${listed(never)}`,
  )
  report.error(
    path,
    message,
    both('写短些，或给日历写工作时间。', 'Make it shorter, or give the calendar working hours.'),
  )
}

function lintLadder({ ladder }: Policy, live: Live, report: Report): void {
  let before: { readonly share: number } | undefined
  let late = false
  ladder.forEach(({ at }, i) => {
    const path: Path = ['ladder', i, 'at']
    if ('after' in at) {
      late = true
      lintSpan(at.after, path, live, report)
    } else {
      if (late || (before && at.share <= before.share)) {
        const message = both('提醒不是从早到晚排列', 'The reminders are not in order of time')
        report.error(
          path,
          message,
          both('百分比从小到大，"+时长" 放在后面。', 'Write percentages in rising order, "+span" after them.'),
        )
      }
      before = at
    }
  })
}
