/** Who becomes the owner, on a real house: by skill, then by what everybody has to do; and who follows an owner who left. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PersonId } from '../rules/nouns.ts'
import type { Told, Wire } from './house.ts'
import { tell } from './house.ts'
import { FINDING, FOUND, files, only, reviewed } from './road.ts'

const folder = mkdtempSync(join(tmpdir(), 'redress-assignment-'))
const directory = join(folder, 'directory.yaml')
let house: Told

beforeAll(async () => {
  writeFileSync(directory, '{}')
  house = await tell({ env: { DIRECTORY_FILE: directory } })
})
afterAll(async () => {
  await house.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Files and reviews a complaint about a fridge that has this; gives its number and its owner. */
async function owned(category: string): Promise<readonly [string, PersonId]> {
  const number = await files(house, { category })
  await reviewed(house, number, FOUND)
  return [number, await only(house, number)]
}

const cardOf = async (person: PersonId, number: string): Promise<Wire> =>
  (await house.as(person).cards(number)).findLast(({ to }) => to === `person/${person}`)?.body

test('whoever knows compressors gets them; what anybody can do goes to whoever has least to do, and the card says why', async () => {
  const [first, skilled] = await owned('quality.failure.no_cooling')
  expect(skilled).toBe('zhou.wei')
  expect(JSON.stringify(await cardOf(skilled, first))).toContain('由周伟负责：擅长压缩机')
  const [second] = await owned('quality.failure.no_cooling')
  expect(await only(house, second)).toBe('zhou.wei')
  // Two are his already: what needs no skill goes to his colleague until both have as much to do.
  const [third, other] = await owned('quality.failure.dead')
  expect(other).toBe('ma.chao')
  expect(JSON.stringify(await cardOf(other, third))).toContain('由马超负责：手上最少（0 件）')
  expect((await owned('quality.failure.dead'))[1]).toBe('ma.chao')
  expect(await house.happened(third, 'assigned')).toMatchObject([
    { why: 'route.quality', workloads: { 'zhou.wei': { open: 2 }, 'ma.chao': { open: 0 } } },
  ])
  await house.as(other).does('submit', third, FINDING)
  expect((await house.store.case(third))?.values.owner).toBe(other)
})

test('an owner who leaves is followed at once by a colleague, who gets the card; the one who left sees it on theirs', async () => {
  const [number, owner] = await owned('quality.failure.no_cooling')
  expect(owner).toBe('zhou.wei')
  const teams = { fridge_quality: { members: ['ma.chao'] }, quality: { members: ['priya.nair', 'guo.ting'] } }
  writeFileSync(directory, JSON.stringify({ people: { 'zhou.wei': null }, teams }))
  await house.reload()
  expect(await house.asked(number)).toEqual(['ma.chao'])
  expect(await house.happened(number, 'reassigned')).toMatchObject([{ from: 'zhou.wei', person: 'ma.chao' }])
  expect((await house.store.case(number))?.values.owner).toBe('ma.chao')
  expect(await cardOf('ma.chao', number)).toMatchObject({ state: 'open' })
  await house.as('ma.chao').does('submit', number, FINDING)
  // The plan is the owner's: it asks the new one alone.
  expect(await house.asked(number)).toEqual(['ma.chao'])
})

test('an owner who left while the house was shut is followed within a minute of its opening', async () => {
  const number = await files(house, { category: 'quality.performance.noise', line: 'ac' })
  await reviewed(house, number, FOUND)
  expect(await only(house, number)).toBe('priya.nair')
  const teams = {
    fridge_quality: { members: ['ma.chao'] },
    ac_quality: { members: ['ma.chao'] },
    quality: { members: ['guo.ting'] },
  }
  writeFileSync(directory, JSON.stringify({ people: { 'zhou.wei': null, 'priya.nair': null }, teams }))
  house = await house.reopen()
  await house.roster.refresh()
  expect(await house.happened(number, 'reassigned')).toMatchObject([{ from: 'priya.nair', person: 'ma.chao' }])
  expect(await only(house, number)).toBe('ma.chao')
  await house.roster.refresh()
  expect(await house.happened(number, 'reassigned')).toHaveLength(1)
})
