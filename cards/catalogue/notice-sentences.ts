/** Nags, and words that tell people what happened without asking anything of them. */
import type { Text } from '../../src/rules/nouns.ts'

export const NOTICE_SENTENCES = {
  'nag.soon': {
    zh: '{number}的“{stage}”{due}到期，先提醒您一声。',
    en: '“{stage}” of {number} is waiting for you and will be late at {due}.',
  },
  'nag.soon_leader': {
    zh: '{number}的“{stage}”[由{owner}负责，]{due}到期，还没有完成。',
    en: '“{stage}” of {number}[ with {owner}] is not done yet and will be late at {due}.',
  },
  'nag.owner': {
    zh: '催办提醒：{number}的“{stage}”还在等您处理[，{due}到期][（{on_it}说过会处理到{until}）]。',
    en: 'Reminder: “{stage}” of {number} is waiting for you[, due {due}][ ({on_it} was on it until {until})].',
  },
  'nag.leader': {
    zh: '超时提醒：{number}的“{stage}”[由{owner}负责，]还没有完成[，应在{due}前完成][（{on_it}说过会处理到{until}）]。请帮忙推动一下。',
    en: 'Overdue: “{stage}” of {number}[ with {owner}] is not done yet[, it was due {due}][ ({on_it} was on it until {until})]. Please help it along.',
  },
  'nag.urged': {
    zh: '{by}催办：{number}的“{stage}”还在等您处理[，{due}到期]。',
    en: '{by} asks you to look at “{stage}” of {number}[, due {due}].',
  },
  'word.ended': {
    zh: '{number}已结束：{outcome}[。理由：{reason}]',
    en: '{number} has ended: {outcome}[. Reason: {reason}]',
  },
  'word.cc_approved': {
    zh: '抄送：{number}的“{stage}”已通过（{kind} {amount}）。',
    en: 'For your information: “{stage}” of {number} was approved ({kind}, {amount}).',
  },
  'word.cc_rejected': {
    zh: '抄送：{number}的“{stage}”已驳回（{kind} {amount}）。',
    en: 'For your information: “{stage}” of {number} was rejected ({kind}, {amount}).',
  },
  'word.cc_returned': {
    zh: '抄送：{number}的“{stage}”已退回（{kind} {amount}）。',
    en: 'For your information: “{stage}” of {number} was returned ({kind}, {amount}).',
  },
  'operator.given_up': {
    zh: '{number} 有一条消息没有送达：{why}',
    en: 'A message of {number} was not delivered: {why}',
  },
  'operator.closed': {
    zh: '{number}：原定的频道或人联系不到（{why}），已改发到别处。请检查频道和成员设置。',
    en: '{number}: a channel or person cannot be reached ({why}); it went elsewhere. Please check channels and members.',
  },
  'operator.sealed': {
    zh: '{day} 已封存全部记录：{cases} 张单，指纹 {short}。[有 {odd} 张单与上次封存时不符，请运行 redress audit verify 查看。]请留着这条消息，以后可以用它证明记录没有被改过。\n{root}',
    en: '{day}: all records are sealed, {cases} complaints, fingerprint {short}. [{odd} of them do not stand where they were sealed before: run redress audit verify. ]Please keep this message; it proves later that nothing was changed.\n{root}',
  },
  'operator.not_sealed': {
    zh: '{day} 没能封存：{why}',
    en: '{day}: the records could not be sealed: {why}',
  },
  'operator.unattended_nobody': {
    zh: '这些单现在没有人在办，也没有在等什么：{list}[，另有 {more} 张]。请打开看一看，可以用“转下一人”交给别人。',
    en: 'Nobody is asked about these complaints, and they wait for nothing: {list}[, and {more} more]. Please open them; “Pass to the next” gets them moving.',
  },
  'operator.unattended_clock': {
    zh: '这些单有一步没有时限，也没有暂停的理由，不会有人被提醒：{list}[，另有 {more} 张]。请在规则里给环节写 clock，或写 dwell。',
    en: 'These complaints have a step without a limit or a reason to wait, so nobody is ever reminded: {list}[, and {more} more]. Please give its stage a clock in the policy, or write dwell.',
  },
  'operator.holidays': {
    zh: '还没有 {year} 年的放假安排（日历 {calendar}）。{year} 年里只按每周的班次算时限，放假时也会催人。请在放假安排公布后运行 redress policy holidays 文件，然后让 Redress 重新读规则。',
    en: 'The public holidays of {year} are not known yet (calendar {calendar}). In {year} limits follow the plain week and people are reminded on holidays. Once they are announced, run redress policy holidays FILE and have Redress read its rules again.',
  },
  'unsealed.wrong_key': {
    zh: '{day} 是用另一把 AUDIT_KEY（标记 {mark}）封存的。请把那把密钥放回来；若已丢失，请写 AUDIT_KEY=新密钥,lost-{mark}。',
    en: 'the seal of {day} was made with another AUDIT_KEY (mark {mark}). Put that key back; if it is lost, write AUDIT_KEY=new key,lost-{mark}.',
  },
  'unsealed.forged': {
    zh: '{day} 的封存被人改过。请运行 redress audit verify 查看。',
    en: 'the seal of {day} was tampered with. Run redress audit verify.',
  },
  'unsealed.unexpected': {
    zh: '出了意外，详见日志；稍后会再试。',
    en: 'something unexpected, see the log; it is tried again.',
  },
  'undelivered.no_channel': { zh: '没有可用的联系渠道', en: 'no channel reaches them' },
  'undelivered.channel_not_found': { zh: '找不到频道', en: 'no such channel' },
  'undelivered.is_archived': { zh: '频道已归档', en: 'the channel is archived' },
  'undelivered.not_in_channel': { zh: '机器人不在频道里', en: 'the bot is not in the channel' },
  'undelivered.gone': { zh: '此人已离职或停用', en: 'this person has left or is deactivated' },
  'undelivered.platform_off': { zh: '该平台没有开启', en: 'the platform is off' },
  'undelivered.no_mailbox': { zh: '对方邮箱不存在或拒收', en: 'the mailbox does not exist or refuses mail' },
  'undelivered.letter_refused': { zh: '邮件被对方服务器拒收', en: 'the mail was refused' },
  'undelivered.given_up': { zh: '多次发送失败', en: 'sending failed several times' },
  'void.amount': { zh: '金额改了', en: 'the amount was changed' },
  'void.kind': { zh: '补偿方式改了', en: 'the kind of compensation was changed' },
  'void.payee': { zh: '收款人改了', en: 'the payee was changed' },
  'void.sum': {
    zh: '与同一订单或产品的其他补偿合计后超出了档位',
    en: 'with what other complaints were granted, the sum calls for a higher tier',
  },
  'void.budget': {
    zh: '部门本月预算不够了，要多审一级',
    en: 'the budget of the month is used up, so one tier more is asked',
  },
  'void.steps': { zh: '需要的审批步骤变了', en: 'other approvals are called for now' },
  'void.second_handling': { zh: '进入了二次处理', en: 'it is being handled a second time' },
} as const satisfies Record<string, Text>
