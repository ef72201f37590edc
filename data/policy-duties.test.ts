/** The shipped policy's people: whoever files, and whatever about, others are left to appraise, approve and pay. */
import { expect, test } from 'vitest'
import type { Case } from '../src/rules/case.ts'
import { resolve } from '../src/rules/people.ts'
import { tasksFor } from '../src/rules/tasks.ts'
import { COMPLETE, context, did, filed, ORDINARY, yuan } from './testing/shipped.ts'

const { people, teams } = context.directory

/** The first person asked now, who must not be a stand-in administrator. */
function asked(state: Case): string {
  const task = tasksFor(state, context)[0]
  expect(task?.fallback, `${task?.id} finds nobody it names`).toBe(false)
  return task?.people[0] ?? 'nobody'
}

const CATEGORIES = [
  'quality.failure.dead',
  'logistics.damage.goods',
  'aftersales.repair.late',
  'billing.refund.late',
  'experience.process.repeat',
  'experience.digital.app',
]
const TIERS = [
  [400, 'supervisor'],
  [1500, 'director'],
  [2500, 'vp'],
] as const

/** From filing to payment, each step done by the first person asked; who did what. */
function settle(filer: string, category: string, amount: number) {
  let state = filed({ ...COMPLETE, category }, filer)
  const finding = category.startsWith('quality') ? { core_function: 'lost' } : { appearance: 'major' }
  state = did(state, asked(state), 'submit', { ...ORDINARY, ...finding })
  const appraiser = asked(state)
  state = did(state, appraiser, 'submit', { cause_kind: 'other', root_cause: 'x', advice: 'x' })
  const terms = { plan_kind: 'refund', plan_amount: yuan(amount), payee: '顾客', pay_method: 'original' }
  state = did(state, asked(state), 'submit', { ...terms, plan_reason: 'x', plan_due: '2026-11-30' })
  const approver = asked(state)
  state = did(state, approver, 'approve')
  const payer = asked(state)
  state = did(state, payer, 'pay', { voucher_no: 'V1' })
  return { state, approver, hands: [filer, appraiser, approver, payer] }
}

test.each(Object.keys(people))('whoever files, four people see to it: %s', (filer) => {
  for (const category of CATEGORIES) {
    for (const [amount, role] of TIERS) {
      const { state, approver, hands } = settle(filer, category, amount)
      expect(people[approver]?.roles).toContain(role)
      expect(new Set(hands).size).toBe(4)
      expect(state.positions.map((p) => p.stage)).toEqual(['told'])
    }
  }
})

test('everybody has a way up to the head of the company', () => {
  for (const person of Object.values(people)) {
    let above = person
    for (let steps = 0; above.leader !== undefined && steps < 10; steps++) above = people[above.leader] ?? above
    expect(above.id).toBe('shen.guoan')
  }
})

test('every team still has somebody when one member may not act', () => {
  const state = filed({})
  for (const team of Object.values(teams)) {
    for (const member of team.members) {
      const { people: left } = resolve({ kind: 'team', id: team.id }, state, context, new Set([member]))
      expect(left.length, `${team.id} without ${member}`).toBeGreaterThan(0)
    }
  }
})
