/** Commands on PostgreSQL, decided and durable, at 16 clients and at one, against a naive transaction with the same rows. */
import { randomUUID } from 'node:crypto'
import { aboutServer, ownDatabase } from '../../data/bench/server.ts'
import { testDatabase } from '../config.ts'
import type { Turn } from './clients.ts'
import { type Effort, type Finding, quantile, ratio, type Series } from './figures.ts'
import { onStage, type Subject } from './processes.ts'

const CLIENTS = [16, 1] as const
const TITLE = 'PostgreSQL: a note decided and durable'

export async function measure(effort: Effort): Promise<Finding> {
  const server = testDatabase()
  if (server === undefined) {
    return { title: TITLE, series: [], notes: ['Not measured: DATABASE_URL_TEST names no PostgreSQL.'] }
  }
  const ours = await ownDatabase(server, `redress_bench_${process.pid}`)
  const theirs = await ownDatabase(server, `redress_naive_${process.pid}`)
  try {
    return {
      title: TITLE,
      series: await turns(ours.url, theirs.url, effort),
      notes: [await aboutServer(server), ...NOTES],
    }
  } finally {
    await ours.drop()
    await theirs.drop()
  }
}

const NOTES = [
  'Both sides: one process, its desk with the real rules, 1,000 open complaints; no delivery and no HTTP.',
  'Product: what waits together is read in one statement, decided, and written in one statement that checks versions.',
  'Naive: a transaction for each command over 16 connections: the case is read and locked, judged by the same rules, and each row is a statement that is awaited.',
]

function turns(database: string, naive: string, { rounds, quick }: Effort): Promise<readonly Series[]> {
  return onStage(async ({ folder, start }) => {
    const cases = quick ? '20' : '1000'
    const product = start('postgres-desk', folder, database, cases, 'product')
    await product.heard()
    const baseline = start('postgres-desk', folder, naive, cases, 'naive', String(CLIENTS[0]))
    await baseline.heard()
    const series: Series[] = []
    for (const clients of CLIENTS) {
      const seen = { product: [] as Turn[], naive: [] as Turn[] }
      for (let round = -1; round < rounds; round++) {
        const take = async (side: Subject, into: Turn[]): Promise<void> => {
          const turn = await side.ask<Turn>({ clients, ms: quick ? 150 : 1_000, run: randomUUID() })
          // The first turns warm up and do not count.
          if (round >= 0) into.push(turn)
        }
        if (round % 2 === 0) await take(baseline, seen.naive)
        await take(product, seen.product)
        if (round % 2 !== 0) await take(baseline, seen.naive)
      }
      series.push(...told(`${clients} ${clients === 1 ? 'client' : 'clients'}`, seen.product, seen.naive))
    }
    return series
  })
}

function told(clients: string, product: readonly Turn[], naive: readonly Turn[]): readonly Series[] {
  const speed = (turns: readonly Turn[]): readonly number[] => turns.map(({ perSecond }) => perSecond)
  const p99 = (turns: readonly Turn[]): readonly number[] => turns.map(({ latencies }) => quantile(latencies, 0.99))
  return [
    ratio(`${clients}: product ÷ naive`, speed(product), speed(naive)),
    { name: `${clients}: product commands`, unit: '/s', values: speed(product) },
    { name: `${clients}: naive transactions`, unit: '/s', values: speed(naive) },
    { name: `${clients}: product p99`, unit: 'ms', values: p99(product) },
    { name: `${clients}: naive p99`, unit: 'ms', values: p99(naive) },
  ]
}
