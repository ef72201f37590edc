/** Sentences about plans: budgets, and what the customer may choose from. */
import type { Text } from '../../src/rules/nouns.ts'

export const PLAN_SENTENCES = {
  'budget.within': {
    zh: '{team} {month} 预算 {limit}：此前已批 {used}，加上这笔共 {after}',
    en: 'Budget of {team} for {month}, {limit}: {used} approved before, {after} with this',
  },
  'budget.near': {
    zh: '{team} {month} 预算 {limit}：此前已批 {used}，加上这笔共 {after}，快用完了（{percent}%）',
    en: 'Budget of {team} for {month}, {limit}: {used} approved before, {after} with this, nearly all of it ({percent}%)',
  },
  'budget.blocked': {
    zh: '{team} {month} 预算 {limit}：此前已批 {used}，加上这笔共 {after}，超出预算，暂时不能批准',
    en: 'Budget of {team} for {month}, {limit}: {used} approved before, {after} with this: over it, so this cannot be approved for now',
  },
  'budget.rung': {
    zh: '{team} {month} 预算 {limit}：此前已批 {used}，加上这笔共 {after}，超出预算，多审一级',
    en: 'Budget of {team} for {month}, {limit}: {used} approved before, {after} with this: over it, so one tier more is asked',
  },
  'card.options': {
    zh: '客户可选其一：{options}。批准后，选其中一种且不超过所列金额，不用再审批',
    en: 'The customer chooses one: {options}. Once approved, any of these up to its amount needs no further approval',
  },
  'why.budget': { zh: '超出本月预算，多审一级', en: 'over the budget of the month, so one tier more' },
} as const satisfies Record<string, Text>
