/** WeCom's own few words on cards; every other sentence comes from the catalogue. */
import type { Text } from '../../src/rules/nouns.ts'

export const WORDS = {
  source: { zh: '客诉', en: 'Redress' },
  details: { zh: '详情', en: 'Details' },
  view: { zh: '查看', en: 'View' },
  more: { zh: '更多', en: 'More' },
  files: { zh: '附件', en: 'Files' },
  file_count: { zh: '{n} 个', en: '{n}' },
  fill_in: { zh: '去填写', en: 'Open' },
  form_hint: {
    zh: '点击填写，随时可以中断，已填的会保留。',
    en: 'Tap to fill it in. You can stop at any time; what you entered is kept.',
  },
  unreadable: {
    zh: '这种消息我读不了，请发文字、图片、视频或文件。发“帮助”看看能做什么。',
    en: 'I cannot read that. Please send text, pictures, videos or files; “help” says what I can do.',
  },
  decided: { zh: '已处理', en: 'Done' },
  stale: { zh: '原卡片已不能更新，结果在这里：', en: 'The card above cannot change any more. What became of it:' },
} as const satisfies Record<string, Text>

export const IDLE_APP: Text = {
  zh: '企业微信提示：这个应用很久没有人用，可能被停用或已经停用。请管理员到企业微信后台查看。',
  en: 'WeCom says that this app is hardly used and may be, or has been, switched off. Please look in its admin console.',
}

/** What is told to the operators when a configuration is wrong, by error code. */
export const WRONG: Readonly<Record<number, Text>> = {
  40001: {
    zh: '企业微信不认这个应用的 Secret（40001）。请检查 WECOM_SECRET。',
    en: 'WeCom does not know this secret (40001). Check WECOM_SECRET.',
  },
  40013: {
    zh: '企业微信不认这个企业 ID（40013）。请检查 WECOM_CORP_ID。',
    en: 'WeCom does not know this company id (40013). Check WECOM_CORP_ID.',
  },
  40056: {
    zh: '企业微信不认这个应用编号（40056）。请检查 WECOM_AGENT_ID。',
    en: 'WeCom does not know this agent id (40056). Check WECOM_AGENT_ID.',
  },
  48002: {
    zh: '应用没有调用这个接口的权限（48002）。请在管理后台开通。',
    en: 'The app may not use this API (48002). Allow it in the admin console.',
  },
  60020: {
    zh: '服务器的 IP 不在企业可信 IP 里（60020）。请在管理后台添加。',
    en: 'This server’s address is not among the trusted IPs (60020). Add it in the admin console.',
  },
  301002: {
    zh: '应用没有操作这个应用编号的权限（301002）。请检查 WECOM_AGENT_ID 与 WECOM_SECRET 是否同一个应用。',
    en: 'The secret belongs to another app (301002). WECOM_AGENT_ID and WECOM_SECRET have to be of one app.',
  },
  50001: {
    zh: '网页授权的域名不是可信域名（50001）。请在应用里设置可信域名。',
    en: 'The sign-in domain is not trusted (50001). Set the trusted domain of the app.',
  },
}

/** What somebody sees who cannot be signed in. */
export const SIGN_IN = {
  members: {
    zh: '这个页面只对本企业成员开放。请在企业微信里打开。',
    en: 'This page is for members of the company. Please open it in WeCom.',
  },
  later: {
    zh: '登录没有成功，请稍后再从企业微信里打开。',
    en: 'Signing in did not work. Please open it from WeCom again in a moment.',
  },
} as const satisfies Record<string, Text>

/** A configuration that is wrong in a way we have no words for. */
export const wrongOther = (code: number): Text => ({
  zh: `企业微信的设置有误（错误码 ${code}）。请运行 redress doctor 查看。`,
  en: `Something is wrong with the WeCom settings (error ${code}). Run redress doctor.`,
})

/** The robot of groups. */
export const ROBOT = {
  privately: { zh: '已在应用里私下回复您。', en: 'Answered in the app, for your eyes only.' },
  refused: {
    zh: '企业微信不让智能机器人登录，请检查 WECOM_BOT_ID 和 WECOM_BOT_SECRET。',
    en: 'WeCom does not let the robot in. Check WECOM_BOT_ID and WECOM_BOT_SECRET.',
  },
  replaced: {
    zh: '智能机器人的连接被另一个程序顶替了。同一个机器人只能有一个连接。',
    en: 'Another program took the robot’s connection. A robot has only one.',
  },
} as const satisfies Record<string, Text>

export const GIVEN_UP: Text = { zh: '有一条企业微信提醒没有送达。', en: 'A reminder on WeCom was not delivered.' }
