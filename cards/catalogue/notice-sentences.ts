/** Nags, and words that tell people what happened without asking anything of them. */
import type { Text } from '../../src/rules/nouns.ts'

export const NOTICE_SENTENCES = {
  'nag.owner': {
    zh: '催办提醒：{number}的“{stage}”还在等您处理[，{due}到期]。',
    en: 'Reminder: “{stage}” of {number} is waiting for you[, due {due}].',
  },
  'nag.overdue': {
    zh: '催办提醒：{number}的“{stage}”已超时[，应在{due}前完成]。请尽快处理，或转交给能处理的同事。',
    en: 'Reminder: “{stage}” of {number} is overdue[, it was due {due}]. Please see to it, or transfer it to somebody who can.',
  },
  'nag.leader': {
    zh: '超时提醒：{number}的“{stage}”[由{owner}负责，]还没有完成[，应在{due}前完成]。请帮忙推动一下。',
    en: 'Overdue: “{stage}” of {number}[ with {owner}] is not done yet[, it was due {due}]. Please help it along.',
  },
  'nag.urged': {
    zh: '{by}催办：{number}的“{stage}”还在等您处理[，{due}到期]。',
    en: '{by} asks you to look at “{stage}” of {number}[, due {due}].',
  },
  'nag.callback': { zh: '该回访客户了：{number}。', en: 'Time to call the customer back: {number}.' },
  'word.filed': { zh: '您的客诉已登记，单号{number}。', en: 'Your complaint is on file as {number}.' },
  'word.ended': {
    zh: '{number}已结束：{outcome}[。理由：{reason}]',
    en: '{number} has ended: {outcome}[. Reason: {reason}]',
  },
  'word.returned': {
    zh: '{number}被[{who}]退回到“{stage}”[。理由：{reason}]',
    en: '{number} was returned[ by {who}] to “{stage}”[. Reason: {reason}]',
  },
  'word.rejected': {
    zh: '{number}被[{who}]驳回[。理由：{reason}]',
    en: '{number} was rejected[ by {who}][. Reason: {reason}]',
  },
  'word.withdrawn': {
    zh: '{number}已[由{who}]撤回[。理由：{reason}]',
    en: '{number} was withdrawn[ by {who}][. Reason: {reason}]',
  },
  'word.transferred': {
    zh: '{who}把{number}[的“{stage}”]转交给了您[。理由：{reason}]',
    en: '{who} transferred {number}[, “{stage}”,] to you[. Reason: {reason}]',
  },
  'word.assigned': { zh: '{number}现在由您负责[（{stage}）]。', en: '{number} is yours now[ ({stage})].' },
  'word.approved': { zh: '{number}已获批准[：{kind}][{amount}]。', en: '{number} is approved[: {kind}][ {amount}].' },
  'word.voided': {
    zh: '{number}的审批作废了，因为{why}。需要重新审批。',
    en: 'The approval of {number} no longer holds: {why}. It has to be approved again.',
  },
  'word.paid': { zh: '{number}已付款[：{amount}]。', en: '{number} has been paid[: {amount}].' },
  'word.payment_failed': {
    zh: '{number}付款失败[。理由：{reason}]',
    en: 'The payment of {number} failed[. Reason: {reason}]',
  },
  'word.not_told': {
    zh: '{number}的结果没能自动送达客户[（{why}）]，请您转告。',
    en: 'The result of {number} could not be sent to the customer[ ({why})]. Please tell them yourself.',
  },
  'word.noted': { zh: '{who}给{number}加了备注：{text}', en: '{who} noted on {number}: {text}' },
  'word.nobody': {
    zh: '{number}的“{stage}”按规则找不到该办的人，先由您处理。请补充人员配置。',
    en: 'The policy names nobody for “{stage}” of {number}, so you are asked. Please complete the directory.',
  },
  'word.given_up': {
    zh: '发给{who}的消息没能送达（{number}）[：{why}]',
    en: 'A message to {who} could not be delivered ({number})[: {why}]',
  },
  'operator.given_up': {
    zh: '{number} 有一条消息没有送达：{why}',
    en: 'A message of {number} was not delivered: {why}',
  },
  'undelivered.no_channel': { zh: '没有可用的联系渠道', en: 'no channel reaches them' },
  'undelivered.given_up': { zh: '多次发送失败', en: 'sending failed several times' },
  'void.amount': { zh: '金额改了', en: 'the amount was changed' },
  'void.kind': { zh: '补偿方式改了', en: 'the kind of compensation was changed' },
  'void.payee': { zh: '收款人改了', en: 'the payee was changed' },
  'void.sum': {
    zh: '与同一订单或产品的其他补偿合计后超出了档位',
    en: 'with what other complaints were granted, the sum calls for a higher tier',
  },
  'void.second_handling': { zh: '进入了二次处理', en: 'it is being handled a second time' },
} as const satisfies Record<string, Text>
