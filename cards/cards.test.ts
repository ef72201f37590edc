import { describe, expect, test } from 'vitest'
import type { Verb } from '../src/rules/nouns.ts'
import { VERBS } from '../src/rules/nouns.ts'
import { digestOf, drawCard } from './draw.ts'
import type { Block, Card } from './model.ts'
import { asking, CASE_SPEC, complaint, NOON, POLICY, position, scene, task, taskSpec } from './testing.ts'

const HOUR = 3_600_000
const DECISION = ['approve', 'reject', 'return', 'transfer', 'note'] as const

/** A card as lines, the way a plain screen would show it. */
function lines(card: Card): readonly string[] {
  const said = (block: Block): readonly string[] => {
    switch (block.block) {
      case 'text':
        return [`${block.tone === undefined ? '' : `(${block.tone}) `}${block.text}`]
      case 'fields':
        return block.rows.map((row) => `${row.label} = ${row.value}`)
      case 'strip':
        return [block.strip.steps.map((step) => `${step.label}:${step.state}`).join(' ')]
      case 'files':
        return block.files.map((file) => `file ${file.name}`)
      default:
        return [block.block]
    }
  }
  return [
    `# ${card.header} [${card.tone}]`,
    ...card.blocks.flatMap(said),
    ...card.actions.map((one) => `<${one.verb}> ${one.label}`),
  ]
}

const approvalSpec = taskSpec('approval', DECISION, { key: 'task/approval#1/director', step: 'director' })
const inApproval = complaint({
  positions: [position('approval', { asking: asking(), bound: 8 })],
  past: [
    {
      key: 'review#1',
      stage: 'review',
      visit: 1,
      entered: NOON,
      left: NOON + HOUR,
      result: 'submit',
      by: { kind: 'person', id: 'li' },
    },
  ],
  lastReason: { by: { kind: 'person', id: 'han' }, at: NOON, text: '请补照片' },
})
const approvalTask = task('approval', ['zhao'], { id: 'approval#1/director', step: 'director', kind: 'decision' })

describe('the living card', () => {
  test('in Chinese, in a channel: everything on one screen, personal data masked', () => {
    const state = complaint({
      positions: [position('appraisal')],
      values: { ...complaint().values, owner: 'han' },
      past: inApproval.past,
    })
    const card = drawCard(scene(CASE_SPEC, state, { shared: true, tasks: [task('appraisal', ['han'])] }))
    expect(lines(card)).toMatchInlineSnapshot(`
      [
        "# 客诉 C-20261122-0001 · BCD-500 冰箱 · 王* · A 级 · 级别 3 [neutral]",
        "(quiet) 李雷提交于 2026年11月22日 14:05",
        "初审:done 鉴定:now 审批:next 付款:next 告知客户:next",
        "(quote) 冰箱不制冷，请打 138****1234 找王*",
        "客户 = 王*",
        "电话 = 138****1234",
        "产品 = BCD-500 冰箱",
        "类别 = 产品质量 / 故障 / 不制冷",
        "安全 = 有人受伤",
        "诉求 = 退款、道歉",
        "负责人 = 韩梅",
        "鉴定 = 韩梅 · 11月22日 14:05 起 · 11月23日 14:05 到期",
      ]
    `)
    expect(card.fallback).toMatchInlineSnapshot(`"客诉 C-20261122-0001：鉴定，冰箱不制冷，请打 138****1234 找王*"`)
    expect(JSON.stringify(card)).not.toMatch(/王小明|13812341234/)
  })

  test('in English, ended: the outcome, no buttons', () => {
    const state = complaint({ positions: [], ended: { stage: 'closed', outcome: 'closed', at: NOON + HOUR } })
    const card = drawCard(scene({ ...CASE_SPEC, state: 'done', verbs: ['note'] }, state, { lang: 'en', shared: true }))
    expect(lines(card)).toMatchInlineSnapshot(`
      [
        "# Complaint C-20261122-0001 · BCD-500 冰箱 · 王* · Grade A · Level 3 [good]",
        "(quiet) Filed by Li Lei, 22 Nov 2026, 14:05",
        "Closed:now",
        "(quote) 冰箱不制冷，请打 138****1234 找王*",
        "Customer = 王*",
        "Phone = 138****1234",
        "Product = BCD-500 冰箱",
        "Category = Product quality / Failure / No cooling",
        "Safety = Injury",
        "Demand = Refund, An apology",
        "(good) Ended: Closed · 22 Nov 2026, 15:05",
      ]
    `)
    expect(card.actions).toEqual([])
  })

  test('says when the clock stands still, when a call opens, and turns late by what was told, not by a clock', () => {
    const paused = position('appraisal', { pauses: [{ from: NOON, why: 'sample' }], nagged: ['appraisal/1'] })
    const waiting = position('callback', { opens: NOON + HOUR })
    const card = drawCard(
      scene(CASE_SPEC, complaint({ positions: [paused, waiting] }), { tasks: [task('appraisal', [])] }),
    )
    expect(card.tone).toBe('late')
    expect(lines(card).filter((line) => /鉴定 =|回访 =/.test(line))).toMatchInlineSnapshot(`
      [
        "鉴定 = 暂时没有人 · 11月22日 14:05 起 · 11月23日 14:05 到期 · 计时已暂停：等样品",
        "回访 = 11月22日 15:05 起可以办理",
      ]
    `)
  })
})

describe('a task', () => {
  test('a decision in Chinese', () => {
    const card = drawCard(scene(approvalSpec, inApproval, { tasks: [approvalTask] }))
    expect(lines(card)).toMatchInlineSnapshot(`
      [
        "# 审批（总监） · C-20261122-0001 · BCD-500 冰箱 [ask]",
        "请审批：退款 ¥500.01，付给王小明",
        "(quiet) 请在 11月23日 14:05 前完成",
        "(warn) 上次的意见（韩梅，11月22日 14:05）：请补照片",
        "(quote) 冰箱不制冷，请打 13812341234 找王小明",
        "等级 = A 级（规则：安全为有人受伤）",
        "级别 = 3（规则：其他情况）",
        "客户 = 王小明",
        "电话 = 138****1234",
        "产品 = BCD-500 冰箱",
        "类别 = 产品质量 / 故障 / 不制冷",
        "安全 = 有人受伤",
        "诉求 = 退款、道歉",
        "(quiet) 为什么到这一步：金额超过 ¥500.00、不超过 ¥2,000.00",
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

  test('a decision in English', () => {
    const card = drawCard(scene(approvalSpec, inApproval, { tasks: [approvalTask], lang: 'en' }))
    expect(lines(card)).toMatchInlineSnapshot(`
      [
        "# Approval (Director) · C-20261122-0001 · BCD-500 冰箱 [ask]",
        "Please decide: Refund CNY 500.01, to 王小明",
        "(quiet) Please finish by 23 Nov, 14:05",
        "(warn) Last remark (Han Mei, 22 Nov, 14:05): 请补照片",
        "(quote) 冰箱不制冷，请打 13812341234 找王小明",
        "Grade = Grade A (rule: Safety is Injury)",
        "Level = 3 (rule: all other cases)",
        "Customer = 王小明",
        "Phone = 138****1234",
        "Product = BCD-500 冰箱",
        "Category = Product quality / Failure / No cooling",
        "Safety = Injury",
        "Demand = Refund, An apology",
        "(quiet) Why this step: amounts over CNY 500.00 and up to CNY 2,000.00",
        "<approve> Approve",
        "<reject> Reject",
        "<return> Return",
        "<transfer> Transfer",
        "<note> Note",
      ]
    `)
  })

  test('a decision in a channel shows no personal data, in the confirm neither', () => {
    const card = drawCard(scene(approvalSpec, inApproval, { tasks: [approvalTask], shared: true }))
    expect(JSON.stringify(card)).not.toMatch(/王小明|13812341234/)
    expect(card.actions[0]?.confirm?.text).toContain('¥500.01')
  })

  test('a direct card masks contact data, but not for whoever pays', () => {
    const state = complaint({
      positions: [position('payment', { instruction: 'C-20261122-0001-P1' })],
      past: [
        ...inApproval.past,
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
    expect(shown(complaint({ lastReason: remark }))).toBe('(warn) 上次的意见（韩梅，11月22日 14:05）：请补照片')
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
    const state = complaint({ values: { ...complaint().values, text: evil, product: evil, customer: evil } })
    for (const shared of [true, false]) {
      const said = JSON.stringify(drawCard(scene(taskSpec('review', []), state, { shared })))
      expect(said).toContain('500.00')
      expect(['\u202E', '\u2066', '\\u0000'].filter((harm) => said.includes(harm))).toEqual([])
    }
  })
})

describe('buttons', () => {
  test('every verb that is permitted is drawn, in both languages; decisions are never minor', () => {
    for (const lang of ['zh', 'en'] as const) {
      const card = drawCard(scene({ ...approvalSpec, verbs: VERBS }, inApproval, { lang }))
      expect(card.actions.map((one) => one.verb).sort()).toEqual([...VERBS].sort())
      expect(card.actions.every((one) => one.label !== '')).toBe(true)
      const main: readonly Verb[] = ['approve', 'reject', 'return', 'pay', 'fail', 'submit']
      expect(card.actions.filter((one) => main.includes(one.verb) && one.minor)).toEqual([])
      expect(card.actions.filter((one) => !one.opens).map((one) => one.verb)).toEqual(['approve', 'resume', 'urge'])
    }
  })

  test('carry the revision of the last change of what is decided, not the newest one', () => {
    const card = drawCard(scene(approvalSpec, inApproval))
    expect(card.revision).toBe(9)
    expect(new Set(card.actions.map((one) => one.revision))).toEqual(new Set([8]))
  })
})

describe('the digest', () => {
  const drawn = (state: typeof inApproval) => digestOf(drawCard(scene(approvalSpec, state, { tasks: [approvalTask] })))

  test('stays the same when only the revision moved on, and changes with anything visible or clickable', () => {
    expect(drawn({ ...inApproval, revision: 99 })).toBe(drawn(inApproval))
    expect(drawn({ ...inApproval, values: { ...inApproval.values, product: 'X' } })).not.toBe(drawn(inApproval))
    expect(drawn({ ...inApproval, positions: [position('approval', { asking: asking(), bound: 9 })] })).not.toBe(
      drawn(inApproval),
    )
  })
})

describe('the resolved twin', () => {
  const doneSpec = { ...approvalSpec, state: 'done' as const, verbs: [] }
  const over = (result: string, more: object = {}) =>
    complaint({
      positions: [],
      past: [
        {
          key: 'approval#1',
          stage: 'approval',
          visit: 1,
          entered: NOON,
          left: NOON + HOUR,
          result,
          by: { kind: 'person', id: 'zhao' },
          asking: asking(),
          ...more,
        },
      ],
    })

  test('keeps the header and has no buttons, whatever the result', () => {
    const open = drawCard(scene(approvalSpec, inApproval))
    for (const result of [
      'submit',
      'approved',
      'reject',
      'rejected',
      'return',
      'returned',
      'paid',
      'failed',
      'told',
      'exhausted',
      'cancelled',
      'other',
    ]) {
      const card = drawCard(scene({ ...doneSpec, verbs: VERBS }, over(result)))
      expect([card.header, card.actions, card.state]).toEqual([open.header, [], 'done'])
    }
  })

  test('says what was decided, by whom, when and why', () => {
    const given = asking({ sequence: [[{ step: 'director', why: [], given: ['zhao'], handed: {} }]] })
    expect(lines(drawCard(scene(doneSpec, over('approved', { asking: given }))))).toMatchInlineSnapshot(`
      [
        "# 审批（总监） · C-20261122-0001 · BCD-500 冰箱 [good]",
        "(good) 赵强已同意 · 11月22日 15:05",
        "补偿方式 = 退款 ¥500.01，付给王小明",
      ]
    `)
    expect(
      lines(drawCard(scene(doneSpec, over('rejected', { reason: '金额太高' }), { lang: 'en' }))),
    ).toMatchInlineSnapshot(`
      [
        "# Approval (Director) · C-20261122-0001 · BCD-500 冰箱 [bad]",
        "(warn) Rejected by Zhao Qiang · 22 Nov, 15:05",
        "(quote) Reason: 金额太高",
        "Compensation = Refund CNY 500.01, to 王小明",
      ]
    `)
  })

  test('an open card drawn after its position closed is drawn as its twin', () => {
    expect(drawCard(scene(approvalSpec, over('approved'))).actions).toEqual([])
  })

  test('while others still decide, a step says who it waits for; a transfer says to whom', () => {
    const given = asking({
      sequence: [
        [{ step: 'director', why: [], given: ['zhao'], handed: {} }],
        [{ step: 'vp', why: [], given: [], handed: {} }],
      ],
      at: 1,
    })
    const state = complaint({ positions: [position('approval', { asking: given })] })
    const tasks = [task('approval', ['qian'], { id: 'approval#1/vp', step: 'vp' })]
    expect(lines(drawCard(scene(doneSpec, state, { tasks })))[1]).toBe('(good) 赵强已同意；还在等：钱芳')
    const handed = asking({ sequence: [[{ step: 'director', why: [], given: [], handed: { zhao: 'qian' } }]] })
    expect(
      lines(drawCard(scene(doneSpec, complaint({ positions: [position('approval', { asking: handed })] }))))[1],
    ).toBe('(plain) 已转交给钱芳')
    const assigned = complaint({ positions: [position('appraisal', { assignee: 'han' })] })
    expect(lines(drawCard(scene(taskSpec('appraisal', [], { state: 'done' }), assigned)))[1]).toBe(
      '(plain) 已转交给韩梅',
    )
    expect(lines(drawCard(scene(taskSpec('nowhere', [], { state: 'done' }), complaint())))[1]).toBe(
      '(plain) 这一步已不需要您处理',
    )
  })

  test('a payment names its instruction and voucher', () => {
    const state = complaint({
      positions: [],
      past: [
        {
          key: 'payment#1',
          stage: 'payment',
          visit: 1,
          entered: NOON,
          left: NOON,
          result: 'paid',
          by: { kind: 'person', id: 'qian' },
        },
      ],
      instructions: [
        {
          id: 'P1',
          position: 'payment#1',
          proposal: asking().proposal,
          issued: NOON,
          state: 'paid',
          voucher: 'V-1',
          by: 'qian',
        },
      ],
    })
    expect(lines(drawCard(scene(taskSpec('payment', [], { state: 'done' }), state)))).toMatchInlineSnapshot(`
      [
        "# 付款 · C-20261122-0001 · BCD-500 冰箱 [good]",
        "(good) 钱芳已付款 · 11月22日 14:05",
        "补偿方式 = 退款 ¥500.01，付给王小明",
        "付款指令 = P1",
        "凭证 = V-1",
      ]
    `)
  })
})
