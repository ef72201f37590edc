/**
 * All-day events of an iCalendar file (RFC 5545): a strict reader of what calendars of public holidays hold. Whatever it
 * does not understand about an event is a mistake with its line, never a guess: a wrong holiday moves every limit.
 */
import type { Text } from '../rules/nouns.ts'
import { dayOf } from '../rules/shifts.ts'
import { DAY } from '../rules/zone.ts'
import { both } from './problems.ts'

/** One event of whole days. */
export interface AllDay {
  /** Where it begins in the file, from 1. */
  readonly line: number
  /** Its dates in order, `2026-02-14`. */
  readonly dates: readonly string[]
  readonly summary: string
  /** What Apple's holiday calendars say of it: `WORK-HOLIDAY`, `ALTERNATE-WORKDAY`. */
  readonly special?: string
}

/** What cannot be read, and where. */
export interface IcsMistake {
  readonly line: number
  readonly wrong: Text
}

/** Longest file in characters, most events, longest event in days. */
const LARGEST = 2_000_000
const MOST_EVENTS = 5_000
const LONGEST = 60

/** A content line: name, parameters, value. Quoted parameters may hold colons. */
const LINE = /^([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:]*))*):(.*)$/s

interface Content {
  readonly line: number
  readonly name: string
  readonly value: string
}

type Properties = Map<string, Content>

/** The all-day events of a file in its order, without cancelled ones; or the first thing that is wrong with it. */
export function readAllDay(text: string): { readonly events: readonly AllDay[] } | IcsMistake {
  if (text.length > LARGEST) return mistake(1, '文件太大', 'the file is too large')
  const events: AllDay[] = []
  const open: string[] = []
  let event: Properties | undefined
  for (const content of contentLines(text)) {
    if ('wrong' in content) return content
    const { line, name, value } = content
    if (open.length === 0 && (line > 1 || name !== 'BEGIN' || !/^vcalendar$/i.test(value))) return noCalendar(line)
    if (name === 'BEGIN') {
      open.push(value.toUpperCase())
      if (value.toUpperCase() === 'VEVENT') event = new Map([['BEGIN', content]])
    } else if (name === 'END') {
      if (open.pop() !== value.toUpperCase())
        return mistake(line, `END:${value} 没有对应的 BEGIN`, `END:${value} has no BEGIN`)
      if (value.toUpperCase() !== 'VEVENT' || event === undefined) continue
      const made = allDayOf(event)
      if ('wrong' in made) return made
      if (made.dates.length > 0 && events.push(made) > MOST_EVENTS)
        return mistake(line, '事件太多', 'there are too many events')
      event = undefined
    } else if (open.at(-1) === 'VEVENT' && event !== undefined && !event.has(name)) event.set(name, content)
  }
  if (open.length > 0 || text.trim() === '') return noCalendar(1)
  return { events }
}

const mistake = (line: number, zh: string, en: string): IcsMistake => ({ line, wrong: both(zh, en) })

const noCalendar = (line: number): IcsMistake =>
  mistake(
    line,
    '这不是完整的 iCalendar 文件（BEGIN:VCALENDAR … END:VCALENDAR）',
    'this is no whole iCalendar file (BEGIN:VCALENDAR … END:VCALENDAR)',
  )

/** Lines with what was folded put together again (3.1). */
function* contentLines(text: string): Generator<Content | IcsMistake> {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)
  for (let i = 0; i < lines.length; ) {
    const line = i + 1
    let whole = lines[i++] as string
    while (/^[ \t]/.test(lines[i] ?? '')) whole += (lines[i++] as string).slice(1)
    if (whole.trim() === '') continue
    const [, name, , value] = LINE.exec(whole) ?? []
    if (name === undefined || value === undefined) {
      const shown = JSON.stringify(whole.slice(0, 40))
      yield mistake(line, `${shown} 不是“名称:值”`, `${shown} is no "name:value"`)
      return
    }
    yield { line, name: name.toUpperCase(), value }
  }
}

/** Without dates when it was cancelled. */
function allDayOf(event: Properties): AllDay | IcsMistake {
  const line = event.get('BEGIN')?.line ?? 1
  if (/^cancelled$/i.test(event.get('STATUS')?.value ?? '')) return { line, dates: [], summary: '' }
  for (const name of ['RRULE', 'RDATE', 'EXDATE', 'RECURRENCE-ID']) {
    const repeats = event.get(name)
    if (repeats)
      return mistake(
        repeats.line,
        `${name}：重复的事件请逐日写出`,
        `${name}: an event that repeats has to be written out day by day`,
      )
  }
  const start = event.get('DTSTART')
  const first = start && dayNumber(start.value)
  if (first === undefined) return noDay(start ?? { line, name: 'DTSTART', value: '' })
  const days = lengthOf(event, first)
  if (typeof days !== 'number') return days
  const special = event.get('X-APPLE-SPECIAL-DAY')?.value.toUpperCase()
  const dates = Array.from({ length: days }, (_, i) => new Date((first + i) * DAY).toISOString().slice(0, 10))
  const summary = unescaped(event.get('SUMMARY')?.value ?? '')
  return { line, dates, summary, ...(special === undefined ? {} : { special }) }
}

function lengthOf(event: Properties, first: number): number | IcsMistake {
  const [end, duration] = [event.get('DTEND'), event.get('DURATION')]
  if (end === undefined && duration === undefined) return 1
  const [, amount, unit] = /^\+?P(\d{1,4})([DW])$/.exec(duration?.value ?? '') ?? []
  const last = end && dayNumber(end.value)
  // DTEND is the day after the last one (3.6.1).
  const days = end === undefined ? Number(amount) * (unit === 'W' ? 7 : 1) : (last ?? Number.NaN) - first
  if (days >= 1 && days <= LONGEST) return days
  return noDay(end ?? (duration as Content))
}

function noDay({ line, name, value }: Content): IcsMistake {
  const shown = value.slice(0, 40)
  return mistake(
    line,
    `${name} “${shown}”不是整天的日期，请写成 20260214；一个事件最多 ${LONGEST} 天`,
    `${name} "${shown}" is no whole day; write 20260214, and at most ${LONGEST} days in one event`,
  )
}

function dayNumber(value: string): number | undefined {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(value.trim()) ?? []
  return year === undefined ? undefined : dayOf(`${year}-${month}-${day}`)
}

/** 3.3.11; without signs that would steer a terminal. */
function unescaped(value: string): string {
  return value
    .replace(/\\([\\;,nN])/g, (_, sign: string) => (/n/i.test(sign) ? ' ' : sign))
    .replace(/\p{Cc}/gu, ' ')
    .trim()
}
