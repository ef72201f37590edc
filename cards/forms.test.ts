import { describe, expect, test } from 'vitest'
import { VERBS, type Verb } from '../src/rules/nouns.ts'
import { drawForm, steeringFields } from './forms.ts'
import { asksForReason, drawReasonForm, REASON_VERBS } from './reason-form.ts'
import { DIRECTORY, POLICY } from './testing/company.ts'

const reader = { policy: POLICY, directory: DIRECTORY, lang: 'zh', tz: 'Asia/Shanghai' } as const
const shown = (form: string) =>
  (POLICY.forms[form]?.fields ?? [])
    .map((id) => POLICY.fields[id])
    .filter((field) => field !== undefined)
    .map((field) => ({ field, required: field.id === 'text' }))

describe('a form of the policy', () => {
  test('draws each type of field as the input that fits it', () => {
    const form = drawForm({ ...reader, form: 'intake', verb: 'file', shown: shown('intake'), values: { product: 'X' } })
    expect([form.id, form.title, form.submit, 'number' in form]).toEqual(['intake', '提交客诉', '提交客诉', false])
    expect(
      form.fields.map(
        ({ id, kind, redraws, required }) =>
          `${id} ${kind.input}${redraws ? ' redraws' : ''}${required ? ' required' : ''}`,
      ),
    ).toMatchInlineSnapshot(`
      [
        "text text required",
        "customer text",
        "phone text",
        "product text",
        "category tree redraws",
        "model text",
        "safety select redraws",
        "wish select",
        "bought date",
        "injured text",
        "photos files",
      ]
    `)
    expect(form.fields.find(({ id }) => id === 'product')?.value).toBe('X')
    expect(form.fields.find(({ id }) => id === 'category')?.kind).toEqual({
      input: 'tree',
      nodes: [
        {
          id: 'quality',
          label: '产品质量',
          children: [
            {
              id: 'quality.failure',
              label: '故障',
              children: [{ id: 'quality.failure.no_cooling', label: '不制冷', children: [] }],
            },
          ],
        },
      ],
    })
  })

  test('offers only the kinds the grade allows, with their bounds; the amount follows the chosen kind', () => {
    const draw = (values: object, allowedKinds = POLICY.matrix.A ?? {}) =>
      drawForm({
        ...reader,
        form: 'appraisal',
        verb: 'submit',
        shown: shown('appraisal'),
        values: values as never,
        number: 'C-1',
        position: 'appraisal#1',
        revision: 7,
        allowedKinds,
      })
    const form = draw({ plan_kind: 'coupon' })
    expect([form.title, form.number, form.position, form.revision]).toEqual(['鉴定报告 · C-1', 'C-1', 'appraisal#1', 7])
    const field = (id: string, of = form) => of.fields.find((one) => one.id === id)
    expect(field('plan_kind')).toMatchObject({
      redraws: true,
      kind: {
        input: 'select',
        many: false,
        options: [
          { id: 'refund', label: '退款（最高 ¥5,000.00）' },
          { id: 'coupon', label: '优惠券（最高 ¥50.00）' },
        ],
      },
    })
    expect(field('plan_amount')).toMatchObject({
      hint: '最高 ¥50.00',
      kind: { input: 'money', currency: 'CNY', digits: 2, max: 5000 },
    })
    expect(field('plan_kind')).toHaveProperty('value', 'coupon')
    // Planned under another grade, and no choice any more: chosen anew.
    expect(field('plan_kind', draw({ plan_kind: 'exchange' }))).not.toHaveProperty('value')
    expect(field('plan_amount', draw({}))).toMatchObject({ kind: { max: 500_000 } })
    expect(field('plan_amount', draw({}, { repair: {} }))?.kind).not.toHaveProperty('max')
  })

  test('conditions steer through derived values and the category', () => {
    expect([...steeringFields(POLICY, 'intake')].sort()).toEqual(['category', 'safety'])
    expect([...steeringFields(POLICY, 'appraisal')].sort()).toEqual(['plan_kind', 'safety'])
    expect([...steeringFields(POLICY, 'nowhere')]).toEqual([])
  })
})

describe('a reason form', () => {
  test('every verb that opens one has a reason, and a target where there is a choice', () => {
    for (const verb of REASON_VERBS) {
      const form = drawReasonForm({ verb, lang: 'en', number: 'C-1', position: 'review#1', revision: 7 })
      expect(form.id).toBe(verb)
      const more: Partial<Record<Verb, readonly string[]>> = {
        note: ['files'],
        answer: ['files'],
        contact: ['promise', 'day', 'time', 'files'],
        keep: ['files'],
      }
      const alone = verb === 'acknowledge' || verb === 'snooze'
      const before: Partial<Record<Verb, readonly string[]>> = { renew: ['day', 'time'], merge: ['to'] }
      const fields = alone ? [] : [...(before[verb] ?? []), 'reason', ...(more[verb] ?? [])]
      expect(form.fields.map((field) => field.id)).toEqual(fields)
      if (!alone) expect(form.fields[0]?.required).toBe(verb !== 'note')
    }
    expect(VERBS.filter((verb) => !asksForReason(verb))).toEqual([
      'submit',
      'approve',
      'amend',
      'pay',
      'resume',
      'urge',
      'claim',
    ])
  })

  test('a single target is already chosen; people are chosen as people', () => {
    const one = drawReasonForm({
      verb: 'return',
      lang: 'zh',
      number: 'C-1',
      targets: [{ id: 'review', label: '初审' }],
    })
    expect(one.fields[0]).toMatchObject({ id: 'to', label: '退回到哪一步', value: 'review', kind: { input: 'select' } })
    const people = [
      { id: 'li', label: '李雷' },
      { id: 'han', label: '韩梅' },
    ]
    const transfer = drawReasonForm({ verb: 'transfer', lang: 'en', number: 'C-1', targets: people })
    expect(transfer.fields[0]).toMatchObject({ label: 'Transfer to', kind: { input: 'person', options: people } })
    expect(transfer.fields[0]).not.toHaveProperty('value')
  })
})
