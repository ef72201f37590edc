/** Whom a step asks when people are missing: absence never stops it, and its rule is never weakened (D10, D17). */
import { describe, expect, test } from 'vitest'
import { context, did, filed, ORDINARY } from '../../data/testing/shipped.ts'
import type { Case, StepState } from './case.ts'
import type { Person, PersonId } from './nouns.ts'
import type { Mode, Who } from './policy.ts'
import { askedForStep, standingOf, stillAsked } from './steps.ts'
import { tasksFor } from './tasks.ts'

const asked = (state: Case): PersonId => tasksFor(state, context)[0]?.people[0] ?? ''
const facts = { category: 'quality.failure.no_cooling', line: 'fridge', customer: '张三', product: '冰箱', model: 'M' }
const reviewing = filed({ ...facts, batch: 'B', purchase_channel: 'mall' })
const state = did(reviewing, asked(reviewing), 'submit', { ...ORDINARY, core_function: 'lost', wish: ['refund'] })

const legal: Who = { kind: 'team', id: 'legal' }
const leads: Who = { kind: 'team', id: 'finance_leads' }
const THREE: Who = {
  kind: 'list',
  of: ['he.ying', 'deng.kai', 'han.xue'].map((id) => ({ kind: 'person', id })),
}

/** A company in which these have left, and the step asks so. */
function company(who: Who, mode: Mode, gone: readonly PersonId[] = [], more: Readonly<Record<PersonId, object>> = {}) {
  const people = Object.fromEntries(
    Object.entries(context.directory.people).map(([id, person]): [string, Person] => [
      id,
      { ...person, ...(gone.includes(id) ? { gone: true } : {}), ...more[id] },
    ]),
  )
  const steps = { ...context.policy.approval.steps, legal: { id: 'legal', name: { zh: '', en: '' }, who, mode } }
  const policy = { ...context.policy, approval: { ...context.policy.approval, steps } }
  return { ...context, policy, directory: { ...context.directory, people } }
}

const step = (given: readonly PersonId[] = [], more: Partial<StepState> = {}): StepState => ({
  step: 'legal',
  why: [],
  given,
  handed: {},
  ...more,
})

describe('when people are missing', () => {
  test('the others of the team are asked; then the leaders of those who left; then administrators', () => {
    const find = (gone: readonly PersonId[]) => askedForStep(step(), state, company(legal, 'any', gone))
    expect(find([])).toMatchObject({ people: ['fan.zhe', 'grace.wood'], fallback: false, skipped: [] })
    expect(find(['fan.zhe'])).toMatchObject({ people: ['grace.wood'], fallback: false, skipped: ['fan.zhe'] })
    expect(find(['fan.zhe', 'grace.wood'])).toMatchObject({ people: ['shen.guoan'], fallback: true })
    expect(find(['fan.zhe', 'grace.wood', 'shen.guoan']).people).toEqual(['meng.qi'])
    const mute = company(legal, 'any', [], { 'fan.zhe': { accounts: {} } })
    expect(askedForStep(step(), state, mute)).toMatchObject({ people: ['grace.wood'], skipped: ['fan.zhe'] })
  })

  test('a quorum is filled up by rule and never becomes a smaller one', () => {
    const short = company(THREE, { quorum: 2 }, ['he.ying', 'deng.kai'])
    expect(askedForStep(step(), state, short)).toMatchObject({ people: ['han.xue', 'sun.bowen'], fallback: true })
    expect(standingOf(step(['han.xue']), state, short)).toBe('open')
    expect(standingOf(step(['han.xue', 'sun.bowen']), state, short)).toBe('complete')
  })

  test('a quorum of a role asks its other holders before anybody who does not hold it', () => {
    const vps: Who = { kind: 'role', id: 'vp' }
    const two = askedForStep(step(), state, company(vps, { quorum: 2 })).people
    expect(two.toSorted()).toEqual(['andrew.lin', 'luo.jing', 'shen.guoan'])
    expect(askedForStep(step(), state, company(vps, { quorum: 1 })).people).toHaveLength(1)
  })

  test('an administrator who is asked already is no reserve: the others are', () => {
    const one: Who = { kind: 'person', id: 'meng.qi' }
    const admins = company(one, { quorum: 2 }, [], { 'he.ying': { roles: ['admin'] } })
    expect(askedForStep(step(), state, admins)).toMatchObject({ people: ['meng.qi', 'he.ying'], fallback: true })
  })

  test('what was handed to somebody who cannot be reached any more is theirs again who had it', () => {
    const mute = company(legal, 'any', [], { 'su.jing': { accounts: {} } })
    const handed = step([], { handed: { 'fan.zhe': 'su.jing' } })
    expect(askedForStep(handed, state, mute).people).toEqual(['fan.zhe', 'grace.wood'])
    expect(askedForStep(handed, state, company(legal, 'any')).people).toEqual(['su.jing', 'grace.wood'])
  })

  test('of groups each is filled up for itself', () => {
    const groups: Mode = {
      groups: [
        { who: legal, mode: 'any' },
        { who: leads, mode: 'all' },
      ],
    }
    const who: Who = { kind: 'list', of: [legal, leads] }
    const short = company(who, groups, ['fan.zhe', 'grace.wood'])
    expect(askedForStep(step(), state, short).people).toEqual(['shen.guoan', 'he.ying', 'sun.bowen'])
    expect(standingOf(step(['he.ying', 'sun.bowen']), state, short)).toBe('open')
    expect(stillAsked(step(['he.ying', 'sun.bowen']), state, short).people).toEqual(['shen.guoan'])
    expect(standingOf(step(['he.ying', 'sun.bowen', 'shen.guoan']), state, short)).toBe('complete')
  })

  test('whoever was set aside is not asked, nor whoever set them aside', () => {
    const set = step([], { passed: ['fan.zhe', 'grace.wood'], rescuers: ['shen.guoan', 'meng.qi'] })
    expect(askedForStep(set, state, company(legal, 'any')).people).toEqual([])
    expect(askedForStep({ ...set, rescuers: ['meng.qi'] }, state, company(legal, 'any')).people).toEqual(['shen.guoan'])
  })

  test('a stand-in who may not decide is passed over, not the person who is away', () => {
    const away = company(legal, 'all', [], { 'fan.zhe': { standIn: 'wang.li' } })
    expect(askedForStep(step(), state, away).people).toEqual(['fan.zhe', 'grace.wood'])
  })
})

describe('a no', () => {
  test.each([
    ['any', [], ['fan.zhe'], 'lost'],
    ['any', ['grace.wood'], ['fan.zhe'], 'complete'],
    ['all', ['grace.wood'], ['fan.zhe'], 'lost'],
  ] as const)('under %s, after yes of %j and no of %j: %s', (mode, yes, no, expected) => {
    expect(standingOf(step(yes, { against: no }), state, company(legal, mode))).toBe(expected)
  })

  test.each([
    [1, [], ['he.ying'], 'open'],
    [1, [], ['he.ying', 'deng.kai', 'han.xue'], 'lost'],
    [2, [], ['he.ying'], 'open'],
    [2, ['deng.kai'], ['he.ying'], 'open'],
    [2, ['deng.kai'], ['he.ying', 'han.xue'], 'lost'],
    [2, ['deng.kai', 'han.xue'], ['he.ying'], 'complete'],
    [3, [], ['he.ying'], 'lost'],
  ] as const)('with a quorum of %i of three, after yes of %j and no of %j: %s', (quorum, yes, no, expected) => {
    expect(standingOf(step(yes, { against: no }), state, company(THREE, { quorum }))).toBe(expected)
  })
})
