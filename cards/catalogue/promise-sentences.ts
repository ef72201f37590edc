/** Talking to the customer, and what was promised to them. */
import type { Text } from '../../src/rules/nouns.ts'

export const PROMISE_SENTENCES = {
  'form.contact': { zh: '和客户说了什么', en: 'What was said' },
  'form.keep': { zh: '怎么兑现的', en: 'What was done' },
  'form.promise': { zh: '答应了客户什么', en: 'What the customer was promised' },
  'form.promise_hint': {
    zh: '写客户能核对的事，例如“给检测结论”；没答应就留空',
    en: 'Something they can check, such as “the test result”; empty if nothing was',
  },
  'form.day': { zh: '最晚哪天', en: 'By which day' },
  'form.time': { zh: '最晚几点', en: 'By what time' },
  'form.to.keep': { zh: '哪一个承诺', en: 'Which promise' },
  'form.to.renew': { zh: '哪一个承诺', en: 'Which promise' },
  'form.promise_choice': { zh: '{until}前：{what}', en: 'by {until}: {what}' },
  'form.promises_open': {
    zh: '还有{n}个答应客户的事没有兑现。单子结束后它们仍然有效，到时会提醒。',
    en: 'Promises to the customer still to be kept: {n}. They stay open when the case ends, and are reminded of.',
  },
  'promise.label': { zh: '答应客户', en: 'Promised' },
  'promise.owed': { zh: '{until}前：{what}[（{who}）]', en: 'by {until}: {what}[ ({who})]' },
  'promise.over': {
    zh: '已过期，应在{until}前：{what}[（{who}）]',
    en: 'overdue, was to be by {until}: {what}[ ({who})]',
  },
  'promise.kept': {
    zh: '{what}，{at}已兑现（{who}，答应的是{until}前）',
    en: '{what}: kept {at} ({who}, promised by {until})',
  },
  'promise.kept_late': {
    zh: '{what}，{at}才兑现（{who}，答应的是{until}前）',
    en: '{what}: kept late, {at} ({who}, promised by {until})',
  },
  'promise.more': { zh: '另有{n}个', en: '{n} more' },
  'promise.clock': { zh: '{who} · {due}到期', en: '{who} · due {due}' },
  'promise.clock_late': { zh: '{who} · 已超时，应在{due}前', en: '{who} · overdue, was due {due}' },
  'promise.count': {
    zh: '{who}：按时兑现 {kept}，晚了才兑现 {late}，没有兑现 {broken}，还没到期 {open}',
    en: '{who}: kept {kept}, kept late {late}, broken {broken}, still open {open}',
  },
  'promise.nobody': { zh: '还没有人答应过客户什么。', en: 'Nothing was promised to a customer yet.' },
  'promise.in_text': { zh: '{what}，{until}前', en: '{what} by {until}' },
  'promise.task': { zh: '答应客户的事', en: 'Promise to the customer' },
  'promise.contact': { zh: '{who}，{at}联系了客户：{text}', en: '{who} talked to the customer, {at}: {text}' },
  'promise.next': { zh: '{number}：答应客户的事到期', en: '{number}: a promise is due' },
  'promise.said': { zh: '{number}：就答应客户的事提醒了{people}', en: '{number}: reminded {people} of a promise' },
  'nag.promise_soon': {
    zh: '{number}：您答应客户“{what}”，{due}到期。做到了请点“承诺已兑现”；赶不上请先和客户另约时间。',
    en: '{number}: you promised “{what}”, due {due}. Press “Promise kept” when it is done; if it cannot be, agree on another time with the customer first.',
  },
  'nag.promise_over': {
    zh: '{number}：答应客户的“{what}”应在{due}前做到，现在已过期。请尽快联系客户，做到后点“承诺已兑现”，或另约时间。',
    en: '{number}: “{what}” was promised by {due}, and that has passed. Please contact the customer, then press “Promise kept” or agree on another time.',
  },
} as const satisfies Record<string, Text>
