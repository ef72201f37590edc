/** Clocks: lunch breaks, Spring Festival and its make-up days, nags that come once and die with their reason. */
import { pino } from 'pino'
import { afterAll, describe, expect, test } from 'vitest'
import type { Happening } from '../rules/facts.ts'
import type { PersonId } from '../rules/nouns.ts'
import { ringCommand } from '../timers.ts'
import type { StoryOptions, Told } from './house.ts'
import { tell } from './house.ts'
import { files, only, reviewed } from './road.ts'

const open: Told[] = []
afterAll(() => Promise.all(open.map((house) => house.close())))

async function at(moment: string, options: StoryOptions = {}): Promise<Told> {
  const house = await tell({ from: Date.parse(`${moment}+08:00`), ...options })
  open.push(house)
  return house
}

async function until(house: Told, moment: string): Promise<void> {
  const response = await fetch(`${house.url}/playground/api/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ to: `${moment}+08:00` }),
  })
  expect(response.status).toBe(200)
}

/** When each reminder about a position was given, in minutes of Shanghai time, and to whom. */
async function nags(house: Told, number: string, position: string): Promise<readonly string[]> {
  await house.settle()
  type Nagged = Extract<Happening, { is: 'nagged' }>
  return (await house.facts(number))
    .filter((fact) => fact.what.is === 'nagged' && fact.what.position === position)
    .map((fact) => `${local(fact.at)} ${(fact.what as Nagged).people.join(' ')}`)
}

const local = (moment: number): string => new Date(moment + 8 * 3_600_000).toISOString().slice(0, 16)

async function dueOf(house: Told, person: PersonId, number: string): Promise<string> {
  await house.settle()
  const mine = (await house.store.tasksOf(person)).find(({ row }) => row.number === number)
  return local(mine?.task.due ?? 0)
}

/** What a person was told in direct messages about lateness. */
async function told(house: Told, person: PersonId, number: string): Promise<number> {
  return (await house.as(person).words(number)).length
}

describe('working hours', () => {
  test('two hours at half past eleven end at three, after lunch', async () => {
    const house = await at('2026-03-04T11:30:00')
    const number = await files(house)
    expect(await dueOf(house, 'feng.lan', number)).toBe('2026-03-04T15:00')
    await until(house, '2026-03-04T15:00:40')
    expect(await nags(house, number, 'review#1')).toEqual([])
    // Never at the full hour; and of two hours half an hour is no warning any more.
    await until(house, '2026-03-04T15:09:59')
    expect(await nags(house, number, 'review#1')).toEqual(['2026-03-04T15:04 feng.lan han.xue'])
    expect(await told(house, 'feng.lan', number)).toBe(1)
    expect(await told(house, 'qian.yuhan', number)).toBe(0)
  })

  test('a Friday evening before Spring Festival: the make-up Saturday counts, the holidays do not', async () => {
    const house = await at('2026-02-13T17:00:00')
    const number = await files(house)
    expect(await dueOf(house, 'feng.lan', number)).toBe('2026-02-14T10:00')
    await until(house, '2026-03-10T12:00:00')
    // Asked on the make-up Saturday, the leader two working hours later, a director at the close of the first working day
    // after, an executive at that of the second, and again on three more.
    expect(await nags(house, number, 'review#1')).toEqual([
      '2026-02-14T10:04 feng.lan han.xue',
      '2026-02-14T13:34 qian.yuhan',
      '2026-02-24T18:04 qian.yuhan',
      '2026-02-25T18:04 andrew.lin',
      '2026-02-26T18:04 andrew.lin',
      '2026-02-27T18:04 andrew.lin',
      '2026-02-28T18:04 andrew.lin',
    ])
  })

  test('a Friday evening in the holidays: it begins on the first working day', async () => {
    const house = await at('2026-02-20T22:00:00')
    const number = await files(house)
    expect(await dueOf(house, 'feng.lan', number)).toBe('2026-02-24T11:00')
  })
})

describe('reminders', () => {
  test('die the moment the state moves on, even one second before', async () => {
    const house = await at('2026-03-04T09:00:00')
    const number = await files(house)
    await until(house, '2026-03-04T10:59:58')
    await reviewed(house, number)
    await until(house, '2026-03-05T09:00:00')
    expect(await nags(house, number, 'review#1')).toEqual([])
    const engineer = await only(house, number)
    expect(await nags(house, number, 'appraisal#1')).toEqual([])
    await until(house, '2026-03-05T11:09:59')
    expect(await nags(house, number, 'appraisal#1')).toEqual([
      `2026-03-05T09:07 ${engineer}`,
      `2026-03-05T11:07 ${engineer}`,
    ])
  })

  test('stand still while the clock is paused, and come later by just that long', async () => {
    const house = await at('2026-03-04T09:00:00')
    const number = await files(house)
    await reviewed(house, number)
    const engineer = await only(house, number)
    expect(await dueOf(house, engineer, number)).toBe('2026-03-05T09:00')
    await until(house, '2026-03-04T21:00:00')
    await house.as(engineer).does('pause', number, { to: 'sample', reason: '等样品寄回' })
    await until(house, '2026-03-06T21:00:00')
    expect(await nags(house, number, 'appraisal#1')).toEqual([])
    await house.as(engineer).does('resume', number)
    expect(await dueOf(house, engineer, number)).toBe('2026-03-07T09:00')
    await until(house, '2026-03-07T09:10:00')
    expect(await nags(house, number, 'appraisal#1')).toEqual([`2026-03-07T09:07 ${engineer}`])
    // Paused after the first reminder: that one is not given again.
    await house.as(engineer).does('pause', number, { to: 'customer', reason: '等客户' })
    await until(house, '2026-03-08T09:00:00')
    await house.as(engineer).does('resume', number)
    await until(house, '2026-03-08T10:00:00')
    expect(await nags(house, number, 'appraisal#1')).toHaveLength(1)
  })

  test('a timer that rings too early is forgotten, and rings again in its time', async () => {
    const house = await at('2026-03-04T09:00:00')
    const number = await files(house)
    // As if it had been read as due just before a pause or a correction put it off.
    const key = `${number}|review#1|0|register/1`
    const before = await house.facts(number)
    await house.desk.submit(ringCommand({ key, number, at: house.clock.now() - 1 }))
    expect(await house.facts(number)).toEqual(before)
    await until(house, '2026-03-04T11:10:00')
    expect(await nags(house, number, 'review#1')).toEqual(['2026-03-04T11:04 feng.lan han.xue'])
  })
})

describe('after a restart', () => {
  test('with the clock far ahead everything is caught up with, and nobody is told twice', async () => {
    const before = await at('2026-03-04T09:00:00')
    const number = await files(before)
    await until(before, '2026-03-04T11:10:00')
    expect(await nags(before, number, 'review#1')).toHaveLength(1)
    const later = await before.reopen({ from: Date.parse('2026-03-20T10:00:00+08:00') })
    open.splice(open.indexOf(before), 1, later)
    await later.settle()
    const all = await later.happened(number, 'nagged')
    const rungs = all.filter(({ position }) => position !== '').map((what) => `${what.position} ${what.rung}`)
    expect(rungs).toEqual(['review#1 1', 'review#1 2', 'review#1 3', ...Array(4).fill('review#1 4')])
    // Whoever stands on several rungs that passed meanwhile hears once, of the highest.
    expect(await told(later, 'feng.lan', number)).toBe(1)
    expect(await told(later, 'qian.yuhan', number)).toBe(1)
    expect(await told(later, 'andrew.lin', number)).toBe(1)
    const again = await later.reopen()
    open.splice(open.indexOf(later), 1, again)
    await again.settle()
    expect(await again.happened(number, 'nagged')).toHaveLength(all.length)
    expect(await told(again, 'feng.lan', number)).toBe(1)
  })
})

test('a year without holiday data is warned of loudly, sixty days before; the operators are told once, over restarts', async () => {
  const lines: Record<string, unknown>[] = []
  const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(JSON.parse(line)) })
  const loud = (): unknown[] =>
    lines.filter((line) => line.year !== undefined).map(({ name, year }) => `${name} ${year}`)
  const told = async (house: Told): Promise<readonly string[]> =>
    (await house.chat.at('channel/operator', 50))
      .map(({ body }) => JSON.stringify(body))
      .filter((it) => /2027/.test(it))
  const house = await at('2026-11-01T09:00:00', { log })
  await house.settle()
  expect([loud(), await told(house)]).toEqual([[], []])
  await until(house, '2026-11-03T09:00:00')
  expect(await told(house)).toHaveLength(1)
  expect((await told(house))[0]).toContain('还没有 2027 年的放假安排（日历 cn）')
  await until(house, '2026-12-10T09:00:00')
  const later = await house.reopen()
  open.splice(open.indexOf(house), 1, later)
  await later.settle()
  await until(later, '2027-01-12T09:00:00')
  expect(await told(later)).toHaveLength(1)
  // The log hears of it once a start.
  expect(loud()).toEqual(['cn 2027', 'cn 2027'])
  expect(String(lines[0]?.msg)).toContain('NO HOLIDAY DATA')
})
