/** A machine that loses power while a commit is on its way to the disk: SQLite's log ends anywhere in the middle of it. */
import { copyFileSync, mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { holdsTogether, remembered } from '../aftermath.ts'
import { FRIDGE, type Told, tell } from '../house.ts'

let house: Told
let images: string
beforeEach(async () => {
  house = await tell()
  images = mkdtempSync(join(tmpdir(), 'redress-torn-'))
})
afterEach(async () => {
  await house.close()
  rmSync(images, { recursive: true, force: true })
})

/** The database as a power cut would leave it now; gives how long its log is. */
function image(name: string): { readonly file: string; readonly log: number } {
  const file = join(images, `${name}.db`)
  for (const part of ['', '-wal']) copyFileSync(join(house.folder, `redress.db${part}`), `${file}${part}`)
  return { file, log: statSync(`${file}-wal`).size }
}

it('keeps all that was acknowledged before, and of the commit that was torn all or nothing', async () => {
  const wang = house.as('wang.li')
  const kept = [await wang.files(FRIDGE), await wang.files({ ...FRIDGE, text: '洗衣机漏水' })]
  await house.settle()
  const before = image('before')
  const torn = await wang.files({ ...FRIDGE, text: '空调跳闸' })
  const after = image('after')
  expect(after.log).toBeGreaterThan(before.log)

  const found = new Set<number>()
  const cuts = Array.from({ length: 12 }, (_, i) => before.log + Math.floor(((after.log - before.log) * i) / 11))
  for (const [i, at] of cuts.entries()) {
    const file = join(images, `cut${i}.db`)
    copyFileSync(after.file, file)
    copyFileSync(`${after.file}-wal`, `${file}-wal`)
    truncateSync(`${file}-wal`, at)
    // Every other time what follows is there, and is rubbish.
    if (i % 2 === 1) writeFileSync(`${file}-wal`, Buffer.alloc(5_000, `rubbish ${i}`), { flag: 'a' })
    await remembered(file, async (memory) => {
      const numbers = memory.cases.map(({ state }) => state.number)
      expect(numbers).toEqual(expect.arrayContaining(kept))
      expect(numbers.filter((number) => !kept.includes(number) && number !== torn)).toEqual([])
      found.add(numbers.length)
      await holdsTogether(memory, `torn at ${at}`)
    })
  }
  expect([...found].sort(), 'some cuts tear it, and the last one does not').toEqual([2, 3])
})
