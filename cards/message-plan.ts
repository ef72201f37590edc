/** What `redress policy rehearse` says, in both languages. */
import type { Text } from '../src/rules/nouns.ts'

const text = (zh: string, en: string): Text => ({ zh, en })

/** Words of the plan. `{name}` parts are filled in. */
export const MESSAGE_PLAN = {
  title: text('消息计划：{filed} 登记，{number}，{level}', 'Message plan: {number}, {level}, filed {filed}'),
  nobody: text('没有人处理，看 {days} 天；时间是 {tz}。', 'Nobody answers, for {days} days; times are those of {tz}.'),
  to_customer: text('客户', 'the customer'),
  to_room: text('作战室', 'a war room'),
  asked: text('处理人', 'asked'),
  leader: text('其上级', 'their leader'),
  card: text('卡片', 'card'),
  change: text('卡片更新', 'card changed'),
  message: text('消息', 'message'),
  room: text('建群', 'room'),
  unreached: text('联系不到', 'not reached'),
  comma: text('、', ', '),
  semicolon: text('；', '; '),
  with_role: text('{whom}（{role}）', '{whom} ({role})'),
  because_house: text('与这张单无关的通知', 'about the house, not about this case'),
  because_room: text('为这张单建的群', 'opened for the case'),
  because_case: text('本单的卡片', 'the living card of the case'),
  because_task: text('请其办理：{stage}[，{due}到期]', 'asked to act: {stage}[, due {due}]'),
  because_rung: text(
    '时钟“{clock}”{at}[（{due}到期）][，第 {again} 次]',
    'clock “{clock}”: {at}[ (due {due})][, time {again}]',
  ),
  at_due: text('到期', 'time is up'),
  at_share: text('走到 {share}%', '{share} % of the time is gone'),
  after_due: text('过期 {span}', '{span} over'),
  held_limit: text('平台限频，{since}起等候', 'held since {since} by the platform’s limit'),
  held_bundle: text('{since}起由平台合并', 'bundled by the platform since {since}'),
  held_minute: text('{since}起错开整点', 'held since {since}: the minute is left free'),
  held_quiet: text('免打扰时段，{since}起等候', 'quiet hours: held since {since}'),
  held_snoozed: text('本人推迟，{since}起等候', 'put off by themselves: held since {since}'),
  held_budget: text(
    '当天提醒已满，{since}起等候汇总',
    'enough reminders for one day: held since {since} for the next roundup',
  ),
  held_roundup: text('本人只看汇总，{since}起等候', 'reads roundups only: held since {since}'),
  held_later: text('{since}起等候', 'held since {since}'),
  per_person: text('每人', 'Per person'),
  per_day: text('每天', 'Per day'),
  counts: text('消息 {messages}，卡片 {cards}', 'messages {messages}, cards {cards}'),
  absent: text('在这些平台上没有账号，不会被问到：{people}。', 'On none of these platforms, so never asked: {people}.'),
  missed: text('没有渠道能联系到：{people}。', 'Nothing reaches: {people}.'),
  sample_text: text('演练：商品有问题，请处理。', 'Rehearsal: something is wrong with it, please see to it.'),
  sample_customer: text('演练客户', 'Rehearsal customer'),
  sample_product: text('演练商品', 'Rehearsal product'),
} as const satisfies Record<string, Text>
