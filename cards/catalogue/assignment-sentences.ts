/** Why somebody was chosen to own a case. */
import type { Text } from '../../src/rules/nouns.ts'

export const ASSIGNMENT_SENTENCES = {
  'card.chosen': { zh: '由{who}负责：{why}', en: 'With {who}: {why}' },
  'chosen.skill': { zh: '擅长{what}', en: 'good at {what}' },
  'chosen.region': { zh: '熟悉{what}', en: 'knows {what}' },
  'chosen.tier': { zh: '熟悉{what}客户', en: 'knows {what} customers' },
  'chosen.load': { zh: '手上最少（{n} 件）', en: 'least to do ({n} open)' },
} as const satisfies Record<string, Text>
