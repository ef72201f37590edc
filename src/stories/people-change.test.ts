/** People come and go while cases are open: a reload asks those who are there now. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Told } from './house.ts'
import { FRIDGE, tell } from './house.ts'
import { FOUND } from './road.ts'

const folder = mkdtempSync(join(tmpdir(), 'redress-people-'))
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

test('whoever joins the team is asked for what is open, with a card; whoever left it is not', async () => {
  const number = await house.as('wang.li').files(FRIDGE)
  const before = await house.asked(number)
  const revision = (await house.store.case(number))?.revision
  const [stays = '', leaves = ''] = before
  writeFileSync(
    directory,
    JSON.stringify({
      people: {
        'new.lead': { name: '新主管', lang: 'zh', roles: ['supervisor'], accounts: { playground: 'new.lead' } },
      },
      teams: { service_leads: { name: '客服主管', members: [stays, 'new.lead'] } },
    }),
  )
  await house.reload()
  expect([...(await house.asked(number))].sort()).toEqual([stays, 'new.lead'].sort())
  expect(await house.as('new.lead').cards(number)).toContainEqual(
    expect.objectContaining({ to: 'person/new.lead', body: expect.objectContaining({ state: 'open' }) }),
  )
  await house.settle()
  const left = (await house.as(leaves).cards(number)).filter(({ to }) => to === `person/${leaves}`)
  expect(left.at(-1)).toMatchObject({ body: { state: 'done', actions: [] } })
  const pressed = { do: 'submit', form: 'redress.form.review', number, values: FOUND }
  expect(await house.as(leaves).act(pressed)).toMatchObject({ is: 'refused', code: 'not_yours' })
  expect((await house.store.case(number))?.revision).toBe(revision)
  await house
    .as('new.lead')
    .does('submit', number, { verdict: 'complaint', core_function: 'lost', scope: 'one', safety: 'none' })
})

test('a directory that cannot be read changes nothing', async () => {
  const people = Object.keys(house.shelf.company.live.directory.people)
  writeFileSync(directory, 'people: {x: {nmae: typo}}')
  await expect(house.reload()).rejects.toThrow('problem')
  expect(Object.keys(house.shelf.company.live.directory.people)).toEqual(people)
})
