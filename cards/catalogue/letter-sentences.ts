/** The few sentences that stand in mail only, around what a card or a message says. */
import type { Text } from '../../src/rules/nouns.ts'

export const LETTER_SENTENCES = {
  'letter.subject': { zh: '{subject}（{number}）', en: '{subject} ({number})' },
  'letter.open': { zh: '打开这张单', en: 'Open the complaint' },
  'letter.to_do': {
    zh: '等您处理：{verbs}。邮件里不能操作，请到聊天软件[{page}]里处理。',
    en: 'This waits for you: {verbs}. Nothing can be decided by mail; please do it in your chat[{page}].',
  },
  'letter.page': { zh: '或单据页面', en: ' or on its page' },
  'letter.foot': {
    zh: '这封邮件由系统自动发出，直接回复不会记到单上。',
    en: 'This mail was written automatically; a reply to it does not reach the complaint.',
  },
} as const satisfies Record<string, Text>
