/** Reminders kept few: several at one moment are one message; above the budget the rest waits for a roundup, over a restart too. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { SentLine } from '../ports.ts'
import { type Told, tell } from './house.ts'
import { files } from './road.ts'

const READER = 'feng.lan'
const folder = mkdtempSync(join(tmpdir(), 'redress-noise-'))
const open: Told[] = []
afterAll(async () => {
  await Promise.all(open.map((house) => house.close()))
  rmSync(folder, { recursive: true })
})

/** The shipped policy, with room for so many reminders a day. */
function policy(perPerson: number): string {
  const text = readFileSync('data/policy.yaml', 'utf8')
  const changed = text.replace('noise: {per_person: 12,', `noise: {per_person: ${perPerson},`)
  expect(changed).not.toBe(text)
  const path = join(folder, `policy-${perPerson}.yaml`)
  writeFileSync(path, changed)
  return path
}

const at = (local: string): number => Date.parse(`${local}+08:00`)

/** What the reader is reminded of about a case, as its page knows it. */
async function reminders(house: Told, number: string): Promise<readonly SentLine[]> {
  await house.settle()
  return (await house.store.messages(number)).filter(
    ({ key, place }) => key.startsWith('nag/') && place.in === 'person' && place.person === READER,
  )
}

test('three complaints due at one moment are one message to each, which names them all', async () => {
  const house = await tell({ from: at('2026-03-04T09:00:00') })
  open.push(house)
  const numbers: string[] = []
  for (const model of ['A-1', 'B-2', 'C-3']) numbers.push(await files(house, { model }))
  await house.moveTo(at('2026-03-04T10:59:00'))
  const before = (await house.chat.at(`person/${READER}`, 100)).length
  await house.moveTo(at('2026-03-04T11:20:00'))
  const lines = (await Promise.all(numbers.map((number) => reminders(house, number)))).flat()
  const late = lines.filter(({ queued }) => queued > at('2026-03-04T10:59:00'))
  expect(late.map(({ state }) => state)).toEqual(['sent', 'sent', 'sent'])
  expect(new Set(late.map(({ bundle }) => bundle)).size).toBe(1)
  const posts = (await house.chat.at(`person/${READER}`, 100)).slice(before)
  const words = posts.flatMap(({ body }) => ('text' in (body as object) ? [(body as { text: string }).text] : []))
  expect(words).toHaveLength(1)
  for (const number of numbers) expect(words[0]).toContain(number)
})

test('above the budget they wait for the next roundup, and leave then; what counts is remembered over a restart', async () => {
  const first = await tell({ from: at('2026-03-04T09:00:00'), policyFile: policy(1) })
  open.push(first)
  const one = await files(first, { model: 'A-1' })
  await first.moveTo(at('2026-03-04T09:20:00'))
  const other = await files(first, { model: 'B-2' })
  await first.moveTo(at('2026-03-04T11:10:00'))
  expect((await reminders(first, one)).at(-1)).toMatchObject({ state: 'sent' })
  const house = await first.reopen({ policyFile: policy(1) })
  open.splice(open.indexOf(first), 1, house)
  await house.moveTo(at('2026-03-04T11:40:00'))
  const [held] = (await reminders(house, other)).slice(-1)
  expect(held).toMatchObject({ state: 'waiting', why: 'budget' })
  expect(held?.notBefore).toBeGreaterThan(at('2026-03-04T13:37:00'))
  expect(held?.notBefore).toBeLessThan(at('2026-03-04T13:49:00'))
  await house.moveTo(at('2026-03-04T13:50:00'))
  expect((await reminders(house, other)).every(({ state }) => state === 'sent')).toBe(true)
})

test('whoever wishes it hears of everything in roundups only, and soon after where the platform was busy just then', async () => {
  const busy = { is: 'retry', after: 0, why: 'busy' } as const
  let refusals = 1
  const house = await tell({
    from: at('2026-03-04T09:00:00'),
    wrap: (platform) => ({
      ...platform,
      sendMessage: async (to, ...rest) =>
        to === `person/${READER}` && refusals-- > 0 ? busy : platform.sendMessage(to, ...rest),
    }),
  })
  open.push(house)
  const values = { language: 'zh', roundups: true }
  const kept = await house.as(READER).act({ do: 'submit', form: 'redress.form.preferences', values })
  expect(kept).toMatchObject({ is: 'say' })
  const number = await files(house, { model: 'A-1' })
  await house.moveTo(at('2026-03-04T11:40:00'))
  const [held] = (await reminders(house, number)).slice(-1)
  expect(held).toMatchObject({ state: 'waiting', why: 'roundup' })
  // Its moment has come: what the platform refuses then is tried again soon, not at the next one.
  await house.moveTo(at('2026-03-04T13:50:00'))
  expect(refusals).toBeLessThan(1)
  expect((await reminders(house, number)).every(({ state }) => state === 'sent')).toBe(true)
})
