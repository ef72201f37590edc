/** From a signed Slack click to the 200, the approval durable, against bolt with an empty handler; and how soon a form opens. */
import { type Effort, type Finding, quantile, ratio } from './figures.ts'
import { onStage, type Subject } from './processes.ts'
import type { SlackReady } from './subjects/slack-house.ts'
import type { SlackLoad } from './subjects/slack-load.ts'

/** Clicks of one turn, and commands typed while the outbox is full. */
const CLICKS = 400
const COMMANDS = 40

interface Turn {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
}

export function measure({ rounds, quick }: Effort): Promise<Finding> {
  const clicks = quick ? 32 : CLICKS
  return onStage(async ({ folder, start }) => {
    const load = start('slack-load')
    const { apiUrl } = await load.heard<{ apiUrl: string }>()
    const house = start('slack-house', folder, apiUrl, String(clicks * (rounds + 1)))
    const { port, waiting } = await house.heard<SlackReady>()
    const bolt = await start('slack-bolt').heard<{ port: number }>()
    const ours: Turn[] = []
    const theirs: Turn[] = []
    for (let round = 0; round <= rounds; round++) {
      const from = round * clicks
      const some = waiting.slice(from, from + clicks)
      const sides = [
        [bolt.port, theirs],
        [port, ours],
      ] as const
      // The first turns warm up and do not count.
      for (const [at, turns] of round % 2 === 0 ? sides : sides.toReversed()) {
        const turn = turnOf(await load.ask<SlackLoad>({ is: 'clicks', port: at, waiting: some, from }))
        if (round > 0) turns.push(turn)
      }
    }
    const full = await house.ask<SlackReady>('counts')
    const forms = await openings(load, port, waiting[0]?.user ?? '', quick ? 4 : COMMANDS)
    return finding({ ours, theirs, forms, outbox: full.outbox })
  })
}

function turnOf({ seconds, latencies, trouble }: SlackLoad): Turn {
  if (trouble !== undefined) throw new Error(`a click was not answered well: ${trouble}`)
  return { perSecond: latencies.length / seconds, p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99) }
}

async function openings(load: Subject, port: number, user: string, count: number): Promise<readonly number[]> {
  return (await load.ask<SlackLoad>({ is: 'commands', port, user, count })).latencies
}

interface Seen {
  readonly ours: readonly Turn[]
  readonly theirs: readonly Turn[]
  readonly forms: readonly number[]
  readonly outbox: number
}

function finding({ ours, theirs, forms, outbox }: Seen): Finding {
  const of = (turns: readonly Turn[], key: keyof Turn): readonly number[] => turns.map((turn) => turn[key])
  return {
    title: 'Slack: a signed click at 16 connections, until the 200',
    series: [
      ratio('approvals, durable: product ÷ bolt with an empty handler', of(ours, 'perSecond'), of(theirs, 'perSecond')),
      { name: 'product clicks', unit: '/s', values: of(ours, 'perSecond') },
      { name: 'bolt clicks', unit: '/s', values: of(theirs, 'perSecond') },
      { name: 'product p50', unit: 'ms', values: of(ours, 'p50') },
      { name: 'product p99', unit: 'ms', values: of(ours, 'p99') },
      { name: 'bolt p99', unit: 'ms', values: of(theirs, 'p99') },
      {
        name: `/complaint to views.open, ${outbox} messages waiting: p99`,
        unit: 'ms',
        values: [quantile(forms, 0.99)],
      },
    ],
    notes: [
      'Product: verified, parsed by bolt, decided on the fresh case, committed (synchronous=FULL), then answered. Deliveries go on meanwhile at one message a second and channel, as always on Slack.',
      'Bolt: its HTTPReceiver verifies and parses the same bytes; the handler acknowledges and does nothing.',
    ],
  }
}
