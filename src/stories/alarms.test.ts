/** An alarm from the words to the executive who reads them, at once, in both languages, and back when it was nothing. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { FRIDGE, type Told, tell } from './house.ts'

let house: Told

beforeAll(async () => {
  house = await tell()
  // The executive sleeps: reminders wait, an alarm does not.
  await house.as(BOSS).act({
    do: 'submit',
    form: 'redress.form.preferences',
    values: { language: 'en', quiet_from: '00:00', quiet_to: '23:59' },
  })
})
afterAll(() => house.close())

/** The first with the role `vp` above Wang Li; reads English. */
const BOSS = 'andrew.lin'

const alarmed = (number: string) => house.happened(number, 'alarmed')
const cardOf = async (person: string, number: string) =>
  JSON.stringify((await house.as(person).cards(number)).at(-1)?.body)
const level = async (number: string) => (await house.store.case(number))?.derived.level?.value

it('tells the executive at once, whose reminders wait, with the words and what stands around them', async () => {
  const text = '空调没有冒烟，但插座起火了，孩子的手被烫伤，再不处理我就打12315。<b>急</b>'
  const number = await house.as('wang.li').files({ ...FRIDGE, text })
  const facts = await alarmed(number)
  expect(facts.map(({ kind, words, people }) => [kind, words.map(({ word }) => word), people])).toEqual([
    ['injury', ['烫伤'], [BOSS]],
    ['fire', ['起火'], [BOSS]],
    ['regulator', ['12315'], [BOSS]],
  ])
  for (const { words } of facts) for (const { word, from, to } of words) expect(text.slice(from, to)).toBe(word)
  const told = await house.as(BOSS).words(number)
  expect(told).toHaveLength(3)
  expect(told[0]).toContain('Alert (Injury)')
  expect(told[0]).toContain('the words: 烫伤')
  const card = await cardOf(BOSS, number)
  expect(card).toContain('Alert (Fire or smoke)')
  expect(card).toContain('The words: 起火')
  expect(card).toContain('redress.clear')
  expect(await level(number)).toBe(1)
  // Whoever reviews it sees why, too, but cannot wave it away.
  expect(
    await house
      .as('wang.li')
      .act({ do: 'submit', form: 'redress.form.clear', number, values: { to: 'fire', reason: '没事' } }),
  ).toMatchObject({ is: 'refused' })
})

it('leaves alone what is denied, and raises once what is said later, in a comment and in a correction', async () => {
  const number = await house.as('wang.li').files({ ...FRIDGE, text: 'The fridge is warm. No fire, nobody was hurt.' })
  expect(await alarmed(number)).toEqual([])
  expect(await house.as(BOSS).words(number)).toEqual([])
  const calm = await level(number)
  const note = (reason: string) =>
    house.as('wang.li').act({ do: 'submit', form: 'redress.form.note', number, values: { reason } })
  expect(await note('She says she will sue us and has called a lawyer')).toMatchObject({ is: 'done' })
  expect(await note('Her lawyer rang again')).toMatchObject({ is: 'done' })
  expect(await alarmed(number)).toMatchObject([{ kind: 'legal', source: 'note', people: [BOSS] }])
  expect(await house.as(BOSS).words(number)).toHaveLength(1)
  expect(await level(number)).toBe(1)
  const [reviewer = ''] = await house.asked(number)
  await house.as(reviewer).does('amend', number, { text: 'The fridge caught fire.' })
  expect((await alarmed(number)).map(({ kind, source }) => [kind, source])).toEqual([
    ['legal', 'note'],
    ['fire', 'text'],
  ])

  // The executive reads both and finds nothing in one of them, then in the other.
  const boss = house.as(BOSS)
  expect(await boss.fills('clear', number, { to: 'fire', reason: '' })).toMatchObject({ is: 'errors' })
  await boss.does('clear', number, { to: 'fire', reason: 'She means the toaster' })
  await boss.does('clear', number, { reason: 'Her brother is a lawyer, he only helps' })
  expect(await house.happened(number, 'alarm_cleared')).toMatchObject([{ kind: 'fire' }, { kind: 'legal' }])
  const card = await cardOf(BOSS, number)
  expect(card).toContain('False alarm (Legal)')
  expect(card).not.toContain('redress.clear')
  expect((await house.store.case(number))?.derived.alert?.value).toBe('normal')
  expect(calm).toBe(2)

  // The same word again is the same news; another one is not.
  expect(await note('The lawyer sent a letter')).toMatchObject({ is: 'done' })
  expect(await alarmed(number)).toHaveLength(2)
  expect(await note('We have received a lawsuit')).toMatchObject({ is: 'done' })
  expect(await alarmed(number)).toHaveLength(3)
})

it('tells a replay what was found then, and stands after a restart', async () => {
  const number = await house.as('wang.li').files({ ...FRIDGE, text: '他说再不退钱就自杀' })
  house = await house.reopen()
  expect((await house.store.case(number))?.alarms).toMatchObject({ self_harm: { words: ['自杀'], people: [BOSS] } })
  expect(await house.as(BOSS).words(number)).toHaveLength(1)
})
