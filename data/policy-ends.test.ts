/** The shipped policy's way to each end: who is satisfied, who is not, who is never reached (F112, F113, F126, C09, C11). */
import { expect, test } from 'vitest'
import type { Case } from '../src/rules/case.ts'
import type { Values, Verb } from '../src/rules/nouns.ts'
import { tasksFor } from '../src/rules/tasks.ts'
import { COMPLETE, context, did, filed, ORDINARY, rung, sent, yuan } from './testing/shipped.ts'

const SATISFIED: Values = { answer: 'satisfied', accepted: 'yes', customer_words: '可以', evidence: '录音 7' }
const UNSATISFIED: Values = { answer: 'unsatisfied', accepted: 'no', customer_words: '不行' }
const TERMS: Values = { plan_reason: 'x', plan_due: '2026-11-30', payee: '顾客', pay_method: 'original' }

const stage = (state: Case): string => state.ended?.outcome ?? state.positions.map((p) => p.stage).join()

/** Whoever is asked first does it. */
function next(state: Case, verb: Verb, values: Values = {}): Case {
  const person = tasksFor(state, context)[0]?.people[0] ?? 'nobody'
  return did(state, person, verb, values)
}

/** A complaint about a washer, with its plan about to be written. */
function planning(): Case {
  let state = filed({ ...COMPLETE, category: 'quality.performance.noise', line: 'washer' })
  state = next(state, 'submit', { ...ORDINARY, core_function: 'impaired' })
  return next(state, 'submit', { cause_kind: 'production', root_cause: 'x', advice: 'x' })
}

/** The plan approved and paid, the customer told, and the call due. */
function calling(state: Case, amount = 300): Case {
  let at = next(state, 'submit', { ...TERMS, plan_kind: 'refund', plan_amount: yuan(amount) })
  at = next(next(at, 'approve'), 'pay', { voucher_no: `V${amount}` })
  return rung(sent(at))
}

test('a satisfied customer who says yes closes the case, and nothing less does', () => {
  const call = calling(planning())
  expect(stage(next(call, 'submit', SATISFIED))).toBe('closed')
  expect(stage(next(call, 'submit', { ...SATISFIED, accepted: 'no' }))).toBe('second')
  const { evidence: _none, ...bare } = { evidence: '', ...SATISFIED }
  expect(() => next(call, 'submit', bare)).toThrow('field_required')
})

test('a customer whom three calls do not reach ends it unconfirmed', () => {
  let state = calling(planning())
  for (let call = 1; call <= 3; call++) {
    state = next(state, 'submit', { answer: 'unreached' })
    if (call < 3) state = rung(state)
  }
  expect(stage(state)).toBe('unconfirmed')
})

test('after two second handlings the leads of finance and quality decide together', () => {
  let state = calling(planning())
  for (const amount of [400, 450]) {
    state = next(state, 'submit', UNSATISFIED)
    expect(stage(state)).toBe('second')
    state = calling(next(state, 'submit', { second_note: 'x' }), amount)
  }
  state = next(state, 'submit', UNSATISFIED)
  expect(stage(state)).toBe('board')
  const half = did(state, 'he.ying', 'approve')
  expect(stage(half)).toBe('board')
  expect(stage(did(half, 'wu.jianguo', 'approve'))).toBe('last_plan')
  const declined = did(half, 'wu.jianguo', 'reject')
  expect(stage(declined)).toBe('final_word')
  expect(stage(sent(declined))).toBe('rejected')
})

test('words alone need no approval, but a dangerous case does', () => {
  const words: Values = { ...TERMS, plan_kind: 'apology', plan_amount: yuan(0) }
  const { payee: _payee, pay_method: _method, ...apology } = { payee: '', pay_method: '', ...words }
  expect(stage(next(planning(), 'submit', apology))).toBe('arranged')
  expect(stage(next(planning(), 'submit', { ...apology, plan_kind: 'letter' }))).toBe('carry_out')
  expect(stage(next(planning(), 'submit', { ...apology, plan_kind: 'exchange', plan_amount: yuan(900) }))).toBe(
    'approval',
  )
  let state = filed({ ...COMPLETE, category: 'quality.safety.fire' })
  state = next(state, 'submit', { ...ORDINARY, safety: 'risk', core_function: 'lost' })
  state = next(state, 'submit', { cause_kind: 'design', root_cause: 'x', advice: 'x' })
  expect(stage(next(state, 'submit', apology))).toBe('approval')
})

test('a small question is answered by the front line; if that was not enough a specialist takes over', () => {
  let state = filed({ ...COMPLETE, category: 'experience.rules.coupon', wish: ['explanation'] })
  state = next(state, 'submit', ORDINARY)
  expect(tasksFor(state, context).flatMap((task) => task.people)).toEqual(['wang.li'])
  state = next(state, 'submit', { answer_text: '优惠券次日到账。' })
  expect(stage(state)).toBe('answered')
  const call = rung(sent(state))
  expect(stage(next(call, 'submit', SATISFIED))).toBe('closed')
  const appraised = next(call, 'submit', UNSATISFIED)
  expect(stage(appraised)).toBe('appraisal')
  expect(['su.jing', 'ye.zi']).toContain(appraised.values.owner)
})

test('a one-line message is completed at the review', () => {
  const { staff_no: _no, dialogue: _talk, ...product } = { staff_no: '', dialogue: '', ...COMPLETE }
  const finding = { ...ORDINARY, category: 'quality.failure.dead', core_function: 'lost', line: 'fridge' }
  expect(stage(next(filed({}), 'submit', { ...product, ...finding }))).toBe('appraisal')
  expect(() => next(filed({}), 'submit', finding)).toThrow('field_required')
})
