/** One run: a seed's world is lived through on real houses, and looked at again and again. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readPolicy } from '../policy-shelf.ts'
import { chanceOf } from '../rehearsal/chance.ts'
import type { Millis } from '../rules/nouns.ts'
import { type Estate, type Home, makeEstate } from './estate.ts'
import { examine, makeExamination } from './examine.ts'
import { Simulated } from './gate.ts'
import type { Options } from './options.ts'
import { PLATFORMS, platformFor } from './platforms.ts'
import { standInFor } from './stand-ins.ts'
import { type Time, takeOver } from './time.ts'
import { forecast, type Hazards } from './weather.ts'
import { directoryFile, makeWorld, type World } from './world.ts'

const HOUR: Millis = 3_600_000
const DAY: Millis = 24 * HOUR
/** A Monday, some weeks before a long holiday. */
const START = Date.parse('2026-03-02T08:30:00+08:00')
/** After the last complaint came in, everything is worked off within so many days of fair weather. */
const AFTERWARDS = 150
/** Looked at so often, in moments at which something happened; and after every restart. */
const LOOK_EVERY = 40

/** Delivery looks round every five seconds; so often without finding anything, and there is nothing to find. */
const MOST_POLLS = 30

/** What came of a run. */
export interface Report {
  readonly wrong: readonly string[]
  /** The moment of the virtual world at which it was seen. */
  readonly at: Millis
  readonly digest: string
  readonly days: number
  readonly cases: number
  readonly ended: number
  readonly commands: number
  readonly counts: Readonly<Record<string, number>>
  readonly tail: readonly string[]
}

export interface Setting {
  /** The database: a folder is made for SQLite; an address is an empty PostgreSQL schema. */
  readonly database?: string
  readonly listen?: (line: string) => void
}

/** Lives a seed through, until its end or until something is wrong. Time itself is taken over: one run after the other. */
export async function run(options: Options, setting: Setting = {}): Promise<Report> {
  const { seed } = options
  const chance = chanceOf(seed, 'random')
  const time = takeOver(START, () => chance.next())
  const folder = mkdtempSync(join(setting.database === undefined ? fastFolder() : tmpdir(), 'redress-simulation-'))
  const { live } = readPolicy({ policyFile: fileURLToPath(new URL('../../data/policy.yaml', import.meta.url)) })
  const people = Object.values(live.directory.people)
  writeFileSync(
    join(folder, 'directory.yaml'),
    directoryFile(
      seed,
      people.map(({ id }) => id),
    ),
  )
  const world: World = makeWorld(options, time, people, () => estate.homes)
  const estate: Estate = makeEstate({
    ...{ folder, time, faults: world.storeFaults, replicas: setting.database === undefined ? 1 : 2 },
    database: setting.database ?? `file:${join(folder, 'redress.db')}`,
    platformsFor: (life) => PLATFORMS.map((name) => platformFor(name, life, world.outside)),
  })
  if (setting.listen) world.listen(setting.listen)
  try {
    const stage = { options, time, world, estate, replicas: setting.database === undefined ? 1 : 2 }
    const broken = await livedThrough(stage).then(
      () => undefined,
      (error: unknown) => error,
    )
    if (broken !== undefined) world.wrong.push(`it broke: ${broken instanceof Error ? broken.stack : broken}`)
    return await reportOf(stage)
  } finally {
    for (const home of [...estate.homes]) {
      home.life.dead = true
      await estate.bury(home)
    }
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Where a sync of the disk costs nothing; what is tested here is order, not the disk. */
function fastFolder(): string {
  return process.platform === 'linux' ? '/dev/shm' : tmpdir()
}

interface Stage {
  readonly options: Options
  readonly time: Time
  readonly world: World
  readonly estate: Estate
  readonly replicas: number
}

async function livedThrough({ options, time, world, estate, replicas }: Stage): Promise<void> {
  const { seed, cases, days } = options
  const { agenda, crowd } = world
  const examination = makeExamination()
  const incoming = START + days * DAY
  const end = incoming + AFTERWARDS * DAY
  const work: (() => Promise<void>)[] = []
  let looks = 0
  let polls = 0

  const opening = new Set<string>()
  function openLater(name: string, after: Millis): void {
    opening.add(name)
    agenda.at(time.now() + after, () =>
      work.push(async () => {
        world.trace(`${name} opens`)
        try {
          const home = await estate.open(name)
          opening.delete(name)
          // Its first minute: whoever died while sweeping left that to do.
          if (options.faults.has('people')) await passing(home.house.roster.refresh(), home)
          looks = 0
        } catch (error) {
          // Whatever watches over it starts it again.
          if (!(error instanceof Simulated)) throw error
          openLater(name, 60_000)
        }
      }),
    )
  }
  const hazards: Hazards = {
    restart(which, downFor) {
      const home = estate.homes[which % Math.max(1, estate.homes.length)]
      if (home === undefined) return
      work.push(async () => {
        if (home.life.dead) return
        world.trace(`${home.life.name} stops`)
        world.count('restart')
        await passing(estate.stop(home), home)
        // Killed while it stopped.
        if (home.life.dead) await home.store.close()
        home.life.dead = true
        openLater(home.life.name, downFor)
      })
    },
    doom(which, calls, after, downFor) {
      const home = estate.homes[which % Math.max(1, estate.homes.length)]
      if (home === undefined || home.life.doom) return
      home.life.doom = { calls, after }
      downtimes.set(home.life.name, downFor)
    },
    change(person, what, forDays) {
      const home = estate.homes[0]
      if (home !== undefined) work.push(() => change(home, person, what, forDays))
    },
  }
  const downtimes = new Map<string, Millis>()

  async function change(home: Home, person: string, what: string, forDays: number): Promise<void> {
    world.trace(`${person} is ${what}`)
    const { roster, shelf } = home.house
    const now = time.now()
    if (what === 'gone' || what === 'back') {
      for (const name of PLATFORMS) {
        if (what === 'gone') world.weather.gone.add(`${name}:${person}`)
        else world.weather.gone.delete(`${name}:${person}`)
      }
      if (what === 'gone') agenda.at(now + forDays * DAY, () => hazards.change(person, 'back', 0))
      await passing(roster.look())
      return
    }
    const standIn = what === 'away' ? standInFor(person, shelf.company.live.directory, now, forDays, seed) : undefined
    const quiet = what === 'quiet' ? { quiet: { from: '20:00', to: '08:00' } } : {}
    await passing(roster.prefer(person, { ...quiet, ...(standIn ? { standIn } : {}) }))
  }

  /** Lets time pass until something is done, if it needs time; a house that dies meanwhile never finishes. */
  async function passing(what: Promise<unknown>, whose?: Home): Promise<void> {
    let over = false
    what.then(
      () => (over = true),
      (error) => {
        world.trace(`it failed: ${error instanceof Error ? error.message : error}`)
        over = true
      },
    )
    for (let tries = 0; !over && tries < 200; tries++) {
      await time.quiet()
      if (over || whose?.life.dead || estate.homes.some(({ life }) => life.dead)) return
      const next = Math.min(time.nextTimeout() ?? Number.POSITIVE_INFINITY, agenda.next() ?? Number.POSITIVE_INFINITY)
      if (next === Number.POSITIVE_INFINITY) return
      time.passTo(next)
      agenda.happen(time.now())
    }
  }

  async function next(): Promise<Millis> {
    const moments = [agenda.next(), time.nextTimeout()]
    // Replicas share what waits.
    const store = estate.homes.find(({ life }) => !life.dead)?.store
    if (store !== undefined) {
      const [timer, send] = await Promise.all([store.nextTimer(time.now()), store.nextSend()])
      moments.push(timer, send === undefined ? undefined : Math.max(send, time.now() + 50))
      // A lease that is still running shows nothing; a row that nobody will ever look at again shows nothing either.
      polls = send !== undefined ? 0 : polls + 1
      if (polls > 0 && polls < MOST_POLLS && (await store.counts()).outbox > 0) moments.push(time.now() + 5_000)
    }
    return Math.min(...moments.filter((moment) => moment !== undefined), end)
  }

  async function step(): Promise<void> {
    agenda.happen(time.now())
    while (work.length > 0) await work.shift()?.()
    for (const { house, life } of estate.homes) {
      if (!life.dead) house.timers.runDue().catch(() => undefined)
    }
    await time.quiet()
    for (const home of [...estate.homes]) {
      if (!home.life.dead) continue
      world.trace(`${home.life.name} is dead`)
      world.count('kill')
      await estate.bury(home)
      openLater(home.life.name, downtimes.get(home.life.name) ?? 0)
    }
  }

  for (const index of cases) {
    const chance = chanceOf(seed, 'comes in', index)
    agenda.at(START + Math.floor((chance.next() * days * DAY) / 60_000) * 60_000, () => crowd.file(index))
    for (let nth = 0; nth < 5 && options.faults.has('intrude'); nth++)
      agenda.at(START + Math.floor(chance.next() * (days + 20) * DAY), () => crowd.meddle(index, nth))
  }
  forecast(options, world, START, incoming, hazards)
  for (let day = 1; day < days + AFTERWARDS; day++)
    agenda.at(START + day * DAY - 8 * HOUR, () => {
      const home = estate.homes[day % Math.max(1, estate.homes.length)]
      if (home === undefined || home.life.dead) return
      work.push(() => passing(home.house.roster.look()))
      work.push(() => passing(home.store.forgetKeys(time.now() - 30 * DAY)))
    })
  agenda.at(incoming, () => clearUp(world))

  for (let n = 0; n < replicas; n++) await estate.open(`house ${n + 1}`)
  const over = async (): Promise<boolean> => {
    const home = estate.homes[0]
    if (time.now() < incoming || home === undefined || opening.size > 0) return false
    const { open, outbox, timers } = await home.store.counts()
    return open + outbox + timers === 0
  }
  const look = (final: boolean) => examine({ options, time, world, estate, examination, final })
  for (;;) {
    await step()
    if (looks-- <= 0) {
      looks = LOOK_EVERY
      await look(false)
    }
    if (world.wrong.length > 0 || (await over())) break
    const moment = await next()
    if (moment >= end) break
    time.passTo(moment)
  }
  if (world.wrong.length === 0) await look(true)
}

async function reportOf({ time, world, estate }: Stage): Promise<Report> {
  const none = { cases: 0, open: 0 }
  const counts = (await estate.homes[0]?.store.counts().catch(() => none)) ?? none
  return {
    wrong: world.wrong,
    at: time.now(),
    digest: world.digest(),
    days: Math.round((time.now() - START) / DAY),
    cases: counts.cases,
    ended: counts.cases - counts.open,
    commands: world.counts.done ?? 0,
    counts: world.counts,
    tail: world.tail(60),
  }
}

/** From here on nothing goes wrong any more, and what did is over. */
function clearUp({ weather, active, trace }: World): void {
  trace('the weather is fair from now on')
  weather.down.clear()
  weather.closed.clear()
  weather.gone.clear()
  active.clear()
}
