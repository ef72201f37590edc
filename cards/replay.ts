/** What `redress replay` says around what it draws, in the reader's language. */
import type { Text } from '../src/rules/nouns.ts'

const text = (zh: string, en: string): Text => ({ zh, en })

/** Sentences. `{name}` parts are filled in. */
export const REPLAY = {
  head: text(
    '{number} 在 {at} 的样子（第 {revision} 条事实，规则 {policy}）',
    '{number} as it was on {at} (fact {revision}, policy {policy})',
  ),
  asked: text('当时等谁', 'Who was asked'),
  nobody: text('当时不等任何人。', 'Nobody was asked anything.'),
  task: text('{stage}：{people}', '{stage}: {people}'),
  due: text('{stage}：{people}，{due} 到期', '{stage}: {people}, due {due}'),
  cards: text('当时的卡片', 'The cards that stood then'),
  no_cards: text('当时还没有发出卡片。', 'No card had been sent yet.'),
  card: text(
    '{place}，{sent} 发出，按第 {revision} 条事实画的。{proof}',
    '{place}, sent {sent}, drawn at fact {revision}. {proof}',
  ),
  deeds: text('谁看着什么做了什么', 'Who did what, and what they were looking at'),
  deed: text('第 {seq} 条 {line}', '{seq}. {line}'),
  saw: text(
    '当时面前的卡片：{place}，{sent} 发出，第 {revision} 条事实的样子。{proof}',
    'The card in front of them: {place}, sent {sent}, as of fact {revision}. {proof}',
  ),
  bound: text('按钮绑定第 {bound} 条事实。', 'The button was bound to fact {bound}.'),
  saw_none: text(
    '当时没有给此人发过卡片（用的是页面、列表或文字）。',
    'No card had been sent to them; they used a page, a list or words.',
  ),
  kept: text('与发出时一字不差。', 'This is the drawing that was sent.'),
  same: text('按事实重画，指纹与发出时相同。', 'Drawn again from the facts; its digest is that of what was sent.'),
  differs: text(
    '按事实重画，与发出时有出入：此后人员、名称或文字改过。',
    'Drawn again from the facts, it is not quite what was sent: names, people or wordings have changed since.',
  ),
  unproven: text(
    '按事实重画；发出时还没有留指纹。',
    'Drawn again from the facts; no digest was kept when it was sent.',
  ),
  channel: text('频道 {name}', 'channel {name}'),
  person: text('{name} 的私信', 'the direct messages of {name}'),
  room: text('作战室', 'the war room'),
  broken: text(
    '注意：这张单从第 {seq} 条起断链（{why}），以下内容未必可信。',
    'Careful: the chain of this complaint breaks at fact {seq} ({why}); what follows may not be true.',
  ),
  too_early: text('{number} 在那时还没有提交。', '{number} had not been filed then.'),
} as const satisfies Record<string, Text>
