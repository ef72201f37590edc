/** Sentences about many cases that are about the same: batches, surges, the incident that stands for them, its team. */
import type { Text } from '../../src/rules/nouns.ts'

export const BATCH_SENTENCES = {
  'word.batch': {
    zh: '{rule}（{about}）：{hours} 小时内已有 {n} 件，超过 {over} 件。最新一件 {number}。请看一下是否同一原因。',
    en: '{rule} ({about}): {n} cases within {hours} h, more than {over}. The newest is {number}. Please look whether they have one cause.',
  },
  'word.surge': {
    zh: '{rule}（{about}）：{hours} 小时内 {n} 件，往常同期约 {expected} 件。最新一件 {number}。请看一下发生了什么。',
    en: '{rule} ({about}): {n} cases within {hours} h, where about {expected} are usual. The newest is {number}. Please look what happened.',
  },
  'word.emergency': {
    zh: '{plan}已启动：{number}。{about}。您的分工：{role}。现有 {n} 件客诉统一处理，详情见卡片。',
    en: '{plan} has begun: {number}. {about}. Your part: {role}. {n} complaints are handled together; the card says more.',
  },
  'story.incident': {
    zh: '为一批同类客诉开了总单（{rule}）',
    en: 'One case was opened for many about the same ({rule})',
  },
  'batch.why': {
    zh: '{rule}（{about}）：到 {at} 为止 {span}内共 {n} 件，超过 {over} 件[。其他：{numbers}]',
    en: '{rule} ({about}): {n} cases within {span} until {at}, more than {over}[. The others: {numbers}]',
  },
  'batch.surge_why': {
    zh: '{rule}（{about}）：到 {at} 为止 {span}内 {n} 件，通常约 {expected} 件；偶然出现的概率为 {tail}。前几周：{weeks}',
    en: '{rule} ({about}): {n} cases within {span} until {at}, about {expected} are usual; by chance this has a likelihood of {tail}. The weeks before: {weeks}',
  },
  'batch.numbers': { zh: '{numbers}[ 等 {more} 件]', en: '{numbers}[ and {more} more]' },
  'batch.linked': {
    zh: '并入 {number}，统一处理，提醒由它发出',
    en: 'Handled with {number}, which does the reminding',
  },
  'batch.worded': { zh: '统一口径（{number}）：{text}', en: 'What we say ({number}): {text}' },
  'batch.cases': { zh: '统一处理 {n} 件：{numbers}', en: '{n} cases handled together: {numbers}' },
  'batch.team': { zh: '应急小组', en: 'Emergency team' },
  'batch.nobody': { zh: '暂无人', en: 'nobody yet' },
  'batch.hours': { zh: '{n} 小时', en: '{n} h' },
} as const satisfies Readonly<Record<string, Text>>
