/**
 * Two servers on one PostgreSQL, one of which is killed with SIGKILL every five seconds and started again, while people use
 * both: every complaint comes to its end, and each payment, card, notice and customer message is there exactly once.
 * `node src/stories/replicas-run.ts --cases 5000` is the same for a night.
 */
import { randomInt } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { ownDatabase } from './accidents/own-database.ts'
import { COMPLAINTS } from './complaints.ts'
import { endsWell } from './good-end.ts'
import { type Rehearsal, rehearse } from './rehearsed.ts'
import { type Replicas, startReplicas } from './replicas.ts'
import { allIsWell } from './replicas-aftermath.ts'
import { describePostgres } from './test-database.ts'

const CASES = 120
const EVERY = 5_000

describePostgres('two replicas, one killed every five seconds', (url) => {
  let replicas: Replicas | undefined
  let rehearsal: Rehearsal | undefined
  let clear: (() => Promise<void>) | undefined
  afterEach(async () => {
    rehearsal?.end()
    replicas?.end()
    await clear?.()
  })

  it('finish every complaint exactly once', async ({ onTestFailed }) => {
    const seed = randomInt(1, 1_000_000)
    onTestFailed(() => void process.stderr.write(`replicas with seed ${seed}\n`))
    const folder = mkdtempSync(join(tmpdir(), 'redress-replicas-'))
    const own = await ownDatabase(url)
    clear = async () => {
      await own.drop()
      rmSync(folder, { recursive: true, force: true })
    }
    const texts = Array.from({ length: CASES }, (_, i) => `${COMPLAINTS[i % COMPLAINTS.length]} (${i + 1})`)
    const input = join(folder, 'complaints.jsonl')
    writeFileSync(input, texts.map((text) => `${JSON.stringify({ text })}\n`).join(''))

    replicas = await startReplicas(own.address)
    rehearsal = rehearse(input, replicas.urls, seed)
    const kills = await replicas.killEvery(EVERY, rehearsal.done)
    await endsWell(rehearsal, CASES)
    expect(kills, 'it is killed in the middle of things').toBeGreaterThan(2)
    expect(await replicas.stop()).toEqual([0, 0])
    expect(await allIsWell(own.address, texts)).toMatchObject({ cases: CASES })
  }, 900_000)
})
