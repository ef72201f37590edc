/** `redress policy due`: when a span on a calendar runs out, by the arithmetic that every clock of a case uses. */
import { readFileSync } from 'node:fs'
import { holidaysIn } from '../policy/holidays.ts'
import { loneCalendar } from '../policy/lone-calendar.ts'
import { CALENDARS, WrongPolicy } from '../policy-shelf.ts'
import type { Calendar, Pause } from '../rules/calendar.ts'
import { addSpanWithPauses, fits, parseSpan } from '../rules/calendar.ts'
import type { Millis } from '../rules/nouns.ts'
import type { Span } from '../rules/policy.ts'
import { checkMoment, YEARS } from '../rules/zone.ts'
import { isoIn, readBeginning } from './moment.ts'
import type { PolicyPart } from './policy.ts'
import { UsageError } from './usage.ts'

export const due: PolicyPart = {
  usage: 'due --calendar FILE --from ISO --span 4bh [--pause FROM/TO]… [--json]',
  options: {
    calendar: { type: 'string' },
    from: { type: 'string' },
    span: { type: 'string' },
    pause: { type: 'string', multiple: true },
    json: { type: 'boolean' },
  },
  run(rest, values) {
    if (rest.length > 0)
      throw new UsageError(`policy due takes no ${JSON.stringify(rest[0])}; the file is --calendar FILE`)
    const calendar = calendarAt(values.calendar)
    const from = readBeginning(values.from, calendar.tz, '--from')
    const pauses = ((values.pause ?? []) as readonly string[]).map((text) => readPause(text, calendar.tz))
    const at = dueAt(calendar, from, spanOf(values.span, calendar), pauses)
    const shown = at === undefined ? undefined : isoIn(at, calendar.tz)
    if (values.json === true) process.stdout.write(`${JSON.stringify({ due: shown ?? null })}\n`)
    else process.stdout.write(`${shown ?? '时钟停着，没有到期时刻 / the clock stands still: never'}\n`)
    warn(calendar.missingYears(from, at ?? from))
    return 0
  },
}

function calendarAt(file: unknown): Calendar {
  if (typeof file !== 'string')
    throw new UsageError('--calendar names a file with one entry of calendars. 请用 --calendar 指明日历文件。')
  const made = loneCalendar(readFileSync(file, 'utf8'), holidaysIn(CALENDARS))
  if ('problems' in made) throw new WrongPolicy(made.problems)
  return made.calendar
}

function spanOf(text: unknown, calendar: Calendar): Span {
  const span = parseSpan(String(text ?? ''))
  if (span === undefined) {
    throw new UsageError(
      '--span takes 24h, 30m, 4bh or 2bd, at most a hundred years. --span 填 24h、30m、4bh 或 2bd，最长一百年。',
    )
  }
  if (!fits(calendar, span)) tooFar(span)
  return span
}

function tooFar({ text }: Span): never {
  throw new UsageError(
    `The span ${text} takes more than a hundred years on this calendar, or ends after ${YEARS.last}. 时长 ${text} 在这个日历上要走一百年以上，或超出 ${YEARS.last} 年。`,
  )
}

/** `FROM/TO`; `FROM/` still lasts. */
function readPause(text: string, tz: string): Pause {
  const [from, to, more] = text.split('/')
  if (to === undefined || more !== undefined) {
    throw new UsageError('--pause takes FROM/TO, or FROM/ while it lasts. --pause 填“开始/结束”；还没结束的写“开始/”。')
  }
  const pause = {
    from: readBeginning(from, tz, '--pause'),
    to: to === '' ? undefined : readBeginning(to, tz, '--pause'),
  }
  if (pause.to !== undefined && pause.to < pause.from) {
    throw new UsageError(`The pause ${text} ends before it begins. 暂停 ${text} 的结束早于开始。`)
  }
  return pause
}

/** The same as a clock of a case; a result past the years that calendars know is refused in words. */
function dueAt(calendar: Calendar, from: Millis, span: Span, pauses: readonly Pause[]): Millis | undefined {
  try {
    const at = addSpanWithPauses(calendar, from, span, pauses)
    if (at !== undefined) checkMoment(at)
    return at
  } catch (error) {
    if (error instanceof RangeError) tooFar(span)
    throw error
  }
}

/** On the error stream, so that what a program reads stays the answer alone. */
function warn(years: readonly number[]): void {
  if (years.length === 0) return
  const list = years.length > 3 ? `${years[0]}–${years.at(-1)}` : years.join(', ')
  process.stderr.write(
    `! ${list}：还没有节假日表，只按每周的班次算。\n! ${list}: no public holidays are known, so the plain week counts.\n`,
  )
}
