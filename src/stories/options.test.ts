/** Up to three options under one approval: what the customer picks within them is paid without another one (F076, C26). */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { edited, type PolicyFile, policyFile } from './changed-policy.ts'
import type { Told, Wire } from './house.ts'
import { tell } from './house.ts'
import { only, TERMS, upToPlan } from './road.ts'

const option = (label: string, more: object) => ({ label, within: 'matrix', ...more })
const PAID = "['cash', 'refund', 'coupon']"

/** The shipped policy with two more options in the plan, and a stage in which the receiver records the choice. */
const POLICY = edited(({ add, set, insert }) => {
  for (const nth of ['second', 'third']) {
    add(`fields.${nth}_kind`, option(`${nth} kind`, { type: 'choice', of: 'kinds' }))
    const amount = { type: 'money', when: `${nth}_kind != ''`, required: true }
    add(`fields.${nth}_amount`, option(`${nth} amount`, amount))
    insert('forms.plan.fields', `${nth}_kind`)
    insert('forms.plan.fields', `${nth}_amount`)
  }
  const [second, third] = ['second', 'third'].map((nth) => ({ kind: `${nth}_kind`, amount: `${nth}_amount` }))
  add('approval.choice', [second, third])
  add('forms.choice', { name: 'What the customer chose', fields: ['plan_kind', 'plan_amount'] })
  add('flow.stages.choice', {
    kind: 'form',
    name: 'Choice',
    who: 'field.receiver',
    form: 'choice',
    choice: true,
    rounds: 9,
    next: {
      submit: [{ when: `plan_kind in ${PAID} && plan_amount > 0.0`, to: 'payment' }, { to: 'carry_out' }],
      return: 'plan',
      exhausted: 'board',
    },
  })
  for (const stage of ['approval', 'last_approval'])
    insert(`flow.stages.${stage}.next.approved`, { when: "second_kind != '' || third_kind != ''", to: 'choice' }, 0)
  for (const field of ['payee', 'pay_method'])
    set(`fields.${field}.when`, `plan_kind in ${PAID} || second_kind in ${PAID} || third_kind in ${PAID}`)
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

const OFFERED = {
  ...{ ...TERMS, plan_kind: 'repair', plan_amount: '80' },
  ...{ second_kind: 'refund', second_amount: '600', third_kind: 'coupon', third_amount: '300' },
}

/** A plan of three options, approved. */
async function approved(offered: object = OFFERED): Promise<string> {
  const { number, engineer } = await upToPlan(house)
  await house.as(engineer).does('submit', number, offered)
  await house.as(await only(house, number)).does('approve', number)
  return number
}

test('the approver sees all three and decides the dearest; the choice within them is paid without another approval', async () => {
  const { number, engineer } = await upToPlan(house)
  const dear = { ...OFFERED, third_amount: '9999' }
  expect(JSON.stringify(await house.as(engineer).fills('submit', number, dear))).toContain('上限')
  await house.as(engineer).does('submit', number, OFFERED)
  const [asked] = await house.happened(number, 'asked')
  expect(asked?.sequence.flat().map(({ step }) => step)).toEqual(['director'])
  expect(asked?.proposal).toMatchObject({ kind: 'refund', amount: { minor: 60_000 }, options: [{}, {}, {}] })
  const director = await only(house, number)
  const card = (await house.as(director).cards(number)).findLast((post) => post.to === `person/${director}`)
  const shown = card.body.blocks.map((block: Wire) => block.text ?? '').join('\n')
  expect(shown).toContain('客户可选其一：维修 ¥80.00；退款 ¥600.00；优惠券 ¥300.00')
  await house.as(director).does('approve', number)

  // Front-line staff record what the customer chose. More, another kind or another payee was not approved.
  expect(await house.asked(number)).toEqual(['wang.li'])
  const receiver = house.as('wang.li')
  const over = await receiver.fills('submit', number, { plan_kind: 'refund', plan_amount: '600.01' })
  expect(JSON.stringify(over)).toContain('客户选的不在获批的方案里：退款 ¥600.01')
  const swapped = await receiver.fills('submit', number, { plan_kind: 'coupon', plan_amount: '300.01' })
  expect(swapped).toMatchObject({ is: 'refused' })
  const other = await receiver.fills('submit', number, { plan_kind: 'cash', plan_amount: '10' })
  expect(JSON.stringify(other)).toContain('客户选的不在获批的方案里：现金')
  await receiver.does('submit', number, { plan_kind: 'coupon', plan_amount: '250' })

  expect(await house.happened(number, 'asked')).toHaveLength(1)
  expect(await house.happened(number, 'chosen')).toMatchObject([{ proposal: { kind: 'coupon' } }])
  const [instructed] = await house.happened(number, 'instructed')
  expect(instructed?.proposal).toEqual({ kind: 'coupon', amount: { minor: 25_000, currency: 'CNY' }, payee: '张三' })
  expect(JSON.stringify(await receiver.say(`/complaint show ${number}`))).toContain('客户选定：优惠券 ¥250.00')
}, 60_000)

test('a choice that is not paid in money is carried out; one that nobody offered goes back for a new plan and approval', async () => {
  const repaired = await approved()
  await house.as('wang.li').does('submit', repaired, { plan_kind: 'repair', plan_amount: '80' })
  expect(await house.happened(repaired, 'instructed')).toEqual([])
  expect((await house.store.case(repaired))?.granted).toMatchObject({ kind: 'repair', amount: { minor: 8_000 } })
  expect((await house.store.case(repaired))?.positions).toMatchObject([{ stage: 'carry_out' }])

  const more = await approved()
  await house.as('wang.li').does('return', more, { reason: '客户要 900' })
  const planner = await only(house, more)
  await house.as(planner).does('submit', more, { ...OFFERED, second_amount: '900' })
  expect(await house.happened(more, 'asked')).toHaveLength(2)
  expect(await house.happened(more, 'instructed')).toEqual([])
}, 60_000)
