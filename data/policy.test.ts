/** The shipped policy judged by example: how complaints are graded, where they go, what is asked, what is said. */
import { describe, expect, test } from 'vitest'
import { sequenceFor } from '../src/rules/approval.ts'
import { derive, environment, firstOf } from '../src/rules/environment.ts'
import { shownFields } from '../src/rules/form.ts'
import type { Values } from '../src/rules/nouns.ts'
import type { DecisionStage } from '../src/rules/policy.ts'
import { filed, ORDINARY, policy, warnings, yuan } from './testing/shipped.ts'

/** The team a route leads to. */
function routeOf(id: string, values: Values): string {
  const env = environment(policy, { values, derived: derive(policy, values), visits: {} })
  const to = firstOf(policy.routes[id] ?? [], env)?.is
  return to?.kind === 'team' ? to.id : 'nobody'
}

/** The approval steps called for, in order. */
function stepsOf(values: Values): string {
  const sets = sequenceFor(policy, policy.flow.stages.approval as DecisionStage, filed(values))
  return sets.map((set) => set.map(({ step }) => step).join('+')).join(' ')
}

test('lint has nothing to complain of', () => {
  expect(warnings.map((w) => `${w.path}: ${w.message.en}`)).toEqual([])
})

interface Example {
  readonly what: string
  readonly values: Values
  readonly grade: readonly [impact: string, level: number, alert: string]
  readonly route: string
  readonly plan?: readonly [kind: string, yuan: number, steps: string]
}

const fridge = { category: 'quality.failure.no_cooling', line: 'fridge', core_function: 'lost', ...ORDINARY }
const EXAMPLES: readonly Example[] = [
  {
    what: 'a fridge that does not cool',
    values: fridge,
    grade: ['B', 2, 'normal'],
    route: 'fridge_quality',
    plan: ['refund', 1500, 'director'],
  },
  {
    what: 'the same, 500 exactly',
    values: fridge,
    grade: ['B', 2, 'normal'],
    route: 'fridge_quality',
    plan: ['refund', 500, 'supervisor'],
  },
  {
    what: 'the same, 500.01',
    values: fridge,
    grade: ['B', 2, 'normal'],
    route: 'fridge_quality',
    plan: ['refund', 500.01, 'director'],
  },
  {
    what: 'the same, 2000 exactly',
    values: fridge,
    grade: ['B', 2, 'normal'],
    route: 'fridge_quality',
    plan: ['refund', 2000, 'director'],
  },
  {
    what: 'the same, 2000.01',
    values: fridge,
    grade: ['B', 2, 'normal'],
    route: 'fridge_quality',
    plan: ['refund', 2000.01, 'vp'],
  },
  {
    what: 'an air conditioner that hurt somebody, paid in cash: legal first',
    values: {
      category: 'quality.safety.shock',
      line: 'ac',
      core_function: 'lost',
      verdict: 'complaint',
      safety: 'injury',
      scope: 'one',
    },
    grade: ['A', 1, 'normal'],
    route: 'ac_quality',
    plan: ['cash', 5000, 'legal vp'],
  },
  {
    what: 'a serious one settled with a gift still goes to the director',
    values: {
      category: 'quality.safety.gas_leak',
      line: 'kitchen',
      core_function: 'impaired',
      verdict: 'complaint',
      safety: 'risk',
      scope: 'one',
    },
    grade: ['A', 2, 'normal'],
    route: 'kitchen_quality',
    plan: ['gift', 100, 'director'],
  },
  {
    what: 'a scratch',
    values: {
      category: 'quality.appearance.scratch',
      line: 'washer',
      core_function: 'fine',
      appearance: 'minor',
      ...ORDINARY,
    },
    grade: ['C', 3, 'normal'],
    route: 'washer_quality',
    plan: ['coupon', 50, 'supervisor'],
  },
  {
    what: 'one line about smoke, nobody has looked yet',
    values: { text: '冰箱冒烟了' },
    grade: ['A', 1, 'urgent'],
    route: 'quality',
  },
  {
    what: 'one line about the press, nobody has looked yet',
    values: { text: '再不处理我就找记者曝光' },
    grade: ['C', 1, 'urgent'],
    route: 'quality',
  },
  {
    what: 'the press only mentioned, as the reviewer found',
    values: { text: '再不处理我就找记者曝光', category: 'logistics.delay.transit', ...ORDINARY },
    grade: ['C', 3, 'urgent'],
    route: 'logistics',
  },
  {
    what: 'a multimedia player is not the media',
    values: { text: '多媒体播放不了' },
    grade: ['C', 3, 'normal'],
    route: 'quality',
  },
  {
    what: 'a telephone number is not the hotline',
    values: { text: '电话 13812345678' },
    grade: ['C', 3, 'normal'],
    route: 'quality',
  },
  { what: 'the hotline', values: { text: '我已经打了12345' }, grade: ['C', 1, 'urgent'], route: 'quality' },
  {
    what: 'an English lawyer',
    values: { text: 'My lawyer will write to you.', ...ORDINARY },
    grade: ['C', 3, 'urgent'],
    route: 'quality',
  },
  {
    what: 'a whole building complains',
    values: { ...fridge, scope: 'group' },
    grade: ['A', 1, 'normal'],
    route: 'fridge_quality',
  },
  {
    what: 'a lost parcel',
    values: { category: 'logistics.wrong.lost', ...ORDINARY },
    grade: ['B', 2, 'normal'],
    route: 'logistics',
  },
  {
    what: 'a rude fitter',
    values: { category: 'staff.attitude.rude', ...ORDINARY },
    grade: ['C', 3, 'normal'],
    route: 'operations',
  },
  {
    what: 'charged twice',
    values: { category: 'billing.charge.twice', ...ORDINARY },
    grade: ['B', 2, 'normal'],
    route: 'billing',
    plan: ['refund', 300, 'supervisor'],
  },
  {
    what: 'an unfair rule, in a hurry',
    values: { category: 'experience.rules.price', urgency: 'high', ...ORDINARY },
    grade: ['C', 2, 'normal'],
    route: 'experience',
    plan: ['cash', 120, 'supervisor'],
  },
  {
    what: 'an app that fails, several departments',
    values: { category: 'experience.digital.app', complex: true, ...ORDINARY },
    grade: ['C', 2, 'normal'],
    route: 'brand',
  },
]

describe('examples', () => {
  test.each(EXAMPLES)('$what', ({ values, grade, route, plan }) => {
    const { impact, level, alert } = derive(policy, { text: '有问题', ...values })
    expect([impact?.value, level?.value, alert?.value]).toEqual(grade)
    expect(routeOf('quality', values)).toBe(route)
    if (plan) expect(stepsOf({ ...values, plan_kind: plan[0], plan_amount: yuan(plan[1]) })).toBe(plan[2])
  })

  test.each([
    [{ region: 'east' }, 'service_east'],
    [{ region: 'east', customer_tier: 'vip' }, 'vip_care'],
    [{ region: 'east', customer_tier: 'vip', media_risk: true }, 'service_leads'],
    [{ region: 'west' }, 'service_leads'],
  ])('the first review of %o goes to %s', (values, team) => {
    expect(routeOf('first_review', values as Values)).toBe(team)
  })

  test.each([
    ['quality.failure.dead', ['model', 'batch', 'purchase_channel']],
    ['staff.attitude.rude', ['staff_no', 'dialogue']],
    ['logistics.delay.transit', []],
    ['experience.rules.coupon', []],
  ])('%s also asks for %o', (category, fields) => {
    const shown = shownFields(policy, 'intake', { values: { category }, derived: {}, visits: {} })
    const required = shown.filter((s) => s.required).map((s) => s.field.id)
    expect(required).toEqual(expect.arrayContaining(['text', 'category', 'customer', 'product']))
    expect(required.filter((id) => !['text', 'category', 'customer', 'product'].includes(id))).toEqual(fields)
  })

  test('once it is found to be no complaint, nothing more is asked', () => {
    const known = {
      values: { text: '谢谢', verdict: 'no_complaint', category: 'quality.failure.dead' },
      derived: {},
      visits: {},
    }
    expect(
      shownFields(policy, 'review', known)
        .filter((s) => s.required)
        .map((s) => s.field.id),
    ).toEqual(['verdict'])
  })
})

describe('words to the customer', () => {
  const bodies = Object.entries(policy.texts).map(
    ([id, { subject, body }]) => [id, `${subject.zh} ${body.zh} ${subject.en} ${body.en}`] as const,
  )

  test.each(bodies)('%s neither hedges nor names an amount too early', (id, words) => {
    expect(words).not.toMatch(/可能|大概|也许|尽快|perhaps|maybe|probably|as soon as possible/i)
    expect(/\{amount\}|\{plan_amount\}/.test(words)).toBe(id === 'result')
  })
})
