/** What the operator is told about a setting (an environment variable) that cannot be used: what is wrong, and the fix. */
import type { Text } from '../src/rules/nouns.ts'
import type { Remedy } from './problems.ts'

const text = (zh: string, en: string): Text => ({ zh, en })

/** Sentences about settings. `{name}` parts are filled in by `fill`. */
export const SETTINGS = {
  host_open: {
    message: text(
      '练习场里任何人都能扮演任何角色，所以只能在本机打开。',
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
    message: text('这不是 PostgreSQL 数据库的地址。', 'This is not the address of a PostgreSQL database.'),
    fix: text('请写成 postgres://用户:密码@主机:端口/库名。', 'Write postgres://user:password@host:port/database.'),
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
  host: {
    message: text('这不是可以监听的地址。', 'This is not an address to listen at.'),
    fix: text('请填 IP 地址或主机名，例如 0.0.0.0。', 'Give an IP address or a host name, for instance 0.0.0.0.'),
  },
  playground: {
    message: text('这里只能填 on 或留空。', 'Only on, or nothing, can stand here.'),
    fix: text(
      '没有配置聊天平台时练习场自动打开；填 on 则与本机的平台并用。',
      'Without a chat platform the playground is on by itself; on opens it beside a platform on this machine.',
    ),
  },
  playground_live: {
    message: text(
      '练习场里任何人都能扮演任何角色，不能和真实的平台同开：{live}。',
      'In the playground anybody can play any role, so it cannot be open beside a live platform: {live}.',
    ),
    fix: text(
      '请去掉 PLAYGROUND=on；没有聊天平台时，邮件只能用本机的服务器。',
      'Remove PLAYGROUND=on. Without a chat platform, mail may only use a server of this machine.',
    ),
  },
  platform_partial: {
    message: text('这个平台的设置不全，还缺：{missing}。', 'The settings of this platform are incomplete: {missing}.'),
    fix: text('请补齐，或去掉这个平台的全部设置。', 'Set these too, or remove all settings of the platform.'),
  },
  malformed: {
    message: text('写法不对。', 'This is not written as it should be.'),
    fix: text('应当像这样：{like}', 'It should look like {like}.'),
  },
  address: {
    message: text('这不是可以使用的网址。', 'This address cannot be used.'),
    fix: text(
      '请填加密的网址（https:// 或 wss://）；只有本机地址可以不加密。不要带账号、参数。',
      'Give an encrypted address (https:// or wss://); only addresses of this machine may be plain. No login, no query.',
    ),
  },
  mail_server: {
    message: text('这不是邮件服务器的地址。', 'This is not the address of a mail server.'),
    fix: text(
      '请写成 smtps://账号:密码@主机:465，或 smtp://账号:密码@主机:587；账号和密码里的特殊字符用 % 编码。',
      'Write smtps://user:password@host:465 or smtp://user:password@host:587; special characters in user and password are percent-encoded.',
    ),
  },
  public_url: {
    message: text('这不是对外的网址。', 'This is not a public address.'),
    fix: text(
      '请填协议和主机名，不带路径，例如 https://redress.example.com。',
      'Give scheme and host without a path, for instance https://redress.example.com.',
    ),
  },
  secret_key: {
    message: text('密钥太短。', 'The key is too short.'),
    fix: text(
      '至少 {min} 个字符，例如 openssl rand -hex 32 的输出。',
      'Use at least {min} characters, for instance the output of openssl rand -hex 32.',
    ),
  },
  secret_key_missing: {
    message: text(
      '连接真实平台时必须有自己的密钥，用来签名链接和会话。',
      'With a live platform a key of your own is needed; it signs links and sessions.',
    ),
    fix: text(
      '请设 SECRET_KEY，例如 openssl rand -hex 32 的输出，并妥善保存。',
      'Set SECRET_KEY, for instance to the output of openssl rand -hex 32, and keep it safe.',
    ),
  },
  audit_key: {
    message: text('密钥太短，或写法不对。', 'A key is too short, or not written as it should be.'),
    fix: text(
      '每把至少 {min} 个字符；换密钥写 新密钥,旧密钥，旧密钥已丢失写 新密钥,lost-标记。',
      'Use at least {min} characters each; after a change write new,old, or new,lost-<mark> when the old one is lost.',
    ),
  },
  audit_key_missing: {
    message: text(
      '连接真实平台时必须有自己的封存密钥，用来给每天的封存签名。',
      'With a live platform a key for the seal is needed; it signs what every day is sealed with.',
    ),
    fix: text(
      '请设 AUDIT_KEY，例如 openssl rand -hex 32 的输出，不要和数据库放在一起。',
      'Set AUDIT_KEY, for instance to the output of openssl rand -hex 32, and keep it away from the database.',
    ),
  },
  secret_key_shared: {
    message: text(
      '多个实例共用一个 PostgreSQL，链接要能被每一个实例认出。',
      'Several replicas may share this PostgreSQL, and each has to recognise the links of the others.',
    ),
    fix: text(
      '请给每个实例设同一个 SECRET_KEY，例如 openssl rand -hex 32 的输出。',
      'Give all of them the same SECRET_KEY, for instance the output of openssl rand -hex 32.',
    ),
  },
  platform_later: {
    message: text(
      '这个版本还不发短信，下列设置不起作用：{names}。',
      'This version sends no text messages yet; these settings do nothing: {names}.',
    ),
    fix: text('可以先去掉。', 'They may be removed for now.'),
  },
  data_key: {
    message: text('不是 32 字节的密钥。', 'That is not a key of 32 bytes.'),
    fix: text(
      '请写 64 位十六进制，例如 openssl rand -hex 32 的输出，或 32 字节的 base64url；旧密钥可写几把，用逗号隔开。',
      'Write 64 hex digits, for instance the output of openssl rand -hex 32, or base64url of 32 bytes; of old keys several, with commas between.',
    ),
  },
  data_key_missing: {
    message: text(
      '规则里有账户字段，连接真实平台时必须有加密账户的密钥。',
      'The policy asks for account numbers, so with a live platform a key to encrypt them is needed.',
    ),
    fix: text(
      '请设 DATA_KEY，例如 openssl rand -hex 32 的输出，和备份分开存放。',
      'Set DATA_KEY, for instance to the output of openssl rand -hex 32, and keep it apart from the backups.',
    ),
  },
} as const satisfies Record<string, Remedy>

export type SettingName = keyof typeof SETTINGS
