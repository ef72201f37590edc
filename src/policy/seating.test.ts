/** Seats and takers, against every assignment tried one by one. */
import { expect, test } from 'vitest'
import { chanceOf } from '../rehearsal/chance.ts'
import { seatable, seated } from './seating.ts'

const PEOPLE = ['a', 'b', 'c', 'd']

/** Every way to give each seat one of its takers. */
function ways(seats: readonly ReadonlySet<string>[]): readonly (readonly string[])[] {
  return seats.reduce<readonly (readonly string[])[]>(
    (all, takers) => all.flatMap((way) => [...takers].map((person) => [...way, person])),
    [[]],
  )
}

const drawn = Array.from({ length: 400 }, (_, seed) => {
  const chance = chanceOf(seed, 'seats')
  const seats = Array.from({ length: chance.between(1, 5) }, () => new Set(PEOPLE.filter(() => chance.happens(0.4))))
  const edges = new Set(
    seats.flatMap((_, a) => seats.flatMap((__, b) => (a < b && chance.happens(0.7) ? [`${a} ${b}`] : []))),
  )
  return { seats, against: (a: number, b: number) => edges.has(`${Math.min(a, b)} ${Math.max(a, b)}`) }
})

test('seats that are against each other are given to different people exactly when there is a way to', () => {
  let can = 0
  for (const { seats, against } of drawn) {
    const possible = ways(seats).some((way) =>
      way.every((person, a) => way.every((other, b) => a === b || person !== other || !against(a, b))),
    )
    expect(seatable(seats, against)).toBe(possible)
    if (possible) can += 1
  }
  expect(can).toBeGreaterThan(50)
  expect(can).toBeLessThan(350)
})

test('as many people as possible are seated, each once and where they may sit', () => {
  for (const { seats } of drawn) {
    const found = seated(PEOPLE, seats)
    expect(new Set(found.values()).size).toBe(found.size)
    for (const [seat, person] of found) expect(seats[seat]).toContain(person)
    // A seat may stay empty, so an extra taker per seat stands for nobody.
    const most = Math.max(
      ...ways(seats.map((takers, i) => new Set([...takers, `nobody ${i}`]))).map((way) => {
        const sat = way.filter((one) => PEOPLE.includes(one))
        return new Set(sat).size === sat.length ? sat.length : 0
      }),
    )
    expect(found.size).toBe(most)
  }
})

test('a hundred people for each of five seats are no work', () => {
  const many = new Set(Array.from({ length: 100 }, (_, i) => `p${i}`))
  expect(seatable([many, many, many, many, new Set(['p0'])], () => true)).toBe(true)
})
