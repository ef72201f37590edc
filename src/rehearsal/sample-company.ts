/**
 * The sample company's three months: most complaints came to their end, the rest lie on somebody's desk at every stage of
 * the way, some of them late, some waiting for the customer. The same every time, but for the day on which it ends.
 */
import { fileURLToPath } from 'node:url'
import type { Calendar } from '../rules/calendar.ts'
import type { Millis } from '../rules/nouns.ts'
import type { Chance } from './chance.ts'
import { chanceOf } from './chance.ts'
import type { Complaint, Life, Mood } from './lives.ts'
import { namesake, readLives } from './lives.ts'
import type { Row } from './rows.ts'
import { readRows } from './rows.ts'
import type { Lived, Plot, SeasonOptions, Turn } from './season.ts'
import { liveThrough } from './season.ts'

/** Complaints of people and things that do not exist, and how their lives went; written for this. */
const TEXTS = fileURLToPath(new URL('../../data/demo/complaints.jsonl', import.meta.url))
const LIVES = fileURLToPath(new URL('../../data/demo/lives.jsonl', import.meta.url))

/** How many complaints three months bring when nobody says otherwise, and the most that are asked for at once. */
export const USUAL_CASES = 120
export const MOST_CASES = 2_000

const HOUR: Millis = 3_600_000
/** How long the sample goes back. */
export const SEASON: Millis = 92 * 24 * HOUR
/** Complaints that come to their end come in at least so much working time before now. */
const SETTLED: Millis = 75 * HOUR

/** A complaint that lies somewhere now. `hours` is the working time since it came in. */
interface Resting {
  readonly id: number
  readonly stage: string
  readonly hours: number
  readonly pausedFor?: string
  readonly turns?: Plot['turns']
  readonly moods?: readonly Mood[]
}

const RETURNED: Plot['turns'] = { review: [{ verb: 'return' }] }
const SIX_TIMES_NO: Plot['turns'] = { approval: Array.from({ length: 6 }, (): Turn => ({ verb: 'reject' })) }
const AGAIN: readonly Mood[] = ['unsatisfied']

/** What lies on the desks, in the order in which a smaller company keeps it. */
const DESKS: readonly Resting[] = [
  { id: 28, stage: 'review', hours: 0.5 },
  { id: 2, stage: 'appraisal', hours: 4 },
  { id: 10, stage: 'approval', hours: 9 },
  { id: 1, stage: 'payment', hours: 14 },
  { id: 30, stage: 'callback', hours: 40 },
  { id: 12, stage: 'carry_out', hours: 14 },
  { id: 24, stage: 'plan', hours: 9 },
  { id: 9, stage: 'more_info', hours: 6, turns: RETURNED, pausedFor: 'customer' },
  { id: 19, stage: 'answer', hours: 2 },
  { id: 13, stage: 'second', hours: 60, moods: AGAIN },
  { id: 31, stage: 'appraisal', hours: 30 },
  { id: 16, stage: 'approval', hours: 34 },
  { id: 36, stage: 'payment', hours: 46 },
  { id: 3, stage: 'callback', hours: 26 },
  { id: 18, stage: 'board', hours: 70, turns: SIX_TIMES_NO },
  { id: 7, stage: 'review', hours: 12 },
  { id: 41, stage: 'carry_out', hours: 24, pausedFor: 'parts' },
  { id: 15, stage: 'appraisal', hours: 20, pausedFor: 'sample' },
  { id: 38, stage: 'approval', hours: 12 },
  { id: 40, stage: 'answer', hours: 9 },
  { id: 33, stage: 'plan', hours: 26 },
  { id: 21, stage: 'review', hours: 1 },
  { id: 29, stage: 'more_info', hours: 18, turns: RETURNED },
  { id: 8, stage: 'plan', hours: 12, pausedFor: 'customer' },
  { id: 34, stage: 'payment', hours: 12 },
  { id: 11, stage: 'callback', hours: 48 },
  { id: 35, stage: 'second', hours: 56, moods: AGAIN },
  { id: 14, stage: 'appraisal', hours: 7 },
  { id: 23, stage: 'approval', hours: 10 },
  { id: 20, stage: 'carry_out', hours: 40 },
  { id: 6, stage: 'callback', hours: 34, moods: ['unreached'] },
  { id: 17, stage: 'last_plan', hours: 76, turns: SIX_TIMES_NO },
]

/** Of all complaints, those that lie on a desk. */
const SHARE_OPEN = 0.27

export interface SampleOptions extends Omit<SeasonOptions, 'plots'> {
  readonly cases: number
}

/** Lives through the season that ends at `end`; the clock must stand at its beginning. */
export async function sampleCompany(options: SampleOptions): Promise<Lived> {
  const { cases, calendar, end } = options
  const complaints = await readComplaints()
  const desks = DESKS.slice(0, Math.min(DESKS.length, Math.round(cases * SHARE_OPEN)))
  const resting = desks.map((desk) => restingPlot(desk, complaints, calendar, end))
  const ended = settledPlots(cases - resting.length, complaints, calendar, end)
  const plots = [...ended, ...resting].sort((a, b) => a.arrives - b.arrives)
  return liveThrough({ ...options, plots })
}

async function readComplaints(): Promise<readonly Complaint[]> {
  const [rows, lives] = await Promise.all([readRows(TEXTS, MOST_CASES), readLives(LIVES)])
  return rows.map((row) => complaintOf(row, lives.get(String(row.id)) ?? {}))
}

function complaintOf({ text, lang = 'zh', customer = '', product = '' }: Row, life: Life): Complaint {
  const picture = pictured(life)
  return { text, lang, customer, product, life, ...(picture === undefined ? {} : { picture }) }
}

/** Customers send pictures of what can be seen: a broken thing, or the carton it came in. */
function pictured({ category, line, verdict }: Life): string | undefined {
  if (verdict === 'no_complaint') return undefined
  if (String(category).startsWith('logistics.damage')) return 'carton'
  const seen = /^quality\.(?:safety|failure|appearance)/.test(String(category))
  return seen ? String(line ?? 'other') : undefined
}

function restingPlot(desk: Resting, complaints: readonly Complaint[], calendar: Calendar, end: Millis): Plot {
  const complaint = complaints[desk.id - 1]
  if (!complaint) throw new Error(`there is no complaint ${desk.id}`)
  return {
    complaint,
    arrives: calendar.addWorking(end, -Math.round(desk.hours * HOUR)),
    turns: desk.turns ?? {},
    moods: desk.moods ?? [],
    rests: desk.stage,
    ...(desk.pausedFor === undefined ? {} : { pausedFor: desk.pausedFor }),
    pace: desk.turns === SIX_TIMES_NO ? 0.3 : 0.6,
  }
}

/** Complaints that came to their end: the texts over and over, in another order and from other customers each time. */
function settledPlots(
  count: number,
  complaints: readonly Complaint[],
  calendar: Calendar,
  end: Millis,
): readonly Plot[] {
  const span = calendar.workingBetween(end - SEASON, end) - SETTLED
  return Array.from({ length: count }, (_, i) => {
    const round = Math.floor(i / complaints.length)
    const chance = chanceOf(1, 'sample', i)
    const complaint = orderOf(round, complaints)[i % complaints.length] as Complaint
    const ago = SETTLED + (span * (i + chance.next())) / count
    return {
      complaint: { ...complaint, customer: namesake(complaint.lang, chance) },
      arrives: calendar.addWorking(end, -Math.round(ago)),
      ...fate(chance),
      pace: 1,
    }
  })
}

function orderOf(round: number, complaints: readonly Complaint[]): readonly Complaint[] {
  return complaints
    .map((one, i) => ({ one, at: chanceOf(1, 'order', round, i).next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one)
}

/** Most complaints go straight to their end; some are sent back, turned down, declined, or not solved at once. */
function fate(chance: Chance): Pick<Plot, 'turns' | 'moods'> {
  const drawn = chance.next()
  const moods: readonly Mood[] = chance.happens(0.12) ? ['unsatisfied'] : chance.happens(0.08) ? ['unreached'] : []
  if (drawn < 0.08) return { turns: RETURNED, moods }
  if (drawn < 0.12) return { turns: { review: [{ verb: 'reject' }] }, moods }
  if (drawn < 0.22) return { turns: { approval: [{ verb: 'reject' }] }, moods }
  if (drawn < 0.27) return { turns: { approval: [{ verb: 'return', to: 'plan' }] }, moods }
  return { turns: {}, moods }
}
