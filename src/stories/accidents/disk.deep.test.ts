/** A disk that is full for a while, and one that cannot be written: nothing acknowledged is lost, and everybody is told why. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { everythingWasSaid, holdsTogether, remembered } from '../aftermath.ts'
import { FRIDGE, type Told, tell, type Wire } from '../house.ts'
import { type SmallDisk, smallDisk } from './small-disk.ts'

let disk: SmallDisk
let house: Told | undefined
afterEach(async () => {
  await house?.close()
  house = undefined
  disk.remove()
})

const onDisk = () => ({ DATABASE_URL: `file:${join(disk.folder, 'redress.db')}` })
const ready = async (at: Told) => {
  const response = await fetch(`${at.url}/readyz`)
  return { status: response.status, ...((await response.json()) as { reasons: readonly string[] }) }
}
const files = (at: Told, text: string): Promise<Response> =>
  fetch(`${at.url}/playground/api/act`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'accept-language': 'en' },
    body: JSON.stringify({
      ...{ as: 'wang.li', do: 'submit', form: 'redress.form.intake', key: `file/${text}` },
      values: { ...FRIDGE, text },
    }),
  })

describe('a full disk', () => {
  it('stops what people do, in words, loses nothing, and is got over by itself', { timeout: 180_000 }, async () => {
    disk = smallDisk(6)
    house = await tell({ env: onDisk() })
    const at = house
    const acknowledged: string[] = []
    for (const text of ['one', 'two', 'three']) {
      const reply = (await (await files(at, text)).json()) as Wire
      acknowledged.push(reply.number)
    }
    // Not waited for: some of it is being told while the disk fills up.
    disk.fill()
    let refused: Response | undefined
    // What is on the disk already leaves a little room for the next few.
    for (let nth = 4; nth < 40 && refused === undefined; nth++) {
      const response = await files(at, `before-${nth}`)
      if (response.ok) acknowledged.push(((await response.json()) as Wire).number)
      else refused = response
    }
    expect(refused?.status).toBe(503)
    expect(await refused?.json()).toMatchObject({
      code: 'not_saved',
      message: { zh: expect.stringContaining('记不下来'), en: expect.stringContaining('Nothing can be written down') },
      fix: expect.stringContaining('/readyz'),
    })
    await vi.waitFor(async () => expect((await ready(at)).status).toBe(503), { timeout: 20_000, interval: 500 })
    const why = disk.how === 'mounted' ? 'the disk of the database is full' : 'the database cannot write'
    expect((await ready(at)).reasons).toEqual([why])
    for (const number of acknowledged) expect((await at.store.case(number))?.number).toBe(number)

    disk.clear()
    await vi.waitFor(async () => expect(await ready(at)).toEqual({ status: 200, ok: true, reasons: [] }), {
      timeout: 20_000,
      interval: 500,
    })
    expect((await files(at, 'afterwards')).status).toBe(200)
    // A lane that could not be settled is gone on with when its lease has run out.
    await vi.waitFor(async () => expect((await at.store.counts()).outbox).toBe(0), { timeout: 90_000, interval: 500 })
    await at.settle()
    await at.stop()
    await remembered(join(disk.folder, 'redress.db'), async (memory) => {
      const numbers = memory.cases.map(({ state }) => state.number)
      expect(numbers).toEqual(expect.arrayContaining(acknowledged))
      expect(numbers).toHaveLength(acknowledged.length + 1)
      await holdsTogether(memory, 'after a full disk')
      await everythingWasSaid(memory)
    })
  })
})

describe('a disk that cannot be written', () => {
  it('stops the start with the reason and the way out, and hurts nothing', { timeout: 60_000 }, async () => {
    disk = smallDisk(6)
    house = await tell({ env: onDisk() })
    const number = await house.as('wang.li').files(FRIDGE)
    await house.settle()
    await house.stop()
    disk.protect()
    const { status, stderr } = spawnSync(process.execPath, ['src/redress.js', 'start'], {
      cwd: fileURLToPath(new URL('../../../', import.meta.url)),
      env: { ...onDisk(), FILES_URL: `file:${mkdtempSync(join(tmpdir(), 'redress-files-'))}`, PORT: '0' },
      encoding: 'utf8',
      timeout: 30_000,
    })
    expect(status).toBe(1)
    expect(stderr).toContain('redress.db')
    expect(stderr).not.toContain('.ts:')
    expect(stderr).toMatch(/写不进去（SQLITE_READONLY/)
    expect(stderr).toMatch(/cannot be written/)
    disk.clear()
    await remembered(join(disk.folder, 'redress.db'), async (memory) => {
      expect(memory.cases.map(({ state }) => state.number)).toEqual([number])
    })
  })
})
