/** What the approver saw when she clicked can be had again from the facts, and the digest that was kept proves it (I24). */
import { afterEach, expect, it } from 'vitest'
import { makeCompany } from '../company.ts'
import { type Replayed, replayCase } from '../replay.ts'
import type { Directory } from '../rules/nouns.ts'
import { MONDAY, type Told, tell } from './house.ts'
import { appraised, files, only, reviewed, TERMS } from './road.ts'

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=',
  'base64',
)

let house: Told
afterEach(() => house.close())

async function replayed(number: string, until: number, company = house.shelf.company): Promise<Replayed> {
  const found = await replayCase({ store: house.store, company, loadPolicy: house.loadPolicy }, number, until)
  if (found === undefined) throw new Error('it was not filed yet')
  return found
}

/** The open card at a person's place now, as it was sent. */
async function standing(number: string, person: string) {
  await house.settle()
  for (const { lane, key, place } of (await house.store.messages(number)).toReversed()) {
    const card = place.in === 'person' && place.person === person && (await house.store.card(lane, number, key))
    if (card && card.state === 'open') return card.model
  }
  throw new Error(`${person} has no open card`)
}

it('shows every deed with the card that was in front of whoever did it, and says when it can no longer be drawn the same', async () => {
  // Time stands still unless it is moved: what became of a click stands there in the same instant.
  house = await tell({ wall: () => MONDAY })
  const photo = await house.files.put(PNG, 'door.png')
  const number = await files(house, { photos: [photo] })
  await reviewed(house, number)
  const engineer = await appraised(house, number)
  const form = await standing(number, engineer)
  await house.as(engineer).does('submit', number, { ...TERMS, plan_kind: 'refund', plan_amount: '500.01' })
  const approver = await only(house, number)
  await house.pass('2h')
  await house.as('wang.li').say(`备注 ${number} 客户又打来了`)
  const seen = await standing(number, approver)
  const before = house.clock.now()
  await house.pass('1h')
  await house.as(approver).does('approve', number)
  const [payer = ''] = await house.asked(number)
  await house.as(payer).does('pay', number, { voucher_no: 'V-1' })
  await house.settle()

  const now = await replayed(number, house.clock.now())
  const deeds = now.deeds.map(({ fact, saw }) => [fact.what.is, fact.by, saw?.proof])
  const by = (id: string) => ({ kind: 'person', id })
  expect(deeds.slice(-3)).toEqual([
    ['submitted', by(engineer), 'same'],
    ['approved', by(approver), 'same'],
    ['paid', by(payer), 'same'],
  ])
  expect(now.deeds.at(-3)?.saw?.card).toEqual(form)
  expect(now.deeds.at(-2)?.saw?.card).toEqual(seen)
  expect(now.deeds.at(-2)?.saw?.card.actions.map(({ verb }) => verb)).toContain('approve')
  expect(now.deeds.at(-2)?.bound).toBeLessThanOrEqual(seen.revision)
  expect(now.cards.map(({ proof }) => proof)).not.toContain('differs')

  const then = await replayed(number, before)
  expect(then.state.positions.map(({ stage }) => stage)).toEqual(['approval'])
  expect(then.asked.flatMap(({ people }) => people)).toEqual([approver])
  expect(then.cards.find(({ place }) => place.in === 'person' && place.person === approver)).toMatchObject({
    proof: 'same',
    card: seen,
  })
  await expect(replayed(number, before - 24 * 3_600_000)).rejects.toThrow('not filed yet')
  expect((await replayed(number, before, renamed('wang.li'))).cards.map(({ proof }) => proof)).toContain('differs')
})

/** The company with a new name for one of its people. */
function renamed(id: string) {
  const { current, live } = house.shelf.company
  const { people } = live.directory
  const directory = {
    ...live.directory,
    people: { ...people, [id]: { ...people[id], name: { zh: '王立', en: 'Wang Li' } } },
  } as Directory
  return makeCompany(current, { ...live, directory })
}
