import { describe, expect, test } from 'vitest'
import { VERBS } from '../src/rules/nouns.ts'
import { drawCard } from './draw.ts'
import {
  APPROVAL_SPEC,
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

describe('the resolved twin', () => {
  const doneSpec = { ...APPROVAL_SPEC, state: 'done' as const, verbs: [] }
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
    const open = drawCard(scene(APPROVAL_SPEC, IN_APPROVAL))
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
        "(good) 赵强已同意 · 11月22日 周日 15:05",
        "补偿方式 = 退款 ¥500.01，付给王小明",
      ]
    `)
    expect(
      lines(drawCard(scene(doneSpec, over('rejected', { reason: '金额太高' }), { lang: 'en' }))),
    ).toMatchInlineSnapshot(`
      [
        "# Approval (Director) · C-20261122-0001 · BCD-500 冰箱 [bad]",
        "(warn) Rejected by Zhao Qiang · Sun 22 Nov, 15:05",
        "(quote) Reason: 金额太高",
        "Compensation = Refund CNY 500.01, to 王小明",
      ]
    `)
  })

  test('an open card drawn after its position closed is drawn as its twin', () => {
    expect(drawCard(scene(APPROVAL_SPEC, over('approved'))).actions).toEqual([])
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
        "(good) 钱芳已付款 · 11月22日 周日 14:05",
        "补偿方式 = 退款 ¥500.01，付给王小明",
        "付款指令 = P1",
        "凭证 = V-1",
      ]
    `)
  })
})
