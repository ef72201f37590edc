/** Lint: roundups rise through the day, and none falls on a full or half hour. */
import type { Live } from '../rules/policy.ts'
import type { Report } from './problems.ts'
import { both } from './problems.ts'

/** Everything about how reminders are gathered. */
export function lintNoise({ noise }: Live, report: Report): void {
  for (const [i, time] of (noise?.roundups ?? []).entries()) {
    const before = noise?.roundups[i - 1]
    if (before !== undefined && before >= time) {
      report.error(
        ['noise', 'roundups', i],
        both(`${time} 不在 ${before} 之后`, `${time} does not come after ${before}`),
        both('按一天里的先后写，不要重复。', 'Write them in the order of the day, each once.'),
      )
    }
    if (/:[03]0$/.test(time)) {
      report.warn(
        ['noise', 'roundups', i],
        both(`${time} 正好是整点或半点，会晚一分钟再发`, `${time} is a full or half hour: it is sent a minute later`),
        both(
          '写别的分钟，例如 09:07：整点时大家都在响。',
          'Choose another minute, such as 09:07: everything rings on the hour.',
        ),
      )
    }
  }
}
