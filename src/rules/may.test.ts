/** The rulebook, sentence by sentence: who may, and what each sentence says to everybody else. */
import { describe, expect, test } from 'vitest'
import { context, did, filed, ORDINARY, yuan } from '../../data/testing/shipped.ts'
import type { Case } from './case.ts'
import { may, permitted, URGE_EVERY } from './may.ts'
import type { PersonId, Refusal, Verb } from './nouns.ts'
import { tasksFor } from './tasks.ts'

const FILER = 'wang.li'
const FACTS = {
  category: 'quality.failure.no_cooling',
  line: 'fridge',
  customer: '张三',
  product: '冰箱',
  model: 'M',
  batch: 'B',
  purchase_channel: 'mall',
  phone: '13800138000',
}

const asked = (state: Case): PersonId => tasksFor(state, context)[0]?.people[0] ?? ''
const reviewing = filed(FACTS, FILER)
const appraising = did(reviewing, asked(reviewing), 'submit', { ...ORDINARY, core_function: 'lost', wish: ['refund'] })
const engineer = asked(appraising)
const planning = did(appraising, engineer, 'submit', {
  reproduced: true,
  cause_kind: 'production',
  root_cause: '虚焊',
  advice: '退款',
})
const plan = {
  plan_kind: 'refund',
  plan_amount: yuan(300),
  plan_reason: '坏了',
  payee: '张三',
  pay_method: 'original',
  plan_due: '2026-12-01',
}
const deciding = did(planning, engineer, 'submit', plan)
const paying = did(deciding, asked(deciding), 'approve')
const withdrawn = did(reviewing, FILER, 'withdraw')

function ask(state: Case, person: PersonId, verb: Verb, now = context.now): Refusal['refused'] | undefined {
  return may({ person, verb, state, position: state.positions[0], company: context, now })?.refused
}

describe('whoever is asked may', () => {
  test.each([
    ['submit', reviewing],
    ['submit', appraising],
    ['approve', deciding],
    ['reject', deciding],
    ['return', deciding],
    ['transfer', deciding],
    ['pay', paying],
    ['fail', paying],
    ['pause', appraising],
  ] as const)('%s', (verb, state) => {
    expect(ask(state, asked(state), verb)).toBeUndefined()
  })
})

describe('everybody else may not', () => {
  const others = Object.keys(context.directory.people)
  test.each([
    ['submit', reviewing],
    ['submit', appraising],
    ['approve', deciding],
    ['reject', deciding],
    ['return', deciding],
    ['transfer', deciding],
    ['pay', paying],
    ['fail', paying],
    ['pause', appraising],
  ] as const)('%s', (verb, state) => {
    const people = tasksFor(state, context)[0]?.people ?? []
    const strangers = others.filter((id) => !people.includes(id))
    expect(strangers.length).toBeGreaterThan(10)
    for (const person of strangers) expect(['not_yours', 'duties_apart']).toContain(ask(state, person, verb))
  })

  test('a person who is not in the directory may nothing', () => {
    for (const verb of ['submit', 'note', 'urge', 'unmask', 'withdraw', 'amend'] as const)
      expect(ask(reviewing, 'ghost', verb)).toBe('not_a_person')
  })
})

describe('duties are kept apart, by name', () => {
  test('the filer does not decide or pay', () => {
    expect(ask(deciding, FILER, 'approve')).toBe('duties_apart')
    expect(ask(paying, FILER, 'pay')).toBe('duties_apart')
    expect(ask(appraising, FILER, 'submit')).toBe('duties_apart')
  })
  test('the appraiser does not approve, the approver does not pay', () => {
    expect(ask(deciding, engineer, 'approve')).toBe('duties_apart')
    expect(ask(paying, asked(deciding), 'pay')).toBe('duties_apart')
  })
})

describe('each verb has its place and its time', () => {
  test('what a stage does not offer is not offered', () => {
    expect(ask(reviewing, asked(reviewing), 'approve')).toBe('not_offered')
    expect(ask(deciding, asked(deciding), 'pay')).toBe('not_offered')
    expect(ask(reviewing, asked(reviewing), 'pause')).toBe('not_offered')
  })
  test('a case that has ended only takes notes, and shows contact data', () => {
    expect(ask(withdrawn, FILER, 'amend')).toBe('case_ended')
    expect(ask(withdrawn, FILER, 'urge')).toBe('case_ended')
    expect(ask(withdrawn, FILER, 'withdraw')).toBe('case_ended')
    expect(ask(withdrawn, FILER, 'note')).toBeUndefined()
    expect(ask(withdrawn, FILER, 'unmask')).toBeUndefined()
  })
  test('an instruction that is not open is not paid', () => {
    const cancelled = {
      ...paying,
      instructions: paying.instructions.map((i) => ({ ...i, state: 'cancelled' as const })),
    }
    expect(ask(cancelled, asked(paying), 'pay')).toBe('not_approved')
    expect(ask(cancelled, asked(paying), 'fail')).toBe('not_approved')
  })
  test('a clock stands still once, and runs again once', () => {
    const paused = {
      ...appraising,
      positions: appraising.positions.map((p) => ({ ...p, pauses: [{ from: context.now, why: 'sample' }] })),
    }
    expect(ask(paused, engineer, 'pause')).toBe('already_done')
    expect(ask(paused, engineer, 'resume')).toBeUndefined()
    expect(ask(appraising, engineer, 'resume')).toBe('already_done')
  })
  test('a case is urged by those who wait for it, and not twice in half an hour', () => {
    expect(ask(appraising, FILER, 'urge')).toBeUndefined()
    expect(ask(appraising, 'shen.guoan', 'urge')).toBe('not_yours')
    const urged = { ...appraising, urged: context.now }
    expect(ask(urged, FILER, 'urge', context.now + URGE_EVERY - 1)).toBe('throttled')
    expect(ask(urged, FILER, 'urge', context.now + URGE_EVERY)).toBeUndefined()
  })
  test('only the filer withdraws, and not after money has moved', () => {
    expect(ask(appraising, FILER, 'withdraw')).toBeUndefined()
    expect(ask(appraising, engineer, 'withdraw')).toBe('not_yours')
    const paid = { ...paying, instructions: paying.instructions.map((i) => ({ ...i, state: 'paid' as const })) }
    expect(ask(paid, FILER, 'withdraw')).toBe('already_done')
  })
  test('a call-back is not made before its time', () => {
    const early = { ...reviewing, positions: reviewing.positions.map((p) => ({ ...p, opens: context.now + 1 })) }
    expect(ask(early, asked(reviewing), 'submit')).toBe('not_open_yet')
  })
  test('only those who deal with a case correct it', () => {
    expect(ask(appraising, FILER, 'amend')).toBeUndefined()
    expect(ask(appraising, engineer, 'amend')).toBeUndefined()
    expect(ask(appraising, 'shen.guoan', 'amend')).toBe('not_yours')
  })
  test('contact data is for those who deal with the case', () => {
    expect(ask(appraising, engineer, 'unmask')).toBeUndefined()
    expect(ask(appraising, 'shen.guoan', 'unmask')).toBe('not_yours')
  })
})

test('buttons are drawn by the same sentences', () => {
  const verbs = ['approve', 'reject', 'return', 'transfer', 'note'] as const
  const position = deciding.positions[0]
  const offer = (person: PersonId) =>
    permitted(verbs, { person, state: deciding, position, company: context, now: context.now })
  expect(offer(asked(deciding))).toEqual(verbs)
  expect(offer(FILER)).toEqual(['note'])
})
