/** A database that dies and comes back, and one that cuts all connections, while people work. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { expect, it } from 'vitest'
import { COMPLAINTS } from '../complaints.ts'
import { freePort } from '../front.ts'
import { endsWell, leftInOrder } from '../good-end.ts'
import { rehearse, startServer } from '../rehearsed.ts'
import { stopped } from '../serving.ts'
import { describePostgres } from '../test-database.ts'
import { ownCluster } from './own-cluster.ts'

const TEXTS = [...COMPLAINTS, ...COMPLAINTS.map((text) => `${text} (2)`)]
const TIMES = 6

/** Ends every connection of Redress, in the middle of whatever it does. */
async function cutAll(address: string): Promise<void> {
  const client = new Client(address)
  await client.connect()
  await client.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'redress'`)
  await client.end()
}

/** How the server answers for itself, or undefined when it does not. */
const readyz = async (port: number): Promise<{ readonly ok: boolean } | undefined> => {
  const response = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined)
  return response && ((await response.json()) as { ok: boolean })
}

describePostgres('a PostgreSQL that goes away', () => {
  it(`${TIMES} times comes back, and everything was done and said once`, { timeout: 300_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'redress-restart-'))
    const cluster = await ownCluster()
    const port = await freePort()
    const server = startServer({ database: cluster.address, files: join(folder, 'files'), port })
    const input = join(folder, 'complaints.jsonl')
    writeFileSync(input, TEXTS.map((text) => `${JSON.stringify({ text })}\n`).join(''))
    try {
      const rehearsal = rehearse(input, [await server.ready], 5)
      let ended = false
      void rehearsal.done.then(() => {
        ended = true
      })
      for (let nth = 0; nth < TIMES; nth++) {
        await pause(700)
        await (nth % 2 === 0 ? cluster.restart() : cutAll(cluster.address))
        expect(ended, 'people are still at work').toBe(false)
      }
      const numbers = await endsWell(rehearsal, TEXTS.length)
      expect(await readyz(port)).toMatchObject({ ok: true })
      expect(await stopped(server.child)).toBe(0)
      await leftInOrder(cluster.address, TEXTS, numbers)
    } finally {
      server.child.kill('SIGKILL')
      await cluster.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
