/** The usual way of a complaint up to its plan, each step done by whoever is asked. What differs, a story says itself. */
import type { PersonId } from '../rules/nouns.ts'
import type { Told, Wire } from './house.ts'
import { FRIDGE } from './house.ts'

/** What a reviewer finds who sees one customer's machine that does not work: impact B, level 2. */
export const FOUND = { verdict: 'complaint', safety: 'none', core_function: 'lost', scope: 'one' } as const

/** What the engineer finds. */
export const FINDING = {
  reproduced: true,
  cause_kind: 'production',
  root_cause: '压缩机焊点虚焊',
  advice: '退款',
} as const

/** All of a plan to pay but how and how much. */
export const TERMS = { plan_reason: '功能丧失', payee: '张三', pay_method: 'original', plan_due: '2026-03-31' } as const

/** What a satisfied customer says in the call-back. */
export const SATISFIED = { answer: 'satisfied', accepted: 'yes', customer_words: '满意', evidence: '录音 12' } as const

/** The only person the case asks; throws when it asks nobody or several. */
export async function only(house: Told, number: string): Promise<PersonId> {
  const [person, ...others] = await house.asked(number)
  if (person === undefined || others.length > 0) throw new Error(`${number} asks ${[person, ...others].join(' ')}`)
  return person
}

/** Wang Li files a complaint about a fridge. */
export function files(house: Told, values: object = {}): Promise<string> {
  return house.as('wang.li').files({ ...FRIDGE, safety: 'none', wish: ['refund'], ...values })
}

/** The first of the reviewers asked accepts it. */
export async function reviewed(house: Told, number: string, values: object = {}): Promise<void> {
  const [reviewer = ''] = await house.asked(number)
  await house.as(reviewer).does('submit', number, { ...FOUND, ...values })
}

/** The engineer who owns it appraises it; gives the engineer. */
export async function appraised(house: Told, number: string): Promise<PersonId> {
  const engineer = await only(house, number)
  await house.as(engineer).does('submit', number, FINDING)
  return engineer
}

/** Filed, reviewed and appraised: the plan is about to be written by the engineer. */
export async function upToPlan(house: Told): Promise<{ readonly number: string; readonly engineer: PersonId }> {
  const number = await files(house)
  await reviewed(house, number)
  return { number, engineer: await appraised(house, number) }
}

/** From the approved plan to the end: paid, told, called back after `opens`, closed. */
export async function paidToClosed(house: Told, number: string, opens = '24h'): Promise<void> {
  const [payer = ''] = await house.asked(number)
  await house.as(payer).does('pay', number, { voucher_no: `V-${number}` })
  await house.settle()
  await house.pass(opens)
  await house.as(await only(house, number)).does('submit', number, SATISFIED)
}

/** The stages a case has entered so far, in order. */
export async function stagesOf(house: Told, number: string): Promise<readonly string[]> {
  return (await house.happened(number, 'entered')).map((what) => what.stage)
}

/** The ids of the fields that a form asks. */
export function fieldsOf(form: Wire): readonly string[] {
  return form.fields.map((field: Wire) => field.block_id.slice('f.'.length))
}
