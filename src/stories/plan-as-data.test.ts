/** What a plan must answer, and who must look at it first, is the policy's: a check list of consumer law, and the cost of special claims (F077, F079). */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { edited, type PolicyFile, policyFile } from './changed-policy.ts'
import type { Told, Wire } from './house.ts'
import { tell } from './house.ts'
import { fieldsOf, only, stagesOf, TERMS, upToPlan } from './road.ts'

const LAW = { law_return: '七日无理由退货', law_warranty: '三包期内维修责任', law_promise: '没有超出法律和政策的承诺' }

/** The shipped policy with a check list in the plan, and a cost assessment of special claims before they are decided. */
const POLICY = edited(({ add, insert }) => {
  for (const [id, label] of Object.entries(LAW)) {
    add(`fields.${id}`, { type: 'choice', of: { kept: '已核对', not_due: '不适用' }, required: true, label })
    insert('forms.plan.fields', id)
  }
  add('fields.special', { type: 'checkbox', label: '一事一议' })
  insert('forms.plan.fields', 'special')
  add('fields.whole_cost', { type: 'money', required: true, label: '全部成本' })
  add('fields.cost_note', { type: 'text', long: true, required: true, label: '成本构成' })
  add('forms.assessment', { name: '成本评估', fields: ['whole_cost', 'cost_note'] })
  const next = { submit: 'approval', return: 'plan', exhausted: 'board' }
  add('flow.stages.assessment', {
    ...{ kind: 'form', name: '成本评估', who: 'team.billing', form: 'assessment', rounds: 6, next },
  })
  insert('flow.stages.plan.next.submit', { when: 'special', to: 'assessment' }, 0)
})

let house: Told
let file: PolicyFile
beforeAll(async () => {
  file = policyFile(POLICY)
  house = await tell({ policyFile: file.path })
}, 60_000)
afterAll(async () => {
  await house.close()
  file.remove()
})

const REFUND = { ...TERMS, plan_kind: 'refund', plan_amount: '300' }
const ANSWERED = { law_return: 'not_due', law_warranty: 'kept', law_promise: 'kept' }

async function rows(number: string): Promise<readonly Wire[]> {
  const person = await only(house, number)
  const card = (await house.as(person).cards(number)).findLast((post) => post.to === `person/${person}`)
  return card.body.blocks.flatMap((block: Wire) => block.rows ?? block.fields ?? [])
}

test('a check list stands in the form and on the approval card; what is not answered refuses the plan', async () => {
  const { number, engineer } = await upToPlan(house)
  expect(fieldsOf((await house.as(engineer).clicks('submit', number)).form)).toEqual(
    expect.arrayContaining(Object.keys(LAW)),
  )
  const bare = await house.as(engineer).fills('submit', number, { ...REFUND, law_return: 'kept' })
  expect(bare.errors.map(({ field }: Wire) => field)).toEqual(['law_warranty', 'law_promise'])
  expect(await house.happened(number, 'asked')).toEqual([])
  await house.as(engineer).does('submit', number, { ...REFUND, ...ANSWERED })
  const shown = JSON.stringify(await rows(number))
  for (const label of Object.values(LAW)) expect(shown).toContain(label)
  expect(shown).toMatch(/三包期内维修责任[^}]*已核对/)
}, 60_000)

test('a special claim is decided only once its cost was assessed, and the approver sees the cost', async () => {
  const { number, engineer } = await upToPlan(house)
  await house.as(engineer).does('submit', number, { ...REFUND, ...ANSWERED, special: true })
  expect((await stagesOf(house, number)).at(-1)).toBe('assessment')
  expect(await house.happened(number, 'asked')).toEqual([])
  const asked = await house.asked(number)
  expect(asked).toEqual(['du.juan', 'bai.lu'])
  const [assessor = ''] = asked
  const bare = await house.as(assessor).fills('submit', number, { cost_note: '上门两次' })
  expect(bare.errors.map(({ field }: Wire) => field)).toEqual(['whole_cost'])
  await house.as(assessor).does('submit', number, { whole_cost: '780', cost_note: '上门两次，配件一套' })
  expect(await house.happened(number, 'asked')).toHaveLength(1)
  const shown = JSON.stringify(await rows(number))
  expect(shown).toMatch(/全部成本[^}]*¥780\.00/)
  expect(shown).toContain('上门两次，配件一套')
}, 60_000)
