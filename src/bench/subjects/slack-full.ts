/**
 * Bolt with a handler as anybody would write it first: the rows of the click in a transaction of its own, durable
 * (synchronous=FULL) before the click is acknowledged. They are the very rows Redress writes, but nothing is decided,
 * drawn, answered or delivered. Arguments: FOLDER MILLISECONDS-PER-COMMIT; then it is told the rows.
 */
import { join } from 'node:path'
import { openBaseline } from '../../../data/bench/baseline.ts'
import { watchCommits } from '../../../data/bench/commits.ts'
import type { Template } from '../../../data/bench/same-rows.ts'
import { serveBolt } from '../bolt-server.ts'

/** What stands of every case before its click, what a click writes, and the cases. */
export interface SlackRows {
  readonly templates: { readonly waiting: Template; readonly approve: Template }
  readonly numbers: readonly string[]
}

const [folder = '', slower = '0'] = process.argv.slice(2)
watchCommits(Number(slower))

async function open({ templates, numbers }: SlackRows): Promise<void> {
  const store = await openBaseline(join(folder, 'full.db'), { ...templates }, 'waiting', numbers)
  await serveBolt(({ actions: [action] }) => {
    if (action?.type !== 'button' || action.value === undefined) throw new Error('this is no click of the bench')
    store.write('approve', action.value.slice(0, action.value.lastIndexOf(':')), `slack/action/${action.action_ts}`)
  })
}

process.once('message', (rows: SlackRows) => void open(rows))
process.on('disconnect', () => process.exit())
