/**
 * A company whose server dies at every fault point while it works: each is died at and counted; after each death nothing
 * that was acknowledged is lost and nothing is half there, and in the end everything was done and said exactly once.
 */
import { randomInt } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { FAULT_POINTS, type FaultPoint } from '../../faults.ts'
import { chanceOf } from '../../rehearsal/chance.ts'
import { holdsTogether, type Memory, remembered } from '../aftermath.ts'
import { freePort } from '../front.ts'
import { endsWell, leftInOrder } from '../good-end.ts'
import { rehearse } from '../rehearsed.ts'
import { type Acknowledged, type Doomed, fateOf, makeDoomed } from './doomed.ts'

/** Where such a company keeps its memory. */
export interface Ground {
  readonly database: string
  /** Resolves when a server that was killed has let go of it. */
  deserted(): Promise<void>
  drop(): Promise<void>
}

export interface DoomedStory {
  readonly points: readonly FaultPoint[]
  /** Deaths at each point. */
  readonly times: number
  readonly texts: readonly string[]
  readonly timeout: number
}

/** Only SQLite collects small writes in a queue. */
export const SHARED_POINTS: readonly FaultPoint[] = FAULT_POINTS.filter((point) => point !== 'queue/flush')

/** Tells the story of one play with these deaths, under a seed of its own that a failure names. */
export function doomedTest(ground: (folder: string) => Promise<Ground>, story: DoomedStory): void {
  const { points, times, texts, timeout } = story
  test(`killed ${times} times at each of ${points.length} fault points, it loses nothing acknowledged and doubles nothing`, {
    timeout,
  }, async ({ onTestFailed }) => {
    const seed = randomInt(1, 1_000_000)
    onTestFailed(() => void process.stderr.write(`doomed with seed ${seed}\n`))
    const folder = mkdtempSync(join(tmpdir(), 'redress-doomed-'))
    const at = await ground(folder)
    const doomed = await makeDoomed({ database: at.database, files: join(folder, 'files'), port: await freePort() })
    const input = join(folder, 'complaints.jsonl')
    writeFileSync(input, texts.map((text) => `${JSON.stringify({ text })}\n`).join(''))
    const rehearsal = rehearse(input, [doomed.url], seed)
    try {
      const early = rehearsal.done.then(({ code, complained }) => `the rehearsal ended with ${code}: ${complained}`)
      const hits = await dieEverywhere(doomed, at, story, seed, early)
      process.stdout.write(`${describeHits(hits)}\n`)
      expect(hits).toEqual(new Map(points.map((point) => [point, times])))
      await doomed.live()
      const numbers = await endsWell(rehearsal, texts.length)
      expect(await doomed.stop()).toBe(0)
      await leftInOrder(at.database, texts, numbers)
    } finally {
      rehearsal.end()
      doomed.end()
      await at.drop()
      rmSync(folder, { recursive: true, force: true })
    }
  })
}

/** Dies until every point had its deaths, and looks at what each left; gives how many there were at each. */
async function dieEverywhere(
  doomed: Doomed,
  at: Ground,
  { points, times }: DoomedStory,
  seed: number,
  early: Promise<string>,
): Promise<ReadonlyMap<FaultPoint, number>> {
  const fate = fateOf(points, times, chanceOf(seed, 'deaths'))
  const hits = new Map<FaultPoint, number>(points.map((point) => [point, 0]))
  for (let doom = fate.next(); doom !== undefined; doom = fate.next()) {
    const died = await Promise.race([
      doomed.die(doom).then((point) => ({ point })),
      early.then((why) => Promise.reject(new Error(`${why}; not died at yet: ${fate.left().join(', ')}`))),
    ])
    fate.died(died.point)
    hits.set(died.point, (hits.get(died.point) ?? 0) + 1)
    await at.deserted()
    await remembered(at.database, (memory) => holdsAfter(memory, died.point, doomed.acknowledged))
  }
  return hits
}

async function holdsAfter(memory: Memory, point: FaultPoint, acknowledged: Acknowledged): Promise<void> {
  await holdsTogether(memory, `after a death at ${point}`)
  const revisions = new Map(memory.cases.map(({ state }) => [state.number, state.revision]))
  const lost = [...acknowledged].filter(([number, revision]) => (revisions.get(number) ?? 0) < revision)
  expect(lost, `acknowledged before a death at ${point}`).toEqual([])
}

const describeHits = (hits: ReadonlyMap<FaultPoint, number>): string =>
  `died at ${[...hits].map(([point, times]) => `${point} ${times}`).join(', ')}`

/** A SQLite file in the story's folder. */
export const inFile = async (folder: string): Promise<Ground> => ({
  database: join(folder, 'redress.db'),
  deserted: async () => undefined,
  drop: async () => undefined,
})
