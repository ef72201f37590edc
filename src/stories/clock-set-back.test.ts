/** The machine's clock is set back by an hour while reminders are due: nobody is told twice, and nothing is lost. */
import { afterAll, expect, test } from 'vitest'
import { type Told, tell } from './house.ts'
import { files } from './road.ts'

const HOUR = 3_600_000
/** A Wednesday. What is filed then at level 2 is due at 11:00, and two working hours later its leader hears, each some minutes past. */
const NINE = Date.parse('2026-03-04T09:00:00+08:00')

let house: Told
afterAll(() => house.close())

/** Who was reminded of the review when, by the time on the wall, as the case tells it. */
async function reminded(number: string): Promise<readonly string[]> {
  await house.settle()
  return (await house.facts(number)).flatMap(({ at, what }) =>
    what.is === 'nagged' && what.position === 'review#1'
      ? [`${new Date(at + 8 * HOUR).toISOString().slice(11, 16)} ${what.people.join(' ')}`]
      : [],
  )
}

/** Messages that reached somebody about the case. */
const heard = async (person: string, number: string): Promise<number> => (await house.as(person).words(number)).length

test('an hour that comes twice reminds once', async () => {
  let since = 0
  house = await tell({ wall: () => NINE + since })
  const at = async (hours: number): Promise<void> => {
    since = hours * HOUR
    await house.settle()
  }
  const number = await files(house)
  await at(1.9)
  const early = await reminded(number)
  await at(2.2)
  const first = await reminded(number)
  expect(first.slice(early.length)).toEqual(['11:12 feng.lan han.xue'])
  const words = await heard('feng.lan', number)

  // The hour comes once more.
  await at(1.2)
  await at(1.7)
  expect(await reminded(number), 'an hour earlier').toEqual(first)
  // What people do meanwhile is not older than what they saw before.
  await house.as('feng.lan').say(`/complaint note ${number} 在查`)
  const facts = await house.facts(number)
  expect(facts.map((fact) => fact.at)).toEqual(facts.map((fact) => fact.at).toSorted((a, b) => a - b))

  await at(2.2)
  await at(2.5)
  expect(await reminded(number), 'at the same time again').toEqual(first)
  expect(await heard('feng.lan', number)).toBe(words)

  await at(5.4)
  expect(await heard('qian.yuhan', number)).toBe(0)
  await at(5.7)
  expect((await reminded(number)).slice(first.length)).toEqual(['14:42 qian.yuhan'])
  expect(await heard('qian.yuhan', number)).toBe(1)
})
