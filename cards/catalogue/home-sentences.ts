/** Somebody's own page in a chat: what waits for them, what they filed, and what they set for themselves. */
import type { Text } from '../../src/rules/nouns.ts'

export const HOME_SENTENCES = {
  'home.waiting': { zh: '等您处理（{n}）', en: 'Waiting for you ({n})' },
  'home.mine': { zh: '我提交的（{n}）', en: 'Filed by you ({n})' },
  'home.nothing_waiting': { zh: '现在没有等您处理的单。', en: 'Nothing is waiting for you right now.' },
  'home.nothing_filed': { zh: '您还没有提交过客诉。', en: 'You have not filed a complaint yet.' },
  'home.more': { zh: '还有{n}张，可用“我的”或“列表”查看', en: '{n} more; use “mine” or “list” to see them' },
  'home.file': { zh: '提交客诉', en: 'File a complaint' },
  'home.settings': { zh: '我的设置', en: 'My settings' },
  'form.preferences': { zh: '我的设置', en: 'My settings' },
  'form.language': { zh: '语言', en: 'Language' },
  'form.language_zh': { zh: '中文', en: 'Chinese' },
  'form.language_en': { zh: '英文', en: 'English' },
  'form.stand_in': { zh: '不在时由谁代办', en: 'Who stands in while you are away' },
  'form.stand_in_hint': {
    zh: '只能选您的上级或同岗位的同事；期间审批会转给对方，并注明代谁处理。不填则没有人代办。',
    en: 'Somebody above you or with the same role. Meanwhile they are asked in your place, and it says so. Empty: nobody.',
  },
  'form.stand_in_from': { zh: '从哪天起', en: 'From' },
  'form.stand_in_until': { zh: '到哪天止（含）', en: 'Until (that day counts)' },
  'form.quiet_from': { zh: '免打扰：从几点', en: 'No reminders from' },
  'form.quiet_to': { zh: '免打扰：到几点', en: 'No reminders until' },
  'form.roundups': { zh: '提醒只看汇总', en: 'Reminders in roundups only' },
  'form.roundups_hint': {
    zh: '一天几次，一条消息说完；要您决定的和一级客诉仍即时送到。',
    en: 'A few times a day, all in one message. What asks you to decide, and level 1, still come at once.',
  },
  'form.letters': { zh: '同时发到邮箱', en: 'By e-mail too' },
  'form.letters_hint': {
    zh: '等您处理的事和给您的消息，邮箱里也有一份。急事不勾也会发。',
    en: 'What waits for you and what you are told comes by mail as well as in chat. Urgent words come by mail in any case.',
  },
  'form.quiet_hint': {
    zh: '期间的催办到时再发；卡片和答复照常送达。不填则随时提醒。',
    en: 'Reminders wait until then; cards and answers come all the same. Empty: at any time.',
  },
  'form.save': { zh: '保存', en: 'Save' },
  'answer.preferences_kept': { zh: '设置已保存。', en: 'Your settings are saved.' },
  'word.standing_in': {
    zh: '{who}请您从{from}到{until}代为处理审批等事项；期间等对方处理的单会转给您，卡片上会注明。',
    en: '{who} asks you to stand in from {from} to {until}. What waits for them will come to you, and the cards say so.',
  },
} as const satisfies Record<string, Text>
