import { describe, expect, test } from 'vitest'
import { ruleWords } from './rule-words.ts'
import { POLICY } from './testing/company.ts'

const words = (source: string): readonly string[] => [
  ruleWords(source, { policy: POLICY, lang: 'zh' }),
  ruleWords(source, { policy: POLICY, lang: 'en' }),
]

describe('conditions in plain words', () => {
  test.each([
    ["safety == 'injury'", '安全为有人受伤', 'Safety is Injury'],
    ["impact in ['A', 'C'] || seen", '等级为 A 级或 C 级，或已复现', 'Grade is Grade A or Grade C, or Reproduced'],
    [
      "plan_kind == 'refund' && plan_amount > 500.0",
      '补偿方式为退款，且金额超过 ¥500.00',
      'Kind is Refund, and Amount is over CNY 500.00',
    ],
    [
      "!seen && (pieces >= 3 || 'refund' in wish)",
      '不是“已复现”，且（数量不低于 3，或诉求含退款）',
      'not “Reproduced”, and (Pieces is at least 3, or Demand includes Refund)',
    ],
    ["owner == ''", '负责人未填', 'Owner is empty'],
    ["family == 'product'", '投诉类别为产品', 'Family is Product'],
    ['level == 1', '级别为 1', 'Level is 1'],
    [
      "category.startsWith('quality.failure')",
      '类别属于产品质量 / 故障',
      'Category belongs to Product quality / Failure',
    ],
  ])('%s', (source, zh, en) => {
    expect(words(source)).toEqual([zh, en])
  })

  test.each([
    "category.startsWith('quality.fail')",
    "safety.startsWith('none')",
    "category.contains('quality')",
    "wish.all(w, w in ['refund'])",
    'plan_amount > 500.0 + 1.0',
    'unheard_of == 1',
    "safety == 'injury' ? true : false",
    'seen &&',
    "owner > ''",
    'plan_amount > 1.234',
  ])('%s is shown as it is, not guessed at', (source) => {
    expect(words(source)).toEqual([source, source])
  })
})
