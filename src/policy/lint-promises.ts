/** Lint: nothing is promised to customers sooner than our own clocks have to be done (C05), and what keeps it can happen. */
import type { Calendar } from '../rules/calendar.ts'
import type { ClockRule, Event, Live, Policy, PromiseRule } from '../rules/policy.ts'
import { addSpan } from '../rules/span.ts'
import { DAY, HOUR } from '../rules/zone.ts'
import type { Path, Report } from './problems.ts'
import { both, pickFrom } from './problems.ts'

/** Every promise of the message at filing. */
export function lintPromises(policy: Policy, live: Live, report: Report): void {
  const { received } = policy.promises ?? {}
  received?.forEach((rule, i) => {
    const at: Path = ['promises', 'received', i]
    if (policy.received === undefined) {
      const message = both('没有收到投诉时的文案，无从承诺', 'There is no message at filing that could promise it')
      report.error(at, message, both('写 received，或删去它。', 'Write received, or remove it.'))
    }
    for (const stage of stagesOf(rule.kept)) {
      if (Object.hasOwn(policy.flow.stages, stage)) continue
      const known = Object.keys(policy.flow.stages)
      report.error([...at, 'kept'], both(`没有环节 "${stage}"`, `There is no stage "${stage}"`), pickFrom(stage, known))
    }
    const calendar = live.calendars[policy.company.calendar]
    if (calendar) lintSooner(rule, at, policy, calendar, report)
  })
}

const stagesOf = (event: Event): readonly string[] =>
  typeof event === 'string' ? [] : 'entered' in event ? event.entered : event.left

/** A promise that is over while the clock behind it still runs, on some day of a fortnight, is no promise to be kept. */
function lintSooner(rule: PromiseRule, at: Path, policy: Policy, calendar: Calendar, report: Report): void {
  const behind = Object.values(policy.clocks).filter((clock) => isBehind(clock, rule.kept, policy))
  for (const clock of behind) {
    for (const level of [1, 2, 3] as const) {
      const [promised, inside] = [rule.spans[level], clock.spans[level]]
      const sooner = HOURS.some((hour) => addSpan(calendar, hour, promised) < addSpan(calendar, hour, inside))
      if (!sooner) continue
      const message = both(
        `${level} 级时承诺 ${promised.text}，早于时钟 ${clock.id} 的 ${inside.text}`,
        `At level ${level} ${promised.text} is promised, sooner than the clock ${clock.id} with ${inside.text}`,
      )
      report.error(
        at,
        message,
        both('承诺晚一些，或让时钟早一些到期。', 'Promise it later, or let the clock be due sooner.'),
      )
      break
    }
  }
}

/** A clock from filing that ends with the same event, or the clock of the stage that has to be left. */
function isBehind({ id, over }: ClockRule, kept: Event, { flow, dwell }: Policy): boolean {
  if (over) return over.from === 'filed' && over.when === undefined && sameEvent(over.until, kept)
  if (typeof kept === 'string' || !('left' in kept)) return false
  return kept.left.some((stage) => Object.hasOwn(flow.stages, stage) && (flow.stages[stage]?.clock ?? dwell) === id)
}

function sameEvent(one: Event, other: Event): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

/** Every hour of a fortnight without holidays. */
const HOURS = Array.from({ length: (14 * DAY) / HOUR }, (_, i) => Date.UTC(2026, 2, 2) + i * HOUR)
