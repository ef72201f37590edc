/** Money moves once, and only as approved, even under a policy whose flow is wrong about it. */
import { expect, test } from 'vitest'
import { context, did, filed, ORDINARY, yuan } from '../../data/testing/shipped.ts'
import type { Case } from './case.ts'
import { decide } from './decide.ts'
import type { Stage } from './policy.ts'
import type { Context } from './story.ts'
import { tasksFor } from './tasks.ts'

const FACTS = {
  category: 'quality.failure.no_cooling',
  line: 'fridge',
  customer: '张三',
  product: '冰箱',
  model: 'M',
  batch: 'B',
  purchase_channel: 'mall',
}
const plan = {
  plan_kind: 'refund',
  plan_amount: yuan(300),
  plan_reason: '坏了',
  payee: '张三',
  pay_method: 'original',
  plan_due: '2026-12-01',
}
const asked = (state: Case): string => tasksFor(state, context)[0]?.people[0] ?? ''

function upTo(stage: 'approval' | 'payment'): Case {
  let state = filed(FACTS)
  state = did(state, asked(state), 'submit', { ...ORDINARY, core_function: 'lost', wish: ['refund'] })
  const engineer = asked(state)
  state = did(state, engineer, 'submit', {
    reproduced: true,
    cause_kind: 'production',
    root_cause: '虚焊',
    advice: '退款',
  })
  state = did(state, engineer, 'submit', plan)
  return stage === 'approval' ? state : did(state, asked(state), 'approve')
}

/** The context under a policy with some stages replaced, as no lint would let through. */
function under(stages: Readonly<Record<string, Stage>>): Context {
  const { policy } = context
  return { ...context, policy: { ...policy, flow: { ...policy.flow, stages: { ...policy.flow.stages, ...stages } } } }
}

function act(state: Case, person: string, verb: 'approve' | 'fail' | 'submit' | 'amend', where: Context, values = {}) {
  const command = {
    do: 'act',
    id: 'x',
    actor: { kind: 'person', id: person },
    via: 'test',
    number: state.number,
    verb,
    values,
    reason: '理由',
    revision: state.revision,
  } as const
  return decide(state, command, where, () => '')
}

test('an instruction that failed is not issued again on the old approval', () => {
  const paying = upTo('payment')
  const payment = { ...context.policy.flow.stages.payment, next: { failed: { ways: [{ is: 'payment' }] } } } as Stage
  expect(act(paying, asked(paying), 'fail', under({ payment }))).toMatchObject({ refused: 'not_approved' })
})

test('a plan that changed after its approval is not paid', () => {
  const { stages } = context.policy.flow
  const again = { ...stages.plan, id: 'again', next: { submit: { ways: [{ is: 'payment' }] } } } as Stage
  const approval = { ...stages.approval, next: { approved: { ways: [{ is: 'again' }] } } } as Stage
  const wrong = under({ again, approval })
  const deciding = upTo('approval')
  const approved = act(deciding, asked(deciding), 'approve', wrong)
  if (!('state' in approved)) throw new Error(JSON.stringify(approved))
  expect(approved.state.granted).toMatchObject({ amount: yuan(300) })
  const owner = String(approved.state.values.owner)
  expect(act(approved.state, owner, 'submit', wrong, { plan_amount: yuan(300.01) })).toMatchObject({
    refused: 'not_approved',
  })
  const same = act(approved.state, owner, 'submit', wrong, { plan_amount: yuan(300) })
  expect('state' in same && same.state.instructions).toMatchObject([
    { state: 'issued', proposal: { amount: yuan(300) } },
  ])
})

test('an approval is void as soon as its amount, kind or payee is another', () => {
  const { stages } = context.policy.flow
  const rest = { ...stages.plan, id: 'rest', next: { submit: { ways: [{ is: 'carry_out' }] } } } as Stage
  const approval = { ...stages.approval, next: { approved: { ways: [{ is: 'rest' }] } } } as Stage
  const wrong = under({ rest, approval })
  const deciding = upTo('approval')
  const approved = act(deciding, asked(deciding), 'approve', wrong)
  if (!('state' in approved)) throw new Error(JSON.stringify(approved))
  const owner = String(approved.state.values.owner)
  for (const [change, why] of [
    [{ plan_amount: yuan(299) }, 'amount'],
    [{ plan_kind: 'cash' }, 'kind'],
    [{ payee: '李四' }, 'payee'],
  ] as const) {
    const after = act(approved.state, owner, 'submit', wrong, change)
    if (!('facts' in after)) throw new Error(JSON.stringify(after))
    expect(after.facts.map((f) => f.what)).toContainEqual({ is: 'voided', why })
    expect(after.state.granted).toBeUndefined()
  }
})

test('another account is another payee: approvals given before do not hold, although it comes straight back', () => {
  let state = filed(FACTS)
  state = did(state, asked(state), 'submit', { ...ORDINARY, core_function: 'lost', wish: ['refund'] })
  const engineer = asked(state)
  const finding = { reproduced: true, cause_kind: 'production', root_cause: '虚焊', advice: '退款' }
  state = did(state, engineer, 'submit', finding)
  const bank = { plan_kind: 'cash', plan_amount: yuan(800), pay_method: 'bank', account: '6222000011112222' }
  state = did(state, engineer, 'submit', { ...plan, ...bank })
  state = did(state, asked(state), 'approve')
  const actor = { kind: 'person', id: asked(state) } as const
  const back = { verb: 'return', to: 'plan', how: 'straight', reason: '账户？' } as const
  const { number, revision } = state
  const returned = decide(
    state,
    { do: 'act', id: 'r', actor, via: 'test', number, revision, ...back },
    context,
    () => '',
  )
  if (!('state' in returned)) throw new Error(JSON.stringify(returned))
  const heard = (after: Case) => after.positions[0]?.asking?.sequence[0]?.[0]?.given
  const same = did(returned.state, engineer, 'submit', { plan_reason: '核对过了' })
  expect(heard(same)).toEqual(['fan.zhe'])
  const other = did(returned.state, engineer, 'submit', { account: '6228999988887777' })
  expect(heard(other)).toEqual([])
  expect(other.positions[0]?.asking?.voided).toBe('payee')
})

test('an account corrected at intake is another payee too: asked anew while it is decided, refused while it is paid', () => {
  const { policy } = context
  const intake = policy.forms[policy.flow.intake] ?? expect.fail('no intake')
  const forms = { ...policy.forms, [intake.id]: { ...intake, fields: [...intake.fields, 'account'] } }
  const where: Context = { ...context, policy: { ...policy, forms } }
  const bank = { plan_kind: 'refund', plan_amount: yuan(300), pay_method: 'bank', account: '6222000011112222' }
  const amended = (state: Case, values = { account: '6228999988887777' }) =>
    act({ ...state, values: { ...state.values, ...bank } }, 'wang.li', 'amend', where, values)
  const deciding = amended(upTo('approval'))
  if (!('facts' in deciding)) throw new Error(JSON.stringify(deciding))
  expect(deciding.facts.map(({ what }) => what)).toContainEqual({ is: 'voided', why: 'payee' })
  expect(deciding.state.positions[0]?.asking?.voided).toBe('payee')
  expect(amended(upTo('payment'))).toMatchObject({ refused: 'payment_under_way' })
  const same = amended(upTo('approval'), { account: bank.account })
  expect('facts' in same && same.facts.map(({ what }) => what.is)).toEqual(['amended'])
})

test('nothing is handed to somebody who was set aside there', () => {
  const paying = upTo('payment')
  const [finance = ''] = tasksFor(paying, context)[0]?.people ?? []
  const { policy } = context
  const stage = policy.flow.stages.payment ?? expect.fail('no payment')
  const where = under({ payment: { ...stage, verbs: [...stage.verbs, 'transfer'] } })
  const [at] = paying.positions
  if (!at) expect.fail('nothing open')
  const to = 'ye.zi'
  const command = {
    do: 'act',
    id: 't',
    actor: { kind: 'person', id: finance },
    via: 'test',
    to,
    reason: '请接手',
  } as const
  const handed = (position: object) =>
    decide(
      { ...paying, positions: [{ ...at, ...position }] },
      { ...command, number: paying.number, verb: 'transfer', revision: paying.revision },
      where,
      () => '',
    )
  expect(handed({})).toHaveProperty('facts')
  expect(handed({ passed: [to] })).toMatchObject({ refused: 'target_barred' })
  expect(handed({ rescuers: [to] })).toMatchObject({ refused: 'target_barred' })
})
