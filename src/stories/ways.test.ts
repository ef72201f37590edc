/** The ways a complaint can go besides the straight one, each through the playground's own routes. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PersonId } from '../rules/nouns.ts'
import type { Told, Wire } from './house.ts'
import { FRIDGE, tell } from './house.ts'
import { appraised, FOUND, files, only, reviewed, SATISFIED, stagesOf, TERMS, upToPlan } from './road.ts'

let house: Told
beforeAll(async () => {
  house = await tell()
})
afterAll(() => house.close())

const REFUND = { ...TERMS, plan_kind: 'refund', plan_amount: '300' } as const
const ended = async (number: string): Promise<string | undefined> => (await house.happened(number, 'ended'))[0]?.outcome

async function firstAsked(number: string): Promise<PersonId> {
  const [person] = await house.asked(number)
  if (person === undefined) throw new Error(`${number} asks nobody`)
  return person
}

/** Acts from what `show` offers, as somebody does who is not asked. */
async function fromShow(person: PersonId, verb: string, number: string, values: object): Promise<Wire> {
  const { card } = await house.as(person).say(`/complaint show ${number}`)
  const action = card.actions.find((one: Wire) => one.action_id === `redress.${verb}`)
  if (!action) return { is: 'no button' }
  const reply = await house.as(person).act({ do: 'click', action: action.action_id, value: action.value })
  if (reply.is !== 'form') return reply
  return house.as(person).act({ do: 'submit', form: reply.form.callback_id, number, values })
}

async function approvedPlan(number: string, engineer: PersonId, plan: object = REFUND): Promise<void> {
  await house.as(engineer).does('submit', number, plan)
  await house.as(await only(house, number)).does('approve', number)
}

/** Paid, told and waiting for the call-back, which has opened. */
async function upToCall(): Promise<{ number: string; engineer: PersonId }> {
  const { number, engineer } = await upToPlan(house)
  await approvedPlan(number, engineer)
  await house.as(await firstAsked(number)).does('pay', number, { voucher_no: 'V-1' })
  await house.settle()
  await house.pass('24h')
  return { number, engineer }
}

describe('back and out', () => {
  test('more information is asked for three times; the fourth time it is declined', async () => {
    const number = await files(house)
    for (let round = 0; round < 3; round++) {
      await house.as('feng.lan').does('return', number, { reason: '请补充批次' })
      expect(await only(house, number)).toBe('wang.li')
      await house.as('wang.li').does('submit', number, { reply: `第${round + 1}次补充`, batch: `B260${round}` })
    }
    expect((await house.store.case(number))?.values.batch).toBe('B2602')
    await house.as('feng.lan').does('return', number, { reason: '还是不清楚' })
    await house.settle()
    expect(await ended(number)).toBe('rejected')
    expect(await stagesOf(house, number)).toEqual([
      ...Array(3).fill(['review', 'more_info']).flat(),
      'review',
      'declined',
    ])
    expect(await house.as('wang.li').words(number)).toHaveLength(1)
  })

  test('declined at review: the customer is told before it ends, the filer hears the reason', async () => {
    const number = await files(house)
    expect(await house.as('feng.lan').fills('reject', number, {})).toMatchObject({ code: 'reason_required' })
    await house.as('feng.lan').does('reject', number, { reason: '不在服务范围' })
    await house.settle()
    expect(await ended(number)).toBe('rejected')
    expect(await house.happened(number, 'told')).toMatchObject([{ notice: 'declined', how: 'sent' }])
    expect((await house.as('wang.li').words(number)).join()).toContain('不在服务范围')
    expect(await house.asked(number)).toEqual([])
  })

  test('withdrawn by the filer before payment, refused after it, refused to others', async () => {
    const { number, engineer } = await upToPlan(house)
    await approvedPlan(number, engineer)
    expect((await fromShow('liu.yang', 'withdraw', number, { reason: 'x' })).is).toBe('no button')
    expect(await fromShow('wang.li', 'withdraw', number, { reason: '客户撤诉' })).toMatchObject({ is: 'done' })
    expect(await ended(number)).toBe('withdrawn')
    expect((await house.store.case(number))?.instructions.map((i) => i.state)).toEqual(['cancelled'])
    expect(await house.asked(number)).toEqual([])

    const { number: paid } = await upToCall()
    expect((await fromShow('wang.li', 'withdraw', paid, { reason: 'x' })).is).toBe('no button')
    const form = { do: 'submit', form: 'redress.form.withdraw', number: paid, values: { reason: '客户撤诉' } }
    expect(await house.as('wang.li').act(form)).toMatchObject({ is: 'refused', code: 'already_done' })
    expect(await ended(paid)).toBeUndefined()
  })

  test('what is no complaint ends at review, asking for nothing more', async () => {
    const number = (await house.as('wang.li').files({ ...FRIDGE, wish: [] })) as string
    await house.as('feng.lan').does('submit', number, { verdict: 'no_complaint' })
    expect(await ended(number)).toBe('not_a_complaint')
  })

  test('a light one is answered at once', async () => {
    const number = await house
      .as('wang.li')
      .files({ ...FRIDGE, category: 'quality.appearance.scratch', wish: ['apology'] })
    await house.as('feng.lan').does('submit', number, { ...FOUND, core_function: 'fine' })
    const asked = await only(house, number)
    // A hedge is named on its field, and goes out in quotes alone (F118).
    const hedged = await house.as(asked).fills('submit', number, { answer_text: '抱歉，我们应该会改进。' })
    expect(hedged).toMatchObject({ is: 'errors', code: 'hedge_word', errors: [{ field: 'answer_text' }] })
    expect(JSON.stringify(hedged)).toContain('“应该”不行')
    await house.as(asked).does('submit', number, { answer_text: '抱歉，我们会改进。标签上的“大约”已改正。' })
    await house.settle()
    expect(await stagesOf(house, number)).toEqual(['review', 'answer', 'answered', 'callback'])
    const told = (await house.as('wang.li').state()).posts.filter((post: Wire) => post.to === `customer/${number}`)
    expect(JSON.stringify(told)).toContain('抱歉，我们会改进。标签上的“大约”已改正。')
  })
})

describe('notes and corrections', () => {
  test('anybody in the directory leaves a note by command, and files with the form', async () => {
    const number = await files(house)
    expect(await house.as('tom.becker').say(`/complaint note ${number} The press called`)).toMatchObject({ is: 'done' })
    expect(await house.as('tom.becker').say(`/客诉 备注 ${number.toLowerCase()} 又来电`)).toMatchObject({ is: 'done' })
    const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
    const kept = await fetch(`${house.url}/playground/api/files`, {
      method: 'POST',
      headers: { 'x-file-name': 'scene.png' },
      body: png,
    })
    const { sha256 } = (await kept.json()) as Wire
    const form = { do: 'submit', form: 'redress.form.note', number, values: { files: [sha256] } }
    expect(await house.as('liu.yang').act(form)).toMatchObject({ is: 'done' })
    const notes = (await house.store.case(number))?.notes ?? []
    expect(notes.map((note) => note.text)).toEqual(['The press called', '又来电', ''])
    expect(notes.at(-1)?.files).toMatchObject([{ sha256, name: 'scene.png', type: 'image/png' }])
    expect(await house.as('nobody').say(`/complaint note ${number} x`)).toMatchObject({ code: 'not_a_person' })
  })

  test('a correction derives the grade anew and asks other approvers', async () => {
    const { number, engineer } = await upToPlan(house)
    await house.as(engineer).does('submit', number, REFUND)
    const supervisor = await only(house, number)
    expect(await fromShow('wang.li', 'amend', number, { safety: 'injury' })).toMatchObject({ is: 'done' })
    const state = await house.store.case(number)
    expect(state?.derived).toMatchObject({ impact: { value: 'A' }, level: { value: 1 } })
    const director = await only(house, number)
    expect(director).not.toBe(supervisor)
    expect(house.shelf.company.live.directory.people[director]?.roles).toContain('director')
    expect(await house.happened(number, 'asked')).toHaveLength(2)
    // The supervisor's card is resolved; nobody's click there counts any more.
    const cards = await house.as(supervisor).cards(number)
    expect(
      cards.filter((post) => post.to === `person/${supervisor}`).every((post) => post.body.actions.length === 0),
    ).toBe(true)
  })
})

describe('handing on', () => {
  test('a form stage goes to a new owner, who does the rest', async () => {
    const number = await files(house)
    await reviewed(house, number)
    const engineer = await only(house, number)
    const other = engineer === 'zhou.wei' ? 'ma.chao' : 'zhou.wei'
    await house.as(engineer).does('transfer', number, { to: other, reason: '休假' })
    expect(await only(house, number)).toBe(other)
    expect((await house.store.case(number))?.values.owner).toBe(other)
    expect(await appraised(house, number)).toBe(other)
    expect(await only(house, number)).toBe(other)
  })

  test('nobody hands a task to the filer, to a stranger or to themselves', async () => {
    const number = await house.as('zhou.wei').files({ ...FRIDGE, safety: 'none', wish: ['refund'] })
    await reviewed(house, number)
    const engineer = await only(house, number)
    for (const to of ['zhou.wei', 'nobody', 'constructor', engineer])
      expect(await house.as(engineer).fills('transfer', number, { to, reason: 'x' }), to).toMatchObject({
        is: 'errors',
      })
    expect(await only(house, number)).toBe(engineer)
  })

  test('a decision goes only to somebody who holds the role', async () => {
    const { number, engineer } = await upToPlan(house)
    await house.as(engineer).does('submit', number, REFUND)
    const approver = await only(house, number)
    for (const to of ['jiang.tao', 'wang.li', engineer, 'shen.guoan'])
      expect(await house.as(approver).fills('transfer', number, { to, reason: 'x' }), to).toMatchObject({
        code: 'target_barred',
      })
    await house.as(approver).does('transfer', number, { to: 'deng.kai', reason: '休假' })
    expect(await only(house, number)).toBe('deng.kai')
    await house.as('deng.kai').does('approve', number)
    expect(await house.happened(number, 'approved')).toMatchObject([{ person: 'deng.kai', step: 'supervisor' }])
  })
})

describe('money that does not arrive', () => {
  test.each([
    { verb: 'fail', state: 'failed' },
    { verb: 'return', state: 'cancelled' },
  ] as const)('$verb: a new plan, a new approval, a new instruction', async ({ verb, state }) => {
    const { number, engineer } = await upToPlan(house)
    await approvedPlan(number, engineer)
    await house.as(await firstAsked(number)).does(verb, number, { reason: '账号有误' })
    expect(await only(house, number)).toBe(engineer)
    await house.as(engineer).does('submit', number, { ...REFUND, payee: '张小三' })
    expect(await house.happened(number, 'instructed')).toHaveLength(1)
    await house.as(await only(house, number)).does('approve', number)
    expect(await house.happened(number, 'granted')).toHaveLength(2)
    await house.as(await firstAsked(number)).does('pay', number, { voucher_no: 'V-2' })
    const instructions = (await house.store.case(number))?.instructions ?? []
    expect(instructions.map((i) => [i.id, i.state, i.proposal.payee])).toEqual([
      [`${number}-P1`, state, '张三'],
      [`${number}-P2`, 'paid', '张小三'],
    ])
  })

  test('turned down six times, it goes before the board; the board has the last word', async () => {
    const { number, engineer } = await upToPlan(house)
    for (let round = 0; round < 6; round++) {
      await house.as(engineer).does('submit', number, REFUND)
      await house.as(await only(house, number)).does('reject', number, { reason: '理由不足' })
    }
    await house.as(engineer).does('submit', number, REFUND)
    expect((await stagesOf(house, number)).at(-1)).toBe('board')
    const asked = await house.asked(number)
    expect(asked).toContain('he.ying')
    expect(asked).toContain('wu.jianguo')
    await house.as('he.ying').does('approve', number)
    // One of each side: finance alone does not settle it.
    expect((await house.store.case(number))?.positions.map((p) => p.stage)).toEqual(['board'])
    await house.as('wu.jianguo').does('reject', number, { reason: '维持原结论' })
    await house.settle()
    expect((await house.store.case(number))?.past.filter((p) => p.stage === 'approval')).toHaveLength(6)
    expect(await ended(number)).toBe('rejected')
    expect(await house.happened(number, 'granted')).toEqual([])
    expect(await house.happened(number, 'instructed')).toEqual([])
  })
})

test('what the board wants after all is planned, approved and paid: its yes leads on', async () => {
  const { number, engineer } = await upToPlan(house)
  for (let round = 0; round < 6; round++) {
    await house.as(engineer).does('submit', number, REFUND)
    await house.as(await only(house, number)).does('reject', number, { reason: '理由不足' })
  }
  await house.as(engineer).does('submit', number, REFUND)
  await house.as('he.ying').does('approve', number)
  await house.as('wu.jianguo').does('approve', number)
  await house.as(engineer).does('submit', number, REFUND)
  expect((await stagesOf(house, number)).at(-1)).toBe('last_approval')
  await house.as(await only(house, number)).does('approve', number)
  await house.as(await firstAsked(number)).does('pay', number, { voucher_no: 'V-9' })
  expect(await house.happened(number, 'paid')).toMatchObject([{ id: `${number}-P1` }])
})

describe('the call-back', () => {
  test('not reached three times: ended unconfirmed, one try a day', async () => {
    const { number } = await upToCall()
    for (let call = 1; call <= 3; call++) {
      expect(await only(house, number)).toBe('wang.li')
      await house.as('wang.li').does('submit', number, { answer: 'unreached' })
      if (call < 3) {
        expect(await house.asked(number)).toEqual([])
        await house.pass('24h')
      }
    }
    expect(await ended(number)).toBe('unconfirmed')
    expect(await house.happened(number, 'unanswered')).toHaveLength(2)
  })

  test('not satisfied: second handling brings a new plan, a new approval and a new instruction', async () => {
    const { number, engineer } = await upToCall()
    const no = { answer: 'unsatisfied', accepted: 'no', customer_words: '还是不制冷' }
    await house.as('wang.li').does('submit', number, no)
    await house.as(engineer).does('submit', number, { second_note: '换新机并补差价' })
    await approvedPlan(number, engineer, { ...REFUND, plan_amount: '450' })
    await house.as(await firstAsked(number)).does('pay', number, { voucher_no: 'V-2' })
    expect((await house.happened(number, 'paid')).map((p) => [p.id, p.voucher, p.proposal.amount.minor])).toEqual([
      [`${number}-P1`, 'V-1', 30_000],
      [`${number}-P2`, 'V-2', 45_000],
    ])
    expect(await house.happened(number, 'granted')).toHaveLength(2)
    await house.settle()
    await house.pass('24h')
    await house.as('wang.li').does('submit', number, SATISFIED)
    expect(await ended(number)).toBe('closed')
    expect(await house.store.verify(number)).toBeUndefined()
  })

  test('before its time it is refused, with the time', async () => {
    const { number, engineer } = await upToPlan(house)
    await approvedPlan(number, engineer)
    await house.as(await firstAsked(number)).does('pay', number, { voucher_no: 'V-1' })
    await house.settle()
    const early = { do: 'submit', form: 'redress.form.callback', number, values: SATISFIED }
    const reply = await house.as('wang.li').act(early)
    expect(reply).toMatchObject({ is: 'refused', code: 'not_open_yet' })
    expect(reply.message.text).toMatch(/\d{1,2}:\d{2}/)
  })
})

test('a customer no channel reaches is told by a person', async () => {
  const mute = await tell({
    wrap: (platform) => ({ ...platform, abilities: { ...platform.abilities, reachesCustomers: false } }),
  })
  try {
    const { number, engineer } = await upToPlan(mute)
    await mute.as(engineer).does('submit', number, REFUND)
    await mute.as(await only(mute, number)).does('approve', number)
    const [payer = ''] = await mute.asked(number)
    await mute.as(payer).does('pay', number, { voucher_no: 'V-1' })
    expect(await mute.happened(number, 'not_told')).toMatchObject([{ why: 'no_channel' }])
    expect(await only(mute, number)).toBe('wang.li')
    const posts = (await mute.as('wang.li').state()).posts
    expect(posts.filter((post: Wire) => post.to.startsWith('customer/'))).toEqual([])
    await mute.as('wang.li').does('submit', number)
    expect(await mute.happened(number, 'told')).toMatchObject([{ notice: 'result', how: 'person' }])
    await mute.pass('24h')
    await mute.as('wang.li').does('submit', number, SATISFIED)
    expect((await mute.happened(number, 'ended'))[0]?.outcome).toBe('closed')
  } finally {
    await mute.close()
  }
})
