/** What an approver sees of other cases: the matrix cell, precedents with their spread, the gauge, and what came before (I03, I04, I07). */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { replayCase } from '../replay.ts'
import type { PersonId } from '../rules/nouns.ts'
import { edited, policyFile } from './changed-policy.ts'
import type { Told, Wire } from './house.ts'
import { tell } from './house.ts'
import { appraised, files, only, paidToClosed, reviewed, TERMS } from './road.ts'

let house: Told
beforeAll(async () => {
  house = await tell({ policyFile: policy.path })
})
afterAll(async () => {
  await house.close()
  policy.remove()
})

/** As few precedents as a gauge takes are enough here for one tier more. */
const policy = policyFile(edited(({ set }) => set('approval.precedents.at_least', 5)))

/** A complaint up to its decision. */
async function plannedFor(amount: string, values: object, why?: string): Promise<string> {
  const { number, engineer } = await unplanned(values)
  const said = why === undefined ? {} : { plan_unusual: why }
  await house.as(engineer).does('submit', number, { ...TERMS, plan_kind: 'refund', plan_amount: amount, ...said })
  return number
}

/** The same, up to its plan. */
async function unplanned(values: object): Promise<{ readonly number: string; readonly engineer: PersonId }> {
  const number = await files(house, values)
  await reviewed(house, number)
  return { number, engineer: await appraised(house, number) }
}

/** The same, paid and closed. */
async function closedFor(amount: string, values: object, why?: string): Promise<string> {
  const number = await plannedFor(amount, values, why)
  await house.as(await only(house, number)).does('approve', number)
  await paidToClosed(house, number)
  return number
}

/** What was written down when the decision was asked: whether the amount was unusual, and whom it asks. */
async function askedFor(number: string) {
  const [asked] = await house.happened(number, 'asked')
  return { unusual: asked?.unusual, steps: asked?.sequence.flat().map(({ step }) => step) }
}

/** All texts on the card of a decision, as its approver sees them. */
async function shownTo(person: PersonId, number: string): Promise<string> {
  const cards: readonly Wire[] = await house.as(person).cards(number)
  const mine = cards.findLast((post) => post.to === `person/${person}`)
  return mine.body.blocks.map((block: Wire) => block.text ?? '').join('\n')
}

test('the first decision has no precedents; the sixth has five, their spread, its percentile and what came before', async () => {
  const first = await plannedFor('300', { customer: '李雷雷', order_no: 'TB-1001' })
  const supervisor = await only(house, first)
  const bare = await shownTo(supervisor, first)
  expect(bare).toContain('政策允许：B 级 一般，退款最高 ¥8,000.00')
  expect(bare).toContain('还没有同类先例')
  expect(bare).not.toContain('公平参考')
  await house.as(supervisor).does('approve', first)
  await paidToClosed(house, first)

  const more: string[] = []
  for (const amount of ['100', '200', '250'])
    more.push(await closedFor(amount, { customer: '韩梅梅', product: '韩梅梅家的冰箱 13912345678' }))
  const again = await closedFor('400', { customer: '王大锤', order_no: 'tb 1001' })

  const next = await plannedFor('450', { customer: '李雷雷', order_no: 'TB-1001' }, '上门三次都没修好')
  const asked = await only(house, next)
  const shown = await shownTo(asked, next)
  expect(shown).toContain('最相近的先例（5 件）：最低 ¥100.00，中位 ¥250.00，最高 ¥400.00')
  for (const number of [first, again, ...more]) expect(shown).toContain(number)
  expect(shown).toContain('· 退款 ¥300.00 · 2026年3月')
  expect(shown).toContain('公平参考：在 5 件同类单中位于第 100 百分位，高于常见范围 ¥200.00–¥300.00')
  expect(shown).toContain(`同一订单号近一年已结案 2 件，共补偿 ¥700.00（${first}、${again}）`)
  expect(shown).toContain('同一订单号曾有另一位客户获得补偿。仅供参考')
  expect(shown).toMatch(/王丽提交\n.*初审.*\n.*鉴定.* · .+\n.*方案.* · /)
  // 450 and the 700 before go to the director; being unusual, one tier more.
  expect(await askedFor(next)).toEqual({
    unusual: { is: 'above', n: 5, lower: 20_000, upper: 30_000 },
    steps: ['vp'],
  })
  expect(shown).toContain('金额高于 5 件同类单的常见范围，多审一级')
  expect(shown).toContain('5 件同类单的常见范围 ¥200.00 到 ¥300.00 之外，多审一级。理由：上门三次都没修好')
  // Of others only number, product, kind, amount and day.
  for (const name of ['韩梅梅', '王大锤', '13912345678']) expect(shown).not.toContain(name)

  // What ends meanwhile changes nothing: drawn again it shows what there was when the decision was asked, in any language.
  await closedFor('350', { customer: '孙悟空' }, '等了一个月')
  await house.as(asked).does('approve', next)
  await house.settle()
  const replayed = (lang?: 'en') =>
    replayCase(
      { store: house.store, company: house.shelf.company, loadPolicy: house.loadPolicy, ...(lang && { lang }) },
      next,
      house.clock.now(),
    )
  const deed = (await replayed())?.deeds.findLast(({ fact }) => fact.what.is === 'approved')
  expect(deed?.saw?.proof).toBe('same')
  const english = (await replayed('en'))?.deeds.findLast(({ fact }) => fact.what.is === 'approved')?.saw?.card
  const said = (english?.blocks ?? []).map((block) => ('text' in block ? block.text : '')).join('\n')
  expect(said).toContain('Policy: Grade B (general), Refund up to CNY 8,000.00')
  expect(said).toContain('Nearest precedents (5): lowest CNY 100.00, median CNY 250.00, highest CNY 400.00')
  expect(said).toContain('percentile 100 of 5 comparable cases, above the usual CNY 200.00 to CNY 300.00')
  expect(said).toContain('2 cases closed within a year, CNY 700.00 granted in all')

  // Too little is as unusual as too much; what is usual asks nobody more. By now six are comparable.
  expect(await askedFor(await plannedFor('250', {}))).toEqual({ unusual: undefined, steps: ['supervisor'] })
  expect(await askedFor(await plannedFor('20', {}, '只是外观'))).toEqual({
    unusual: { is: 'below', n: 6, lower: 21_250, upper: 33_750 },
    steps: ['director'],
  })
}, 60_000)

test('outside the band a plan says why, or nothing happens; the refusal names the band and what can be done', async () => {
  const { number, engineer } = await unplanned({})
  const before = (await house.store.case(number))?.revision
  const plan = { ...TERMS, plan_kind: 'refund', plan_amount: '480' }
  const refused = await house.as(engineer).fills('submit', number, plan)
  expect(refused).toMatchObject({ is: 'errors', code: 'amount_unusual', errors: [{ field: 'plan_unusual' }] })
  expect(JSON.stringify(refused)).toContain('6 件同类单的常见范围是 ¥212.50 到 ¥337.50，这个金额在常见范围外')
  expect(JSON.stringify(refused)).toContain('请在“超出常见范围的理由”里写一句理由')
  expect((await house.store.case(number))?.revision).toBe(before)
  expect(await house.asked(number)).toEqual([engineer])
  // Blanks are no reason; a usual amount needs none.
  expect(await house.as(engineer).fills('submit', number, { ...plan, plan_unusual: '   ' })).not.toMatchObject({
    is: 'done',
  })
  expect(await house.asked(number)).toEqual([engineer])
  await house.as(engineer).does('submit', number, { ...plan, plan_amount: '300' })
  expect(await askedFor(number)).toEqual({ unusual: undefined, steps: ['supervisor'] })
})
