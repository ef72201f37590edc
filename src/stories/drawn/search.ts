/** Searches many drawn companies and lives for a broken promise, and makes what it finds as small as it can. */

import { watchApprovals } from './approvals.ts'
import type { Drawn } from './company.ts'
import { drawCompany } from './company.ts'
import { watchDuties } from './duties.ts'
import type { Lot } from './life.ts'
import { live } from './life.ts'
import { watchMoney } from './money.ts'
import type { Said } from './refusals.ts'
import { watchRefusals } from './refusals.ts'
import type { Stuck } from './stuck.ts'
import { watchStuck } from './stuck.ts'

/** How far the lives got; a search that gets nowhere proves nothing. */
export interface Reached {
  lives: number
  ended: number
  granted: number
  paid: number
  readonly stuck: Stuck
  readonly said: Said
}

const STEPS = 40
/** Lives of one company. */
const LIVES = 4

/** Lives of companies from this seed on; throws with the smallest life it can make of the first that breaks a promise. */
export function search(lives: number, from = 0): Reached {
  const reached: Reached = { lives, ended: 0, granted: 0, paid: 0, stuck: { stuck: 0, warned: 0 }, said: new Map() }
  for (let seed = from; seed < from + lives; seed += LIVES) {
    const drawn = drawCompany(seed)
    const read = new Set<string>()
    for (let i = 0; i < LIVES; i++) {
      const lot = { seed: seed + i, steps: STEPS }
      const broken = brokenBy(drawn, lot, reached, read)
      if (broken !== undefined) throw new Error(smallest(drawn, seed, lot, broken))
    }
  }
  return reached
}

/** What the life of this lot breaks, in words. */
function brokenBy(drawn: Drawn, lot: Lot, reached: Reached, read = new Set<string>()): string | undefined {
  const duties = watchDuties(drawn)
  const money = watchMoney()
  const watchers = [
    duties.look,
    watchApprovals(drawn, duties.duties),
    money.look,
    watchRefusals(drawn, reached.said, read),
    watchStuck(drawn, duties.duties, reached.stuck),
  ]
  try {
    live(drawn, lot, (moment) => {
      for (const look of watchers) look(moment)
      for (const { what } of moment.facts) {
        if (what.is === 'ended') reached.ended += 1
        if (what.is === 'granted') reached.granted += 1
      }
    })
  } catch (error) {
    return error instanceof Error ? `${error.message}` : String(error)
  } finally {
    reached.paid += money.paid()
  }
  return undefined
}

/** Leaves out every step that the breaking does not need, and tells what is left. */
function smallest(drawn: Drawn, company: number, { seed, steps }: Lot, first: string): string {
  const nothing = (): Reached => ({
    lives: 0,
    ended: 0,
    granted: 0,
    paid: 0,
    stuck: { stuck: 0, warned: 0 },
    said: new Map(),
  })
  const breaks = (skip: ReadonlySet<number>): string | undefined => brokenBy(drawn, { seed, steps, skip }, nothing())
  let skip: ReadonlySet<number> = new Set()
  let message = first
  for (let n = steps - 1; n >= 0; n--) {
    const fewer = new Set([...skip, n])
    const still = breaks(fewer)
    if (still === undefined) continue
    skip = fewer
    message = still
  }
  const told: string[] = []
  try {
    let people = drawn.live.directory.people
    live(drawn, { seed, steps, skip }, ({ command, directory, facts, refusal }) => {
      for (const person of Object.values(directory.people))
        if (person !== people[person.id]) told.push(`now ${JSON.stringify(person)}`)
      people = directory.people
      const who = command.actor.kind === 'person' ? command.actor.id : command.actor.kind
      told.push(
        `${who} ${'verb' in command ? command.verb : command.do}: ${JSON.stringify(refusal ?? facts.map(({ what }) => what))}`,
      )
    })
  } catch (error) {
    told.push(String(error))
  }
  const who = Object.values(drawn.policy.flow.stages).flatMap((stage) =>
    'who' in stage ? [{ [stage.id]: stage.who }] : [],
  )
  const shown = [drawn.live.directory, who, drawn.policy.approval]
  return [`company ${company}, life ${seed}: ${message}`, ...told, ...shown.map((one) => JSON.stringify(one))].join(
    '\n',
  )
}
