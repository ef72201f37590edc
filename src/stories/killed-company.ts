/**
 * A company whose server is killed with SIGKILL again and again while it works, and started again each time: every
 * complaint comes to its end, and each payment, card, notice and message to the customer is there exactly once.
 */
import { randomInt } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { chanceOf } from '../rehearsal/chance.ts'
import { holdsTogether, remembered } from './aftermath.ts'
import { endsWell, leftInOrder } from './good-end.ts'
import { DATABASE, killsBy, makeVictim, type Victim } from './killing.ts'
import { type Rehearsal, rehearse } from './rehearsed.ts'

let folder: string
const database = (): string => join(folder, DATABASE)
let victim: Victim
let rehearsal: Rehearsal | undefined
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'redress-killed-'))
  victim = await makeVictim(folder)
})
afterEach(() => {
  rehearsal?.end()
  victim.end()
  rmSync(folder, { recursive: true, force: true })
})

/** Tells the story of one play of these complaints with so many deaths, under a seed of its own that a failure names. */
export function killedTest(texts: readonly string[], deaths: number, timeout: number): void {
  test(`killed ${deaths} times, each payment, card, notice and message to the customer is there exactly once`, {
    timeout,
  }, async ({ onTestFailed }) => {
    const seed = randomInt(1, 1_000_000)
    const kills = killsBy(chanceOf(seed, 'kills'), deaths, texts.length)
    onTestFailed(() => void process.stderr.write(`killed with seed ${seed}: ${JSON.stringify(kills)}\n`))
    const input = join(folder, 'complaints.jsonl')
    writeFileSync(input, texts.map((text) => `${JSON.stringify({ text })}\n`).join(''))

    rehearsal = rehearse(input, [victim.url], seed)
    const suffered = victim.suffer(kills, async (nth) => {
      const open = await remembered(database(), (memory) => holdsTogether(memory, `after kill ${nth + 1}`))
      expect(open, 'it is killed in the middle of things').toBeGreaterThan(0)
    })
    const early = rehearsal.done.then(({ code, complained }) => {
      throw new Error(`the rehearsal ended with ${code} before the last kill: ${complained}`)
    })
    await Promise.race([suffered, early])
    expect(victim.lost()).toBeGreaterThan(0)
    const numbers = await endsWell(rehearsal, texts.length)
    // Only now: after the last restart the player needs a moment to ask again.
    expect(victim.owed()).toEqual([])
    expect(await victim.stop()).toBe(0)
    await leftInOrder(database(), texts, numbers)
  })
}
