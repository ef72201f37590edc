/** Makes a failing run smaller: fewer complaints, fewer kinds of faults, fewer days, as long as it still fails. */
import type { Options } from './options.ts'
import type { Report } from './run.ts'

const DAY = 86_400_000

/** The smallest run found that fails, with its report. At most so many runs are spent on it. */
export async function shrink(
  failing: Options,
  report: Report,
  run: (options: Options) => Promise<Report>,
  most: number,
): Promise<{ readonly options: Options; readonly report: Report; readonly runs: number }> {
  const kinds = new Set(report.wrong.map(kindOf))
  let best = { options: failing, report }
  let runs = 0
  async function still(options: Options): Promise<boolean> {
    if (runs >= most) return false
    runs += 1
    const tried = await run(options)
    if (!tried.wrong.some((one) => kinds.has(kindOf(one)))) return false
    best = { options, report: tried }
    return true
  }
  const lived = Math.ceil(report.days + 1)
  if (lived < failing.days && report.at < Date.parse('2026-03-02T08:30:00+08:00') + failing.days * DAY)
    await still({ ...failing, days: lived })
  for (let size = Math.ceil(best.options.cases.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < best.options.cases.length && best.options.cases.length > 1; ) {
      const { cases } = best.options
      const fewer = [...cases.slice(0, at), ...cases.slice(at + size)]
      if (fewer.length === 0 || !(await still({ ...best.options, cases: fewer }))) at += size
    }
  }
  for (const fault of [...best.options.faults]) {
    const fewer = [...best.options.faults].filter((one) => one !== fault)
    await still({ ...best.options, faults: new Set(fewer) })
  }
  return { ...best, runs }
}

/** What is wrong, without the names and numbers of who it befell. */
const kindOf = (wrong: string): string =>
  wrong.replace(/[A-Z]{1,4}-\d{8}-\d{4,}|[a-z]+\.[a-z]+|[a-z_]+#\d+|\S*[/:]\S*|\d+|\[[^\]]*\]/g, '')
