/** The Poisson tail agrees with the plain sum of its terms, and falls as it should. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { poissonTail } from './poisson.ts'

/** 1 minus the terms below, each worked out from the one before it. */
function directly(count: number, expected: number): number {
  let term = Math.exp(-expected)
  let below = 0
  for (let k = 0; k < count; k += 1) {
    below += term
    term *= expected / (k + 1)
  }
  return 1 - below
}

test('the tail is the plain sum, where that can be told', () => {
  const means = fc.double({ min: 0.01, max: 200, noNaN: true })
  fc.assert(
    fc.property(fc.nat(300), means, (count, expected) => {
      expect(Math.abs(poissonTail(count, expected) - directly(count, expected))).toBeLessThan(1e-9)
    }),
  )
})

test('more is never likelier, and more expected never less likely', () => {
  const means = fc.double({ min: 0.01, max: 2_000, noNaN: true })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5_000 }), means, (count, expected) => {
      const tail = poissonTail(count, expected)
      expect(tail).toBeGreaterThanOrEqual(0)
      expect(tail).toBeLessThanOrEqual(1)
      expect(poissonTail(count + 1, expected)).toBeLessThanOrEqual(tail + 1e-12)
      expect(poissonTail(count, expected + 1)).toBeGreaterThanOrEqual(tail - 1e-12)
    }),
  )
})

test('what is far out is told in full', () => {
  expect(poissonTail(0, 3)).toBe(1)
  expect(poissonTail(1, 0)).toBe(0)
  // 1 - (1 + 2 + 2 + 4/3 + 2/3) / e²
  expect(poissonTail(5, 2)).toBeCloseTo(0.052653, 6)
  expect(poissonTail(40, 2) / 1.9171583e-37).toBeCloseTo(1, 6)
  expect(poissonTail(3, 1e-3) / 1.6654e-10).toBeCloseTo(1, 3)
})
