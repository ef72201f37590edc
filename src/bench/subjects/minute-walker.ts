/**
 * Working time counted minute by minute, asking Intl what the wall shows: slow, plain, and without a line in common with
 * the calendars it is compared with. Moments and spans are whole minutes.
 */

const MINUTE = 60_000
/** No zone shifts its clocks at another minute than these. */
const QUARTER = 15 * MINUTE

/** A calendar as it is told to both sides. */
export interface Told {
  readonly tz: string
  /** Shifts by what `Intl` calls the weekday in English, in three small letters; times as `09:00`. */
  readonly week: Readonly<Record<string, readonly (readonly [from: string, to: string])[]>>
  /** Dates that differ: no work, or the shifts of that weekday. */
  readonly days: Readonly<Record<string, 'off' | string>>
}

/** The first minute of a quarter of an hour: which date it shows, how far into it, and the shifts of that date in minutes. */
interface Wall {
  readonly date: string
  readonly minute: number
  readonly shifts: readonly (readonly [from: number, to: number])[]
}

/** What counts on such a calendar. */
export interface Walker {
  /** Milliseconds of work in [from, to). */
  worked(from: number, to: number): number
  /** The end of the minute in which so much was worked since `from`. */
  after(from: number, ms: number): number
  /** The close of the n-th day with work after the date of `from`. */
  close(from: number, n: number): number
}

/** A walker; what the wall showed is remembered by quarters of an hour. */
export function minuteWalker({ tz, week, days }: Told): Walker {
  const wall = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone: tz, weekday: 'short', hour12: false },
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
  })
  const seen = new Map<number, Wall>()
  const look = (quarter: number): Wall => {
    const known = seen.get(quarter)
    if (known) return known
    const [, weekday = '', day, month, year, hour, minute] =
      /^(\w+), (\d+)\/(\d+)\/(\d+), (\d\d):(\d\d)$/.exec(wall.format(quarter)) ?? []
    const date = `${year}-${month}-${day}`
    const rule = days[date] ?? weekday.toLowerCase()
    const shifts =
      rule === 'off' ? [] : (week[rule] ?? []).map(([from, to]) => [minutesOf(from), minutesOf(to)] as const)
    const shown = { date, minute: Number(hour) * 60 + Number(minute), shifts }
    seen.set(quarter, shown)
    return shown
  }
  const isOpen = (t: number): boolean => {
    const quarter = t - (t % QUARTER)
    const { minute, shifts } = look(quarter)
    const at = minute + (t - quarter) / MINUTE
    return shifts.some(([from, to]) => from <= at && at < to)
  }
  return {
    worked(from, to) {
      let sum = 0
      for (let t = from; t < to; t += MINUTE) if (isOpen(t)) sum += MINUTE
      return sum
    },
    after(from, ms) {
      let left = ms
      let t = from
      for (; left > 0; t += MINUTE) if (isOpen(t)) left -= MINUTE
      return t
    },
    close(from, n) {
      const worked = new Set([look(from - (from % QUARTER)).date])
      const own = worked.size
      let end = from
      for (let t = from; ; t += MINUTE) {
        const { date } = look(t - (t % QUARTER))
        if (worked.size - own === n && !worked.has(date)) return end
        if (!isOpen(t)) continue
        worked.add(date)
        end = t + MINUTE
      }
    },
  }
}

function minutesOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number)
  return (hours ?? 0) * 60 + (minutes ?? 0)
}
