/**
 * A process that commits batches to a SQLite store without rest, until it is killed. It says what was acknowledged, one
 * line of JSON per batch, and nothing before. Usage: hammer.ts FILE ROUND.
 */
import { writeSync } from 'node:fs'
import { acting, filing, judgeWith, notice, numbering, START, task, view } from '../contract/samples.ts'
import { openSqlite } from '../sqlite/open.ts'

/** Commands in one batch: one files a case, the others leave notes on cases filed before or in the same batch. */
export const BATCH = 6

/** What a batch was answered: for each command its id, the case, and the case's revision. */
export type Acknowledged = readonly (readonly [id: string, number: string, revision: number])[]

/** Writes beside every change: what stands beside a case must always be of its last revision. */
const judge = judgeWith((state, command) => ({
  tasks: [task('review#1', ['li'], { revision: state.revision })],
  timers: [{ key: 'ring', number: state.number, at: START + state.revision }],
  views: [view('here')],
  notices: [notice('there', command.id)],
  files: [command.id],
  claims: [
    {
      key: 'order',
      slice: String(state.revision),
      happened: START,
      amount: { minor: state.revision, currency: 'CNY' },
    },
  ],
  guards: ['order'],
}))

/** The commands of a batch; every fact carries the id of its command as its text. */
function batchOf(name: string, known: readonly string[]) {
  const first = filing(`${name}.0`, `${name}.0`)
  const notes = Array.from({ length: BATCH - 1 }, (_, i) => {
    const id = `${name}.${i + 1}`
    return acting(id, known[(i * 7) % known.length] ?? '', 'note', id)
  })
  return known.length === 0 ? [first] : [first, ...notes]
}

async function hammer(file: string, round: string): Promise<never> {
  const { store } = openSqlite({ file, ...numbering })
  const known = [...(await store.openCases(undefined, 1_000))]
  for (let n = 0; ; n += 1) {
    const batch = batchOf(`${round}.${n}`, known)
    const applied = await store.apply(
      batch.map((command) => ({ command })),
      judge,
      START,
    )
    const said: Acknowledged = applied.map((one, i) => {
      if ('error' in one) throw one.error
      if ('refused' in one.answer) throw new Error(one.answer.refused)
      return [batch[i]?.id ?? '', one.answer.number, one.answer.revision]
    })
    known.push(said[0]?.[1] ?? '')
    writeSync(1, `${JSON.stringify(said)}\n`)
  }
}

if (import.meta.main) await hammer(process.argv[2] ?? '', process.argv[3] ?? '')
