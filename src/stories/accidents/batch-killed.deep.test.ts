/**
 * The server dies between the filing that completes a batch and each thing that this causes elsewhere: in the end there is
 * one incident, and every case joined it exactly once.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { FaultPoint } from '../../faults.ts'
import { type Memory, remembered } from '../aftermath.ts'
import { freePort } from '../front.ts'
import { FRIDGE } from '../house.ts'
import { makeDoomed } from './doomed.ts'
import { inFile } from './doomed-company.ts'

/** Where it dies, one life after the other, each at the first such moment after so many commits. */
const DEATHS: readonly (readonly [at: FaultPoint, after: number])[] = [
  // The sixth is filed; nothing that follows from it was begun.
  ['desk/committed', 6],
  ['delivery/claimed', 0],
  // The incident is written, and not committed; then committed, and its row not settled.
  ['commit/asked', 0],
  ['desk/committed', 1],
  ['delivery/settle', 0],
  ['settle/written', 0],
  ['desk/committed', 2],
  ['desk/committed', 3],
]

const post = async (url: string, body: object) => {
  const response = await fetch(`${url}/playground/api/act`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ as: 'wang.li', ...body }),
  })
  return (await response.json()) as { readonly is?: string; readonly number?: string }
}

const links = ({ cases }: Memory) =>
  cases.map(({ facts }) => facts.flatMap(({ what }) => (what.is === 'linked' ? [what.to] : [])))

test('a batch has one incident, and each of its cases is linked once, wherever the server died', {
  timeout: 240_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'redress-batch-'))
  const at = await inFile(folder)
  const doomed = await makeDoomed({ database: at.database, files: join(folder, 'files'), port: await freePort() })
  try {
    const filed: string[] = []
    const filing = (async () => {
      while (filed.length < 6) {
        const values = { ...FRIDGE, order_no: `N-${filed.length}7` }
        const done = await post(doomed.url, { do: 'submit', form: 'redress.form.intake', values }).catch(
          () => undefined,
        )
        if (done?.number !== undefined) filed.push(done.number)
        else await new Promise((resolve) => setTimeout(resolve, 50))
      }
    })()
    for (const [i, [point, after]] of DEATHS.entries()) {
      const others: readonly FaultPoint[] = ['desk/taken', 'delivery/claimed', 'delivery/settled', 'claim/taken']
      await doomed.die({ at: point, after, patience: 3, others, ahead: (i + 1) * 31_000 })
    }
    await doomed.live()
    await filing
    const whole = async (): Promise<boolean> =>
      remembered(at.database, async (memory) => links(memory).flat().length >= filed.length)
    await expect.poll(whole, { timeout: 60_000, interval: 500 }).toBe(true)
    expect(await doomed.stop()).toBe(0)
    await remembered(at.database, async (memory) => {
      const incidents = memory.cases.filter(({ state }) => state.incident)
      expect(incidents).toHaveLength(1)
      const cases = memory.cases.filter(({ state }) => !state.incident)
      expect([...(incidents[0]?.state.incident?.cases ?? [])].sort()).toEqual(
        cases.map(({ state }) => state.number).sort(),
      )
      expect(links({ ...memory, cases })).toEqual(cases.map(() => [incidents[0]?.state.number]))
    })
  } finally {
    doomed.end()
    await at.drop()
    rmSync(folder, { recursive: true, force: true })
  }
})
