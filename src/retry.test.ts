import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SendOutcome } from './ports.ts'
import { backoff, LONGEST_WAIT, MOST_ATTEMPTS, outcomeOf, settleFailure } from './retry.ts'

const retry = { is: 'retry', after: 0, why: 'busy' } as const
const unknown = { is: 'unknown', why: 'timeout' } as const
const most = () => 1

describe('backoff', () => {
  it('doubles its bound up to half an hour', () => {
    expect([1, 2, 3, 8, 9, 50].map((n) => backoff(n, most) / 1000)).toEqual([10, 20, 40, 1280, 1800, 1800])
  })

  it('is anything from nothing to that bound', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempts, r) => {
        const delay = backoff(attempts, () => r)
        return delay >= 0 && delay <= backoff(attempts, most)
      }),
    )
  })
})

describe('a failed send', () => {
  const settle = (outcome: typeof retry | typeof unknown, before: number, repeatable = true) =>
    settleFailure({ outcome, before, repeatable, now: 1000 }, most)

  it('is tried again after the backoff, and the delay can be read', () => {
    expect(settle(retry, 0)).toEqual({ is: 'retry', at: 11_000, why: 'busy (+10 s)' })
  })

  it('waits as long as the platform asks, even when the backoff is shorter', () => {
    const outcome = { is: 'retry', after: 45_500, why: 'rate_limited' } as const
    const settled = settleFailure({ outcome, before: 0, repeatable: true, now: 0 }, most)
    expect(settled).toEqual({ is: 'retry', at: 45_500, why: 'rate_limited (+46 s)' })
  })

  it('is given up after the last try', () => {
    expect(settle(retry, MOST_ATTEMPTS - 2).is).toBe('retry')
    expect(settle(retry, MOST_ATTEMPTS - 1)).toEqual({ is: 'given_up', why: 'busy (8 tries)' })
  })

  it('waits out an outage of a platform that took nothing for certain, for weeks if need be', () => {
    const tried = (now: number) => settleFailure({ outcome: retry, before: 40, repeatable: true, now, queued: 0 }, most)
    expect(tried(LONGEST_WAIT - 1).is).toBe('retry')
    expect(tried(LONGEST_WAIT)).toEqual({ is: 'given_up', why: 'busy (41 tries)' })
    const lost = { outcome: unknown, before: 7, repeatable: true, now: 1000, queued: 0 }
    expect(settleFailure(lost, most).is).toBe('given_up')
  })

  it('with an unknown outcome is never repeated where that could send it twice', () => {
    expect(settle(unknown, 0, false)).toEqual({ is: 'given_up', why: 'unknown: timeout' })
    expect(settle(unknown, 0, true).is).toBe('retry')
  })

  it('that can never work is given up at once', () => {
    const settled = settleFailure(
      { outcome: { is: 'never', why: 'no_such_channel' }, before: 0, repeatable: true, now: 0 },
      most,
    )
    expect(settled).toEqual({ is: 'given_up', why: 'no_such_channel' })
  })
})

describe('a platform call', () => {
  const sent: SendOutcome = { is: 'sent', handle: '1' }

  it('gives its outcome', async () => {
    expect(await outcomeOf(async () => sent, 1000)).toEqual(sent)
  })

  it('that throws has an unknown outcome, without the words of the error', async () => {
    const outcome = outcomeOf(async () => {
      throw new TypeError('phone 13800138000')
    }, 1000)
    expect(await outcome).toEqual({ is: 'unknown', why: 'TypeError' })
  })

  it('that throws before it awaits is no different', async () => {
    const call = () => {
      throw new RangeError('x')
    }
    expect(await outcomeOf(call, 1000)).toEqual({ is: 'unknown', why: 'RangeError' })
  })

  it('that does not answer in time has an unknown outcome', async () => {
    expect(await outcomeOf(() => new Promise(() => undefined), 10)).toEqual({ is: 'unknown', why: 'timeout' })
  })
})
