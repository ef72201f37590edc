/** Complaints from filing to closing in one process: every form, approval, payment, card and message of them. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openOwnHouse } from '../cli/own-house.ts'
import { play } from '../rehearsal/player.ts'
import type { Row } from '../rehearsal/rows.ts'
import { readRows } from '../rehearsal/rows.ts'
import { type Effort, type Finding, ratio } from './figures.ts'
import { configOf } from './filed.ts'
import { onStage } from './processes.ts'

const TEXTS = fileURLToPath(new URL('../../data/demo/complaints.jsonl', import.meta.url))

/** The same Monday morning each time: its real time stands still, so every round plays the very same story. */
const START = Date.parse('2026-03-02T09:00:00+08:00')

export async function measure({ rounds, quick }: Effort): Promise<Finding> {
  const rows = await readRows(TEXTS, quick ? 2 : 16)
  return onStage(async ({ folder }) => {
    const durable: number[] = []
    const forgetful: number[] = []
    if (!quick) await perSecond(folder, rows)
    for (let round = 0; round < rounds; round++) {
      durable.push(await perSecond(folder, rows, join(folder, `cases-${round}.db`)))
      forgetful.push(await perSecond(folder, rows))
    }
    return {
      title: 'Whole cases in process',
      series: [
        { name: 'on disk, synchronous=FULL', unit: '/s', values: durable },
        { name: 'the same in memory', unit: '/s', values: forgetful },
        ratio('on disk ÷ in memory', durable, forgetful),
      ],
      notes: [
        `${rows.length} complaints, from filing to their end, by the stand-in people of redress play: all forms, decisions, payments, cards and messages, through the playground's own routes.`,
      ],
    }
  })
}

/** Ended cases per second, of which the last is as durable as the first. */
async function perSecond(folder: string, rows: readonly Row[], file?: string): Promise<number> {
  const own = await openOwnHouse({
    config: configOf(folder, 'unused.db'),
    wall: () => START,
    ...(file === undefined ? {} : { file }),
  })
  try {
    const began = performance.now()
    const { filed, open } = await play({ client: own.client, rows, seed: 1 })
    if (open.size > 0) throw new Error(`${open.size} of ${filed.length} cases did not end`)
    return filed.length / ((performance.now() - began) / 1000)
  } finally {
    await own.close()
  }
}
