/** Clicks that must not count: by strangers, by the wrong people, twice, too late, on cards of yesterday. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PersonId, Verb } from '../rules/nouns.ts'
import type { Told, Wire } from './house.ts'
import { FRIDGE, tell } from './house.ts'
import { appraised, FINDING, only, reviewed, TERMS, upToPlan } from './road.ts'

let house: Told
beforeAll(async () => {
  house = await tell()
})
afterAll(() => house.close())

const REFUND = { ...TERMS, plan_kind: 'refund', plan_amount: '300' } as const
const CASH = { ...TERMS, plan_kind: 'cash', plan_amount: '600' } as const

/** A case that waits for its approval. */
async function upToApproval(plan: object = REFUND): Promise<{ number: string; engineer: PersonId }> {
  const { number, engineer } = await upToPlan(house)
  await house.as(engineer).does('submit', number, plan)
  return { number, engineer }
}

/** The button of this verb on the newest card about the case that has one, as a click would send it. */
async function button(person: PersonId, verb: Verb, number: string): Promise<object> {
  const action = `redress.${verb}`
  const has = (post: Wire): boolean => post.body.actions.some((a: Wire) => a.action_id === action)
  // Their own before one in a channel: which of two places is written to first is nobody's promise.
  const all = (await house.as(person).cards(number)).filter(has)
  const post = all.findLast(({ to }) => to === `person/${person}`) ?? all.at(-1)
  if (!post) throw new Error(`${person} has no ${verb} about ${number}`)
  const { value } = post.body.actions.find((a: Wire) => a.action_id === action)
  return { do: 'click', action, value, post: post.id }
}

/** What is remembered of a case: if this is the same before and after, nothing happened to it. */
async function memory(number: string): Promise<object> {
  const asked = await house.asked(number)
  return { asked, facts: await house.facts(number), counts: await house.store.counts() }
}

/** Clicks, expecting a refusal with this code and words in the clicker's language; nothing may have changed. */
async function refused(number: string, person: PersonId, click: object, code: string): Promise<string> {
  const before = await memory(number)
  const reply = await house.as(person).act(click)
  expect(reply).toMatchObject({ is: 'refused', code })
  expect(reply.message.text.length).toBeGreaterThan(5)
  expect(await memory(number)).toEqual(before)
  return reply.message.text
}

/** A click that names only case and revision, as a chat without posts would send it. */
async function bare(verb: Verb, number: string): Promise<object> {
  const revision = (await house.store.case(number))?.revision
  return { do: 'click', action: `redress.${verb}`, value: `${number}:${revision}` }
}

/** The filer looks at the case (`show`) and corrects it from there. */
async function corrects(person: PersonId, number: string, values: object): Promise<void> {
  const { card } = await house.as(person).say(`/complaint show ${number}`)
  const { value } = card.actions.find((a: Wire) => a.action_id === 'redress.amend')
  const { form } = await house.as(person).act({ do: 'click', action: 'redress.amend', value })
  const reply = await house.as(person).act({ do: 'submit', form: form.callback_id, number, values })
  expect(reply.is).toBe('done')
}

const nameOf = (person: PersonId): string => house.shelf.company.live.directory.people[person]?.name.zh ?? ''

describe('the wrong people', () => {
  test('a stranger, even one who calls himself like a service or like a property, decides nothing', async () => {
    const { number } = await upToApproval()
    const approver = await only(house, number)
    for (const stranger of ['nobody.here', 'crm', 'constructor', '__proto__', '王丽']) {
      await refused(number, stranger, await bare('approve', number), 'not_a_person')
      // The approver's own card is not the stranger's to click on.
      await refused(number, stranger, await button(approver, 'approve', number), 'not_found')
    }
    expect(await house.happened(number, 'approved')).toEqual([])
  })

  test('a colleague who is not asked is told so', async () => {
    const { number, engineer } = await upToApproval()
    for (const person of ['wei.xin', 'liu.yang', 'shen.guoan', 'meng.qi'])
      await refused(number, person, await bare('approve', number), 'not_yours')
    await refused(number, 'wei.xin', await bare('pay', number), 'not_offered')
    await refused(number, engineer, await bare('withdraw', number), 'not_yours')
    await refused(number, 'wei.xin', await bare('amend', number), 'not_yours')
    await refused(number, 'wei.xin', await bare('unmask', number), 'not_yours')
    await refused(number, 'wei.xin', await bare('urge', number), 'not_yours')
  })

  test('the filer neither appraises, approves nor pays, and is told the rule', async () => {
    const as = async (filer: PersonId): Promise<string> =>
      house.as(filer).files({ ...FRIDGE, safety: 'none', wish: ['refund'] })

    const byEngineer = await as('zhou.wei')
    await reviewed(house, byEngineer)
    expect(await only(house, byEngineer)).toBe('ma.chao')
    expect(await refused(byEngineer, 'zhou.wei', await bare('submit', byEngineer), 'duties_apart')).toContain(
      '鉴定人和提单人',
    )

    const bySupervisor = await as('wu.jianguo')
    await reviewed(house, bySupervisor)
    await house.as(await appraised(house, bySupervisor)).does('submit', bySupervisor, REFUND)
    expect(await house.asked(bySupervisor)).not.toContain('wu.jianguo')
    await refused(bySupervisor, 'wu.jianguo', await bare('approve', bySupervisor), 'duties_apart')
    await refused(bySupervisor, 'wu.jianguo', await bare('reject', bySupervisor), 'duties_apart')

    const byFinance = await as('jiang.tao')
    await reviewed(house, byFinance)
    await house.as(await appraised(house, byFinance)).does('submit', byFinance, REFUND)
    await house.as(await only(house, byFinance)).does('approve', byFinance)
    expect(await house.asked(byFinance)).toEqual(['wei.xin', 'shi.min'])
    await refused(byFinance, 'jiang.tao', await bare('pay', byFinance), 'duties_apart')
    await refused(byFinance, 'jiang.tao', await bare('fail', byFinance), 'duties_apart')
    expect((await house.happened(byFinance, 'instructed')).length).toBe(1)
  })

  test('whoever appraised does not approve, though they hold the role', async () => {
    const number = await house.as('wang.li').files({ ...FRIDGE, safety: 'none', wish: ['refund'] })
    await reviewed(house, number)
    const engineer = await only(house, number)
    await house.as(engineer).does('transfer', number, { to: 'wu.jianguo', reason: '他更熟悉' })
    await house.as('wu.jianguo').does('submit', number, FINDING)
    await house.as('wu.jianguo').does('submit', number, REFUND)
    expect(await house.asked(number)).toEqual(['zhao.minghui'])
    await refused(number, 'wu.jianguo', await bare('approve', number), 'duties_apart')
    await house.as('zhao.minghui').does('approve', number)
  })
})

describe('clicks that were made up', () => {
  test('an invented place, an invented verb, a number of another case', async () => {
    const { number } = await upToApproval()
    const { number: other } = await upToApproval(CASH)
    const approver = await only(house, number)
    const caller = { actor: { kind: 'person', id: approver }, via: 'playground', lang: 'zh' } as const
    const revision = (await house.store.case(number))?.revision ?? 0
    for (const position of ['approval#77', 'payment#1', '__proto__', '']) {
      const before = await memory(number)
      const reply = await house.reception.click(caller, { verb: 'approve', number, revision, position }, position)
      expect(reply).toMatchObject({ is: 'refused' })
      expect(await memory(number)).toEqual(before)
    }
    const own = (await button(approver, 'approve', number)) as { value: string }
    await refused(number, approver, { ...own, value: own.value.replace(number, other) }, 'not_found')
    await refused(other, approver, await bare('approve', other), 'not_yours')
    await refused(number, approver, { ...own, action: 'redress.constructor' }, 'unknown_verb')
    await refused(number, approver, { ...(await bare('approve', number)), value: 'C-20260302-9999:3' }, 'not_found')
  })

  test('a revision from the future is no licence, and none at all is refused', async () => {
    const { number } = await upToApproval()
    const approver = await only(house, number)
    const caller = { actor: { kind: 'person', id: approver }, via: 'playground', lang: 'en' } as const
    const click = { verb: 'approve', number, position: 'approval#1' } as const
    const blind = await house.reception.click(caller, { ...click, revision: Number.NaN }, 'no number')
    expect(blind).toMatchObject({ is: 'refused' })
    const early = await house.reception.click(caller, { ...click, revision: 1 }, 'too old')
    expect(early).toMatchObject({ is: 'refused', code: 'card_outdated' })
    const later = await house.reception.click(caller, { ...click, revision: 999_999 }, 'not yet')
    expect(later).toMatchObject({ is: 'refused' })
    expect(await house.happened(number, 'approved')).toEqual([])
  })
})

describe('twice', () => {
  test('two clicks of one person in the same moment count once', async () => {
    const { number } = await upToApproval()
    const approver = await only(house, number)
    const click = await button(approver, 'approve', number)
    const replies = await Promise.all([1, 2, 3].map(() => house.as(approver).act(click)))
    expect(replies.map((reply) => reply.is).sort()).toEqual(['done', 'refused', 'refused'])
    const late = replies.find((reply) => reply.is === 'refused')
    expect(late.code).toBe('already_decided')
    expect(late.message.text).toContain(nameOf(approver))
    expect(await house.happened(number, 'approved')).toHaveLength(1)
    expect(await house.happened(number, 'instructed')).toHaveLength(1)
  })

  test('of two approvers in the same moment one acts, and the other hears who was faster', async () => {
    const { number } = await upToApproval(CASH)
    expect(await house.asked(number)).toEqual(['fan.zhe', 'grace.wood'])
    const clicks = await Promise.all(['fan.zhe', 'grace.wood'].map((person) => button(person, 'approve', number)))
    const replies = await Promise.all([
      house.as('fan.zhe').act(clicks[0] as object),
      house.as('grace.wood').act(clicks[1] as object),
    ])
    // Which of two requests comes first is not in our hands.
    const faster = replies[0].is === 'done' ? 'fan.zhe' : 'grace.wood'
    const slower = faster === 'fan.zhe' ? 1 : 0
    expect(replies[1 - slower].is).toBe('done')
    expect(replies[slower]).toMatchObject({ is: 'refused', code: 'already_decided' })
    expect(replies[slower].message.text).toContain({ 'fan.zhe': 'Fan Zhe', 'grace.wood': 'Grace Wood' }[faster])
    expect(await house.happened(number, 'approved')).toMatchObject([{ person: faster, step: 'legal' }])
    // Both legal cards are decided; the director's turn has come.
    expect(await only(house, number)).toBe('zhao.minghui')
    await house.as('zhao.minghui').does('approve', number)
    await refused(number, slower === 1 ? 'grace.wood' : 'fan.zhe', clicks[slower] as object, 'already_decided')
  })

  test('of two payers in the same moment one pays', async () => {
    const { number } = await upToApproval()
    await house.as(await only(house, number)).does('approve', number)
    const [a = '', b = ''] = await house.asked(number)
    const forms = await Promise.all([a, b].map(async (payer) => (await house.as(payer).clicks('pay', number)).form))
    const replies = await Promise.all(
      [a, b].map((payer, i) =>
        house.as(payer).act({
          do: 'submit',
          form: forms[i].callback_id,
          number,
          position: forms[i].position,
          revision: forms[i].revision,
          values: { voucher_no: `V-${payer}` },
        }),
      ),
    )
    expect(replies.map((reply) => reply.is).sort()).toEqual(['done', 'refused'])
    expect(replies.find((reply) => reply.is === 'refused').code).toBe('already_decided')
    expect(await house.happened(number, 'paid')).toHaveLength(1)
  })

  test('one key is one click: the second time gives the first answer', async () => {
    const { number } = await upToApproval()
    const approver = await only(house, number)
    const click = { ...(await button(approver, 'approve', number)), key: 'once' }
    const first = await house.as(approver).act(click)
    const second = await house.as(approver).act(click)
    expect(first.is).toBe('done')
    expect({ ...second, message: null }).toEqual({ ...first, message: null })
    expect(await house.happened(number, 'approved')).toHaveLength(1)
    const filing = { do: 'submit', form: 'redress.form.intake', key: 'file once', values: { ...FRIDGE, wish: [] } }
    expect(await house.as('wang.li').act({ ...filing, key: 'file-once' })).toEqual(
      await house.as('wang.li').act({ ...filing, key: 'file-once' }),
    )
  })
})

describe('cards of yesterday', () => {
  const outdated = async (number: string, approver: PersonId, click: object): Promise<void> => {
    await refused(number, approver, click, 'card_outdated')
    expect(await house.happened(number, 'granted')).toEqual([])
    expect(await house.happened(number, 'instructed')).toEqual([])
  }

  test('returned and planned anew: the old card decides nothing about the new plan', async () => {
    const { number, engineer } = await upToApproval()
    const approver = await only(house, number)
    const old = (await button(approver, 'approve', number)) as { post: number }
    const { post: _none, ...bareOld } = old
    await house.as(approver).does('return', number, { to: 'plan', reason: '金额不对' })
    await house.as(engineer).does('submit', number, { ...REFUND, plan_amount: '450' })
    expect(await only(house, number)).toBe(approver)
    await refused(number, approver, old, 'already_decided')
    await outdated(number, approver, bareOld)
    await house.as(approver).does('approve', number)
  })

  test('the payee is the customer, and the customer is corrected', async () => {
    const { number } = await upToApproval({
      plan_kind: 'exchange',
      plan_amount: '300',
      plan_reason: 'x',
      plan_due: '2026-03-31',
    })
    const approver = await only(house, number)
    const old = await button(approver, 'approve', number)
    await corrects('wang.li', number, { customer: '李四' })
    expect(await house.happened(number, 'voided')).toEqual([{ is: 'voided', why: 'payee' }])
    await outdated(number, approver, old)
    await house.as(approver).does('approve', number)
    expect(await house.happened(number, 'granted')).toMatchObject([{ proposal: { payee: '李四' } }])
  })

  test('a correction that changes nothing of this leaves the card good', async () => {
    const { number } = await upToApproval()
    const approver = await only(house, number)
    const old = await button(approver, 'approve', number)
    await corrects('wang.li', number, { place: '上海' })
    await house.as('liu.yang').say(`/complaint note ${number} 客户又打来一次`)
    expect((await house.as(approver).act(old)).is).toBe('done')
  })

  test('handed on: neither the one who handed it on nor an old card decides', async () => {
    const { number } = await upToApproval()
    const approver = await only(house, number)
    const old = await button(approver, 'approve', number)
    await house.as(approver).does('transfer', number, { to: 'zheng.xiaoyun', reason: '休假' })
    await refused(number, approver, old, 'not_yours')
    expect(await house.asked(number)).toEqual(['zheng.xiaoyun'])
    await house.as('zheng.xiaoyun').does('transfer', number, { to: approver, reason: '我也休假' })
    await outdated(number, approver, old)
    await house.as(approver).does('approve', number)
  })

  test('a form opened at an earlier visit is not filled in at the next one', async () => {
    const { number, engineer } = await upToApproval()
    const approver = await only(house, number)
    await house.as(approver).does('approve', number)
    const [a = '', b = ''] = await house.asked(number)
    const stale = await button(b, 'pay', number)
    const form = (await house.as(b).act(stale)).form
    await house.as(a).does('fail', number, { reason: '账号有误' })
    await house.as(engineer).does('submit', number, { ...REFUND, plan_amount: '100' })
    await house.as(approver).does('approve', number)
    const answer = { do: 'submit', form: form.callback_id, number, values: { voucher_no: 'V-9' } }
    await refused(number, b, { ...answer, position: form.position, revision: form.revision }, 'already_decided')
    await refused(number, b, stale, 'already_decided')
    expect(await house.happened(number, 'paid')).toEqual([])
    await house.as(b).does('pay', number, { voucher_no: 'V-10' })
    expect(await house.happened(number, 'paid')).toMatchObject([{ id: `${number}-P2`, voucher: 'V-10' }])
  })

  test('an old button of a form stage never submits what stands from before', async () => {
    const { number, engineer } = await upToPlan(house)
    const old = await button(engineer, 'submit', number)
    await house.as(engineer).does('submit', number, REFUND)
    const approver = await only(house, number)
    await house.as(approver).does('reject', number, { reason: '理由不足' })
    await refused(number, engineer, old, 'already_decided')
    expect(await house.asked(number)).toEqual([engineer])
  })
})

describe('decided cards', () => {
  test('show decision, who and when, and no button, in the channel and to everybody asked', async () => {
    const { number } = await upToApproval(CASH)
    await house.as('grace.wood').does('approve', number)
    await house.as('zhao.minghui').does('reject', number, { reason: '证据不足，请补照片' })
    const eyes = ['fan.zhe', 'grace.wood', 'zhao.minghui', 'wang.li']
    for (const person of eyes) {
      const cards = (await house.as(person).cards(number)).filter((post) =>
        post.body.key.startsWith('task/approval#1/'),
      )
      expect(cards.filter((post) => post.to === 'channel/approvals')).toHaveLength(2)
      expect(cards.length).toBe(person === 'wang.li' ? 2 : 3)
      for (const { body, to } of cards) {
        expect(body).toMatchObject({ state: 'done', actions: [] })
        const said = JSON.stringify(body)
        const english = to === 'person/grace.wood'
        if (body.key.endsWith('/legal')) expect(said).toContain(english ? 'Grace Wood' : '吴桂思')
        expect(said).toContain(english ? 'Zhao Minghui' : '赵明辉')
        expect(said).toMatch(english ? /Mar/ : /3 ?月 ?2 ?日/)
        expect(said).toContain('证据不足')
      }
    }
  })
})
