/**
 * The company changes its rules in the YAML alone: a stage with a team, form, clock and channel of its own, a field, and
 * a second approver beside the first. New cases show all of it everywhere; a case filed before ends as it began.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Edit, PolicyFile } from './changed-policy.ts'
import { edited, policyFile } from './changed-policy.ts'
import type { Told, Wire } from './house.ts'
import { tell } from './house.ts'
import { appraised, fieldsOf, files, only, paidToClosed, reviewed, stagesOf, TERMS } from './road.ts'

const SECRET = 'a-secret-only-stories-know'
const CASH = { ...TERMS, plan_kind: 'cash', plan_amount: '1500' }
const BIG_CASH = "plan_kind == 'cash' && plan_amount > 1000.0"

/** Everything the company writes into its file. */
function grow(edit: Edit): void {
  edit.add(['people', 'tang.yi'], { name: { zh: '唐怡', en: 'Tang Yi' }, accounts: { playground: 'tang.yi' } })
  edit.add(['people', 'lu.xin'], { name: { zh: '陆欣', en: 'Lu Xin' }, lang: 'en', accounts: { playground: 'lu.xin' } })
  edit.add('teams.brand_reviewers', {
    name: { zh: '品牌审核组', en: 'Brand reviewers' },
    members: ['tang.yi', 'lu.xin'],
  })
  edit.add('channels.brand_desk', { name: { zh: '品牌', en: 'Brand' }, playground: '#brand-desk' })
  edit.add('fields.seen_online', { type: 'text', max_length: 200, label: { zh: '公开评论链接', en: 'Public post' } })
  edit.insert('forms.intake.fields', 'seen_online', 1)
  edit.add('fields.brand_opinion', { type: 'text', required: true, label: { zh: '品牌意见', en: 'Brand opinion' } })
  edit.add('fields.reply_draft', { type: 'text', label: { zh: '公开回复', en: 'Public reply' } })
  edit.insert('forms.plan.fields', 'reply_draft')
  edit.add('forms.brand_review', { name: { zh: '品牌审核', en: 'Brand review' }, fields: ['brand_opinion'] })
  edit.add('clocks.brand_review', { name: { zh: '品牌审核', en: 'Brand review' }, from: 'entered', all: '3h' })
  edit.add('flow.stages.brand_review', {
    kind: 'form',
    name: { zh: '品牌审核', en: 'Brand review' },
    who: 'team.brand_reviewers',
    form: 'brand_review',
    channel: 'brand_desk',
    clock: 'brand_review',
    rounds: 3,
    verbs: ['submit', 'return', 'note'],
    next: { submit: 'approval', return: 'plan', exhausted: 'approval' },
  })
  edit.insert('flow.stages.plan.next.submit', { when: BIG_CASH, to: 'brand_review' }, 0)
  edit.insert('approval.extra', { when: BIG_CASH, step: 'brand', beside: 'tier' })
  edit.add('approval.steps.brand', { name: { zh: '品牌负责人', en: 'Head of brand' }, who: 'person.tom.becker' })
}

const GROWN = edited(grow)

interface Growth {
  readonly how: 'reload' | 'restart'
  readonly file: PolicyFile
  house: Told
  old: string
}

/** A house in which a case is open while its policy grows. */
async function growing(how: Growth['how']): Promise<Growth> {
  const file = policyFile()
  const house = await tell({ policyFile: file.path, env: { API_TOKENS: `crm:${SECRET}:file+read` } })
  const old = await files(house)
  file.write(GROWN)
  if (how === 'reload') await house.shelf.reload()
  return { how, file, old, house: how === 'reload' ? house : await house.reopen() }
}

async function read(house: Told, number: string): Promise<Wire> {
  const response = await fetch(`${house.url}/api/v1/complaints/${number}`, {
    headers: { authorization: `Bearer ${SECRET}` },
  })
  expect(response.status).toBe(200)
  return response.json()
}

/** Cash above 500 goes to legal before anybody else. */
async function legalApproves(house: Told, number: string): Promise<void> {
  const [lawyer = ''] = await house.asked(number)
  await house.as(lawyer).does('approve', number)
}

const intakeOf = async (house: Told): Promise<readonly string[]> =>
  fieldsOf((await house.as('wang.li').say('/complaint')).form)

describe.each(['reload', 'restart'] as const)('after a %s', (how) => {
  let growth: Growth
  let house: Told
  beforeAll(async () => {
    growth = await growing(how)
    house = growth.house
  })
  afterAll(async () => {
    await house.close()
    growth.file.remove()
  })

  test('the case that was open finishes exactly as it began', async () => {
    const { old } = growth
    const [reviewer = ''] = await house.asked(old)
    const corrections = (await house.as(reviewer).clicks('amend', old)).form
    expect(fieldsOf(corrections)).toContain('photos')
    expect(fieldsOf(corrections)).not.toContain('seen_online')
    await reviewed(house, old)
    const engineer = await appraised(house, old)
    const plan = (await house.as(engineer).clicks('submit', old)).form
    expect(fieldsOf(plan)).toContain('plan_amount')
    expect(fieldsOf(plan)).not.toContain('reply_draft')
    const unknown = await house.as(engineer).fills('submit', old, { ...CASH, reply_draft: '您好' })
    expect(unknown).toMatchObject({ is: 'errors', code: 'field_unknown', errors: [{ field: 'reply_draft' }] })
    await house.as(engineer).does('submit', old, CASH)

    await legalApproves(house, old)
    const director = await only(house, old)
    await house.as(director).does('approve', old)
    await paidToClosed(house, old)

    const [asked] = await house.happened(old, 'asked')
    expect(asked?.sequence.map((set) => set.map(({ step }) => step))).toEqual([['legal'], ['director']])
    expect(await stagesOf(house, old)).toEqual([
      'review',
      'appraisal',
      'plan',
      'approval',
      'payment',
      'told',
      'callback',
    ])
    expect(await house.happened(old, 'ended')).toMatchObject([{ stage: 'closed' }])
    expect(await house.store.verify(old)).toBeUndefined()
    const [filed] = await house.happened(old, 'filed')
    expect(filed?.policy).not.toBe(house.shelf.company.current.version)
  })

  test('a new case asks for the new fields, from the form to the cards and the API', async () => {
    expect((await intakeOf(house)).slice(0, 2)).toEqual(['text', 'seen_online'])
    const number = await files(house, { seen_online: 'weibo 8812' })
    expect((await read(house, number)).fields.seen_online).toBe('weibo 8812')
    const [reviewer = ''] = await house.asked(number)
    const shown = await house.as(reviewer).say(`/complaint show ${number}`)
    expect(JSON.stringify(shown.card)).toContain('公开评论链接')
    expect(JSON.stringify(shown.card)).toContain('weibo 8812')
    const byApi = await fetch(`${house.url}/api/v1/complaints`, {
      method: 'POST',
      headers: { authorization: `Bearer ${SECRET}`, 'content-type': 'application/json' },
      body: JSON.stringify({ text: '噪音大', fields: { seen_online: 'app store' } }),
    })
    expect(byApi.status).toBe(201)
  })

  test('a new case goes through the brand review: card, channel, list, API, reminder', async () => {
    const number = await upToBrandReview(house)
    expect(await house.asked(number)).toEqual(['tang.yi', 'lu.xin'])

    const card = (await house.as('lu.xin').cards(number)).findLast((post) => post.to === 'person/lu.xin')
    expect(card.body.header).toContain('Brand review')
    const buttons = card.body.actions.filter((action: Wire) => !action.minor)
    expect(buttons.map((action: Wire) => action.action_id)).toEqual(['redress.submit', 'redress.return'])
    expect(buttons[0].text).toContain('Brand review')
    const onChannel = (await house.as('tang.yi').cards(number)).filter((post) => post.to === 'channel/brand_desk')
    expect(onChannel.map((post) => post.body.header)).toEqual([expect.stringContaining('品牌审核')])
    const form = (await house.as('lu.xin').clicks('submit', number)).form
    expect(form).toMatchObject({ callback_id: 'redress.form.brand_review', fields: [{ label: 'Brand opinion' }] })

    const mine = (await house.as('tang.yi').say('/complaint mine')).message.text
    expect(mine).toContain(number)
    expect(mine).toContain('品牌审核')
    const looked = await read(house, number)
    expect(looked).toMatchObject({
      stage: 'brand_review',
      openTasks: [{ kind: 'form', stage: 'brand_review', people: [{ id: 'tang.yi' }, { id: 'lu.xin' }] }],
    })
    const [task] = looked.openTasks
    expect(Date.parse(task.due) - Date.parse(task.since)).toBe(3 * 3_600_000)

    await house.pass('2h')
    expect(await house.happened(number, 'nagged')).toEqual([])
    await house.pass('70m')
    expect(await house.happened(number, 'nagged')).toMatchObject([
      { clock: 'brand_review', rung: 1, people: ['tang.yi', 'lu.xin'] },
    ])
    expect((await house.as('lu.xin').words(number)).join()).toContain('Brand review')

    await house.as('lu.xin').does('submit', number, { brand_opinion: 'fine' })
    expect((await read(house, number)).fields.brand_opinion).toBe('fine')
    const other = (await house.as('tang.yi').cards(number)).findLast((post) => post.to === 'person/tang.yi')
    expect(other.body).toMatchObject({ state: 'done', actions: [] })
  })

  test.each([
    ['the director first', ['director', 'brand']],
    ['the head of brand first', ['brand', 'director']],
  ])('both approvers must say yes, %s', async (_order, order) => {
    const number = await upToBrandReview(house)
    await house.as('tang.yi').does('submit', number, { brand_opinion: '同意' })
    await legalApproves(house, number)
    const { openTasks } = await read(house, number)
    expect(openTasks.map((task: Wire) => task.id)).toEqual(['approval#1/director', 'approval#1/brand'])
    const people: Record<string, string> = Object.fromEntries(
      openTasks.map((task: Wire) => [task.id.split('/')[1], task.people[0].id]),
    )
    expect(people.brand).toBe('tom.becker')
    const [first = '', second = ''] = order.map((step) => people[step])

    await house.as(first).does('approve', number)
    expect(await house.asked(number)).toEqual([second])
    expect(await house.happened(number, 'granted')).toEqual([])
    await house.as(second).does('approve', number)
    expect(await house.happened(number, 'granted')).toHaveLength(1)
    expect((await stagesOf(house, number)).slice(2)).toEqual(['plan', 'brand_review', 'approval', 'payment'])
    await paidToClosed(house, number)
    expect(await house.happened(number, 'ended')).toMatchObject([{ stage: 'closed' }])
  })

  test('one of the two says no: the other is asked no more', async () => {
    const number = await upToBrandReview(house)
    await house.as('tang.yi').does('submit', number, { brand_opinion: '同意' })
    await legalApproves(house, number)
    await house.as('tom.becker').does('reject', number, { reason: '影响品牌' })
    expect((await stagesOf(house, number)).at(-1)).toBe('plan')
    const director = (await read(house, number)).openTasks.map((task: Wire) => task.stage)
    expect(director).toEqual(['plan'])
  })

  test('a smaller amount, or another kind, goes the old way', async () => {
    for (const plan of [
      { ...CASH, plan_amount: '1000' },
      { ...CASH, plan_kind: 'refund' },
    ]) {
      const number = await files(house)
      await reviewed(house, number)
      const engineer = await appraised(house, number)
      await house.as(engineer).does('submit', number, plan)
      expect((await stagesOf(house, number)).at(-1)).toBe('approval')
      const [asked] = await house.happened(number, 'asked')
      expect(asked?.sequence.flat().map(({ step }) => step)).not.toContain('brand')
    }
  })
})

async function upToBrandReview(house: Told): Promise<string> {
  const number = await files(house)
  await reviewed(house, number)
  const engineer = await appraised(house, number)
  const form = (await house.as(engineer).clicks('submit', number)).form
  expect(fieldsOf(form)).toContain('reply_draft')
  await house.as(engineer).does('submit', number, { ...CASH, reply_draft: '您好' })
  return number
}
