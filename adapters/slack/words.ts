/** The few sentences that only Slack needs; everything else people read comes from `cards`. */
import type { Lang, Text } from '../../src/rules/nouns.ts'

const WORDS = {
  opening: { zh: '正在打开…', en: 'Opening …' },
  saving: { zh: '正在保存，请稍等…', en: 'Saving, one moment …' },
  redress: { zh: '客诉', en: 'Complaints' },
  close: { zh: '关闭', en: 'Close' },
  not_saved: { zh: '没有保存', en: 'Not saved' },
  done: { zh: '已完成', en: 'Done' },
  more: { zh: '更多', en: 'More' },
  expired: { zh: '表单没来得及打开，请再点一次。', en: 'The form did not open in time. Please press again.' },
  open_again: { zh: '重新打开', en: 'Open again' },
  open_form: { zh: '打开表单', en: 'Open the form' },
  busy: { zh: 'Slack 现在很忙，请过一会儿再试。', en: 'Slack is busy. Please try again in a moment.' },
  failed: {
    zh: '出错了，没有任何改动。请再试一次。',
    en: 'Something went wrong; nothing was changed. Please try again.',
  },
  slow: { zh: '正在处理，结果随后告诉你。', en: 'Still working on it. You will hear the result in a moment.' },
  files_lost: { zh: '有附件没能取到，请重新上传：', en: 'Some files could not be fetched. Please upload again: ' },
  files_kept: { zh: '已附：', en: 'Attached already: ' },
  yes: { zh: '是', en: 'Yes' },
  choose: { zh: '请选择', en: 'Choose' },
  search: { zh: '输入几个字来找', en: 'Type a few letters' },
  from_message: { zh: '来自消息：', en: 'From this message: ' },
  text_only: { zh: '（卡片显示不了，按钮在下面）', en: '(The card cannot be drawn; its buttons are below)' },
  left_out: { zh: '（内容太长，已省略一部分）', en: '(Too long; some of it was left out)' },
  no_more: { zh: '已结束', en: 'Over' },
} as const satisfies Readonly<Record<string, Text>>

export type Word = keyof typeof WORDS

/** A sentence in the reader's language. */
export function word(id: Word, lang: Lang): string {
  return WORDS[id][lang]
}
