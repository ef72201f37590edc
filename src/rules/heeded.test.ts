import { describe, expect, it } from 'vitest'
import type { Fact, Happening } from './facts.ts'
import { heededBy } from './heeded.ts'
import { HOUR } from './zone.ts'

const nagged = (rung: number, ...people: string[]): Happening => ({
  ...{ is: 'nagged', position: 'review#1', clock: 'register', due: 0 },
  ...{ rung, people },
})
const left: Happening = { is: 'left', position: 'review#1', stage: 'review', result: 'submit' } as Happening
const paused = { is: 'paused', position: 'review#1', why: 'customer' } as Happening

/** Facts an hour apart, each by somebody. */
const facts = (...all: readonly (readonly [string, Happening, number?])[]): readonly Fact[] =>
  all.map(
    ([id, what, at], i) => ({ seq: i + 1, at: at ?? i * HOUR, by: { kind: 'person', id }, via: 'test', what }) as Fact,
  )

describe('a reminder led to something', () => {
  it('when the place was left within a day, whoever left it', () => {
    expect(heededBy(facts(['clock', nagged(0, 'li')], ['wang', left]), 1)).toEqual([{ clock: 'register', rung: 0 }])
    expect(heededBy(facts(['clock', nagged(0, 'li')], ['wang', left, 25 * HOUR]), 1)).toEqual([])
  })

  it('when somebody who was told paused it, not somebody else', () => {
    const two = [
      ['clock', nagged(0, 'li')],
      ['clock', nagged(1, 'boss')],
    ] as const
    expect(heededBy(facts(...two, ['boss', paused]), 2)).toEqual([{ clock: 'register', rung: 1 }])
    expect(heededBy(facts(...two, ['wang', paused]), 2)).toEqual([])
  })

  it('once: by the first answer to it', () => {
    const all = facts(['clock', nagged(0, 'li')], ['li', paused], ['li', left])
    expect(heededBy(all, 1)).toHaveLength(1)
    expect(heededBy(all, 2)).toEqual([])
  })

  it('not by what came before it, nor where nobody was told', () => {
    expect(heededBy(facts(['li', paused], ['clock', nagged(0, 'li')]), 0)).toEqual([])
    expect(heededBy(facts(['clock', nagged(0)], ['li', left]), 0)).toEqual([])
  })
})
