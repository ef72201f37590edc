/** What the operator is told about a setting (an environment variable) that cannot be used: what is wrong, and the fix. */
import type { Text } from '../src/rules/nouns.ts'
import type { Remedy } from './problems.ts'

const text = (zh: string, en: string): Text => ({ zh, en })

/** Sentences about settings. `{name}` parts are filled in by `fill`. */
export const SETTINGS = {
  host_open: {
    message: text(
      '演练场里任何人都能扮演任何角色，所以只能在本机打开。',
      'In the playground anybody can play any role, so it only listens on this machine.',
    ),
    fix: text('请用 127.0.0.1、::1 或 localhost。', 'Use 127.0.0.1, ::1 or localhost.'),
  },
  port: {
    message: text('这不是端口号。', 'This is not a port.'),
    fix: text(
      '请填 0 到 65535 的整数；0 表示任选一个空闲端口。',
      'Give a whole number from 0 to 65535; 0 takes any free one.',
    ),
  },
  database: {
    message: text('这不是数据库文件的地址。', 'This is not the address of a database file.'),
    fix: text(
      '请填 file:路径，例如 file:data/var/redress.db。',
      'Give file:PATH, for instance file:data/var/redress.db.',
    ),
  },
  database_postgres: {
    message: text('PostgreSQL 要到以后的版本才支持。', 'PostgreSQL comes with a later version.'),
    fix: text(
      '这个版本请用 SQLite 文件，例如 file:data/var/redress.db。',
      'With this version use a SQLite file, for instance file:data/var/redress.db.',
    ),
  },
  database_memory: {
    message: text('内存数据库一停机就全部丢失。', 'A database in memory loses everything when it stops.'),
    fix: text('请填文件，例如 file:data/var/redress.db。', 'Name a file, for instance file:data/var/redress.db.'),
  },
  files: {
    message: text('这不是文件夹的地址。', 'This is not the address of a folder.'),
    fix: text('请填 file:路径，例如 file:data/var/files。', 'Give file:PATH, for instance file:data/var/files.'),
  },
  file_missing: {
    message: text('这个文件不存在，或不是文件。', 'There is no such file.'),
    fix: text('请核对路径（从启动时所在的文件夹算起）。', 'Check the path; it counts from the folder you start in.'),
  },
  token_form: {
    message: text('第 {position} 个令牌的写法不对。', 'Token number {position} is not written as a token.'),
    fix: text(
      '写成 名字:密钥 或 名字:密钥:file+read，多个之间用逗号。',
      'Write name:secret or name:secret:file+read, with commas between tokens.',
    ),
  },
  token_secret: {
    message: text('第 {position} 个令牌的密钥太短。', 'The secret of token number {position} is too short.'),
    fix: text(
      '至少 {min} 个字符，例如 openssl rand -hex 24 的输出。',
      'Use at least {min} characters, for instance the output of openssl rand -hex 24.',
    ),
  },
  token_same: {
    message: text(
      '第 {position} 个令牌的密钥和前面的重复。',
      'Token number {position} has the secret of an earlier one.',
    ),
    fix: text('每个令牌请用不同的密钥。', 'Give every token a secret of its own.'),
  },
  token_scope: {
    message: text('第 {position} 个令牌有不认识的权限。', 'Token number {position} has an unknown scope.'),
    fix: text('可用的权限：{known}。', 'Scopes that exist: {known}.'),
  },
  log_level: {
    message: text('没有这个日志级别。', 'There is no such log level.'),
    fix: text('可用：{known}。', 'Levels that exist: {known}.'),
  },
  playground: {
    message: text(
      '这个版本只有演练场，关掉就没人能办单了。',
      'This version has no other chat than the playground; without it nobody could act.',
    ),
    fix: text('请填 on 或不填。', 'Write on, or leave it out.'),
  },
  platform_later: {
    message: text(
      '这个版本还没有这些聊天平台和邮件，下列设置不起作用：{names}。',
      'This version does not have these chat platforms or mail yet; these settings do nothing: {names}.',
    ),
    fix: text(
      '现在只开了演练场；请去掉这些设置，或换用有该平台的版本。',
      'Only the playground is on. Remove them, or use a version that has the platform.',
    ),
  },
  links_later: {
    message: text(
      '这个版本还不发链接、也没有登录会话，下列设置不起作用：{names}。',
      'This version sends no links and keeps no sessions yet; these settings do nothing: {names}.',
    ),
    fix: text('可以先去掉。', 'They may be removed for now.'),
  },
  keys_later: {
    message: text(
      '这个版本还不加密存储、不盖日封，下列设置不起作用：{names}。',
      'This version does not encrypt or seal its data yet; these settings do nothing: {names}.',
    ),
    fix: text(
      '请用加密的磁盘保护 data/var，并去掉这些设置。',
      'Protect data/var with an encrypted disk, and remove them.',
    ),
  },
} as const satisfies Record<string, Remedy>

export type SettingName = keyof typeof SETTINGS
