/** What the doctor says of Slack, and what to do about it. `{what}` is filled in. */
import { type Remark, remark } from '../../cards/doctor.ts'
import type { Finding } from '../../src/ports.ts'
import type { Text } from '../../src/rules/nouns.ts'

const REINSTALL: Text = {
  zh: '在 api.slack.com/apps 打开应用，OAuth & Permissions 里重新安装，把新的 Bot Token 写进 SLACK_BOT_TOKEN。',
  en: 'Open the app at api.slack.com/apps, install it again under OAuth & Permissions, and put the new bot token into SLACK_BOT_TOKEN.',
}
const INVITE: Text = {
  zh: '在这个频道里输入 /invite @Redress。',
  en: 'Type /invite @Redress in that channel.',
}
const ADDRESS: Text = {
  zh: '检查 PUBLIC_URL、反向代理和 SLACK_SIGNING_SECRET；代理必须原样传递请求体和 x-slack-* 头。',
  en: 'Check PUBLIC_URL, the reverse proxy and SLACK_SIGNING_SECRET. The proxy must pass the body and the x-slack-* headers unchanged.',
}

export const FINDINGS = {
  token_good: { says: { zh: 'Token 有效：{what}', en: 'The token is good: {what}' } },
  token_bad: {
    says: { zh: 'Slack 不认这个 Token：{what}', en: 'Slack does not take the token: {what}' },
    fix: REINSTALL,
  },
  scopes_good: { says: { zh: '权限齐全', en: 'All scopes are there' } },
  scopes_unknown: { says: { zh: 'Slack 没有说明有哪些权限', en: 'Slack did not say which scopes there are' } },
  scopes_missing: { says: { zh: '缺少权限：{what}', en: 'Scopes are missing: {what}' }, fix: REINSTALL },
  socket_good: { says: { zh: 'Socket Mode 可用', en: 'Socket Mode works' } },
  socket_bad: {
    says: { zh: 'Socket Mode 打不开：{what}', en: 'Socket Mode does not open: {what}' },
    fix: {
      zh: '在 Basic Information 里新建带 connections:write 的 App-Level Token，写进 SLACK_APP_TOKEN，并打开 Socket Mode。',
      en: 'Make an app-level token with connections:write under Basic Information, put it into SLACK_APP_TOKEN, and turn Socket Mode on.',
    },
  },
  clock_good: { says: { zh: '时钟与 Slack 相差 {what} 秒', en: 'Our clock is {what} s ahead of Slack' } },
  clock_unknown: { says: { zh: '没有得到 Slack 的时间', en: 'Slack did not tell its time' } },
  clock_off: {
    says: { zh: '时钟与 Slack 相差 {what} 秒', en: 'Our clock is {what} s ahead of Slack' },
    fix: { zh: '打开这台机器的时间同步（NTP）。', en: 'Turn on time synchronisation (NTP) on this machine.' },
  },
  way_in_good: { says: { zh: '{what} 能收到请求', en: '{what} takes requests' } },
  way_in_bad: { says: { zh: '请求进不来：{what}', en: 'Requests do not get in: {what}' }, fix: ADDRESS },
  no_way_in: {
    says: {
      zh: '没有设置 PUBLIC_URL，也没有 SLACK_APP_TOKEN：Slack 找不到我们',
      en: 'Neither PUBLIC_URL nor SLACK_APP_TOKEN is set: Slack cannot reach us',
    },
    fix: { zh: '设置其中一个。', en: 'Set one of them.' },
  },
  socket_only: {
    says: { zh: '只用 Socket Mode，不需要公网地址', en: 'Socket Mode alone; no public address is needed' },
  },
  signature_good: { says: { zh: '伪造的请求被拒绝', en: 'A forged request is refused' } },
  signature_bad: {
    says: { zh: '伪造的请求没有被拒绝：{what}', en: 'A forged request is not refused: {what}' },
    fix: ADDRESS,
  },
  never_heard: {
    says: { zh: '还没有收到过任何操作', en: 'Nothing was ever received from Slack' },
    fix: {
      zh: '在应用的 Interactivity & Shortcuts 和 Slash Commands 里检查 Request URL，然后在 Slack 里输入 /complaint help。',
      en: 'Check the Request URL under Interactivity & Shortcuts and Slash Commands of the app, then type /complaint help in Slack.',
    },
  },
  heard: { says: { zh: '最近一次操作在 {what} 分钟前', en: 'The last interaction came {what} minutes ago' } },
  archived: {
    says: { zh: '频道 {what} 已归档', en: 'The channel {what} is archived' },
    fix: {
      zh: '取消归档，或在目录文件里换一个频道。',
      en: 'Unarchive it, or name another channel in the directory file.',
    },
  },
  member: { says: { zh: '已在频道 {what} 里', en: 'We are in the channel {what}' } },
  no_member: { says: { zh: '不在频道 {what} 里', en: 'We are not in the channel {what}' }, fix: INVITE },
  no_channel: {
    says: { zh: '找不到频道 {what}', en: 'There is no channel {what}' },
    fix: {
      zh: '核对目录文件里的频道 ID；私有频道要先邀请应用。',
      en: 'Check the channel id in the directory file; a private channel has to invite the app first.',
    },
  },
  nobody: {
    says: { zh: '目录里没有人有 Slack 帐号', en: 'Nobody in the directory has a Slack account' },
    fix: {
      zh: '在 DIRECTORY_FILE 里写上 accounts: {slack: U…}。',
      en: 'Write accounts: {slack: U…} into DIRECTORY_FILE.',
    },
  },
  people: { says: { zh: '{what} 人的帐号都有效', en: 'The accounts of {what} people are good' } },
  people_gone: {
    says: {
      zh: '这些人的帐号已停用或不存在：{what}',
      en: 'The accounts of these people are deactivated or unknown: {what}',
    },
    fix: { zh: '在目录文件里改正或移除。', en: 'Correct or remove them in the directory file.' },
  },
} as const satisfies Readonly<Record<string, Remark>>

/** A finding out of the words, with `{what}` filled in. */
export function finding(check: string, is: Finding['is'], words: Remark, { what = '' } = {}): Finding {
  return { check, is, ...remark(words, what) }
}
