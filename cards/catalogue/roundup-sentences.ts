/** Reminders that come together, and why a message came later than it might have. */
import type { Text } from '../../src/rules/nouns.ts'

export const ROUNDUP_SENTENCES = {
  'roundup.head': {
    zh: '提醒汇总：{n}件事等着处理[，其中{late}件已超时]。',
    en: 'Reminders in one message: {n} tasks are open[, {late} of them overdue].',
  },
  'roundup.late': {
    zh: '• {number} {what}[（{who}负责）]：应在{due}前完成',
    en: '• {number} {what}[ ({who})]: was due {due}',
  },
  'roundup.soon': {
    zh: '• {number} {what}[（{who}负责）]：{due}到期',
    en: '• {number} {what}[ ({who})]: due {due}',
  },
  'roundup.line': { zh: '• {number} {what}[（{who}负责）]', en: '• {number} {what}[ ({who})]' },
  'roundup.more': {
    zh: '还有{n}件，可用“我的”或“列表”查看。',
    en: 'And {n} more: “mine” or “list” shows them.',
  },
} as const satisfies Record<string, Text>
