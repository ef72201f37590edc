/** A hint about repeat claims that is false: whoever decides says so once, and it is not held against that customer again (I07). */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PersonId } from '../rules/nouns.ts'
import { storyOf } from './decision.ts'
import type { Told, Wire } from './house.ts'
import { tell } from './house.ts'
import { appraised, files, only, paidToClosed, reviewed, TERMS } from './road.ts'

const SAME = { order_no: 'TB-2001' }
const HINT = '提示：同一订单号曾有另一位客户获得补偿'

let house: Told
beforeAll(async () => {
  house = await tell()
})
afterAll(() => house.close())

/** A complaint about the same order, up to its decision. */
async function decided(customer: string): Promise<{ readonly number: string; readonly approver: PersonId }> {
  const number = await files(house, { customer, ...SAME })
  await reviewed(house, number)
  const engineer = await appraised(house, number)
  await house.as(engineer).does('submit', number, { ...TERMS, plan_kind: 'refund', plan_amount: '100' })
  return { number, approver: await only(house, number) }
}

async function closed(customer: string): Promise<string> {
  const { number, approver } = await decided(customer)
  await house.as(approver).does('approve', number)
  await paidToClosed(house, number)
  return number
}

/** The approver's card: its words, and the verbs on it. */
async function seen(approver: PersonId, number: string): Promise<{ words: string; verbs: readonly string[] }> {
  await house.settle()
  const cards: readonly Wire[] = await house.as(approver).cards(number)
  const { blocks, actions } = cards.findLast((post) => post.to === `person/${approver}`).body
  return {
    words: blocks.map((block: Wire) => block.text ?? '').join('\n'),
    verbs: actions.map((action: Wire) => action.action_id.replace('redress.', '')),
  }
}

const unflag = (person: PersonId, number: string, values: object): Promise<Wire> =>
  house.as(person).act({ do: 'submit', form: 'redress.form.unflag', number, values })

test('is answered by whoever decides, with a reason; then it is neither shown nor counted again with this customer', async () => {
  const first = await closed('韩梅梅')
  const { number, approver } = await decided('李雷雷')
  expect(await seen(approver, number)).toMatchObject({
    words: expect.stringContaining(HINT),
    verbs: expect.arrayContaining(['unflag']),
  })

  // Nobody else answers it, nor anybody without a reason, nor about a field that links nothing.
  const before = (await house.store.case(number))?.revision
  expect(await unflag('wang.li', number, { to: 'order_no', reason: '没事' })).toMatchObject({ code: 'not_yours' })
  expect(await unflag(approver, number, { to: 'order_no' })).toMatchObject({ code: 'reason_required' })
  expect(await unflag(approver, number, { to: 'serial', reason: '没事' })).toMatchObject({ code: 'target_unknown' })
  expect((await house.store.case(number))?.revision).toBe(before)

  await house.as(approver).does('unflag', number, { to: 'order_no', reason: '夫妻共用一个账号' })
  expect(await house.happened(number, 'unflagged')).toEqual([
    { is: 'unflagged', field: 'order_no', numbers: [first], reason: '夫妻共用一个账号' },
  ])
  const after = await seen(approver, number)
  expect(after.words).not.toContain(HINT)
  expect(after.words).toContain('同一订单号的提示不实。夫妻共用一个账号')
  expect(after.verbs).not.toContain('unflag')
  expect(await storyOf(house, number)).toContain('说明同一订单号的提示不实：夫妻共用一个账号')
  expect(await unflag(approver, number, { to: 'order_no', reason: '再说一次' })).toMatchObject({ code: 'already_done' })
  // It decides nothing: the same person is asked, on the same card.
  expect(await only(house, number)).toBe(approver)
  await house.as(approver).does('approve', number)
  await paidToClosed(house, number)
  expect(await unflag(approver, number, { to: 'order_no', reason: '晚了' })).toMatchObject({ code: 'case_ended' })

  const next = await decided('李雷雷')
  const shown = await seen(next.approver, next.number)
  expect(shown.words).toContain('同一订单号近一年已结案 2 件')
  expect(shown.words).not.toContain(HINT)
  expect(shown.verbs).not.toContain('unflag')
  // With somebody else the same order is worth a second look as before.
  const other = await decided('王大锤')
  expect((await seen(other.approver, other.number)).words).toContain(HINT)
  const metrics = await (await fetch(`${house.url}/metrics`)).text()
  expect(metrics).toContain('redress_commands_total{verb="unflag",outcome="done"} 1')
}, 60_000)
