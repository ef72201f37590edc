/** Around a decision: who can act next and who no longer can after each verb (F072-F088, D11, D17). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PersonId } from '../rules/nouns.ts'
import { cardOf, inApproval, refusedTo, storyOf, tellChanged } from './decision.ts'
import type { Told } from './house.ts'
import { FINDING, only, stagesOf, TERMS } from './road.ts'

const ADMIN = 'meng.qi'
const LEGAL = ['fan.zhe', 'grace.wood']

let house: Told
beforeAll(async () => {
  house = await tellChanged()
})
afterAll(() => house.close())

const rolesOf = (person: PersonId): readonly string[] => house.shelf.company.live.directory.people[person]?.roles ?? []
const sorted = async (number: string): Promise<readonly PersonId[]> => (await house.asked(number)).toSorted()

/** Cash of 800: legal has approved, the director is asked. */
async function atDirector(): Promise<{ number: string; engineer: PersonId; director: PersonId }> {
  const { number, engineer } = await inApproval(house, { plan_kind: 'cash' })
  expect(await sorted(number)).toEqual(LEGAL)
  await house.as('fan.zhe').does('approve', number)
  return { number, engineer, director: await only(house, number) }
}

describe('add (加签)', () => {
  it('before: the added one alone is asked, then whoever added them, on a fresh card', async () => {
    const { number, director } = await atDirector()
    await house.as(director).does('add', number, { to: 'su.jing', how: 'before', reason: '懂这款产品' })
    expect(await only(house, number)).toBe('su.jing')
    expect(await refusedTo(house, director, 'approve', number)).toMatchObject({ code: 'not_yours' })
    const card = await cardOf(house, 'su.jing', number)
    expect(card).toContain('加签：苏婧')
    expect(card).toMatch(/为什么到这一步：.{2,4}加签/)
    expect(card).toContain('懂这款产品')
    await house.as('su.jing').does('approve', number)
    expect(await only(house, number)).toBe(director)
    expect(await cardOf(house, director, number)).toMatch(/"key":"task\/approval#1\/director\/1".*"state":"open"/)
    await house.as(director).does('approve', number)
    expect(await stagesOf(house, number)).toContain('payment')
  })

  it('beside: both are asked, and both must approve', async () => {
    const { number, director } = await atDirector()
    await house.as(director).does('add', number, { to: 'su.jing', how: 'beside', reason: '一起看' })
    expect(await sorted(number)).toEqual([director, 'su.jing'].toSorted())
    await house.as(director).does('approve', number)
    expect(await only(house, number)).toBe('su.jing')
    await house.as('su.jing').does('approve', number)
    expect(await stagesOf(house, number)).toContain('payment')
  })

  it('after: the added one is asked next, and can turn it down', async () => {
    const { number, engineer, director } = await atDirector()
    await house.as(director).does('add', number, { to: 'su.jing', how: 'after', reason: '复核' })
    await house.as(director).does('approve', number)
    expect(await only(house, number)).toBe('su.jing')
    await house.as('su.jing').does('reject', number, { reason: '不妥' })
    expect(await only(house, number)).toBe(engineer)
  })

  it('never adds whom a duty bars, who is in it already, oneself, or more than the policy allows', async () => {
    const { number, engineer, director } = await atDirector()
    const add = (to: string) => refusedTo(house, director, 'add', number, { to, how: 'beside' })
    expect((await add('wang.li')).words).toContain('是这张单的提单人，不能再当审批人')
    expect((await add(engineer)).words).toContain('是这张单的鉴定人')
    expect(await add('fan.zhe')).toMatchObject({ code: 'target_barred' })
    expect(await add(director)).toMatchObject({ code: 'target_unknown' })
    expect(await refusedTo(house, director, 'add', number, { to: 'su.jing', how: 'above' })).toMatchObject({
      code: 'target_unknown',
    })
    expect(await refusedTo(house, 'su.jing', 'add', number, { to: 'ye.zi', how: 'beside' })).toMatchObject({
      code: 'not_yours',
    })
    for (const to of ['su.jing', 'ye.zi', 'dong.qing'])
      await house.as(director).does('add', number, { to, how: 'beside', reason: '一起看' })
    expect(await add('peng.na')).toMatchObject({ code: 'rounds_used' })
  })
})

describe('return (退回)', () => {
  it('to an earlier step, through everything again', async () => {
    const { number, director } = await atDirector()
    await house.as(director).does('return', number, { to: 'step.legal', how: 'again', reason: '条款再看' })
    expect(await sorted(number)).toEqual(LEGAL)
    expect(await refusedTo(house, director, 'approve', number)).toMatchObject({ code: 'not_yours' })
    await house.as('grace.wood').does('approve', number)
    expect(await only(house, number)).toBe(director)
  })

  it('straight back past a step in between whose approval still counts', async () => {
    const { number, director } = await atDirector()
    await house.as(director).does('add', number, { to: 'su.jing', how: 'before', reason: '先看' })
    await house.as('su.jing').does('approve', number)
    await house.as(director).does('return', number, { to: 'step.legal', how: 'straight', reason: '条款再看' })
    await house.as('fan.zhe').does('approve', number)
    expect(await only(house, number)).toBe(director)
    await house.as(director).does('return', number, { to: 'step.legal', how: 'again', reason: '都再看' })
    await house.as('fan.zhe').does('approve', number)
    expect(await only(house, number)).toBe('su.jing')
    expect(await storyOf(house, number)).toContain('退回到“法务”，之后直接回来')
  })

  it('is bounded, and only leads to what was heard before', async () => {
    const { number, director } = await atDirector()
    expect(await refusedTo(house, director, 'return', number, { to: 'step.vp' })).toMatchObject({
      code: 'target_unknown',
    })
    for (let round = 0; round < 3; round++) {
      await house.as(director).does('return', number, { to: 'step.legal', reason: '再看' })
      await house.as('fan.zhe').does('approve', number)
    }
    expect(await refusedTo(house, director, 'return', number, { to: 'step.legal' })).toMatchObject({
      code: 'rounds_used',
    })
  })

  it('to the appraisal and straight back: nothing in between, and legal is not asked again', async () => {
    const { number, engineer, director } = await atDirector()
    await house.as(director).does('return', number, { to: 'appraisal', how: 'straight', reason: '补报告' })
    expect(await only(house, number)).toBe(engineer)
    expect(await refusedTo(house, director, 'approve', number)).toMatchObject({ code: 'already_decided' })
    await house.as(engineer).does('submit', number, { ...FINDING, advice: '补充：压缩机已送检' })
    expect((await stagesOf(house, number)).slice(-2)).toEqual(['appraisal', 'approval'])
    expect(await only(house, number)).toBe(director)
    expect(await cardOf(house, director, number)).toContain('已同意：法务 范哲')
    await house.as(director).does('approve', number)
    expect(await stagesOf(house, number)).toContain('payment')
  })

  it('to the plan and straight back: another amount voids what was approved, and says so', async () => {
    const { number, engineer, director } = await atDirector()
    await house.as(director).does('return', number, { to: 'plan', how: 'straight', reason: '金额再谈' })
    await house.as(engineer).does('submit', number, { ...TERMS, plan_kind: 'cash', plan_amount: '700' })
    expect(await sorted(number)).toEqual(LEGAL)
    expect(await house.happened(number, 'voided')).toEqual([{ is: 'voided', why: 'amount' }])
    expect(await cardOf(house, 'fan.zhe', number)).toContain('之前的审批作废：金额改了')
    expect(await storyOf(house, number)).toContain('审批作废：金额改了')
  })

  it('the ordinary way runs everything again', async () => {
    const { number, engineer, director } = await atDirector()
    await house.as(director).does('return', number, { to: 'appraisal', how: 'again', reason: '补报告' })
    await house.as(engineer).does('submit', number, FINDING)
    expect((await stagesOf(house, number)).at(-1)).toBe('plan')
    await house.as(engineer).does('submit', number, {})
    expect(await sorted(number)).toEqual(LEGAL)
  })
})

describe('ask and answer (询问)', () => {
  it('waits for the answer with its clock, and goes on with every approval', async () => {
    const { number, director } = await atDirector()
    const due = async () => (await house.store.tasksOf(director)).find(({ row }) => row.number === number)?.task.due
    const before = (await due()) ?? 0
    const firstCard = async () =>
      JSON.stringify(
        (await house.as(director).cards(number)).find(({ body }) => body.key === 'task/approval#1/director'),
      )
    await house.as(director).does('ask', number, { to: 'filer', reason: '客户电话里怎么说的？' })
    expect(await only(house, number)).toBe('wang.li')
    expect(await cardOf(house, 'wang.li', number)).toContain('客户电话里怎么说的？')
    expect(await firstCard()).toContain('正在等王丽答复')
    expect((await refusedTo(house, director, 'approve', number)).words).toContain('正在等答复（王丽）')
    expect(await refusedTo(house, 'su.jing', 'answer', number)).toMatchObject({ code: 'not_yours' })
    await house.pass('3h')
    await house.as('wang.li').does('answer', number, { reason: '只要现金' })
    expect(await only(house, number)).toBe(director)
    expect((await due()) ?? 0).toBeGreaterThan(before)
    const card = await cardOf(house, director, number)
    expect(card).toContain('王丽答复：只要现金')
    expect(card).toContain('已同意：法务')
    expect(await firstCard(), 'nobody is waited for any more').not.toContain('正在等')
    await house.as(director).does('approve', number)
    expect(await stagesOf(house, number)).toContain('payment')
    await house.settle()
    expect(await firstCard()).toContain('已同意')
    expect(await refusedTo(house, 'wang.li', 'answer', number)).toMatchObject({ code: 'already_done' })
  })

  it('the customer is asked by whoever talks to them; whoever asked may wait no longer', async () => {
    const { number, director } = await atDirector()
    await house.as(director).does('ask', number, { to: 'customer', reason: '收款人对吗？' })
    expect(await only(house, number)).toBe('wang.li')
    expect(await cardOf(house, 'wang.li', number)).toContain('请问客户并答复')
    expect(await refusedTo(house, 'wang.li', 'resume', number)).toMatchObject({ code: 'not_yours' })
    const state = await house.store.case(number)
    const back = { do: 'click', action: 'redress.resume', value: `${number}:${state?.revision}` }
    expect(await house.as(director).act(back)).toMatchObject({ is: 'done' })
    expect(await only(house, number)).toBe(director)
  })

  it('is bounded', async () => {
    const { number, director } = await atDirector()
    for (const reason of ['一', '二', '三']) {
      await house.as(director).does('ask', number, { to: 'filer', reason })
      await house.as('wang.li').does('answer', number, { reason })
    }
    expect(await refusedTo(house, director, 'ask', number, { to: 'filer' })).toMatchObject({ code: 'rounds_used' })
  })
})

describe('urge (催办)', () => {
  it('reminds those asked at most every half hour; the refusal says when again, and nobody else can', async () => {
    const { number, director } = await atDirector()
    const value = `${number}:${(await house.store.case(number))?.revision}`
    const urge = (person: PersonId) => house.as(person).act({ do: 'click', action: 'redress.urge', value })
    expect(await urge('su.jing')).toMatchObject({ is: 'refused', code: 'not_yours' })
    expect(await urge('wang.li')).toMatchObject({ is: 'done' })
    expect(await house.happened(number, 'urged')).toMatchObject([{ people: [director] }])
    await house.settle()
    expect(await house.as(director).words(number)).toHaveLength(1)
    // It is the case that was urged: whoever else waits for it hears the same.
    for (const person of ['wang.li', director]) {
      const again = await urge(person)
      expect(again).toMatchObject({ is: 'refused', code: 'throttled' })
      expect(JSON.stringify(again)).toMatch(/\d{1,2}:\d{2}/)
    }
    expect(await only(house, number)).toBe(director)
    await house.pass('1h')
    expect(await urge('wang.li')).toMatchObject({ is: 'done' })
  })
})

describe('recall (收回方案)', () => {
  it('is the owner’s alone, and leads back to the plan', async () => {
    const { number, engineer, director } = await atDirector()
    expect(await refusedTo(house, director, 'recall', number)).toMatchObject({ code: 'not_yours' })
    const position = (await house.store.case(number))?.positions[0]
    const form = { form: 'redress.form.recall', number, position: position?.key, revision: position?.bound }
    expect(await house.as(engineer).act({ do: 'submit', ...form, values: { reason: '算错了' } })).toMatchObject({
      is: 'done',
    })
    expect(await only(house, number)).toBe(engineer)
    expect((await stagesOf(house, number)).at(-1)).toBe('plan')
    expect(await refusedTo(house, director, 'approve', number)).toMatchObject({ code: 'already_decided' })
  })
})

describe('whoever holds no card', () => {
  it('finds what they may do where they look the case up', async () => {
    const { number, engineer, director } = await atDirector()
    const offered = async (person: PersonId): Promise<readonly string[]> => {
      const { card } = await house.as(person).act({ do: 'command', text: `/complaint show ${number}` })
      return card.actions.map((action: { action_id: string }) => action.action_id)
    }
    expect(await offered(engineer)).toContain('redress.recall')
    expect(await offered(ADMIN)).toContain('redress.rescue')
    expect(await offered('su.jing')).toEqual(['redress.note'])
    await house.as(director).does('ask', number, { to: 'filer', reason: '为什么？' })
    expect(await offered(director)).toContain('redress.resume')
    expect(await offered(engineer)).not.toContain('redress.resume')
    const value = `${number}:${(await house.store.case(number))?.revision}`
    const form = await house.as(engineer).act({ do: 'click', action: 'redress.recall', value })
    expect(form).toMatchObject({ is: 'form', form: { callback_id: 'redress.form.recall', position: 'approval#1' } })
  })
})

describe('rescue (转下一人)', () => {
  const rescue = async (number: string, as = ADMIN) => {
    const position = (await house.store.case(number))?.positions[0]
    const form = { form: 'redress.form.rescue', number, position: position?.key, revision: position?.bound }
    return house.as(as).act({ do: 'submit', ...form, values: { reason: '出差联系不上' } })
  }

  it('sets aside whoever does not act; the rules say who is next, the administrator decides nothing', async () => {
    const { number, director } = await atDirector()
    expect(await rescue(number, 'su.jing')).toMatchObject({ code: 'not_yours' })
    expect(await rescue(number)).toMatchObject({ is: 'done' })
    const next = await only(house, number)
    expect(next).not.toBe(director)
    expect(rolesOf(next)).toContain('director')
    expect(await refusedTo(house, director, 'approve', number)).toMatchObject({ code: 'not_yours' })
    expect(await cardOf(house, next, number)).toContain('管理员已跳过')
    expect(await house.happened(number, 'rescued')).toMatchObject([{ step: 'director', people: [director] }])
    expect((await refusedTo(house, ADMIN, 'approve', number)).words).toContain('出手转办的管理员')
    expect((await refusedTo(house, next, 'add', number, { to: ADMIN, how: 'beside' })).code).toBe('target_barred')
    expect(await storyOf(house, number)).toMatch(/管理员孟琪出手：“方案审批”不再等/)
  })

  it('ends where the rules know nobody else', async () => {
    const { number } = await inApproval(house, { plan_kind: 'cash' })
    let last = await rescue(number)
    for (let n = 0; n < 6 && last.is === 'done'; n++) last = await rescue(number)
    expect(last).toMatchObject({ is: expect.stringMatching(/refused|errors/), code: 'nobody_to_ask' })
    expect((await house.asked(number)).length).toBeGreaterThan(0)
    expect(await house.asked(number)).not.toContain(ADMIN)
  })
})
