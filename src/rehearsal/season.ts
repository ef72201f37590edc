/**
 * Lives through a season of the sample company. Every complaint has a plot: when it comes in, how its people answer, and
 * where it rests at the end. Whatever is next on the calendar happens next; on the way clocks ring as they would have.
 */
import type { Calendar } from '../rules/calendar.ts'
import type { Millis } from '../rules/nouns.ts'
import { chanceOf } from './chance.ts'
import type { Complaint, Mood } from './lives.ts'
import type { Glance } from './look.ts'
import type { Client, Person } from './port.ts'
import type { Errand } from './season-deeds.ts'
import { carryOut, chanceFor, file, rest } from './season-deeds.ts'

/** How one complaint goes. */
export interface Plot {
  readonly complaint: Complaint
  readonly arrives: Millis
  /** What is done at a stage instead of the usual, visit by visit. */
  readonly turns: Readonly<Record<string, readonly Turn[]>>
  /** How the customer answers, call by call; satisfied at last. */
  readonly moods: readonly Mood[]
  /** The stage at which nothing is done any more; it goes to its end when absent. */
  readonly rests?: string
  /** Why the clock stands still where it rests. */
  readonly pausedFor?: string
  /** How much longer than usual its people take. */
  readonly pace: number
}

/** Something else than going on. `to` names the stage it goes to, where there is a choice. */
export interface Turn {
  readonly verb: 'return' | 'reject'
  readonly to?: string
}

export interface SeasonOptions {
  readonly client: Client
  readonly plots: readonly Plot[]
  readonly calendar: Calendar
  readonly intake: { readonly form: string; readonly fields: readonly string[] }
  readonly end: Millis
  glance(number: string): Promise<Glance | undefined>
  /** Called as time goes by: how many of the complaints are done with, and what day it is. */
  progress(done: number, of: number, now: Millis): void
}

/** What came of it. */
export interface Lived {
  readonly cases: number
  readonly open: number
}

const HOUR: Millis = 3_600_000
/** What comes about the same time happens at one moment, so that it shares its commits. */
const ABOUT: Millis = 150 * 60_000
/** Somebody who got nowhere this often leaves a case alone. */
const MOST_VAIN = 3

/** Working hours somebody takes, from and to, by kind of task. */
const TAKES = {
  form: [0.3, 4],
  answer: [0.2, 2],
  decision: [0.3, 4],
  payment: [0.5, 6],
  customer: [0.2, 1],
  callback: [0.2, 3],
} as const

/** Lives through it until `end`. The clock must stand at or before the first arrival. */
export async function liveThrough(options: SeasonOptions): Promise<Lived> {
  const { client, plots, end } = options
  const errands = plots.map(
    (plot, line): Errand => ({
      plot,
      line,
      at: Math.min(momentAfter(plot.arrives), end),
      acts: 0,
      vain: 0,
      over: false,
    }),
  )
  const seen = await client.see('observer', 0)
  let { now } = seen
  for (;;) {
    const waiting = errands.filter((errand) => !errand.over)
    const next = Math.min(...waiting.map((errand) => errand.at))
    if (next > end) break
    if (next > now) now = await client.advance(Math.ceil(next - now))
    const due = waiting.filter((errand) => errand.at <= now)
    await Promise.all(due.map((errand) => step(errand, options, seen.people, now)))
    await client.settle()
    await Promise.all(due.map((errand) => plan(errand, options, now)))
    options.progress(errands.filter((errand) => errand.over || errand.at > end).length, plots.length, now)
  }
  if (end > now) await client.advance(Math.ceil(end - now))
  return tally(errands, options)
}

async function tally(errands: readonly Errand[], { glance }: SeasonOptions): Promise<Lived> {
  const filed = errands.flatMap(({ number }) => number ?? [])
  const states = await Promise.all(filed.map((number) => glance(number)))
  return { cases: filed.length, open: states.filter((state) => state && !state.ended).length }
}

async function step(errand: Errand, options: SeasonOptions, people: readonly Person[], now: Millis): Promise<void> {
  errand.acts += 1
  if (errand.number === undefined) return file(errand, options, people, now)
  const state = await options.glance(errand.number)
  const chore = state?.chores[0]
  if (!chore) return
  if (chore.stage === errand.plot.rests) return rest(errand, chore, options)
  const done = await carryOut(errand, chore, options, now)
  errand.vain = done ? 0 : errand.vain + 1
}

/** When somebody sees to it next. */
async function plan(errand: Errand, { glance, calendar }: SeasonOptions, now: Millis): Promise<void> {
  const state = errand.number === undefined ? undefined : await glance(errand.number)
  if (!state || state.ended || errand.vain >= MOST_VAIN) errand.over = true
  if (!state || errand.over) return
  const chore = state.chores[0]
  const from = chore ? now : Math.max(now, state.opens ?? now + HOUR)
  const [least, most] = TAKES[chore && chore.kind !== 'promise' ? chore.kind : 'callback']
  const chance = chanceFor(errand, 'pace')
  const hours = (least + (most - least) * chance.next() ** 2) * (chance.happens(0.06) ? 4 : 1) * errand.plot.pace
  errand.at = momentAfter(calendar.addWorking(from, Math.round(hours * HOUR)))
}

/** The moment at which things of about this time happen: an odd one, as in life. */
function momentAfter(at: Millis): Millis {
  const slot = Math.floor(at / ABOUT)
  const within = (n: number): Millis => n * ABOUT + Math.round(ABOUT * (0.2 + 0.7 * chanceOf(1, 'moment', n).next()))
  return at <= within(slot) ? within(slot) : within(slot + 1)
}
