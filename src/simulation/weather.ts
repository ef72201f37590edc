/** What befalls the world by itself: outages, closed places, people who go away, restarts and sudden deaths. */
import { chanceOf } from '../rehearsal/chance.ts'
import type { Millis } from '../rules/nouns.ts'
import type { Options } from './options.ts'
import { PLATFORMS } from './platforms.ts'
import type { World } from './world.ts'

const HOUR: Millis = 3_600_000
const DAY: Millis = 24 * HOUR

/** What the driver of the run does with the houses. */
export interface Hazards {
  restart(which: number, downFor: Millis): void
  doom(which: number, calls: number, after: boolean, downFor: Millis): void
  /** Somebody's stand-in, quiet hours or account changed. */
  change(person: string, what: 'away' | 'quiet' | 'gone' | 'back', days: number): void
}

/** Puts everything on the agenda that happens until `end`. */
export function forecast(options: Options, world: World, start: Millis, end: Millis, hazards: Hazards): void {
  const { seed, faults } = options
  const { agenda, weather } = world
  const often = (what: string, every: Millis, happen: (nth: number) => void): void => {
    for (let nth = 0, at = start; ; nth++) {
      at += chanceOf(seed, what, nth).next() * 2 * every + 60_000
      if (at >= end) return
      agenda.at(Math.round(at), () => happen(nth))
    }
  }
  const awhile = (set: Set<string>, what: string, ms: Millis): void => {
    if (set.has(what)) return
    set.add(what)
    world.trace(`${what} is closed for ${Math.round(ms / 60_000)} min`)
    agenda.at(Math.min(world.outside.time.now() + ms, end), () => {
      set.delete(what)
      const person = /:person\/(.+)$/.exec(what)?.[1]
      if (person !== undefined) world.crowd.back(person)
    })
  }
  if (faults.has('outage'))
    often('outage', 5 * DAY, (nth) => {
      const chance = chanceOf(seed, 'outage of', nth)
      awhile(weather.down, chance.pick(PLATFORMS), chance.between(5, chance.happens(0.3) ? 1800 : 120) * 60_000)
    })
  if (faults.has('closed'))
    often('closed', 4 * DAY, (nth) => {
      const chance = chanceOf(seed, 'closed place', nth)
      const place = chance.happens(0.3)
        ? chance.pick(['channel/approvals', 'channel/finance'])
        : `person/${chance.pick(world.people)}`
      awhile(weather.closed, `${chance.pick(PLATFORMS)}:${place}`, chance.between(1, 60) * HOUR)
    })
  if (faults.has('restart'))
    often('restart', 3 * DAY, (nth) => {
      const chance = chanceOf(seed, 'restart of', nth)
      hazards.restart(
        chance.between(0, 9),
        chance.happens(0.7) ? chance.between(0, 5) * 1000 : chance.between(1, 240) * 60_000,
      )
    })
  if (faults.has('kill'))
    often('kill', 2 * DAY, (nth) => {
      const chance = chanceOf(seed, 'kill of', nth)
      const downFor = chance.happens(0.7) ? chance.between(0, 5) * 1000 : chance.between(1, 400) * 60_000
      hazards.doom(chance.between(0, 9), chance.between(1, 30), chance.happens(0.5), downFor)
    })
  if (faults.has('people'))
    often('people', 2 * DAY, (nth) => {
      const chance = chanceOf(seed, 'change of', nth)
      hazards.change(
        chance.pick(world.people),
        chance.pick(['away', 'away', 'quiet', 'gone', 'back']),
        chance.between(1, 9),
      )
    })
}
