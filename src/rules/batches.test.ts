/** What counts as a batch and as a surge, by the shipped policy's rules: bounds, windows, holidays, and what tells nobody twice. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { COMPLETE, context, filed, policy } from '../../data/testing/shipped.ts'
import { keyUnder, toldKey } from './batches.ts'
import type { Case } from './case.ts'
import { decide } from './decide.ts'
import type { Fact } from './facts.ts'
import type { Actor, Values } from './nouns.ts'
import { isRefusal } from './nouns.ts'
import type { FindSame, Same, TallySame } from './sameness.ts'
import { samenessOf } from './sameness.ts'
import type { Context } from './story.ts'
import { DAY, HOUR } from './zone.ts'

const { now } = context
const FRIDGE: Values = { ...COMPLETE, text: '不制冷', category: 'quality.failure.no_cooling', model: 'BCD-500' }
const LATE: Values = {
  text: '还没到',
  customer: '李四',
  product: '净水器',
  category: 'logistics.delay.transit',
  region: 'east',
}
const wang: Actor = { kind: 'person', id: 'wang.li' }

/** What filing this brings about where others are known. */
function filing(values: Values, others: Partial<Context>): readonly Fact['what'][] {
  const command = { do: 'file', id: 'f', actor: wang, via: 'test', lang: 'zh', strict: false, values } as const
  const made = decide(undefined, command, { ...context, ...others }, () => 'C-1')
  if (isRefusal(made)) throw new Error(JSON.stringify(made))
  return made.facts.map(({ what }) => what).filter(({ is }) => is === 'batched' || is === 'surged')
}

/** So many others under the first key asked for, an hour apart, and nobody told. */
const others =
  (count: number, told = false): FindSame =>
  ([key = ''], since) =>
    Array.from({ length: key.includes('told') ? Number(told) : key.includes('incident') ? 0 : count }, (_, i): Same => {
      return { key, number: `C-${i + 2}`, happened: now - i * HOUR }
    }).filter(({ happened }) => happened > since)

const colours = (values: Values, count: number, more: Partial<Context> = {}) =>
  filing(values, { sameness: others(count), tally: () => [], ...more }).flatMap((what) =>
    what.is === 'batched' ? [[what.colour, what.count - 1, what.over]] : [],
  )

describe('a batch', () => {
  it('is amber above two and red above five, this one included', () => {
    const found = [0, 1, 2, 4, 5, 6].map((count) => colours(FRIDGE, count))
    expect(found).toEqual([[], [], [['amber', 2, 2]], [['amber', 4, 2]], [['red', 5, 5]], [['red', 6, 5]]])
  })

  it('counts each other case once, and never itself', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9), { maxLength: 40 }), (drawn) => {
        const sameness: FindSame = ([key = '']) =>
          key.includes('told') ? [] : drawn.map((n) => ({ key, number: `C-${n}`, happened: now }))
        const [found] = filing(FRIDGE, { sameness, tally: () => [] })
        const real = new Set(drawn.filter((n) => n !== 1)).size
        expect(found?.is === 'batched' ? found.count - 1 : 0).toBe(real < 2 ? 0 : real)
      }),
    )
  })

  it('has other bounds on a holiday where the rule says so', () => {
    const holiday = Date.parse('2026-10-02T10:00:00+08:00')
    const at = (when: number, count: number) =>
      colours(LATE, count, {
        now: when,
        sameness: ([key = '']) => others(count)([key], 0).map((one) => ({ ...one, happened: when })),
      })
    const found = [at(now, 3), at(now, 5), at(holiday, 1), at(holiday, 3)]
    expect(found.map(([first]) => first?.[0])).toEqual(['amber', 'red', 'amber', 'red'])
    // The model's rule has one pair of bounds for all days.
    const same = ([key = '']: readonly string[]) => others(3)([key], 0).map((one) => ({ ...one, happened: holiday }))
    expect(colours(FRIDGE, 3, { now: holiday, sameness: same })[0]?.[0]).toBe('amber')
  })

  it('tells nobody whom another case within the window told', () => {
    const people = (told: boolean) =>
      filing(FRIDGE, { sameness: others(3, told), tally: () => [] }).flatMap((what) =>
        what.is === 'batched' ? [what.people.length] : [],
      )
    expect(people(false)[0]).toBeGreaterThan(0)
    expect(people(true)).toEqual([0])
  })

  it('has a key that is the same however it was typed, and none where something is missing', () => {
    const rule = policy.batches?.find(({ id }) => id === 'same_model')
    if (!rule) throw new Error('the shipped policy has no such rule')
    const key = (values: Values, more: Partial<Case> = {}) =>
      keyUnder(rule, rule.same, 'batch', { ...filed(values), ...more }, policy)
    const plain = key(FRIDGE)
    expect(key({ ...FRIDGE, model: ' ｂｃｄ-500 ' })).toBe(plain)
    expect(key({ ...FRIDGE, category: 'quality.failure.dead' })).toBe(plain)
    expect(key({ ...FRIDGE, category: 'quality.performance.noise' })).not.toBe(plain)
    const { model: _, ...unknown } = FRIDGE
    expect(key(unknown)).toBeUndefined()
    expect(key({ ...FRIDGE, ...LATE })).toBeUndefined()
    for (const outcome of ['withdrawn', 'not_a_complaint'])
      expect(key(FRIDGE, { ended: { stage: outcome, outcome, at: now } })).toBeUndefined()
  })

  it('is counted again when what it is about becomes known, and not when something else does', () => {
    const { model: _, ...unknown } = FRIDGE
    const state = filed(unknown)
    const reviewed = (before: Case, values: Values): readonly Fact['what'][] => {
      const act = {
        do: 'act',
        id: 'a',
        actor: wang,
        via: 'test',
        number: before.number,
        verb: 'amend',
        values,
      } as const
      const made = decide(before, act, { ...context, sameness: others(2), tally: () => [] }, () => '')
      if (isRefusal(made)) throw new Error(JSON.stringify(made))
      return made.facts.map(({ what }) => what).filter(({ is }) => is === 'batched')
    }
    expect(reviewed(state, { model: 'BCD-500' })).toMatchObject([{ colour: 'amber' }])
    expect(reviewed(filed(FRIDGE), { place: '厨房' })).toEqual([])
  })

  it('keeps a row for each rule, and one more where somebody was told', () => {
    const state = filed(FRIDGE)
    const [row, ...none] = samenessOf(policy, state)
    expect(none).toEqual([])
    const batch = { key: row?.key ?? '', colour: 'red' as const, count: 6, numbers: [], over: 5, since: 0, at: now + 1 }
    const told = (some: boolean) => samenessOf(policy, { ...state, batches: { same_model: { ...batch, told: some } } })
    expect(told(false)).toEqual([row])
    expect(told(true)).toEqual([row, { key: toldKey(batch.key, 'red'), happened: now + 1 }])
  })
})

describe('a surge', () => {
  const surges = (counts: readonly number[], at = now) => {
    const tally: TallySame = (_, windows) =>
      windows.map(({ from, to }) => {
        // The same hours of the same weekday, week after week.
        const week = (at - to) / (7 * DAY)
        expect([to - from, Number.isInteger(week)]).toEqual([DAY, true])
        return counts[week] ?? 0
      })
    return filing(LATE, { now: at, sameness: () => [], tally }).flatMap((what) => (what.is === 'surged' ? [what] : []))
  }

  it('is so many that hardly ever come by chance, never fewer than the least', () => {
    expect(surges([3])).toEqual([])
    expect(surges([4, 0, 0, 0, 1])).toMatchObject([{ count: 5, expected: 1.5 / 4 }])
    // Where nothing is known there is nothing to compare with.
    expect(surges([40])).toEqual([])
    // Of many not each is looked at.
    expect([38, 39, 40, 41].map((today) => surges([today, 1]).length)).toEqual([1, 0, 0, 1])
    expect(surges([4, 3, 3, 3, 3, 3, 3, 3, 3])).toEqual([])
    expect(surges([11, 3, 3, 3, 3, 3, 3, 3, 3])).toMatchObject([{ count: 12, weeks: [3, 3, 3, 3, 3, 3, 3, 3] }])
  })

  it('expects more parcels to be late on a holiday, and takes that out of the weeks before', () => {
    const holiday = Date.parse('2026-05-01T10:00:00+08:00')
    const [found] = surges([21, 4, 4, 4, 4, 4, 4, 4, 4], holiday)
    expect(found?.expected).toBeCloseTo((4 + 0.5 / 8) * 1.5, 6)
    // A week after: the first of the weeks before was the holiday, and would have had two thirds of that.
    const [after] = surges([21, 6, 4, 4, 4, 4, 4, 4, 4], holiday + 7 * DAY)
    expect(after?.expected).toBeCloseTo(4 + 0.5 / 8, 6)
  })
})
