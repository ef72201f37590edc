/** What time will bring next, and what it brought while it was moved. */
import type { Passed } from '../../cards/story-clocks.ts'
import { passedWords, timerWords } from '../../cards/story-clocks.ts'
import { momentsFor } from '../../src/rules/clocks.ts'
import type { Lang, Millis } from '../../src/rules/nouns.ts'
import type { PlaygroundOptions } from './options.ts'
import { viewerOf } from './places.ts'
import type { WholeCase } from './story-options.ts'

/** Timers that are looked at when time is moved far; cases that are named in the answer. */
const MOST_TIMERS = 2_000
const MOST_NAMED = 200

/** Whoever reads about it. */
export interface Onlooker {
  readonly as?: string | undefined
  readonly lang?: Lang | undefined
}

function readerOf({ company }: WholeCase, { as, lang }: Onlooker, options: PlaygroundOptions) {
  const person = as === undefined ? undefined : viewerOf(as, options.directory()).person
  return {
    lang: lang ?? person?.lang ?? options.lang(),
    tz: person?.tz ?? company.policy.company.tz,
    policy: company.policy,
    directory: company.directory,
  }
}

/** The next timer: when, which case, and what it is about. */
export async function nextTimer(options: PlaygroundOptions, onlooker: Onlooker) {
  const at = await options.clock.nextTimer()
  const timer = at === undefined ? undefined : (await options.story.timersUntil(at, 1))[0]
  const found = timer && (await options.story.caseOf(timer.number))
  const moment = found && momentsFor(found.state, found.company).find(({ key }) => key === timer.key)
  if (at === undefined || !found || !moment) return null
  const words = timerWords(moment, found.state, readerOf(found, onlooker, options))
  return { at: new Date(at).toISOString(), number: timer.number, words }
}

/** The cases whose clocks ring until `to`: those to look at once time has been moved there. */
export async function ringingUntil(options: PlaygroundOptions, to: Millis): Promise<ReadonlySet<string>> {
  const timers = await options.story.timersUntil(to, MOST_TIMERS)
  return new Set(timers.map(({ number }) => number))
}

/** How many of each kind there were, and the first of them. */
export interface Passing {
  readonly reminders: number
  readonly escalations: number
  readonly opened: number
  readonly items: readonly Passed[]
}

/** What clocks did in these cases after `since`, oldest first. */
export async function passedSince(
  options: PlaygroundOptions,
  numbers: ReadonlySet<string>,
  since: Millis,
  onlooker: Onlooker,
): Promise<Passing> {
  const all: Passed[] = []
  for (const number of numbers) {
    const found = await options.story.caseOf(number)
    if (!found) continue
    const reader = readerOf(found, onlooker, options)
    for (const fact of found.facts) {
      const words = fact.at > since ? passedWords(fact, number, reader) : undefined
      if (words) all.push(words)
    }
  }
  const count = (is: Passed['is']): number => all.filter((one) => one.is === is).length
  return {
    reminders: count('reminder'),
    escalations: count('escalation'),
    opened: count('opened'),
    items: all.sort((a, b) => a.at.localeCompare(b.at)).slice(0, MOST_NAMED),
  }
}
