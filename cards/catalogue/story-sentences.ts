/** One line of a case's story per kind of fact. `{who}` is who did it. */
import type { Happening } from '../../src/rules/facts.ts'
import type { Text } from '../../src/rules/nouns.ts'

export const STORY_SENTENCES = {
  'story.filed': { zh: '{who}提交了客诉', en: '{who} filed the complaint' },
  'story.derived': { zh: '判定：{values}', en: 'Graded: {values}' },
  'story.amended': { zh: '{who}更正了：{fields}', en: '{who} corrected: {fields}' },
  'story.entered': { zh: '进入“{stage}”[，{opens}起办理]', en: 'Entered “{stage}”[, to be done from {opens}]' },
  'story.assigned': { zh: '由{person}负责[（{why}）]', en: '{person} became the owner[ ({why})]' },
  'story.reassigned': {
    zh: '{from}不再在岗，改由{person}负责[（{why}）]',
    en: '{from} is not there any more, {person} became the owner[ ({why})]',
  },
  'story.batched': {
    zh: '同类客诉已有 {n} 件（{rule}），超过 {over} 件：{numbers}',
    en: '{n} cases are about the same ({rule}), more than {over}: {numbers}',
  },
  'story.surged': {
    zh: '客诉突增（{rule}）：{n} 件，通常约 {expected} 件',
    en: 'More than usual ({rule}): {n} cases where about {expected} are to be expected',
  },
  'story.gathered': { zh: '并入统一处理：{numbers}', en: 'Taken in, to be handled together: {numbers}' },
  'story.linked': { zh: '并入 {number} 统一处理', en: 'Handled together with {number}' },
  'story.unlinked': { zh: '{number} 已结束，本单继续单独处理', en: '{number} is over; this case goes on by itself' },
  'story.worded': { zh: '{number} 定了统一口径：{text}', en: '{number} settled what we say: {text}' },
  'story.submitted': { zh: '{who}提交了“{stage}”', en: '{who} submitted “{stage}”' },
  'story.asked': {
    zh: '送审：{plan}，审批顺序：{steps}',
    en: 'Sent for approval: {plan}; asked in this order: {steps}',
  },
  'story.approved': { zh: '{who}同意（{step}）', en: '{who} approved ({step})' },
  'story.turned_down': { zh: '{who}驳回（{step}）。理由：{reason}', en: '{who} rejected ({step}). Reason: {reason}' },
  'story.granted': { zh: '审批通过：{plan}', en: 'Approved: {plan}' },
  'story.chosen': { zh: '客户选定：{plan}（{who}记录）', en: 'The customer chose: {plan} (recorded by {who})' },
  'story.voided': { zh: '审批作废：{why}', en: 'The approval no longer holds: {why}' },
  'story.returned': {
    zh: '{who}退回到“{stage}”[，{way}]。理由：{reason}',
    en: '{who} returned it to “{stage}”[, {way}]. Reason: {reason}',
  },
  'story.concluded': {
    zh: '“{step}”不用再等别人，已有的意见足够通过',
    en: 'Nobody is left to ask in “{step}”; what was said is enough',
  },
  'story.concluded_lost': {
    zh: '“{step}”已没有人可问，通不过了',
    en: 'Nobody is left to ask in “{step}”; it can no longer be approved',
  },
  'story.carried': {
    zh: '{person}已在“{from}”同意，“{step}”不再重复询问',
    en: '{person} approved in “{from}” already, so “{step}” does not ask again',
  },
  'story.added': {
    zh: '{who}加签{person}，{place}。理由：{reason}',
    en: '{who} added {person}, {place}. Reason: {reason}',
  },
  'story.sent_back': {
    zh: '{who}退回到“{step}”[，{way}]。理由：{reason}',
    en: '{who} sent it back to “{step}”[, {way}]. Reason: {reason}',
  },
  'story.questioned': { zh: '{who}问{of}：{text}', en: '{who} asked {of}: {text}' },
  'story.answered': { zh: '{who}答复：{text}[（{files}）]', en: '{who} answered: {text}[ ({files})]' },
  'story.recalled': { zh: '{who}收回了方案。理由：{reason}', en: '{who} took the plan back. Reason: {reason}' },
  'story.claimed': { zh: '{who}认领了“{stage}”', en: '{who} claimed “{stage}”' },
  'story.rescued': {
    zh: '管理员{who}出手：“{stage}”不再等[{people}]，按规则转下一人。理由：{reason}',
    en: 'Administrator {who} stepped in: “{stage}” no longer waits[ for {people}] and passes to the next by rule. Reason: {reason}',
  },
  'story.unreached': {
    zh: '消息送不到{people}，“{stage}”按规则转下一人（{why}）',
    en: 'Nothing reached {people}; “{stage}” passes to the next by rule ({why})',
  },
  'story.rejected': { zh: '{who}驳回。理由：{reason}', en: '{who} rejected it. Reason: {reason}' },
  'story.withdrawn': { zh: '{who}撤回。理由：{reason}', en: '{who} withdrew it. Reason: {reason}' },
  'story.transferred': {
    zh: '{who}把“{stage}”从{from}转交给{to}。理由：{reason}',
    en: '{who} transferred “{stage}” from {from} to {to}. Reason: {reason}',
  },
  'story.left': { zh: '“{stage}”结束[。理由：{reason}]', en: '“{stage}” is over[. Reason: {reason}]' },
  'story.instructed': { zh: '发出付款指令{id}：{plan}', en: 'Payment instruction {id}: {plan}' },
  'story.paid': {
    zh: '{who}已付款（{id}）：{plan}，凭证{voucher}',
    en: '{who} paid {id}: {plan}, voucher {voucher}',
  },
  'story.part_paid': {
    zh: '{who}付了一部分（{id}）：{amount}，凭证{voucher}，还剩 {rest}',
    en: '{who} paid part of {id}: {amount}, voucher {voucher}; {rest} is left',
  },
  'story.payment_returned': {
    zh: '{who}登记款项退回（{id}）：{amount}，凭证{voucher}。原因：{reason}',
    en: '{who} recorded that a payment on {id} came back: {amount}, voucher {voucher}. Reason: {reason}',
  },
  'story.reissued': {
    zh: '付款指令{id}重新打开，待付 {rest}',
    en: 'Payment instruction {id} is open again: {rest} to pay',
  },
  'story.payment_failed': {
    zh: '{who}报告付款失败（{id}）：{reason}',
    en: '{who} reported that {id} failed: {reason}',
  },
  'story.told': { zh: '处理结果已发给客户', en: 'The result was sent to the customer' },
  'story.told_by_person': { zh: '{who}已把结果告诉客户', en: '{who} told the customer the result' },
  'story.not_told': { zh: '没能自动通知客户：{why}', en: 'The customer could not be told automatically: {why}' },
  'story.unanswered': {
    zh: '{who}回访未接通，{opens}再试',
    en: '{who} did not reach the customer; next try {opens}',
  },
  'story.opened': { zh: '到了回访时间', en: 'The call-back became due' },
  'story.paused': { zh: '{who}暂停计时：{why}。{reason}', en: '{who} paused the clock: {why}. {reason}' },
  'story.resumed': { zh: '{who}恢复计时', en: '{who} resumed the clock' },
  'story.noted': { zh: '{who}备注：{text}[（{files}）]', en: '{who} noted: {text}[ ({files})]' },
  'story.urged': { zh: '{who}催办了{people}', en: '{who} reminded {people}' },
  'story.nagged': { zh: '提醒{people}：“{stage}”应在{due}前完成', en: 'Reminded {people}: “{stage}” is due {due}' },
  'story.nag_joined': {
    zh: '“{stage}”的一级提醒并入了下一级',
    en: 'A reminder of “{stage}” went with the next one',
  },
  'story.acknowledged': {
    zh: '{who}在处理“{stage}”，到{until}',
    en: '{who} is on “{stage}” until {until}',
  },
  'story.snoozed': {
    zh: '{who}把自己收到的“{stage}”提醒推迟到{until}',
    en: '{who} put off their own reminders of “{stage}” until {until}',
  },
  'story.unflagged': {
    zh: '{who}说明同一{same}的提示不实：{reason}',
    en: '{who} said that the hint about the same {same} is false: {reason}',
  },
  'story.unmasked': { zh: '{who}查看了{fields}。理由：{reason}', en: '{who} looked at {fields}. Reason: {reason}' },
  'story.alarmed': {
    zh: '预警（{alarm}）：{words}，见{source}。已告知：{people}',
    en: 'Alert ({alarm}): {words}, in {source}. Told: {people}',
  },
  'story.alarm_cleared': {
    zh: '{who}认为是误报（{alarm}）：{reason}',
    en: '{who} found a false alarm ({alarm}): {reason}',
  },
  'story.contacted': {
    zh: '{who}联系了客户：{text}[（{files}）]',
    en: '{who} talked to the customer: {text}[ ({files})]',
  },
  'story.promised': { zh: '{who}答应客户：{until}前，{what}', en: '{who} promised the customer: {what}, by {until}' },
  'story.promised_by_us': {
    zh: '已向客户承诺：{until}前，{what}',
    en: 'The customer was promised: {what}, by {until}',
  },
  'story.promise_moved': {
    zh: '{who}与客户另约“{what}”：{until}前。理由：{reason}',
    en: '{who} agreed on another time for “{what}”: by {until}. Reason: {reason}',
  },
  'story.promise_kept': { zh: '承诺“{what}”已兑现（{who}）[：{text}]', en: '“{what}” was kept ({who})[: {text}]' },
  'story.promise_warned': {
    zh: '提醒{people}：承诺“{what}”{until}到期',
    en: 'Reminded {people}: “{what}” was promised by {until}',
  },
  'story.promise_broken': {
    zh: '承诺“{what}”没有在{until}前兑现[，已告知{people}]',
    en: '“{what}” was promised by {until} and not kept[; told: {people}]',
  },
  'story.likened': { zh: '疑似与这些单重复：{cases}', en: 'Likely the same as: {cases}' },
  'story.merged': { zh: '{who}把它并入 {into}。理由：{reason}', en: '{who} merged it into {into}. Reason: {reason}' },
  'story.absorbed': { zh: '{number} 并入本单：{text}', en: '{number} was merged into this: {text}' },
  'story.ended': { zh: '单子结束：{outcome}', en: 'The case ended: {outcome}' },
  'story.room_asked': {
    zh: '{who}拉了作战室：{people}。原因：{reason}',
    en: '{who} asked for a war room with {people}. Reason: {reason}',
  },
  'story.room_opened': { zh: '作战室已建好', en: 'The war room is open' },
  'story.line': { zh: '{at} · {what}', en: '{at} · {what}' },
} as const satisfies Record<
  `story.${Happening['is'] | 'line' | 'told_by_person' | 'concluded_lost' | 'promised_by_us' | 'nag_joined'}`,
  Text
>
