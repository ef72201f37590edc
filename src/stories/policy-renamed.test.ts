/**
 * No line of code knows a stage, a team, a category, an amount or an hour: one story is told under the shipped policy,
 * and again under the same policy with all of these changed. It runs the same way, with the changed results.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sequenceFor } from '../rules/approval.ts'
import type { Case } from '../rules/case.ts'
import { derive, environment, firstOf } from '../rules/environment.ts'
import type { Millis, Values } from '../rules/nouns.ts'
import type { DecisionStage, Policy } from '../rules/policy.ts'
import type { PolicyFile } from './changed-policy.ts'
import { policyFile } from './changed-policy.ts'
import { companyOf, policySource } from './company.ts'
import type { Told, Wire } from './house.ts'
import { FRIDGE, tell } from './house.ts'
import { renamed, renamedPath, renamedPolicy } from './renamed-policy.ts'
import { appraised, files, only, reviewed, SATISFIED, stagesOf, TERMS } from './road.ts'

const RENAMED = renamedPolicy()
const same = (id: string): string => id

interface Telling {
  readonly source: string
  /** What a stage, team, step or clock is called. */
  readonly id: (id: string) => string
  readonly category: string
  /** When the first review is due (a Monday at nine, level 2), and who hears of it, rung by rung. */
  readonly reminders: readonly (readonly [at: string, people: readonly string[]])[]
  /** Whom a refund of 300.01 goes to, and by which tier. */
  readonly approver: { readonly step: string; readonly why: string }
  /** The most that grade B allows as a refund, and how it is said. */
  readonly most: { readonly typed: string; readonly over: string; readonly said: string }
  readonly callBack: { readonly notYet: string; readonly more: string }
}

const TELLINGS: Readonly<Record<string, Telling>> = {
  'as shipped': {
    source: policySource,
    id: same,
    category: FRIDGE.category,
    reminders: [
      ['2026-03-02T11:00:00+08:00', ['feng.lan', 'han.xue']],
      ['2026-03-02T14:30:00+08:00', ['qian.yuhan']],
    ],
    approver: { step: 'supervisor', why: 'tier.le.50000' },
    most: { typed: '8000', over: '8000.01', said: '¥8,000.00' },
    callBack: { notYet: '23h', more: '1h' },
  },
  'renamed and with other numbers': {
    source: RENAMED,
    id: renamed,
    category: renamedPath(FRIDGE.category),
    reminders: [
      ['2026-03-02T14:30:00+08:00', ['feng.lan', 'han.xue']],
      ['2026-03-03T09:30:00+08:00', ['qian.yuhan']],
    ],
    approver: { step: 'director', why: 'tier.le.150000' },
    most: { typed: '12000', over: '12000.01', said: '¥12,000.00' },
    callBack: { notYet: '47h', more: '1h' },
  },
}

describe.each(Object.entries(TELLINGS))('%s', (_name, telling) => {
  const { id } = telling
  let file: PolicyFile
  let house: Told
  let number: string
  beforeAll(async () => {
    file = policyFile(telling.source)
    house = await tell({ policyFile: file.path })
    number = await files(house, { category: telling.category })
  })
  afterAll(async () => {
    await house.close()
    file.remove()
  })

  const nagged = async (): Promise<readonly (readonly [Millis, readonly string[]])[]> =>
    (await house.facts(number)).flatMap(({ at, what }) =>
      what.is === 'nagged' && what.position !== '' ? [[at, what.people] as const] : [],
    )

  test('whoever reviews is reminded when the policy says, then their leader', async () => {
    const state = await house.store.case(number)
    expect(state).toMatchObject({
      positions: [{ stage: id('review') }],
      derived: { impact: { value: 'B' }, level: { value: 2 } },
      home: 'quality',
    })
    // Within ten minutes, since nobody is reminded at a full or half hour.
    for (const [i, [at]] of telling.reminders.entries()) {
      await house.moveTo(Date.parse(at))
      expect(await nagged()).toHaveLength(i)
      await house.moveTo(Date.parse(at) + 10 * 60_000)
    }
    expect((await nagged()).map(([, people]) => people)).toEqual(telling.reminders.map(([, people]) => people))
    const clocks = (await house.happened(number, 'nagged')).map(({ clock }) => clock)
    expect(new Set(clocks)).toEqual(new Set([id('register'), id('first_contact')]))
  })

  test('the reviewers and the engineer are those of its line and category', async () => {
    expect(await house.asked(number)).toEqual(['feng.lan', 'han.xue'])
    await reviewed(house, number)
    expect(await house.happened(number, 'assigned')).toMatchObject([{ why: 'route.quality' }])
    expect(['zhou.wei', 'ma.chao']).toContain(await only(house, number))
    await appraised(house, number)
  })

  test('a plan over the limit is refused with the limit; 300.01 goes to whom the tiers say', async () => {
    const engineer = await only(house, number)
    const plan = { ...TERMS, plan_kind: 'refund' }
    const over = await house.as(engineer).fills('submit', number, { ...plan, plan_amount: telling.most.over })
    expect(over).toMatchObject({ is: 'errors', code: 'amount_over_limit', errors: [{ field: 'plan_amount' }] })
    expect(over.errors[0].text).toContain(telling.most.said)
    await house.as(engineer).does('submit', number, { ...plan, plan_amount: telling.most.typed })
    const vp = await only(house, number)
    expect(house.shelf.company.live.directory.people[vp]?.roles).toContain('vp')
    const back = { to: id('plan'), reason: '太多' }
    await house.as(vp).does('return', number, back)

    await house.as(engineer).does('submit', number, { plan_amount: '300.01' })
    const asked = (await house.happened(number, 'asked')).at(-1)
    const { step, why } = telling.approver
    expect(asked?.sequence).toEqual([[{ step: id(step), why: [why] }]])
    const approver = await only(house, number)
    expect(house.shelf.company.live.directory.people[approver]?.roles).toContain(step)
    await house.as(approver).does('approve', number)
  })

  test('paid, told, called back when the policy says, closed', async () => {
    const [payer = ''] = await house.asked(number)
    expect(house.shelf.company.live.directory.teams[id('finance')]?.members).toContain(payer)
    await house.as(payer).does('pay', number, { voucher_no: 'V-1' })
    await house.settle()
    await house.pass(telling.callBack.notYet)
    expect(await house.asked(number)).toEqual([])
    await house.pass(telling.callBack.more)
    expect(await house.asked(number)).toEqual(['wang.li'])
    const card = (await house.as('wang.li').cards(number)).findLast((post: Wire) => post.to === 'person/wang.li')
    expect(card.body.header).toContain('回访')
    await house.as('wang.li').does('submit', number, SATISFIED)
    expect(await house.happened(number, 'ended')).toEqual([{ is: 'ended', stage: id('closed'), outcome: 'closed' }])
    const way = ['review', 'appraisal', 'plan', 'approval', 'plan', 'approval', 'payment', 'told', 'callback']
    expect(await stagesOf(house, number)).toEqual(way.map(id))
    expect(await house.store.verify(number)).toBeUndefined()
  })
})

// ───────────────────────────────────────────────────────────────────────────── without a house

const before = companyOf()
const after = companyOf(RENAMED)

test('nothing kept its name or its number', () => {
  const ids = ({ policy, directory }: typeof before) => ({
    stages: Object.keys(policy.flow.stages),
    teams: Object.keys(directory.teams),
    categories: Object.keys(policy.categories),
    steps: Object.keys(policy.approval.steps),
    clocks: Object.keys(policy.clocks),
  })
  for (const [what, old] of Object.entries(ids(before))) {
    const fresh = ids(after)[what as keyof ReturnType<typeof ids>]
    expect(fresh).toHaveLength(old.length)
    expect(old.filter((id) => fresh.includes(id))).toEqual([])
  }
  const amounts = ({ approval, matrix }: Policy): readonly (number | undefined)[] => [
    ...approval.tiers.map((tier) => tier.le),
    ...Object.values(matrix).flatMap((row) => Object.values(row).map((cell) => cell.max)),
  ]
  const spans = ({ policy }: typeof before): readonly string[] => [
    ...Object.values(policy.clocks).flatMap(({ spans: by }) => Object.values(by).map((span) => span.text)),
    ...policy.ladder.flatMap(({ at, ahead, repeat }) => [
      ...('after' in at ? [at.after.text] : []),
      ...[ahead, repeat?.every].flatMap((span) => (span ? [span.text] : [])),
    ]),
    ...[policy.acknowledge, policy.snooze].flatMap((choices) => choices?.for.map(({ text }) => text) ?? []),
    ...Object.values(policy.flow.stages).flatMap((stage) =>
      stage.kind === 'callback' ? [stage.opens.text, stage.tries.every.text] : [],
    ),
  ]
  const kept = <T>(old: readonly T[], fresh: readonly T[]): readonly T[] =>
    old.filter((value, i) => value === fresh[i] && value !== undefined && value !== 0)
  expect(spans(before).length).toBeGreaterThan(30)
  expect(kept(spans(before), spans(after))).toEqual([])
  expect(kept(amounts(before.policy), amounts(after.policy))).toEqual([])
})

test.each([
  [300, 'supervisor', 'supervisor'],
  [300.01, 'supervisor', 'director'],
  [500, 'supervisor', 'director'],
  [500.01, 'director', 'director'],
  [1500, 'director', 'director'],
  [1500.01, 'director', 'vp'],
  [2000, 'director', 'vp'],
  [2000.01, 'vp', 'vp'],
])('%d asks the %s, and after the change the %s', (yuan, shipped, changed) => {
  const plan = { plan_kind: 'refund', plan_amount: { minor: Math.round(yuan * 100), currency: 'CNY' } }
  expect(stepsOf(before.policy, same, plan)).toEqual([shipped])
  expect(stepsOf(after.policy, renamed, plan)).toEqual([renamed(changed)])
  // Legal's own limit, written in a condition, moves with the first tier.
  const cash = { ...plan, plan_kind: 'cash' }
  expect(stepsOf(before.policy, same, cash).includes('legal')).toBe(yuan > 500)
  expect(stepsOf(after.policy, renamed, cash).includes(renamed('legal'))).toBe(yuan > 300)
})

function stepsOf(policy: Policy, id: (id: string) => string, values: Values): readonly string[] {
  const state = { values, derived: derive(policy, values), visits: {} } as Case
  const stage = policy.flow.stages[id('approval')] as DecisionStage
  return sequenceFor(policy, stage, state).flatMap((set) => set.map(({ step }) => step))
}

test('every category is graded and sent as before, to the team under its new name', () => {
  const paths = Object.keys(before.policy.categories).filter((path) => before.policy.categories[path]?.leaf)
  expect(paths.length).toBeGreaterThan(50)
  const of = (policy: Policy, category: string) => {
    const values = { text: '有问题', category }
    const derived = derive(policy, values)
    const env = environment(policy, { values, derived, visits: {} })
    return {
      impact: derived.impact?.value,
      level: derived.level?.value,
      to: firstOf(policy.routes.quality ?? [], env)?.is,
    }
  }
  for (const path of paths) {
    const { to, ...grade } = of(before.policy, path)
    expect(of(after.policy, renamedPath(path))).toEqual({
      ...grade,
      to: to?.kind === 'team' ? { kind: 'team', id: renamed(to.id) } : to,
    })
  }
})
