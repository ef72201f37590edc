import { describe, expect, test } from 'vitest'
import { drawCard } from './draw.ts'
import { POLICY } from './testing/company.ts'
import {
  APPROVAL_SPEC,
  APPROVAL_TASK,
  asking,
  complaint,
  IN_APPROVAL,
  lines,
  NOON,
  position,
  scene,
  task,
  taskSpec,
} from './testing/scenes.ts'

const HOUR = 3_600_000

describe('a task', () => {
  test('a decision in Chinese', () => {
    const card = drawCard(scene(APPROVAL_SPEC, IN_APPROVAL, { tasks: [APPROVAL_TASK] }))
    expect(lines(card)).toMatchInlineSnapshot(`
      [
        "# 审批（总监） · C-20261122-0001 · BCD-500 冰箱 [ask]",
        "请审批：退款 ¥500.01，付给王小明",
        "(quiet) 请在 11月23日 周一 14:05 前完成",
        "(warn) 上次的意见（韩梅，11月22日 周日 14:05）：请补照片",
        "(quote) 冰箱不制冷，请打 13812341234 找王小明",
        "等级 = A 级（规则：安全为有人受伤）",
        "级别 = 3（规则：其他情况）",
        "客户 = 王小明",
        "电话 = 138****1234",
        "产品 = BCD-500 冰箱",
        "类别 = 产品质量 / 故障 / 不制冷",
        "安全 = 有人受伤",
        "诉求 = 退款、道歉",
        "(quiet) 为什么到这一步：金额超过 ¥500.00、不超过 ¥2,000.00（政策版本 1-00000000）",
        "(quiet) 11月22日 周日 14:05 李雷提交
      11月22日 周日 15:05 初审（已提交） · 李雷",
        "<approve> 同意",
        "<reject> 驳回",
        "<return> 退回",
        "<transfer> 转交",
        "<note> 备注",
      ]
    `)
    expect(card.actions[0]).toMatchInlineSnapshot(`
      {
        "confirm": {
          "no": "再看看",
          "text": "退款 ¥500.01，付给王小明。同意后不能撤销。",
          "title": "同意这个方案？",
          "yes": "同意",
        },
        "label": "同意",
        "minor": false,
        "number": "C-20261122-0001",
        "opens": false,
        "revision": 8,
        "style": "primary",
        "verb": "approve",
      }
    `)
  })

  test('a decision that other cases about the same order count towards', () => {
    const approval = { ...POLICY.approval, sumOver: { same: ['product', 'customer'], days: 30 } }
    const numbers = ['C-1', 'C-2', 'C-3', 'C-4', 'C-5', 'C-6']
    const linked = { sum: { minor: 30_000, currency: 'CNY' }, numbers }
    const sequence = [[{ step: 'director', why: ['tier.le.200000', 'sum.30d'], given: [], handed: {} }]]
    const state = {
      ...IN_APPROVAL,
      positions: [position('approval', { asking: asking({ linked, sequence }), bound: 8 })],
    }
    const told = (lang: 'zh' | 'en', under = { ...POLICY, approval }) =>
      lines(drawCard(scene(APPROVAL_SPEC, state, { tasks: [APPROVAL_TASK], lang, policy: under }))).filter((line) =>
        /C-1|sum|连同|within/i.test(line),
      )
    expect(told('zh')).toEqual([
      '(warn) 同一产品或客户 30 天内另有 ¥300.00（C-1、C-2、C-3、C-4、C-5 等 6 件），合计 ¥800.01',
      '(quiet) 为什么到这一步：金额超过 ¥500.00、不超过 ¥2,000.00；连同 30 天内同一产品或客户的其他补偿（政策版本 1-00000000）',
    ])
    expect(told('en')).toEqual([
      '(warn) Within 30 days another CNY 300.00 was granted for the same Product or Customer (C-1, C-2, C-3, C-4, C-5 and others (6 in all)): CNY 800.01 in all',
      '(quiet) Why this step: amounts over CNY 500.00 and up to CNY 2,000.00; with what else was granted within 30 days for the same Product or Customer (policy 1-00000000)',
    ])
  })

  test('a decision that other cases count towards under several fields', () => {
    const sum = { minor: 30_000, currency: 'CNY' }
    const under = [
      { field: 'product', sum, numbers: ['C-1', 'C-2'] },
      { field: 'customer', sum: { ...sum, minor: 10_000 }, numbers: ['C-1'] },
    ]
    const approval = { ...POLICY.approval, sumOver: { same: ['product', 'customer'], days: 30 } }
    const linked = { sum, numbers: ['C-1', 'C-2'], under }
    const state = { ...IN_APPROVAL, positions: [position('approval', { asking: asking({ linked }), bound: 8 })] }
    const policy = { ...POLICY, approval }
    const said = (lang: 'zh' | 'en') =>
      lines(drawCard(scene(APPROVAL_SPEC, state, { tasks: [APPROVAL_TASK], lang, policy }))).join('\n')
    expect(said('zh')).toContain('其中同一产品：¥300.00（C-1、C-2）\n其中同一客户：¥100.00（C-1）')
    expect(said('en')).toContain('of which the same Customer: CNY 100.00 (C-1)')
  })

  test('a decision in English', () => {
    const card = drawCard(scene(APPROVAL_SPEC, IN_APPROVAL, { tasks: [APPROVAL_TASK], lang: 'en' }))
    expect(lines(card)).toMatchInlineSnapshot(`
      [
        "# Approval (Director) · C-20261122-0001 · BCD-500 冰箱 [ask]",
        "Please decide: Refund CNY 500.01, to 王小明",
        "(quiet) Please finish by Mon 23 Nov, 14:05",
        "(warn) Last remark (Han Mei, Sun 22 Nov, 14:05): 请补照片",
        "(quote) 冰箱不制冷，请打 13812341234 找王小明",
        "Grade = Grade A (rule: Safety is Injury)",
        "Level = 3 (rule: all other cases)",
        "Customer = 王小明",
        "Phone = 138****1234",
        "Product = BCD-500 冰箱",
        "Category = Product quality / Failure / No cooling",
        "Safety = Injury",
        "Demand = Refund, An apology",
        "(quiet) Why this step: amounts over CNY 500.00 and up to CNY 2,000.00 (policy 1-00000000)",
        "(quiet) Sun 22 Nov, 14:05 filed by Li Lei
      Sun 22 Nov, 15:05 First review (submitted) · Li Lei",
        "<approve> Approve",
        "<reject> Reject",
        "<return> Return",
        "<transfer> Transfer",
        "<note> Note",
      ]
    `)
  })

  test('a decision in a channel shows no personal data, in the confirm neither', () => {
    const card = drawCard(scene(APPROVAL_SPEC, IN_APPROVAL, { tasks: [APPROVAL_TASK], shared: true }))
    expect(JSON.stringify(card)).not.toMatch(/王小明|13812341234/)
    expect(card.actions[0]?.confirm?.text).toContain('¥500.01')
  })

  test('a direct card masks contact data, but not for whoever pays', () => {
    const state = complaint({
      positions: [position('payment', { instruction: 'C-20261122-0001-P1' })],
      past: [
        ...IN_APPROVAL.past,
        {
          key: 'appraisal#1',
          stage: 'appraisal',
          visit: 1,
          entered: NOON,
          left: NOON,
          result: 'submit',
          by: { kind: 'clock' },
        },
      ],
      values: { ...complaint().values, account: '6222021234561234' },
      instructions: [
        { id: 'C-20261122-0001-P1', position: 'payment#1', proposal: asking().proposal, issued: NOON, state: 'issued' },
      ],
    })
    const paying = lines(
      drawCard(scene(taskSpec('payment', ['pay', 'fail']), state, { tasks: [task('payment', ['zhao'])] })),
    )
    expect(paying).toContain('收款账号 = 6222021234561234')
    expect(paying).toContain('请付款：退款 ¥500.01，付给王小明')
    expect(paying.slice(-2)).toEqual(['<pay> 登记付款', '<fail> 付款失败'])
    const reviewing = lines(drawCard(scene(taskSpec('review', ['submit']), complaint())))
    expect(reviewing).toContain('电话 = 138****1234')
    expect(reviewing).toContain('客户 = 王小明')
  })

  test('whoever carries a plan out sees what it is', () => {
    const values = { ...complaint().values, plan_kind: 'coupon', plan_amount: { minor: 5000, currency: 'CNY' } }
    const state = complaint({ values, positions: [position('callback')] })
    expect(lines(drawCard(scene(taskSpec('callback', ['submit']), state)))).toContain('补偿方式 = 优惠券 ¥50.00')
  })

  test('telling the customer shows the text and asks only for a yes', () => {
    const state = complaint({ positions: [position('told', { byHand: true })] })
    const card = drawCard(scene(taskSpec('told', ['submit']), state))
    expect(lines(card).at(-2)).toBe('(quote) 王小明您好，处理结果：待核定 待核定。[清风电器]')
    expect(card.actions[0]).toMatchObject({ label: '已告知客户', opens: false, confirm: { yes: '已告知客户' } })
  })

  test('the last remark warns the step that answers it, reminds the step that gave it, and leaves others alone', () => {
    const remark = { by: { kind: 'person', id: 'han' }, at: NOON, text: '请补照片' } as const
    const gave = {
      key: 'review#1',
      stage: 'review',
      visit: 1,
      entered: 1,
      left: NOON,
      result: 'return',
      by: remark.by,
    } as const
    const shown = (state: ReturnType<typeof complaint>) =>
      lines(drawCard(scene(taskSpec('review', []), state))).find((line) => line.includes('请补照片'))
    expect(shown(complaint({ lastReason: remark }))).toBe('(warn) 上次的意见（韩梅，11月22日 周日 14:05）：请补照片')
    const back = position('review', { entered: NOON + HOUR })
    expect(shown(complaint({ lastReason: remark, positions: [back], past: [gave] }))).toMatch(/^\(quiet\)/)
    expect(shown(complaint({ lastReason: remark, positions: [back] }))).toBeUndefined()
  })

  test('when there are too many fields, masked contact data and what was typed at intake give way, and it is said', () => {
    const fields = Object.fromEntries(
      Array.from({ length: 30 }, (_, i) => [
        `f${i}`,
        { id: `f${i}`, type: 'text' as const, label: { zh: `项${i}`, en: `f${i}` }, maxLength: 9 },
      ]),
    )
    const policy = {
      ...POLICY,
      fields: { ...POLICY.fields, ...fields },
      forms: {
        ...POLICY.forms,
        intake: {
          id: 'intake',
          name: { zh: '', en: '' },
          fields: [...(POLICY.forms.intake?.fields ?? []), ...Object.keys(fields)],
        },
      },
    }
    const values = {
      ...complaint().values,
      cause: '焊点虚焊',
      ...Object.fromEntries(Object.keys(fields).map((id) => [id, 'x'])),
    }
    const state = complaint({ values, positions: [position('appraisal')] })
    const rows = lines(drawCard(scene(taskSpec('appraisal', []), state, { policy }))).filter((line) =>
      line.includes(' = '),
    )
    expect(rows).toContain('原因 = 焊点虚焊')
    expect(rows).toContain('诉求 = 退款、道歉')
    expect(rows.some((row) => row.startsWith('电话'))).toBe(false)
    expect(rows.at(-1)).toBe('… = 另有 18 项，发送“/complaint 查 C-20261122-0001”可看全部')
  })

  test('user text cannot reorder or fake what stands around it', () => {
    const evil = '\u202E500.00\u0000\u2066'
    const values = { ...complaint().values, text: evil, product: evil }
    for (const [shared, customer] of [
      [true, '\u202EAnn Lee'],
      [false, evil],
    ] as const) {
      const state = complaint({ values: { ...values, customer } })
      const said = JSON.stringify(drawCard(scene(taskSpec('review', []), state, { shared })))
      expect(said).toContain('500.00')
      expect(['\u202E', '\u2066', '\\u0000'].filter((harm) => said.includes(harm))).toEqual([])
    }
  })

  test('says how much time the policy gives, as the reader’s language writes it', () => {
    const span = (unit: 'h' | 'bh' | 'bd', amount: number) => ({ unit, amount, text: '' }) as const
    const clock = {
      id: 'care',
      from: 'entered',
      spans: { 1: span('h', HOUR), 2: span('bh', 4 * HOUR), 3: span('bd', 2) },
    }
    const policy = { ...POLICY, clocks: { care: clock as never }, dwell: 'care' }
    const due = (lang: 'zh' | 'en', level = 3): string => {
      const state = complaint({ derived: { level: { value: level, why: 'else' } } })
      const card = drawCard(scene(taskSpec('review', []), state, { policy, lang, tasks: [task('review', ['zhao'])] }))
      return lines(card).find((line) => /14:05/.test(line)) ?? ''
    }
    expect(due('zh')).toBe('(quiet) 请在 11月23日 周一 14:05 前完成（时限 2 个工作日）')
    expect(due('en')).toBe('(quiet) Please finish by Mon 23 Nov, 14:05 (2 working days)')
    expect(due('en', 2)).toContain('(4 working hours)')
    expect(due('zh', 1)).toContain('（时限 1 小时）')
  })
})
