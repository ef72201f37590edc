/** What `redress doctor` says it found: what holds, what does not, and the fix, in both languages. */
import type { Text } from '../src/rules/nouns.ts'

const text = (zh: string, en: string): Text => ({ zh, en })

/** One sentence of the doctor. `fix` stands where something is to be done. */
export interface Diagnosis {
  readonly message: Text
  readonly fix?: Text
}

/** Sentences by what was found. `{name}` parts are filled in. */
export const DIAGNOSES = {
  settings_good: { message: text('全部设置都能用，开着：{on}。', 'All settings can be used. On: {on}.') },
  setting: { message: text('{name}：{message}', '{name}: {message}'), fix: text('{fix}', '{fix}') },
  policy_good: { message: text('规则文件没有问题，版本 {version}。', 'The policy holds, version {version}.') },
  policy: { message: text('{where}：{message}', '{where}: {message}'), fix: text('{fix}', '{fix}') },
  policy_unread: {
    message: text('规则文件读不了：{why}', 'The policy cannot be read: {why}'),
    fix: text('请核对 POLICY_FILE 和 DIRECTORY_FILE。', 'Check POLICY_FILE and DIRECTORY_FILE.'),
  },
  database_new: {
    message: text('数据库文件还没有，启动时会建立。', 'There is no database file yet; starting makes it.'),
  },
  database_folder: {
    message: text('数据库所在的文件夹不能写。', 'The folder of the database cannot be written to.'),
    fix: text('请给运行 Redress 的用户写权限：{folder}', 'Let the user who runs Redress write to it: {folder}'),
  },
  database_good: {
    message: text('数据库完整，共 {cases} 张单。', 'The database is whole. Complaints in it: {cases}.'),
  },
  unattended: {
    message: text(
      '有 {count} 张未结束的单没有人在办，或有一步没有时限。',
      'Open complaints that nobody is asked about, or with a step without a limit: {count}.',
    ),
    fix: text('运行者频道里说了是哪些单。', 'The operators’ channel says which.'),
  },
  database_broken: {
    message: text('数据库文件已损坏：{why}', 'The database file is damaged: {why}'),
    fix: text(
      '请先停机并保留原文件，再用最近的备份恢复。',
      'Stop Redress, keep the file as it is, and restore the newest backup.',
    ),
  },
  database_unusable: {
    message: text('数据库不能用：{why}', 'The database cannot be used: {why}'),
    fix: text('请核对 DATABASE_URL。', 'Check DATABASE_URL.'),
  },
  server_new: {
    message: text(
      '数据库 {database} 连得上（PostgreSQL {server}），还是空的，启动时会建表。',
      'The database {database} answers (PostgreSQL {server}) and is empty; starting makes its tables.',
    ),
  },
  server_good: {
    message: text(
      '数据库 {database} 连得上（PostgreSQL {server}），共 {cases} 张单；现有 {connections} 个 Redress 连接。',
      'The database {database} answers (PostgreSQL {server}). Complaints in it: {cases}. Redress holds {connections} connections to it now.',
    ),
  },
  server_failed: {
    message: text('数据库 {database} 查不了：{why}', 'The database {database} cannot be looked at: {why}'),
    fix: text('请看 PostgreSQL 的日志。', 'Look at the log of PostgreSQL.'),
  },
  server_durable: {
    message: text(
      '提交时完整落盘（synchronous_commit=on，fsync 打开）；试提交一次用了 {ms} 毫秒。',
      'A commit is on its disk when it is acknowledged (synchronous_commit=on, fsync on); one tried just now took {ms} ms.',
    ),
  },
  server_not_synced: {
    message: text(
      '服务器关掉了 fsync 或 full_page_writes：断电会丢失已确认的内容。',
      'The server has fsync or full_page_writes off: a power cut loses what was acknowledged.',
    ),
    fix: text('请在 postgresql.conf 里把两者都打开，再重启它。', 'Set both to on in postgresql.conf and restart it.'),
  },
  server_standby: {
    message: text('这是一台只读的备机。', 'This is a standby, which takes no writes.'),
    fix: text('请把 DATABASE_URL 指向主机。', 'Let DATABASE_URL name the primary.'),
  },
  server_slow: {
    message: text('提交一次要 {ms} 毫秒，太慢了。', 'A commit takes {ms} ms, which is slow.'),
    fix: text('请看它的磁盘，以及到它的网络。', 'Look at its disk, and at the network on the way there.'),
  },
  server_clock: {
    message: text(
      '服务器的时间和本机相差 {seconds} 秒。',
      'The clock of the server and that of this machine are {seconds} s apart.',
    ),
    fix: text(
      '请在两边都打开 NTP；副本之间靠时间决定谁持有通道。',
      'Let both follow NTP: replicas decide by the time who holds a lane.',
    ),
  },
  files_in_database: {
    message: text('附件在数据库里：{count} 个，共 {size}。', 'Files live in the database: {count} of them, {size}.'),
  },
  durable: {
    message: text(
      '写入方式是 WAL，提交时完整落盘（FULL）；试写一次用了 {ms} 毫秒。',
      'It is written in WAL mode with full syncs; a commit tried just now took {ms} ms.',
    ),
  },
  slow: {
    message: text('在这块磁盘上提交一次要 {ms} 毫秒，太慢了。', 'A commit on this disk takes {ms} ms, which is slow.'),
    fix: text('请把数据库放到更快的本机磁盘上：{folder}', 'Put the database on a faster local disk: {folder}'),
  },
  not_synced: {
    message: text('提交后不能保证落盘。', 'A commit is not on the disk when it is acknowledged.'),
    fix: text('请把数据库放到本机磁盘上：{folder}', 'Put the database on a local disk: {folder}'),
  },
  not_wal: {
    message: text('数据库的日志方式是 {mode}，不是 WAL。', 'The database writes in mode {mode}, not WAL.'),
    fix: text(
      '启动一次 Redress 就会改回来；若没有，请把数据库放在本机磁盘上（网络盘不支持 WAL）。',
      'Starting Redress once sets it; if not, put the file on a local disk: network disks have no WAL.',
    ),
  },
  disk_good: { message: text('磁盘还剩 {free}。', '{free} of disk are free.') },
  disk_low: {
    message: text('磁盘只剩 {free}，建议至少 {least}。', 'Only {free} of disk are free; {least} are advised.'),
    fix: text('请清理磁盘，或把数据移到更大的盘：{folder}', 'Free some, or move the data to a larger disk: {folder}'),
  },
  files_new: {
    message: text('附件文件夹还没有，启动时会建立。', 'There is no folder for files yet; it is made when needed.'),
  },
  files_good: { message: text('附件文件夹可以读写。', 'The folder of files can be read and written.') },
  files_closed: {
    message: text('附件文件夹不能读写。', 'The folder of files cannot be read and written.'),
    fix: text('请给运行 Redress 的用户权限：{folder}', 'Give the user who runs Redress access to it: {folder}'),
  },
  clock_good: { message: text('系统时间看起来正常：{now}。', 'The time of this machine looks right: {now}.') },
  clock_back: {
    message: text(
      '系统时间 {now} 早于数据库里最近的记录 {last}。',
      'This machine says {now}, which is before the newest entry of the database, {last}.',
    ),
    fix: text(
      '请校准系统时间（例如打开 NTP），再启动。',
      'Set the time of this machine (NTP, for instance) before you start.',
    ),
  },
  clock_wrong: {
    message: text('系统时间不对：{now}。', 'The time of this machine cannot be right: {now}.'),
    fix: text('请校准系统时间，例如打开 NTP。', 'Set it, for instance by NTP.'),
  },
  holidays: {
    message: text('{year} 年的节假日表还没有。', 'There are no public holidays for {year} yet.'),
    fix: text(
      '请用 redress policy holidays 文件 导入当年的放假安排，否则只按每周的班次算时限。',
      'Import that year with redress policy holidays FILE; until then limits follow the plain week.',
    ),
  },
  port_any: { message: text('端口任选一个空闲的。', 'Any free port will be taken.') },
  port_free: { message: text('端口 {port} 空着，可以启动。', 'Port {port} is free; Redress can start.') },
  port_ours: {
    message: text('Redress 正在 {url} 运行，已就绪。', 'Redress runs at {url} and is ready.'),
  },
  port_unready: {
    message: text('Redress 正在 {url} 运行，但没有就绪：{why}', 'Redress runs at {url} and is not ready: {why}'),
    fix: text('请看它的日志。', 'Look at its log.'),
  },
  port_taken: {
    message: text('端口 {port} 被别的程序占用。', 'Another program listens on port {port}.'),
    fix: text('请换一个 PORT，或停掉那个程序。', 'Choose another PORT, or stop that program.'),
  },
  port_denied: {
    message: text('不能在 {host}:{port} 监听：{why}', 'It is not possible to listen at {host}:{port}: {why}'),
    fix: text(
      '请核对 HOST 和 PORT；1024 以下的端口需要权限。',
      'Check HOST and PORT; ports below 1024 need a permission.',
    ),
  },
  platform_none: { message: text('没有开聊天平台，只有练习场。', 'No chat platform is on, only the playground.') },
  platform_silent: {
    message: text('{platform} 没有自检。', '{platform} has no checks of its own.'),
  },
  platform_stuck: {
    message: text(
      '{platform} 的自检没有在 {seconds} 秒内完成。',
      'The checks of {platform} did not end within {seconds} s.',
    ),
    fix: text('请核对网络和代理设置。', 'Check the network and the proxy.'),
  },
} as const satisfies Record<string, Diagnosis>

export type DiagnosisName = keyof typeof DIAGNOSES

/** What the groups of checks are called. */
export const CHECKS = {
  settings: text('设置', 'Settings'),
  policy: text('规则', 'Policy'),
  database: text('数据库', 'Database'),
  disk: text('磁盘', 'Disk'),
  files: text('附件', 'Files'),
  clock: text('时间', 'Time'),
  port: text('端口', 'Port'),
  platforms: text('平台', 'Platforms'),
} as const satisfies Record<string, Text>

/** How it ends: everything holds, or so many do not. */
export const VERDICT = {
  good: text('一切正常。', 'All is well.'),
  warned: text('可以运行；有 {warnings} 处值得一看。', 'It will run; {warnings} to look at.'),
  bad: text('有 {bad} 处必须先解决。', 'To be mended first: {bad}.'),
} as const

/** Fills `{name}` parts of both. */
export function diagnosis(
  name: DiagnosisName,
  params: Readonly<Record<string, string | number | Text>> = {},
): Diagnosis {
  const { message, fix }: Diagnosis = DIAGNOSES[name]
  return { message: filled(message, params), ...(fix === undefined ? {} : { fix: filled(fix, params) }) }
}

/** What a platform's doctor says, and what to do about it. `{what}` is filled in. */
export interface Remark {
  readonly says: Text
  readonly fix?: Text
}

/** A remark with `{what}` filled in. */
export function remark({ says, fix }: Remark, what = ''): Remark {
  return { says: filled(says, { what }), ...(fix === undefined ? {} : { fix: filled(fix, { what }) }) }
}

/** Fills a text whose parts may themselves be in two languages. */
export function filled(line: Text, params: Readonly<Record<string, string | number | Text>>): Text {
  const one = (lang: 'zh' | 'en'): string =>
    line[lang].replace(/\{(\w+)\}/g, (part, name: string) => {
      const value = params[name]
      return typeof value === 'object' ? value[lang] : String(value ?? part)
    })
  return { zh: one('zh'), en: one('en') }
}
