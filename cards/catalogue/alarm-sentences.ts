/** Sentences about alarming words: who is told at once, why, and that it was nothing. */
import type { Text } from '../../src/rules/nouns.ts'

export const ALARM_SENTENCES = {
  'word.alarm': {
    zh: '预警（{alarm}）：{number}。原话“{excerpt}”，触发词：{words}。请看一下；若是误报，请在卡片上注明。',
    en: 'Alert ({alarm}): {number}. They wrote “{excerpt}”; the words: {words}. Please look; if it is nothing, say so on the card.',
  },
  'alarm.why': {
    zh: '预警（{alarm}），{at}，{source}：“{excerpt}”。触发词：{words}。已告知：{people}',
    en: 'Alert ({alarm}), {at}, {source}: “{excerpt}”. The words: {words}. Told: {people}',
  },
  'alarm.cleared': {
    zh: '误报（{alarm}）：{who}，{at}。{reason}',
    en: 'False alarm ({alarm}): {who}, {at}. {reason}',
  },
  'alarm.in_note': { zh: '备注', en: 'a note' },
  'alarm.in_contact': { zh: '联系记录', en: 'a contact' },
  'alarm.in_answer': { zh: '答复', en: 'an answer' },
  'alarm.nobody': { zh: '没有人可以告知', en: 'there was nobody to tell' },
} as const satisfies Record<string, Text>
