/** A tick of the clock with nothing due, however many cases are open. */
import { join } from 'node:path'
import { fillThin, makeScan } from '../../data/bench/filler.ts'
import { openSqlite } from '../../data/sqlite/open.ts'
import { makeLog } from '../log.ts'
import { makeTimers } from '../timers.ts'
import { type Effort, type Finding, ratio, type Series } from './figures.ts'
import { fileOne } from './filed.ts'
import { onStage } from './processes.ts'

const SIZES = [10_000, 100_000, 1_000_000] as const
const QUICK = [100, 1_000] as const

interface Side {
  readonly cases: number
  /** Milliseconds of one tick of the product, and of looking at every timer. */
  readonly tick: () => Promise<number>
  readonly scan: () => number
  close(): Promise<void>
}

export async function measure({ rounds, quick }: Effort): Promise<Finding> {
  return onStage(async ({ folder }) => {
    const sizes: readonly number[] = quick ? QUICK : SIZES
    const sides: Side[] = []
    for (const cases of sizes) sides.push(await openSide(folder, cases))
    const ticks = sides.map((): number[] => [])
    const scans = sides.map((): number[] => [])
    for (let round = 0; round < rounds; round++) {
      for (const [i, side] of sides.entries()) {
        ticks[i]?.push(await side.tick())
        scans[i]?.push(side.scan())
      }
    }
    for (const side of sides) await side.close()
    return {
      title: 'A tick with nothing due',
      series: told(sides, ticks, scans),
      notes: [
        'Baseline: looking at every timer once. A tick asks the store for what is due, as every five seconds in a running Redress.',
      ],
    }
  })
}

/** A database of so many open cases and their timers, and the product's own timers over it. */
async function openSide(folder: string, cases: number): Promise<Side> {
  const name = `tick-${cases}.db`
  const template = await fileOne(folder, name)
  const file = join(folder, name)
  fillThin(file, template, cases - 1)
  const never = (): string => {
    throw new Error('a tick numbers nothing')
  }
  const { store, close } = openSqlite({ file, numberFor: never, dayOf: never })
  // Just before the first of them: the search has to pass nothing, and may not stop early.
  const now = ((await store.nextTimer(0)) ?? 0) - 1
  const submit = (): never => {
    throw new Error('nothing was to be due')
  }
  const timers = makeTimers({ store, clock: { now: () => now }, submit, log: makeLog({ logLevel: 'error' }) })
  const { scan, close: closeScan } = makeScan(file)
  return {
    cases,
    tick: () => timed(TICKS, () => timers.runDue()),
    scan: () => {
      const began = performance.now()
      if (scan(now) > 0) throw new Error('nothing was to be due')
      return performance.now() - began
    },
    async close() {
      closeScan()
      await close()
    },
  }
}

/** So many ticks in a row, for a clock finer than a tick. */
const TICKS = 500

async function timed(times: number, work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  for (let n = 0; n < times; n++) await work()
  return (performance.now() - began) / times
}

function told(sides: readonly Side[], ticks: readonly number[][], scans: readonly number[][]): readonly Series[] {
  const name = (i: number): string => `${sides[i]?.cases.toLocaleString('en')} open cases`
  const last = sides.length - 1
  return [
    ratio(`tick at ${name(last)} ÷ at ${name(0)}`, ticks[last] ?? [], ticks[0] ?? []),
    ratio(`baseline ÷ tick at ${name(last)}`, scans[last] ?? [], ticks[last] ?? []),
    ...ticks.map((values, i) => ({ name: `tick at ${name(i)}`, unit: 'ms', values })),
    ...scans.map((values, i) => ({ name: `baseline at ${name(i)}`, unit: 'ms', values })),
  ]
}
