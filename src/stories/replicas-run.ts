/**
 * Two replicas, one killed every five seconds, and thousands of complaints brought to their end by `redress play`:
 * `node src/stories/replicas-run.ts --cases 5000`. It empties nothing: it makes a database of its own beside the one that
 * DATABASE_URL_TEST names, and drops it when all is well. Complaints come from the shared material, else from our own few.
 */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openDatabase } from '../../data/open.ts'
import { testDatabase } from '../config.ts'
import { readRows } from '../rehearsal/rows.ts'
import { ownDatabase } from './accidents/own-database.ts'
import { COMPLAINTS } from './complaints.ts'
import { endedWell } from './good-end.ts'
import { rehearse } from './rehearsed.ts'
import { startReplicas } from './replicas.ts'
import { allIsWell } from './replicas-aftermath.ts'
import { sharedData } from './shared-data.ts'

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '5000' },
    every: { type: 'string', default: '5' },
    replicas: { type: 'string', default: '2' },
    seed: { type: 'string', default: '1' },
    keep: { type: 'boolean', default: false },
  },
})
const CASES = Number(values.cases)
const EVERY = Number(values.every) * 1_000

/** Characters of a complaint; longer ones are left out, so that a number fits behind it. */
const LONGEST = 1_000

const say = (words: string): void => void process.stdout.write(`${new Date().toISOString().slice(11, 19)} ${words}\n`)

/** Different complaints, each in its own words: with a number behind it where it comes again. */
async function complaints(count: number): Promise<readonly string[]> {
  const folder = sharedData('data/text')
  const files =
    folder === undefined
      ? []
      : readdirSync(folder)
          .filter((name) => name.endsWith('.jsonl'))
          .sort()
  const found: string[] = []
  for (const file of files) {
    // Files in which a line is a conversation are not complaints.
    const rows = await readRows(join(folder ?? '', file), count).catch(() => [])
    found.push(...rows.map(({ text }) => text.trim()).filter((text) => text.length <= LONGEST))
  }
  const all = found.length > 0 ? found : COMPLAINTS
  return Array.from({ length: count }, (_, i) => `${all[i % all.length]} (${i + 1})`)
}

async function main(): Promise<number> {
  const server = testDatabase()
  if (server === undefined) throw new Error('DATABASE_URL_TEST names no PostgreSQL')
  const own = await ownDatabase(server)
  const folder = mkdtempSync(join(tmpdir(), 'redress-replicas-'))
  const texts = await complaints(CASES)
  const input = join(folder, 'complaints.jsonl')
  writeFileSync(input, texts.map((text) => `${JSON.stringify({ text })}\n`).join(''))
  const replicas = await startReplicas(own.address, Number(values.replicas))
  say(
    `${values.replicas} replicas on ${new URL(own.address).pathname.slice(1)}, ${CASES} complaints, one killed every ${values.every} s`,
  )
  const began = performance.now()
  const rehearsal = rehearse(input, replicas.urls, Number(values.seed))
  const numbering = { numberFor: () => '', dayOf: () => '' }
  const watch = await openDatabase({ database: own.address, readOnly: true, ...numbering })
  let kills = 0
  const progress = setInterval(async () => {
    const { cases, open, outbox } = await watch.store.counts().catch(() => ({ cases: 0, open: 0, outbox: 0 }))
    const minutes = (performance.now() - began) / 60_000
    say(
      `filed ${cases}, ended ${cases - open} (${Math.round((cases - open) / minutes)} a minute), to send ${outbox}, killed ${kills}`,
    )
  }, 15_000)
  try {
    if (EVERY > 0) await replicas.killEvery(EVERY, rehearsal.done, (nth) => (kills = nth))
    const played = await rehearsal.done
    const minutes = (performance.now() - began) / 60_000
    clearInterval(progress)
    await watch.close()
    say(`played in ${minutes.toFixed(1)} minutes: ${Math.round(CASES / minutes)} complaints a minute, ${kills} kills`)
    say(played.printed.trim().split('\n').at(-1) ?? '')
    endedWell(played, CASES)
    say(`stopped: ${(await replicas.stop()).join(' ')}`)
    const found = await allIsWell(own.address, texts)
    say(
      `all is well: ${Object.entries(found)
        .map(([what, n]) => `${n} ${what}`)
        .join(', ')}`,
    )
    if (!values.keep) await own.drop()
    return 0
  } finally {
    clearInterval(progress)
    await watch.close()
    rehearsal.end()
    replicas.end()
    rmSync(folder, { recursive: true, force: true })
  }
}

process.exitCode = await main().catch((error: unknown) => {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error))
  return 1
})
