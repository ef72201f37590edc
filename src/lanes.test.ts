import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { laneOf, makePace, splitLane } from './lanes.ts'

describe('a lane', () => {
  it('is split into what it was made of, whatever the address holds', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]+$/), fc.string(), (platform, address) => {
        expect(splitLane(laneOf(platform, address))).toEqual({ platform, address })
      }),
    )
  })
})

/** A pace on a clock that sleeping moves; the moments at which `count` sends to each lane went out. */
async function moments(perSecond: number, count: number, gaps: readonly number[] = []): Promise<number[]> {
  let now = 1_000_000
  const pace = makePace(
    () => now,
    async (ms) => {
      now += ms
    },
  )
  const out: number[] = []
  for (let i = 0; i < count; i++) {
    now += gaps[i] ?? 0
    await pace('test:a', perSecond)
    out.push(now - 1_000_000)
  }
  return out
}

describe('the pace', () => {
  it('lets through what is allowed at once, and then waits', async () => {
    expect(await moments(3, 7)).toEqual([0, 0, 0, 1000, 1000, 1000, 2000])
    expect(await moments(1, 3)).toEqual([0, 1000, 2000])
  })

  it('knows limits below one a second', async () => {
    expect(await moments(0.25, 3)).toEqual([0, 4000, 8000])
  })

  it('never lets more than that through in any second', async () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 700 }), { minLength: 40, maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 6 }), gaps, async (perSecond, between) => {
        const times = await moments(perSecond, 40, between)
        for (const from of times) {
          expect(times.filter((t) => t >= from && t < from + 1000).length).toBeLessThanOrEqual(perSecond)
        }
      }),
      { numRuns: 50 },
    )
  })

  it('does not hold one lane up for another, nor wait without a limit', async () => {
    let slept = 0
    const pace = makePace(
      () => 0,
      async (ms) => {
        slept += ms
      },
    )
    for (const lane of ['test:a', 'test:b', 'test:c']) await pace(lane, 1)
    for (let i = 0; i < 50; i++) await pace('test:a', Number.POSITIVE_INFINITY)
    expect(slept).toBe(0)
  })
})
