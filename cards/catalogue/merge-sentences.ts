/** Cases that are likely the same, and two that became one. */
import type { Text } from '../../src/rules/nouns.ts'

export const MERGE_SENTENCES = {
  'merge.likely': { zh: '疑似与已有的单重复，请核对：', en: 'Likely the same as a case that is open already:' },
  'merge.one': {
    zh: '{number}：{same}相同[，{at}提交][，当时在“{stage}”][（{who}）]',
    en: '{number}: same {same}[, filed {at}][, then in “{stage}”][ ({who})]',
  },
  'merge.and': { zh: '{left}和{right}', en: '{left} and {right}' },
  'merge.filed': {
    zh: '疑似与这些单重复，初审会看到；若确实重复，可以撤回这张单：',
    en: 'It is likely the same as these; whoever reviews it sees that. If it is, you can withdraw it:',
  },
  'merge.into': { zh: '已并入 {into}，在那张单里继续处理。', en: 'Merged into {into}, where it goes on.' },
  'merge.absorbed': { zh: '{number} 已并入本单：{text}', en: '{number} was merged into this: {text}' },
  'word.merged': {
    zh: '{number} 和 {into} 是同一件事，已并入 {into} 一起处理。[理由：{reason}]',
    en: '{number} is the same as {into} and goes on there.[ Reason: {reason}]',
  },
} as const satisfies Record<string, Text>
