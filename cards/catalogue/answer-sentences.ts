/** Answers to what people type in chat. */
import type { Text } from '../../src/rules/nouns.ts'

export const ANSWER_SENTENCES = {
  'answer.help': {
    zh: [
      '可以这样用：',
      '• /complaint：打开客诉表单',
      '• /complaint 列表：最近的单',
      '• /complaint 我的：等我处理的单',
      '• /complaint 查 单号：看一张单的经过',
      '• /complaint 备注 单号 内容：给一张单加备注',
      '• /complaint 批量：一起决定等我的审批',
      '• /complaint 设置：语言，不在时由谁代办',
      '• /complaint 帮助：再看一遍这些说明',
    ].join('\n'),
    en: [
      'What you can do:',
      '• /complaint: open the complaint form',
      '• /complaint list: recent complaints',
      '• /complaint mine: what waits for me',
      '• /complaint show NUMBER: the story of one complaint',
      '• /complaint note NUMBER TEXT: add a note to one',
      '• /complaint bulk: decide the approvals that wait for me together',
      '• /complaint settings: your language, who stands in for you',
      '• /complaint help: read this again',
    ].join('\n'),
  },
  'answer.list': { zh: '最近的单（{n}）', en: 'Recent complaints ({n})' },
  'answer.mine': { zh: '等您处理的（{n}）', en: 'Waiting for you ({n})' },
  'answer.bulk': { zh: '办成{done}件，共{all}件：', en: '{done} of {all} done:' },
  'answer.bulk_done': { zh: '• {number}：{words}', en: '• {number}: {words}' },
  'answer.bulk_not': { zh: '• {number} 没有办成：{words}', en: '• {number} not done: {words}' },
  'answer.mine_bulk': {
    zh: '有{n}件审批，发送“批量”可以一起决定',
    en: '{n} approvals wait: send “bulk” to decide them together',
  },
  'answer.more': { zh: '还有更多，可用“查 单号”看某一张', en: 'There are more; use “show NUMBER” for a single one' },
  'answer.nothing_waiting': { zh: '现在没有等您处理的单。', en: 'Nothing is waiting for you right now.' },
  'answer.nothing_listed': { zh: '还没有客诉单。', en: 'There are no complaints yet.' },
  'answer.list_line': {
    zh: '{number} · {stage}[ · {grade}][ · {owner}][ · {due}][ · {text}]',
    en: '{number} · {stage}[ · {grade}][ · {owner}][ · {due}][ · {text}]',
  },
  'answer.is_due': { zh: '{due}到期（{away}）', en: 'due {due} ({away})' },
  'answer.was_due': { zh: '已超时，应在{due}前完成（{away}）', en: 'overdue: it was due {due} ({away})' },
  'answer.filed': { zh: '收到，单号{number}。有进展会告诉您。', en: 'Got it: {number}. You will hear how it goes.' },
  'answer.done.submit': { zh: '已提交（{number}）。', en: 'Submitted ({number}).' },
  'answer.done.approve': { zh: '已同意（{number}）。', en: 'Approved ({number}).' },
  'answer.done.reject': { zh: '已驳回（{number}）。', en: 'Rejected ({number}).' },
  'answer.done.return': { zh: '已退回（{number}）。', en: 'Returned ({number}).' },
  'answer.done.transfer': { zh: '已转交（{number}）。', en: 'Transferred ({number}).' },
  'answer.done.withdraw': { zh: '已撤回{number}。', en: '{number} is withdrawn.' },
  'answer.done.amend': { zh: '已更正（{number}）。', en: 'Corrected ({number}).' },
  'answer.done.note': { zh: '备注已加到{number}。', en: 'Your note is on {number}.' },
  'answer.done.pay': { zh: '付款已登记（{number}）。', en: 'Payment recorded ({number}).' },
  'answer.done.bounce': {
    zh: '款项退回已登记（{number}），退回的部分可以再付。',
    en: 'Returned payment recorded ({number}). What came back can be paid again.',
  },
  'answer.done.fail': { zh: '付款失败已登记（{number}）。', en: 'Failed payment recorded ({number}).' },
  'answer.done.pause': { zh: '计时已暂停（{number}）。', en: 'The clock is paused ({number}).' },
  'answer.done.resume': { zh: '计时已恢复（{number}）。', en: 'The clock runs again ({number}).' },
  'answer.done.urge': { zh: '已催办（{number}）。', en: 'A reminder was sent ({number}).' },
  'answer.done.add': { zh: '已加签（{number}）。', en: 'Approver added ({number}).' },
  'answer.done.ask': {
    zh: '已发问，答复前计时暂停（{number}）。',
    en: 'Asked; the clock waits for the answer ({number}).',
  },
  'answer.done.answer': { zh: '已答复（{number}）。', en: 'Answered ({number}).' },
  'answer.done.recall': { zh: '方案已收回（{number}）。', en: 'The plan is taken back ({number}).' },
  'answer.done.rescue': { zh: '已按规则转给下一人（{number}）。', en: 'Passed to the next by rule ({number}).' },
  'answer.done.claim': { zh: '已认领（{number}）。', en: 'Claimed ({number}).' },
  'answer.done.room': { zh: '正在建作战室（{number}）。', en: 'The war room is being opened ({number}).' },
  'answer.done.unmask': {
    zh: '{number}的联系方式（已记录本次查看）：',
    en: 'Contact data of {number} (this look is recorded):',
  },
  'answer.refused': { zh: '{message}。{fix}', en: '{message}. {fix}' },
  'answer.note_usage': { zh: '请写成：备注 单号 内容', en: 'Please write: note NUMBER TEXT' },
  'answer.show_usage': { zh: '请写成：查 单号', en: 'Please write: show NUMBER' },
  'answer.story': { zh: '经过', en: 'Story' },
  'answer.story_earlier': { zh: '（更早的{n}条未列出）', en: '({n} earlier entries not listed)' },
} as const satisfies Record<string, Text>

/** Words after `/complaint` that mean something, in both languages. */
export const COMMAND_WORDS = {
  help: ['help', '?', '帮助', '说明'],
  list: ['list', '列表', '清单'],
  mine: ['mine', 'todo', '我的', '待办'],
  show: ['show', '查', '查看'],
  note: ['note', '备注'],
  settings: ['settings', '设置'],
  bulk: ['bulk', '批量', '批量审批'],
} as const satisfies Record<string, readonly string[]>

export type CommandWord = keyof typeof COMMAND_WORDS
