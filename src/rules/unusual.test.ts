/** A decision about an unusual amount: one tier more when it is asked, and undisturbed by what ends elsewhere afterwards. */
import { expect, it } from 'vitest'
import { context, did, filed, ORDINARY, yuan } from '../../data/testing/shipped.ts'
import type { Case } from './case.ts'
import { decide } from './decide.ts'
import { evolve } from './evolve.ts'
import type { Money, Values, Verb } from './nouns.ts'
import { isRefusal } from './nouns.ts'
import type { FindPrecedents, Precedent } from './precedent.ts'
import { tasksFor } from './tasks.ts'

const CATEGORY = 'quality.failure.no_cooling'
const asked = (state: Case): string => tasksFor(state, context)[0]?.people[0] ?? ''
const steps = (state: Case) => state.positions[0]?.asking?.sequence.flat().map((step) => step.step)

/** Forty closed cases that were granted about so much. */
const around =
  (amount: number): FindPrecedents =>
  () =>
    Array.from(
      { length: 40 },
      (_, i): Precedent => ({
        ...{ number: `C-${i}`, category: CATEGORY, product: '', model: '', grade: 'B', kind: 'refund', customer: '' },
        ...{ amount: yuan(amount + i) as Money, ended: context.now - 1 - i },
      }),
    )

function act(state: Case, verb: Verb, precedents: FindPrecedents, values: Values, person = asked(state)) {
  const actor = { kind: 'person', id: person } as const
  const command = { do: 'act', id: 'x', via: 'test', number: state.number, verb, values, reason: '理由' } as const
  const made = decide(state, { ...command, actor, revision: state.revision }, { ...context, precedents }, () => '')
  if (isRefusal(made)) throw new Error(JSON.stringify(made))
  // What was found in other cases is in the facts: the fold alone gives the same case.
  expect(made.facts.reduce<Case | undefined>(evolve, state)).toEqual(made.state)
  return made
}

/** A refund of 300 yuan put up for decision while others were granted so much. */
function proposed(precedents: FindPrecedents): Case {
  const place = { category: CATEGORY, line: 'fridge', purchase_channel: 'mall' }
  let state = filed({ ...place, customer: '张三', product: '冰箱', model: 'M', batch: 'B' })
  state = did(state, asked(state), 'submit', { ...ORDINARY, core_function: 'lost', wish: ['refund'] })
  const finding = { reproduced: true, cause_kind: 'production', root_cause: '虚焊', advice: '退款' }
  state = did(state, asked(state), 'submit', finding)
  const terms = { plan_kind: 'refund', plan_reason: '坏了', payee: '张三', pay_method: 'original' }
  return act(state, 'submit', precedents, {
    ...terms,
    plan_amount: yuan(300),
    plan_due: '2026-12-01',
    plan_unusual: '值得',
  }).state
}

it('is asked of one tier more, above and below what is usual, and not within it', () => {
  expect(steps(proposed(around(280)))).toEqual(['supervisor'])
  expect(steps(proposed(around(100)))).toEqual(['director'])
  expect(steps(proposed(around(900)))).toEqual(['director'])
  expect(proposed(around(900)).positions[0]?.asking?.unusual).toEqual({
    ...{ is: 'below', n: 40 },
    ...{ lower: 90_975, upper: 92_925 },
  })
})

it('stays as it was asked while other cases end', () => {
  const dear = proposed(around(100))
  const after = act(dear, 'amend', around(280), { model: 'M2' }, 'wang.li')
  expect(after.facts.map((fact) => fact.what.is)).toEqual(['amended'])
  const plain = proposed(around(280))
  expect(act(plain, 'amend', around(100), { model: 'M2' }, 'wang.li').facts.map(({ what }) => what.is)).toEqual([
    'amended',
  ])
})

it('keeps its tier through the last approval, though it would be usual by now', () => {
  const dear = proposed(around(100))
  const { facts } = act(dear, 'approve', around(280), {})
  expect(facts.map((fact) => fact.what.is)).toContain('granted')
  expect(facts.map((fact) => fact.what.is)).not.toContain('voided')
})
