/** What `redress audit` and `redress replay` say, in both languages: what was found, and what it means. */
import type { Text } from '../src/rules/nouns.ts'
import { filled } from './doctor.ts'

const text = (zh: string, en: string): Text => ({ zh, en })

/** Sentences by what the audit found. `{name}` parts are filled in. */
export const FOUND = {
  chain: text('{number} 第 {seq} 条事实断链：{why}', '{number}: the chain breaks at fact {seq}: {why}'),
  cut: text(
    '{number} 从第 {seq} 条起被截断：{day} 封存时有 {revision} 条',
    '{number}: cut off from fact {seq} on; there were {revision} when it was sealed on {day}',
  ),
  rewritten: text(
    '{number} 的历史被重写：第 {seq} 到 {revision} 条与 {day} 的封存不符，散列是重新算过的',
    '{number}: told anew; facts {seq} to {revision} are not those that were sealed on {day}, and their hashes were made to fit',
  ),
  state: text('{number} 的当前状态与它的事实不符', '{number}: the case as it is kept is not what its facts tell'),
  gone: text('{number} 整张单不见了，它曾被封存', '{number}: the whole case is gone; it was sealed once'),
  stray: text('{number} 的单不见了，只剩下事实', '{number}: the case is gone, some of its facts are left'),
  seal_gone: text('{day} 之前少了 {count} 次封存', '{count} seals are missing before that of {day}'),
  seal_chain: text('{day} 的封存接不上前一次', 'the seal of {day} does not follow the one before'),
  seal_forged: text(
    '{day} 的封存是伪造的或被改过',
    'the seal of {day} is forged: it was changed, or made without the key',
  ),
  seal_key: text(
    '{day} 的封存用的是另一把密钥（标记 {mark}）；若是旧密钥，请写 AUDIT_KEY=现密钥,旧密钥',
    'the seal of {day} was made with another key (mark {mark}); if it is an older one of yours, write AUDIT_KEY=key,older key',
  ),
  leaf_forged: text(
    '{day} 封存里 {number}（第 {revision} 条）的记录被改过',
    'what the seal of {day} keeps of {number} (fact {revision}) was changed',
  ),
  leaf_gone: text(
    '{day} 封存里少了一张单，在 {before} 和 {after} 之间',
    'the seal of {day} misses a case, between {before} and {after}',
  ),
  root: text('{day} 起，封存的明细算不出封存的根', 'from {day} on, what the seals keep does not give their roots'),
  anchor_gone: text('{day} 的封存不见了，但它当时发布过', 'the seal of {day} is gone, though its root was posted'),
  anchor_other: text(
    '{day} 发布的根与库里的不同：库里是 {root}',
    'the root posted on {day} is not the one in the database, which is {root}',
  ),
} as const satisfies Record<string, Text>

/** The sentences that stand around the findings. */
export const AUDIT = {
  holds: text('没有发现改动。', 'Nothing was changed.'),
  broken: text('发现 {found} 处改动。', 'Found {found} places that were changed.'),
  more: text('只列出前 {most} 处。', 'Only the first {most} are listed.'),
  looked: text(
    '看了 {cases} 张单、{facts} 条事实、{seals} 次封存[，其中 {passed} 张只与封存比对]。',
    'Looked at {cases} complaints, {facts} facts and {seals} seals[; {passed} complaints were only compared with their seal].',
  ),
  newest: text(
    '最近一次封存：{day}，{cases} 张单，根 {root}。',
    'The newest seal: {day}, {cases} complaints, root {root}.',
  ),
  no_seal: text(
    '还没有封存：目前只有各单自己的链可查。运行中的 Redress 每晚封存一次。',
    'There is no seal yet: only the chain of each case speaks for it. A running Redress seals once a night.',
  ),
  unsealed: text(
    '{unsealed} 张单在那之后有新内容，要到下次封存才有保护。',
    '{unsealed} complaints have grown since; the next seal covers that.',
  ),
  unproven: text(
    '{unproven} 次封存用的密钥已丢失：只能比对，不能证明。',
    '{unproven} seals were made with a key that is lost: they are compared, not proven.',
  ),
  wrong_key: text(
    '这个库是用另一把 AUDIT_KEY（标记 {mark}，最近 {day}）封存的，用现在这把无法核对。\n请把那把密钥设回 AUDIT_KEY（练习场：把 audit.key 放回数据库旁边）；换了新密钥就写 AUDIT_KEY=新密钥,旧密钥；旧密钥已丢失就写 AUDIT_KEY=新密钥,lost-{mark}。',
    'This database was sealed with another AUDIT_KEY (mark {mark}, last on {day}); with the one that is set nothing can be proven.\nSet AUDIT_KEY to that key (in the playground: put audit.key back beside the database). After a change of keys write AUDIT_KEY=new,old; if the old one is lost write AUDIT_KEY=new,lost-{mark}.',
  ),
  forged: text(
    '{day} 的封存被人改过，不能接着封存。请运行 redress audit verify。',
    'The seal of {day} was tampered with and cannot be built upon. Run redress audit verify.',
  ),
} as const satisfies Record<string, Text>

/** A sentence in both languages. A part in brackets stands only when its value is there. */
export function audited(sentence: Text, params: Readonly<Record<string, string | number | undefined>>): Text {
  const known = Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined))
  const chosen = (words: string): string =>
    words.replace(/\[([^\]]*)\]/g, (_, part: string) => ((/\{(\w+)\}/.exec(part)?.[1] ?? '') in known ? part : ''))
  return filled({ zh: chosen(sentence.zh), en: chosen(sentence.en) }, known as Record<string, string | number>)
}
