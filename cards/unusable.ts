/** Why a database (or a backup of one) cannot be used, in words for whoever runs Redress, each with the way out. */
import type { Text } from '../src/rules/nouns.ts'
import { filled } from './doctor.ts'

const text = (zh: string, en: string): Text => ({ zh, en })

/** Sentences by reason. `{name}` parts are filled in. */
export const UNUSABLE = {
  newer: text(
    '{database} 由更新版本的 Redress 写成（结构版本 {schema}，本程序只认识到 {known}）：请启动那个新版本；或用那个新版本运行 redress migrate --back 退一版；或恢复升级前的备份。',
    '{database} was written by a newer Redress (schema {schema}, this program knows up to {known}): start that newer version, take it one version back with its redress migrate --back, or restore a backup made before the upgrade.',
  ),
  older: text(
    '{database} 的结构还是旧版（{schema}）：请先启动一次 Redress（或运行 redress migrate），升级之后再读。',
    '{database} has an older schema ({schema}): start Redress on it once (or run redress migrate), which upgrades it, then read.',
  ),
  foreign_file: text(
    '{database} 是别的程序的 SQLite 数据库：请在 DATABASE_URL 里另写一个文件。',
    '{database} is a SQLite database of something else: name another file in DATABASE_URL.',
  ),
  foreign_server: text(
    '{database} 是别的程序的数据库：请在 DATABASE_URL 里另写一个库。',
    '{database} is a database of something else: name another one in DATABASE_URL.',
  ),
  not_sqlite: text(
    '{database} 不是 SQLite 数据库：请在 DATABASE_URL 里另写一个文件。',
    '{database} is not a SQLite database: name another file in DATABASE_URL.',
  ),
  unread: text('{why}', '{why}'),
  missing_file: text(
    '{database} 不存在：请先启动一次 Redress，再来读。',
    '{database} does not exist: start Redress once, then read.',
  ),
  in_use: text(
    '{database} 正被另一个进程使用（{owner}）：一个 SQLite 文件只能由一个 Redress 使用。请先停掉它（kill -TERM），或在 DATABASE_URL 里另写一个文件。',
    '{database} is already in use by {owner}: one Redress per SQLite file. Stop the other one (kill -TERM), or name another file in DATABASE_URL.',
  ),
  in_use_server: text(
    '{database} 上还有 Redress 在运行（{count} 个连接）：请先停掉所有副本，再试一次。',
    '{database} is in use: Redress runs on it ({count} connections). Stop all replicas, then try again.',
  ),
  half_upgraded: text(
    '{database} 升到结构版本 {schema} 时出错（{why}）：没有改动任何内容，仍是版本 {from}。请继续用原来的程序；若此库曾被手工改过，请恢复备份。',
    '{database} could not be brought to schema {schema} ({why}): nothing was changed, it is still at {from}. Go on with the program you had; if somebody changed this database by hand, restore a backup.',
  ),
  unwritable: text(
    '{database} 写不进去（{why}）：磁盘满了，还是只读？请腾出空间，或让当前用户能写它的文件夹，或在 DATABASE_URL 里另写一个位置。里面已有的内容都还在。',
    '{database} cannot be written ({why}): is the disk full, or read-only? Make room, or let this user write its folder, or name another place in DATABASE_URL. Nothing in it is lost.',
  ),
  login: text(
    '{database} 不接受这个用户名和密码：请核对 DATABASE_URL。',
    '{database} does not accept this user and password: check DATABASE_URL.',
  ),
  no_database: text(
    '{database} 不存在：请先建库（createdb），或在 DATABASE_URL 里另写一个。',
    '{database} does not exist: create it (createdb), or name another in DATABASE_URL.',
  ),
  unreachable: text(
    '连不上 {database}（{code}）：那里的 PostgreSQL 在运行吗？主机和端口对吗？',
    '{database} cannot be reached ({code}): is PostgreSQL running there? Are host and port right?',
  ),
  denied: text(
    '这个用户在 {database} 里权限不足（{why}）：请让它拥有该库，或给它建表的权限。',
    'This user may not do that in {database} ({why}): make it the owner of the database, or let it create tables.',
  ),
  full: text(
    '{database} 不是空库（{held}），里面的内容不会被覆盖：请另写一个空库；若真要换掉它，请先停机并把它移走或改名。',
    '{database} is not empty ({held}), and nothing is ever written over: name an empty database; if this one is to be replaced, stop Redress and move or rename it first.',
  ),
  target_unread: text(
    '{database} 已经有文件而且读不了（{why}），不会被覆盖：请先停机，把它连同 -wal 和 -shm 文件一起移走，再恢复。',
    '{database} is there and cannot be read ({why}); nothing is ever written over: stop Redress, move it away together with its -wal and -shm files, then restore.',
  ),
  target_sqlite: text(
    'migrate-store 只能搬到 PostgreSQL：请写 --to postgres://用户:密码@主机/库。要搬回 SQLite，请用 backup，再 restore --into file:路径。',
    'migrate-store moves to PostgreSQL only: write --to postgres://user:password@host/database. To move back to SQLite use backup, then restore --into file:PATH.',
  ),
  source_postgres: text(
    '{database} 已经是 PostgreSQL：请把 DATABASE_URL 设为要搬走的 SQLite 文件。要换一台服务器，请用 backup，再 restore --into。',
    '{database} is PostgreSQL already: set DATABASE_URL to the SQLite file that is to be moved. To move to another server use backup, then restore --into.',
  ),
  files_elsewhere: text(
    '单据引用的 {count} 个附件不在 {folder}：请把 FILES_URL 设为它们所在的文件夹；若确实已经丢失，请加 --without-missing-files。',
    '{count} files that complaints name are not in {folder}: set FILES_URL to the folder they are in; if they are lost for good, add --without-missing-files.',
  ),
  differs: text(
    '两边不一致（{what}）：什么也没有写进 {database}。请再试一次；若再次发生，请保留原库并报告。',
    'The two sides differ ({what}): nothing was kept in {database}. Try again; if it happens again, keep the original and report it.',
  ),
  no_backup: text(
    '{folder} 不是 Redress 的备份（没有可读的 manifest.json）：请写一次备份的文件夹，名字像 redress-2026-11-22T090000Z。{there}',
    '{folder} is no backup of Redress (no manifest.json that can be read): name the folder of one backup, called like redress-2026-11-22T090000Z. {there}',
  ),
  newer_backup: text(
    '{folder} 由更新版本的 Redress 备份（{what}）：请用那个版本来恢复。',
    '{folder} was made by a newer Redress ({what}): restore it with that version.',
  ),
  broken_backup: text(
    '{folder} 已损坏（{what}）：什么也没有恢复。请换一份备份，或另一份拷贝。',
    '{folder} is damaged ({what}): nothing was restored. Take another backup, or another copy of this one.',
  ),
  backup_failed: text(
    '备份读回来时不对（{what}），已丢弃。请看磁盘是否正常（redress doctor），再试一次。',
    'The backup did not read back as it was written ({what}) and was thrown away. Look at the disk (redress doctor), then try again.',
  ),
  no_room: text(
    '{path} 所在的磁盘满了：什么也没有留下。请清理出地方再试。',
    'The disk of {path} is full: nothing of it was kept. Make room, then try again.',
  ),
  not_written: text(
    '写不进 {path}（{code}）：什么也没有留下。请核对这个路径，以及运行命令的用户有没有写权限。',
    'It is not possible to write to {path} ({code}): nothing of it was kept. Check the path, and that whoever runs this may write there.',
  ),
  first_version: text(
    '{database} 是结构版本 {schema}，没有可以退回的版本：请恢复升级前的备份。',
    '{database} is at schema {schema}, and there is no way back from that one: restore a backup made before the upgrade.',
  ),
  would_lose: text(
    '退一版会丢掉 {table} 里的 {rows} 行，旧版用不了它们：{instead}',
    'One version back would lose {rows} rows of {table}, which the older version has no place for: {instead}',
  ),
} as const satisfies Record<string, Text>

export type UnusableName = keyof typeof UNUSABLE

/** The sentence in both languages, filled in. */
export const unusable = (name: UnusableName, params: Readonly<Record<string, string | number | Text>>): Text =>
  filled(UNUSABLE[name], params)
