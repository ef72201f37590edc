/**
 * From a signed Slack click to the 200, the approval durable: against bolt that writes the same rows in one transaction
 * for each click, and against bolt with an empty handler; and how soon a form opens.
 */
import { type Effort, type Finding, quantile, ratio, type Series } from './figures.ts'
import { onStage, type Subject } from './processes.ts'
import type { Waiting } from './slack-clicks.ts'
import type { SlackRows } from './subjects/slack-full.ts'
import type { SlackReady, SlackRest } from './subjects/slack-house.ts'
import type { SlackLoad } from './subjects/slack-load.ts'

/** Clicks of one turn, and commands typed while the outbox is full. */
const CLICKS = 600
const COMMANDS = 40
/** Turns that do not count: what is compiled while it runs takes some thousand clicks to be. */
const WARM = 3

/** Milliseconds added to each commit, for a disk that takes its time to be sure; 0 is this machine's disk as it is. */
const DISKS = [0, 2] as const

interface Turn {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  /** Milliseconds of processor time for one click, with all that follows its 200. */
  readonly cpu: number
}

interface Side {
  readonly subject: Subject
  readonly port: number
}

const SIDES = ['product', 'full', 'empty'] as const
type Turns = Readonly<Record<(typeof SIDES)[number], Turn[]>>

export async function measure(effort: Effort): Promise<Finding> {
  const series: Series[] = []
  for (const slower of effort.quick ? [0] : DISKS) series.push(...(await onDisk(slower, effort)))
  return {
    title: 'Slack: a signed click at 16 connections, until the 200',
    series,
    notes: [
      'Product: verified, decided on the fresh case, committed (synchronous=FULL), then the 200; after it whoever clicked is answered. Deliveries go on meanwhile at one message a second and channel, as always on Slack.',
      "Bolt with a transaction per click: its HTTPReceiver verifies and parses the same bytes; the handler writes the very rows the product wrote for such a click (synchronous=FULL) and acknowledges. It knows beforehand what to write: it asks for nobody's permission, decides, draws, answers and delivers nothing.",
      'Bolt with an empty handler acknowledges and does nothing.',
      `"+${DISKS[1]} ms" stands in for a disk that needs so long to be sure of a commit: whoever commits stands still for it after each.`,
      'cpu: processor time of one click, with what follows the 200, until the process is at rest.',
    ],
  }
}

function onDisk(slower: number, { rounds, quick }: Effort): Promise<readonly Series[]> {
  const clicks = quick ? 32 : CLICKS
  return onStage(async ({ folder, start }) => {
    const load = start('slack-load')
    const { apiUrl } = await load.heard<{ apiUrl: string }>()
    const house = start('slack-house', folder, apiUrl, String(clicks * (rounds + WARM)), String(slower))
    const { port, waiting, templates } = await house.heard<SlackReady>()
    const full = start('slack-full', folder, String(slower))
    const rows: SlackRows = { templates, numbers: waiting.map(({ number }) => number) }
    const empty = start('slack-bolt')
    const sides: Readonly<Record<keyof Turns, Side>> = {
      product: { subject: house, port },
      full: { subject: full, ...(await full.ask<{ readonly port: number }>(rows)) },
      empty: { subject: empty, ...(await empty.heard<{ readonly port: number }>()) },
    }
    const turns: Turns = { product: [], full: [], empty: [] }
    for (let round = 0; round < rounds + WARM; round++) {
      const from = round * clicks
      // Who is first changes.
      for (const i of SIDES.keys()) {
        const name = SIDES[(i + round) % SIDES.length] ?? 'product'
        const turn = await take(load, sides[name], waiting.slice(from, from + clicks), from)
        if (round >= WARM) turns[name].push(turn)
      }
    }
    const { outbox } = await house.ask<SlackRest>('rest')
    const forms = slower > 0 ? [] : await openings(load, port, waiting[0]?.user ?? '', quick ? 4 : COMMANDS)
    return [...told(slower > 0 ? `, +${slower} ms` : '', turns), ...(slower > 0 ? [] : [opening(forms, outbox)])]
  })
}

async function take(load: Subject, { subject, port }: Side, waiting: readonly Waiting[], from: number): Promise<Turn> {
  const before = await subject.ask<Pick<SlackRest, 'cpu'>>('rest')
  const { seconds, latencies, trouble } = await load.ask<SlackLoad>({ is: 'clicks', port, waiting, from })
  if (trouble !== undefined) throw new Error(`a click was not answered well: ${trouble}`)
  const after = await subject.ask<Pick<SlackRest, 'cpu'>>('rest')
  return {
    perSecond: latencies.length / seconds,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    cpu: (after.cpu - before.cpu) / latencies.length,
  }
}

async function openings(load: Subject, port: number, user: string, count: number): Promise<readonly number[]> {
  return (await load.ask<SlackLoad>({ is: 'commands', port, user, count })).latencies
}

const opening = (forms: readonly number[], outbox: number): Series => ({
  name: `/complaint to views.open, ${outbox} messages waiting: p99`,
  unit: 'ms',
  values: [quantile(forms, 0.99)],
})

const NAMES = {
  product: 'product',
  full: 'bolt with a transaction per click',
  empty: 'bolt with an empty handler',
} as const

function told(on: string, turns: Turns): readonly Series[] {
  const of = (side: keyof Turns, key: keyof Turn): readonly number[] => turns[side].map((turn) => turn[key])
  const each = (key: keyof Turn, unit: string, says: string): readonly Series[] =>
    SIDES.map((side) => ({ name: `${NAMES[side]}${on}: ${says}`, unit, values: of(side, key) }))
  return [
    ratio(`approvals${on}: product ÷ ${NAMES.full}`, of('product', 'perSecond'), of('full', 'perSecond')),
    ratio(`approvals${on}: product ÷ ${NAMES.empty}`, of('product', 'perSecond'), of('empty', 'perSecond')),
    ratio(`p99${on}: product ÷ ${NAMES.full}`, of('product', 'p99'), of('full', 'p99')),
    ...each('perSecond', '/s', 'clicks'),
    ...each('p50', 'ms', 'p50'),
    ...each('p99', 'ms', 'p99'),
    ...each('cpu', 'ms', 'cpu'),
  ]
}
