/** Words only people on this platform, or whoever sets it up, ever read. */
import type { Text } from '../../src/rules/nouns.ts'

const QUOTA_NAME = { calls: { zh: 'API 调用', en: 'API calls' }, pushes: { zh: '推送', en: 'pushes' } } as const

export const WORDS = {
  processing: { zh: '正在处理…', en: 'Working on it…' },
  formSent: { zh: '表单已发到您与机器人的单聊。', en: 'The form is in your direct chat with the bot.' },
  formOver: { zh: '这张表单已过期，请重新打开。', en: 'This form is out of date. Please open it again.' },
  goOnInChat: {
    zh: '还需要文件或人员：请在单聊里继续。',
    en: 'Files or people are still needed: please go on in the direct chat.',
  },
  gotFiles: {
    zh: '收到 {n} 个文件。可以继续发送，发完请回复“完成”。',
    en: '{n} files have arrived. Send more, or answer “done”.',
  },
  noFiles: {
    zh: '还没有收到文件。请先发送照片、视频或文件。',
    en: 'No file has arrived yet. Please send pictures, a video or files first.',
  },
  sendFiles: {
    zh: '还需要“{field}”：请在这里发送照片或文件，发完回复“完成”。',
    en: '“{field}” is still needed: please send pictures or files here, then answer “done”.',
  },
  mayAddFiles: {
    zh: '有照片、视频或文件，请直接发到这里，发完回复“完成”。',
    en: 'Pictures, videos or files? Send them here, then answer “done”.',
  },
  groupId: { zh: '本群的群号：{id}', en: 'The id of this group: {id}' },
  formClosed: { zh: '已关闭表单。', en: 'The form is closed.' },
  continued: { zh: '请继续填写下一页。', en: 'Please go on with the next page.' },
  openPage: { zh: '打开表单', en: 'Open the form' },
  unreadable: { zh: '这个文件没有收到，请再发一次。', en: 'That file did not arrive. Please send it again.' },
  next: { zh: '下一步', en: 'Next' },
  close: { zh: '关闭', en: 'Close' },
  more: { zh: '…（还有内容，请发送“查 {number}”看全文）', en: '… (there is more: send “show {number}”)' },
  neutral: {
    zh: '有一条关于 {number} 的消息，请发送“查 {number}”查看。',
    en: 'There is news about {number}. Send “show {number}” to read it.',
  },
  reply: { zh: '可回复：', en: 'You can answer: ' },
  digest: { zh: '提醒（{n} 条）', en: 'Reminders ({n})' },
  quotaNear: (used: number, limit: number, what: 'calls' | 'pushes'): Text => ({
    zh: `钉钉本月${QUOTA_NAME[what].zh}已用 ${used} / ${limit} 次。用完后提醒和卡片会停发，请考虑加购。`,
    en: `DingTalk: ${used} of ${limit} ${QUOTA_NAME[what].en} of this month are used. When they run out, cards and reminders stop; consider an add-on.`,
  }),
  quotaSpent: (what: 'calls' | 'pushes'): Text => ({
    zh:
      what === 'calls'
        ? '钉钉本月 API 调用已用完。新卡片会等到加购或下月；文字指令仍可用，单子不会丢。'
        : '钉钉本月推送已用完：机器人收不到消息和点击。请加购，或改用网页表单。',
    en:
      what === 'calls'
        ? 'DingTalk: no API calls are left this month. Cards wait for an add-on or the next month; commands in words still work and no case is lost.'
        : 'DingTalk: no pushes are left this month: the bot gets no messages and clicks. Buy an add-on or use the web forms.',
  }),
  badCredentials: {
    zh: '钉钉拒绝了应用凭证，请核对 DINGTALK_CLIENT_ID 与 DINGTALK_CLIENT_SECRET。',
    en: 'DingTalk refuses the credentials of the app. Check DINGTALK_CLIENT_ID and DINGTALK_CLIENT_SECRET.',
  },
  setup: (api: string, why: string): Text => ({
    zh: `钉钉拒绝了 ${api}（${why}）：请在开发者后台检查应用权限与 IP 白名单。`,
    en: `DingTalk refuses ${api} (${why}): check the permissions and the IP list of the app in its console.`,
  }),
} as const

/** A word with its `{name}` parts filled in. */
export function fillWord(text: string, parts: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(parts[name] ?? whole))
}
