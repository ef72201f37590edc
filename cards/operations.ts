/** What the commands for backups, moves and versions tell whoever runs Redress, in both languages. */
import type { Text } from '../src/rules/nouns.ts'
import { filled } from './doctor.ts'

const text = (zh: string, en: string): Text => ({ zh, en })

const OPERATIONS = {
  backed_up: text('备份完成，已读回核对：{folder}', 'Backed up, and read back: {folder}'),
  restored: text(
    '恢复完成：{database}。请启动 Redress；密钥（SECRET_KEY、AUDIT_KEY）不在备份里，请沿用原来的。',
    'Restored: {database}. Start Redress now. The keys (SECRET_KEY, AUDIT_KEY) are not in a backup: use the ones you had.',
  ),
  moved: text(
    '搬迁完成，两边逐行一致：{database}。请把 DATABASE_URL 设为它再启动；原来的 {file} 没有改动，请先留着，但不要再用它启动。',
    'Moved; both sides agree row by row: {database}. Set DATABASE_URL to it and start. {file} was not changed: keep it for now, but start nothing on it.',
  ),
  holds: text(
    '{cases} 张单（{open} 张未结），{facts} 条事实，{timers} 个定时器，{waiting} 条待发，{files} 个附件（{size}）',
    '{cases} complaints ({open} open), {facts} facts, {timers} timers, {waiting} waiting to be sent, {files} files ({size})',
  ),
  chains_hold: text('每张单的事实链都完整。', 'The chain of facts of every complaint holds.'),
  chain_broken: text(
    '{number} 的事实链在第 {seq} 条断了：{why}。备份保留了它原来的样子；请运行 redress audit verify。',
    'The chain of {number} is broken at fact {seq}: {why}. It was copied as it is; run redress audit verify.',
  ),
  files_missing: text(
    '有 {count} 个附件被单据引用，但找不到或已损坏：{names}。请从较早的备份里找回。',
    '{count} files that complaints name are missing or damaged: {names}. Look for them in an older backup.',
  ),
  upgraded: text(
    '{database} 现在是结构版本 {schema}（之前是 {from}）。',
    '{database} is at schema {schema} now (it was {from}).',
  ),
  current: text('{database} 已经是结构版本 {schema}。', '{database} is at schema {schema} already.'),
  taken_back: text(
    '{database} 退回到结构版本 {schema}（之前是 {from}）。请用认识这个版本的 Redress 启动；用本程序启动会再次升级。',
    '{database} is back at schema {schema} (it was {from}). Start the Redress that knows this version; starting this one upgrades it again.',
  ),
} as const satisfies Record<string, Text>

export type OperationName = keyof typeof OPERATIONS

/** A sentence about an operation, in both languages under each other. */
export function operationWords(name: OperationName, params: Readonly<Record<string, string | number>> = {}): string {
  const { zh, en } = filled(OPERATIONS[name], params)
  return `${zh}\n${en}\n`
}
