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
  'waited.line': { zh: '✉ 给{to}的“{what}”：{why}', en: '✉ To {to}, “{what}”: {why}' },
  'waited.sent': { zh: '{cause}，晚到 {length}', en: '{cause}: {length} later' },
  'waited.waits': { zh: '{cause}，{at}再发', en: '{cause}: not before {at}' },
  'waited.quiet': { zh: '对方免打扰', en: 'Quiet hours' },
  'waited.snoozed': { zh: '本人要求稍后提醒', en: 'Put off by the reader' },
  'waited.budget': { zh: '一天内提醒已够多，归入汇总', en: 'Enough reminders in a day, so it goes into the roundup' },
  'waited.roundup': { zh: '本人选择汇总提醒', en: 'The reader wants reminders in roundups' },
  'waited.limit': { zh: '平台限流', en: 'The platform’s limit' },
  'waited.outage': { zh: '平台没有收下', en: 'The platform did not take it' },
  'waited.queue': { zh: '前面还有消息', en: 'Others were before it' },
} as const satisfies Record<string, Text>
