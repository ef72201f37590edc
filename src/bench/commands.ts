/** Signed HTTP commands per second at 16 connections, every one durable before it is answered, against the baseline. */
import { randomBytes, randomUUID } from 'node:crypto'
import { type Effort, type Finding, quantile, ratio, type Series } from './figures.ts'
import { KINDS, type KindName } from './kinds.ts'
import { onStage, type Subject } from './processes.ts'
import type { Load, Order } from './subjects/load.ts'
import type { ProductReady, Settled } from './subjects/product.ts'

const CONNECTIONS = 16

/** Milliseconds added to each commit, for a disk that takes its time to be sure; 0 is this machine's disk as it is. */
const DISKS = [0, 2] as const

/** What was seen of one side in one round. */
interface Turn {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  /** Commits per hundred commands. */
  readonly commits: number
  /** Milliseconds from the last answer until everything queued was delivered. */
  readonly behind: number
}

interface Side {
  readonly subject: Subject
  readonly port: number
}

export async function measure(effort: Effort): Promise<Finding> {
  const series: Series[] = []
  for (const slower of effort.quick ? [0] : DISKS) series.push(...(await onDisk(slower, effort)))
  return {
    title: `Signed HTTP commands at ${CONNECTIONS} connections`,
    series,
    notes: [
      'Baseline: node:http, the same HMAC, the rows that the product wrote for such a command, in one transaction each (WAL, synchronous=FULL). It decides, draws and delivers nothing; the product does, also while it is measured.',
      `"+${DISKS[1]} ms" stands in for a disk that needs so long to be sure of a commit: both sides stand still for it after each.`,
      'behind: from the last answer until every card and message was delivered.',
    ],
  }
}

function onDisk(slower: number, effort: Effort): Promise<readonly Series[]> {
  return onStage(async ({ folder, start }) => {
    const secret = randomBytes(24).toString('hex')
    const args = [folder, secret, String(slower), effort.quick ? '20' : '1000'] as const
    const product = start('product', ...args)
    const { port, numbers, templates } = await product.heard<ProductReady>()
    const baseline = start('baseline', ...args)
    const other = await baseline.ask<{ readonly port: number }>({ templates, numbers })
    const load = start('load')
    await load.heard()
    const turn = (side: Side, kind: KindName, ms: number): Promise<Turn> =>
      take(load, side, { kind, port: side.port, secret, connections: CONNECTIONS, ms, run: randomUUID(), numbers })
    const sides = { product: { subject: product, port }, baseline: { subject: baseline, port: other.port } }
    const series: Series[] = []
    for (const kind of Object.keys(KINDS) as KindName[]) {
      const turns = await inTurns(sides, effort, (side, ms) => turn(side, kind, ms))
      series.push(...told(`${KINDS[kind].title}${slower > 0 ? `, +${slower} ms` : ''}`, turns))
    }
    return series
  })
}

type Turns = { readonly product: Turn[]; readonly baseline: Turn[] }

/** One side after the other, the first of each round in turn; the very first turns warm up and do not count. */
async function inTurns(
  sides: { readonly product: Side; readonly baseline: Side },
  { rounds, quick }: Effort,
  turn: (side: Side, ms: number) => Promise<Turn>,
): Promise<Turns> {
  const turns: Turns = { product: [], baseline: [] }
  for (let round = -1; round < rounds; round++) {
    const order = round % 2 === 0 ? (['product', 'baseline'] as const) : (['baseline', 'product'] as const)
    for (const name of order) {
      const seen = await turn(sides[name], quick ? 150 : 1_000)
      if (round >= 0) turns[name].push(seen)
    }
  }
  return turns
}

async function take(load: Subject, { subject }: Side, order: Order): Promise<Turn> {
  const before = await subject.ask<Settled>('settle')
  const { seconds, latencies, trouble } = await load.ask<Load>(order)
  if (trouble !== undefined) throw new Error(`${order.kind} was not done: ${trouble}`)
  const ended = performance.now()
  const after = await subject.ask<Settled>('settle')
  return {
    perSecond: latencies.length / seconds,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    commits: ((after.commits - before.commits) / latencies.length) * 100,
    behind: performance.now() - ended,
  }
}

function told(title: string, { product, baseline }: Turns): readonly Series[] {
  const of = (turns: readonly Turn[], key: keyof Turn): readonly number[] => turns.map((turn) => turn[key])
  const pair = (key: keyof Turn, unit: string, says: string): readonly Series[] => [
    { name: `${title}: product ${says}`, unit, values: of(product, key) },
    { name: `${title}: baseline ${says}`, unit, values: of(baseline, key) },
  ]
  return [
    ratio(`${title}: product ÷ baseline`, of(product, 'perSecond'), of(baseline, 'perSecond')),
    ...pair('perSecond', '/s', 'commands'),
    ...pair('p50', 'ms', 'p50'),
    ...pair('p99', 'ms', 'p99'),
    ...pair('commits', '/100', 'commits per 100 commands'),
    { name: `${title}: product behind`, unit: 'ms', values: of(product, 'behind') },
  ]
}
