/** Working time: random spans by the product's calendars and minute by minute, which must come out the same. */
import { readFileSync } from 'node:fs'
import { type Chance, chanceOf } from '../rehearsal/chance.ts'
import { addSpan, type Calendar, type DayRule, fromHolidayCn, makeCalendar, type Shift } from '../rules/calendar.ts'
import { type Effort, type Finding, ratio } from './figures.ts'
import { minuteWalker, type Told, type Walker } from './subjects/minute-walker.ts'

/** Spans in a whole run, whatever its rounds. */
const SPANS = 100_000
const QUICK_SPANS = 16
const MINUTE = 60_000
const HOUR = 60 * MINUTE

const OFFICE: readonly Shift[] = [
  ['09:00', '12:00'],
  ['13:30', '18:00'],
]
const FIVE = { mon: OFFICE, tue: OFFICE, wed: OFFICE, thu: OFFICE, fri: OFFICE }

/** Breaks, holidays and make-up workdays; summer time; a night shift across it; a zone that shifts by half an hour. */
const CALENDARS: readonly Told[] = [
  { tz: 'Asia/Shanghai', week: FIVE, days: chinese() },
  { tz: 'America/New_York', week: FIVE, days: { '2026-07-03': 'off', '2025-11-27': 'off' } },
  {
    tz: 'Europe/Berlin',
    week: {
      sat: [['22:00', '24:00']],
      sun: [
        ['00:00', '06:00'],
        ['22:00', '24:00'],
      ],
      mon: [['00:00', '06:00'], ...OFFICE],
      wed: OFFICE,
    },
    days: {},
  },
  { tz: 'Australia/Lord_Howe', week: { ...FIVE, sun: [['01:00', '04:00']] }, days: { '2026-04-05': 'fri' } },
]

interface Span {
  readonly calendar: Calendar
  readonly walker: Walker
  readonly from: number
  readonly unit: 'bh' | 'bd' | 'between'
  readonly amount: number
}

export async function measure({ rounds, quick }: Effort): Promise<Finding> {
  const chance = chanceOf(1, 'calendars')
  const sides = CALENDARS.map((told) => ({ calendar: calendarOf(told), walker: minuteWalker(told) }))
  const count = Math.ceil((quick ? QUICK_SPANS : SPANS) / rounds)
  const product: number[] = []
  const walked: number[] = []
  for (let round = 0; round < rounds; round++) {
    const spans = Array.from({ length: count }, () => spanOf(sides, chance))
    if (round === 0 && !quick) warm(spans)
    const [ours, fast] = timed(() => spans.map(byCalendar))
    const [theirs, slow] = timed(() => spans.map(byMinutes))
    const odd = ours.findIndex((value, i) => value !== theirs[i])
    if (odd >= 0) throw new Error(`${told(spans[odd])}: ${ours[odd]}, minute by minute ${theirs[odd]}`)
    product.push((fast / count) * 1000)
    walked.push((slow / count) * 1000)
  }
  return {
    title: `Working time: ${(count * rounds).toLocaleString('en')} random spans`,
    series: [
      ratio('minute by minute ÷ the calendar', walked, product),
      { name: 'a span by the calendar', unit: 'µs', values: product },
      { name: 'a span minute by minute', unit: 'µs', values: walked },
    ],
    notes: [
      'Working hours added, working days added, working time counted: up to a working week, all equal on both sides, or it fails.',
    ],
  }
}

/** What the wall showed is remembered by the walker, and changes of offset by the calendar: both look it up beforehand. */
function warm(spans: readonly Span[]): void {
  for (const { calendar, walker } of new Map(spans.map((span) => [span.calendar, span])).values()) {
    walker.worked(FIRST, LAST + 60 * 24 * HOUR)
    calendar.workingBetween(FIRST, LAST + 60 * 24 * HOUR)
  }
}

/** Three years with holiday tables. */
const FIRST = Date.UTC(2024, 0, 2)
const LAST = Date.UTC(2026, 9, 31)

function spanOf(sides: readonly Pick<Span, 'calendar' | 'walker'>[], { pick, between }: Chance): Span {
  const unit = pick(['bh', 'bh', 'bd', 'between'] as const)
  const from = FIRST + between(0, (LAST - FIRST) / MINUTE) * MINUTE
  const amount = unit === 'bd' ? between(1, 5) : between(1, unit === 'bh' ? 37 * 60 : 7 * 24 * 60) * MINUTE
  return { ...pick(sides), from, unit, amount }
}

function byCalendar({ calendar, from, unit, amount }: Span): number {
  return unit === 'between'
    ? calendar.workingBetween(from, from + amount)
    : addSpan(calendar, from, { unit, amount, text: '' })
}

function byMinutes({ walker, from, unit, amount }: Span): number {
  if (unit === 'between') return walker.worked(from, from + amount)
  return unit === 'bh' ? walker.after(from, amount) : walker.close(from, amount)
}

const told = (span: Span | undefined): string =>
  span === undefined ? '' : `${span.calendar.id} ${new Date(span.from).toISOString()} ${span.unit} ${span.amount}`

function timed<T>(work: () => T): readonly [T, number] {
  const began = performance.now()
  const result = work()
  return [result, performance.now() - began]
}

function calendarOf({ tz, week, days }: Told): Calendar {
  const rules = Object.entries(days).map(
    ([date, is]) => [date, is === 'off' ? { off: true } : { work: is }] as [string, DayRule],
  )
  const made = makeCalendar({ id: tz, tz, week, days: Object.fromEntries(rules) })
  if ('wrong' in made) throw new Error(made.wrong)
  return made
}

function chinese(): Told['days'] {
  const files = [2024, 2025, 2026].map((year) =>
    JSON.parse(readFileSync(new URL(`../../data/calendars/holiday-cn-${year}.json`, import.meta.url), 'utf8')),
  )
  const table = fromHolidayCn(files)
  if ('wrong' in table) throw new Error(table.wrong)
  return Object.fromEntries(Object.entries(table.days).map(([date, rule]) => [date, 'off' in rule ? 'off' : 'mon']))
}
