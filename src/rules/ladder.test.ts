/** The ladder: whatever is drawn of rungs, pauses and promises to be on it, rungs are told in order, once, and in their time. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { context, did, filed, ORDINARY } from '../../data/testing/shipped.ts'
import type { Case } from './case.ts'
import { type Moment, momentsFor, timersFor } from './clocks.ts'
import { decide } from './decide.ts'
import type { Happening } from './facts.ts'
import { heldUntil } from './ladder.ts'
import type { Millis, Verb } from './nouns.ts'
import { isRefusal } from './nouns.ts'
import type { Rung, Span } from './policy.ts'
import { parseSpan } from './span.ts'
import { tasksFor } from './tasks.ts'

const span = (text: string): Span => parseSpan(text) as Span
const HOUR: Millis = 3_600_000

const rung: fc.Arbitrary<Rung> = fc
  .record({
    at: fc.oneof(
      fc.constantFrom(0.25, 0.5, 0.75, 1).map((share) => ({ share })),
      fc.constantFrom('1h', '2bh', '1bd', '2bd').map((text) => ({ after: span(text) })),
    ),
    to: fc.constantFrom<Rung['to']>('asked', 'leader', { kind: 'role', id: 'director' }),
    times: fc.integer({ min: 0, max: 3 }),
    ahead: fc.boolean(),
  })
  .map(({ at, to, times, ahead }) => ({
    ...{ at, to },
    ...(ahead && 'share' in at && at.share < 1 ? { ahead: span('1h') } : {}),
    ...(times > 0 ? { repeat: { every: span('1bd'), times } } : {}),
  }))

/** What people do, and how long nothing happens before it. */
const step = fc.record({
  wait: fc.integer({ min: 1, max: 40 * 60 }).map((minutes) => minutes * 60_000),
  verb: fc.constantFrom<Verb | 'nothing'>('nothing', 'nothing', 'pause', 'resume', 'acknowledge', 'snooze', 'submit'),
  /** The house was closed meanwhile: what was due rings afterwards. */
  asleep: fc.boolean(),
})

const APPRAISING = ((): Case => {
  const reviewing = filed({ category: 'quality.failure.no_cooling', line: 'fridge', customer: '张三', product: '冰箱' })
  const more = { model: 'M', batch: 'B', purchase_channel: 'mall', phone: '13800138000' }
  const [reviewer = ''] = tasksFor(reviewing, context)[0]?.people ?? []
  return did(reviewing, reviewer, 'submit', { ...ORDINARY, ...more, core_function: 'lost', wish: ['refund'] })
})()
const KEY = APPRAISING.positions[0]?.key ?? ''

type Nagged = Extract<Happening, { is: 'nagged' }>
/** Lives it; gives every rung that was told, with the case as it was then. */
function live(ladder: readonly Rung[], steps: readonly { wait: Millis; verb: Verb | 'nothing'; asleep: boolean }[]) {
  const company = { ...context, policy: { ...context.policy, ladder } }
  let state = APPRAISING
  let now = context.now
  const told: (Nagged & { readonly now: Millis; readonly before: Case })[] = []
  const submit = (command: object): void => {
    const before = state
    const decision = decide(
      state,
      { via: 'test', number: state.number, ...command } as never,
      { ...company, now },
      () => '',
    )
    if (isRefusal(decision)) return
    state = decision.state
    for (const { what } of decision.facts) if (what.is === 'nagged') told.push({ ...what, now, before })
  }
  const ringAll = (): void => {
    for (let i = 0; i < 100; i++) {
      const timer = timersFor(state, company).find(({ at }) => at <= now)
      if (!timer) return
      submit({ do: 'ring', id: `${timer.key}@${timer.at}`, actor: { kind: 'clock' }, timer: timer.key })
    }
    throw new Error('it rings for ever')
  }
  for (const [i, { wait, verb, asleep }] of steps.entries()) {
    const end = now + wait
    while (!asleep) {
      const next = timersFor(state, company)
        .map(({ at }) => at)
        .filter((at) => at <= end)
        .sort((a, b) => a - b)[0]
      if (next === undefined) break
      now = Math.max(now, next)
      ringAll()
    }
    now = end
    ringAll()
    const [person = ''] = tasksFor(state, company).find(({ position }) => position === KEY)?.people ?? []
    const to = verb === 'pause' ? 'sample' : '2h'
    const values = { reproduced: true, cause_kind: 'production', root_cause: 'x', advice: 'y' }
    const command = {
      do: 'act',
      id: `c${i}`,
      actor: { kind: 'person', id: person },
      verb,
      position: KEY,
      to,
      reason: 'r',
    }
    if (verb !== 'nothing') submit(verb === 'submit' ? { ...command, values } : command)
    // What came due while the clock stood still is told as soon as it runs again.
    ringAll()
  }
  return { told: told.filter(({ position }) => position === KEY), state, company, now }
}

describe('any ladder', () => {
  test('is told in order, each rung once, none while somebody is on it or the clock stands still, none when it is over', () => {
    const seen = { told: 0, held: 0, joined: 0, left: 0 }
    fc.assert(
      fc.property(
        fc.array(rung, { minLength: 1, maxLength: 4 }),
        fc.array(step, { minLength: 3, maxLength: 8 }),
        (ladder, steps) => {
          const { told, state, company, now } = live(ladder, steps)
          const ids = told.map(({ clock, rung: at, again = 0 }) => `${clock}/${at}.${again}`)
          expect(new Set(ids).size).toBe(ids.length)
          for (const { now: at, before, rung: index, again = 0 } of told) {
            const position = before.positions.find(({ key }) => key === KEY)
            if (!position) throw new Error('told of a place that was left')
            expect(at).toBeGreaterThanOrEqual(heldUntil(position, before)?.until ?? 0)
            expect(position.pauses.some(({ to }) => to === undefined)).toBe(false)
            // Nothing that comes earlier is still to be told.
            const moments = momentsFor(before, company).flatMap((one) =>
              one.means.is === 'rung' ? [{ ...one.means, at: one.at }] : [],
            )
            const own = moments.find((one) => one.rung === index && one.again === again)
            expect(own?.at).toBeLessThanOrEqual(at)
          }
          // Of what is told in one moment, each person hears once.
          for (const together of Map.groupBy(told, ({ now: at }) => at).values()) {
            const people = together.flatMap(({ people: them }) => them)
            expect(new Set(people).size).toBe(people.length)
          }
          const times = told.map(({ now: at }) => at)
          expect(times).toEqual([...times].sort((a, b) => a - b))
          expect(momentsFor(state, company).filter(({ at, position }) => position === KEY && at <= now)).toEqual([])
          seen.told += told.length
          seen.held += told.filter(({ held }) => held).length
          seen.joined += told.filter(({ joined }) => joined).length
          seen.left += state.positions.some(({ key }) => key === KEY) ? 0 : 1
        },
      ),
      { numRuns: 200, seed: 11 },
    )
    // The draw was no idle one.
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(5)
  })
})

describe('one ladder', () => {
  /** The whole case has clocks of its own. */
  const own = (all: readonly Moment[]) => all.filter(({ position }) => position === KEY)
  const moments = (ladder: readonly Rung[], state: Case = APPRAISING) =>
    own(momentsFor(state, { ...context, policy: { ...context.policy, ladder } })).map(({ at }) => at)

  test('has repeats, and keeps a timer for the next telling alone', () => {
    const ladder: readonly Rung[] = [
      { at: { share: 1 }, to: 'asked' },
      { at: { after: span('1bd') }, to: 'leader', repeat: { every: span('1bd'), times: 3 } },
    ]
    expect(moments(ladder)).toHaveLength(5)
    const company = { ...context, policy: { ...context.policy, ladder } }
    const timers = timersFor(APPRAISING, company).filter(({ key }) => key.includes(KEY))
    expect(timers.map(({ at }) => at)).toEqual(moments(ladder).slice(0, 1))
  })

  test('is of the clock’s own where it has one', () => {
    const clocks = Object.fromEntries(
      Object.entries(context.policy.clocks).map(([id, clock]) => [
        id,
        { ...clock, ladder: [{ at: { share: 1 }, to: 'asked' as const }] },
      ]),
    )
    expect(own(momentsFor(APPRAISING, { ...context, policy: { ...context.policy, clocks } }))).toHaveLength(1)
  })

  test('leaves out a warning that comes too late, and never tells at a full or half hour', () => {
    const early: Rung = { at: { share: 0.99 }, to: 'asked' }
    expect(moments([early])).toHaveLength(1)
    expect(moments([{ ...early, ahead: span('1h') }])).toHaveLength(0)
    const [at = 0] = moments([{ at: { share: 1 }, to: 'asked' }])
    const due = tasksFor(APPRAISING, context)[0]?.due ?? 0
    expect(due % (HOUR / 2)).toBe(0)
    expect(at - due).toBeGreaterThanOrEqual(60_000)
    expect(at - due).toBeLessThan(10 * 60_000)
    const urgent = { ...APPRAISING, derived: { ...APPRAISING.derived, level: { value: 1, why: 'else' } } }
    expect(moments([{ at: { share: 1 }, to: 'asked' }], urgent)).toEqual([due])
  })
})
