/** A tick of the clock with nothing due, however many cases are open. */
import { join } from 'node:path'
import { fillPostgres } from '../../data/bench/fill-postgres.ts'
import { fillThin, makeScan } from '../../data/bench/filler.ts'
import { ownDatabase } from '../../data/bench/server.ts'
import { openPostgres } from '../../data/postgres/open.ts'
import { openSqlite } from '../../data/sqlite/open.ts'
import { testDatabase } from '../config.ts'
import { makeLog } from '../log.ts'
import type { Store } from '../ports.ts'
import { makeTimers } from '../timers.ts'
import { type Effort, type Finding, ratio, type Series } from './figures.ts'
import { fileOne } from './filed.ts'
import { onStage } from './processes.ts'

const SIZES = [10_000, 100_000, 1_000_000] as const
const QUICK = [100, 1_000] as const

interface Side {
  readonly cases: number
  /** Milliseconds of one tick of the product, of claiming and settling what is due, and of looking at every timer. */
  readonly tick: () => Promise<number>
  readonly claim: () => Promise<number>
  readonly scan?: () => number
  /** The moment at which nothing but that is due. */
  readonly now: number
  close(): Promise<void>
}

export async function measure(effort: Effort): Promise<Finding> {
  const server = testDatabase()
  return onStage(async ({ folder }) => {
    const sizes: readonly number[] = effort.quick ? QUICK : SIZES
    const sqlite: Side[] = []
    for (const cases of sizes) sqlite.push(await openSide(folder, cases))
    const series = [...told('', sqlite, await turns(sqlite, effort))]
    const title = 'A tick with nothing due, and a message claimed and settled'
    if (server === undefined)
      return { title, series, notes: [...NOTES, 'PostgreSQL: not measured, DATABASE_URL_TEST names none.'] }
    const postgres: Side[] = []
    for (const cases of [sizes[0] ?? 0, sizes.at(-1) ?? 0]) postgres.push(await openPostgresSide(server, folder, cases))
    series.push(...told('PostgreSQL: ', postgres, await turns(postgres, effort)))
    return { title, series, notes: NOTES }
  })
}

const NOTES = [
  'Baseline: looking at every timer once. A tick asks the store for what is due, as every five seconds in a running Redress.',
  'Claimed and settled: the one message that is due, beside one for each case that was sent long ago; with its commit.',
]

interface Turns {
  readonly ticks: readonly number[][]
  readonly claims: readonly number[][]
  readonly scans: readonly number[][]
}

/** All sides in turn; closes them. */
async function turns(sides: readonly Side[], { rounds }: Effort): Promise<Turns> {
  const seen = {
    ticks: sides.map((): number[] => []),
    claims: sides.map((): number[] => []),
    scans: sides.map((): number[] => []),
  }
  for (let round = 0; round < rounds; round++) {
    for (const [i, side] of sides.entries()) {
      seen.ticks[i]?.push(await side.tick())
      seen.claims[i]?.push(await side.claim())
      if (side.scan) seen.scans[i]?.push(side.scan())
    }
  }
  for (const side of sides) await side.close()
  return seen
}

const never = (): string => {
  throw new Error('a tick numbers nothing')
}

/** A SQLite file of so many open cases and their timers. */
async function openSide(folder: string, cases: number): Promise<Side> {
  const name = `tick-${cases}.db`
  const template = await fileOne(folder, name)
  const file = join(folder, name)
  fillThin(file, template, cases - 1)
  const { store } = openSqlite({ file, numberFor: never, dayOf: never })
  const { scan, close } = makeScan(file)
  const side = await sideOf(store, cases, async () => close())
  return {
    ...side,
    scan: () => {
      const began = performance.now()
      if (scan(side.now) > 0) throw new Error('nothing was to be due')
      return performance.now() - began
    },
  }
}

/** The same on PostgreSQL. */
async function openPostgresSide(server: string, folder: string, cases: number): Promise<Side> {
  const { url, drop } = await ownDatabase(server, `redress_tick_${process.pid}_${cases}`)
  await fillPostgres(url, await fileOne(folder, `postgres-${cases}.db`), cases)
  const { store } = await openPostgres({ url, numberFor: never, dayOf: never })
  return sideOf(store, cases, drop)
}

/** The product's own timers and claims over a store. */
async function sideOf(store: Store, cases: number, clear: () => Promise<void>): Promise<Side> {
  // Just before the first of them: the search has to pass nothing, and may not stop early.
  const now = ((await store.nextTimer(0)) ?? 0) - 1
  const submit = (): never => {
    throw new Error('nothing was to be due')
  }
  const quick = cases <= Math.max(...QUICK)
  const timers = makeTimers({ store, clock: { now: () => now }, submit, log: makeLog({ logLevel: 'error' }) })
  const claimOne = async (): Promise<void> => {
    const claimed = await store.claim(now, Date.now(), 10, 10)
    if (claimed.length !== 1) throw new Error(`${claimed.length} were claimed`)
    await store.settle(
      claimed.map((send) => ({ send, outcome: { is: 'retry', at: now, why: 'again' } })),
      now,
    )
  }
  return {
    cases,
    now,
    tick: () => timed(quick ? QUICK_TIMES : TICKS, () => timers.runDue()),
    claim: () => timed(quick ? QUICK_TIMES : CLAIMS, claimOne),
    async close() {
      await store.close()
      await clear()
    },
  }
}

/** So many in a row, for a clock finer than one of them. */
const TICKS = 500
const CLAIMS = 100
const QUICK_TIMES = 20

async function timed(times: number, work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  for (let n = 0; n < times; n++) await work()
  return (performance.now() - began) / times
}

function told(on: string, sides: readonly Side[], { ticks, claims, scans }: Turns): readonly Series[] {
  const name = (i: number): string => `${sides[i]?.cases.toLocaleString('en')} open cases`
  const last = sides.length - 1
  const span = `at ${name(last)} ÷ at ${name(0)}`
  return [
    ratio(`${on}tick ${span}`, ticks[last] ?? [], ticks[0] ?? []),
    ratio(`${on}claimed and settled ${span}`, claims[last] ?? [], claims[0] ?? []),
    ...(scans[last]?.length ? [ratio(`${on}baseline ÷ tick at ${name(last)}`, scans[last], ticks[last] ?? [])] : []),
    ...ticks.map((values, i) => ({ name: `${on}tick at ${name(i)}`, unit: 'ms', values })),
    ...claims.map((values, i) => ({ name: `${on}claimed and settled at ${name(i)}`, unit: 'ms', values })),
    ...scans.flatMap((values, i) =>
      values.length > 0 ? [{ name: `${on}baseline at ${name(i)}`, unit: 'ms', values }] : [],
    ),
  ]
}
