/** Whatever is promised, moved, kept and rung in whatever order: each promise ends in exactly one of kept, late and broken. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { context, filed } from '../../data/testing/shipped.ts'
import type { Case } from './case.ts'
import { momentsFor } from './clocks.ts'
import { decide } from './decide.ts'
import { isRefusal, type Verb } from './nouns.ts'
import { tallyPromises } from './promise-tally.ts'
import { standingOf } from './promises.ts'
import { HOUR } from './zone.ts'

const life = fc.array(
  fc.record({
    does: fc.constantFrom<Verb | 'pass'>(
      'contact',
      'contact',
      'keep',
      'keep',
      'renew',
      'renew',
      'pass',
      'pass',
      'pass',
      'withdraw',
    ),
    hours: fc.integer({ min: 1, max: 40 }),
    to: fc.constantFrom(undefined, '1', '1', '2', '3'),
  }),
  { minLength: 8, maxLength: 24, size: 'max' },
)

test('a promise ends in exactly one, its end never changes but from broken to late, and the tally has each once', () => {
  fc.assert(
    fc.property(life, (steps) => {
      let now = context.now
      let state: Case = filed({ customer: '张三' })
      const ends = new Map<string, string>()
      const look = (): void => {
        for (const promise of state.promises ?? []) {
          const [was, is] = [ends.get(promise.id), standingOf(promise)]
          if (was !== undefined && was !== 'open' && was !== is) expect([was, is]).toEqual(['broken', 'late'])
          if (is === 'late') expect(promise.broken).toBeDefined()
          if (is === 'kept') expect(promise.broken).toBeUndefined()
          ends.set(promise.id, is)
        }
      }
      const does = (command: object): void => {
        const decision = decide(
          state,
          { id: 'c', via: 'test', number: state.number, ...command } as never,
          { ...context, now },
          () => '',
        )
        if (!isRefusal(decision)) state = decision.state
        look()
      }
      const ring = (until: number): void => {
        for (;;) {
          const due = momentsFor(state, context).filter(({ at, key }) => at <= until && key.includes('promise/'))
          const [next] = [...due].sort((a, b) => a.at - b.at)
          if (!next) break
          now = Math.max(now, next.at)
          does({ do: 'ring', actor: { kind: 'clock' }, timer: next.key })
        }
        now = until
      }
      for (const { does: verb, hours, to } of steps) {
        if (verb === 'pass') ring(now + hours * HOUR)
        else {
          const promise = { what: '给结论', until: now + hours * HOUR }
          does({ do: 'act', actor: { kind: 'person', id: 'wang.li' }, verb, reason: '说明', to, promise })
        }
      }
      ring(now + 60 * 24 * HOUR)
      const all = state.promises ?? []
      expect(all.every((one) => ['kept', 'late', 'broken'].includes(standingOf(one)))).toBe(true)
      const count = tallyPromises([state]).get('wang.li')
      expect((count?.kept ?? 0) + (count?.late ?? 0) + (count?.broken ?? 0)).toBe(all.length)
    }),
    { numRuns: 200 },
  )
})
