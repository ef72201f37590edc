/** Sentences on forms. */
import type { Text } from '../../src/rules/nouns.ts'

export const FORM_SENTENCES = {
  'form.contact_hidden': {
    zh: '联系方式没有列在这里；要改，请先“查看联系方式”。',
    en: 'Contact data is not listed here. To correct it, use “Show contact data” first.',
  },
  'form.file_title': { zh: '提交客诉', en: 'File a complaint' },
  'form.title': { zh: '{form} · {number}', en: '{form} · {number}' },
  'form.amend_title': { zh: '更正{number}', en: 'Correct {number}' },
  'form.verb_title': { zh: '{verb} · {number}', en: '{verb} · {number}' },
  'form.reason': { zh: '理由', en: 'Reason' },
  'form.reason_hint': {
    zh: '一两句话就好，相关同事会看到',
    en: 'A sentence or two; the people concerned will read it',
  },
  'form.note': { zh: '备注内容', en: 'Note' },
  'form.to': { zh: '去向', en: 'Where to' },
  'form.revision': { zh: '版本', en: 'Revision' },
  'form.files': { zh: '附件', en: 'Files' },
  'form.to.return': { zh: '退回到哪一步', en: 'Return to' },
  'form.to.transfer': { zh: '转交给谁', en: 'Transfer to' },
  'form.to.add': { zh: '加谁', en: 'Who is to be heard' },
  'form.to.ask': { zh: '问谁', en: 'Ask whom' },
  'form.how': { zh: '方式', en: 'How' },
  'form.how.add': { zh: '什么时候审', en: 'When' },
  'form.how.return': { zh: '改好之后', en: 'And then' },
  'form.to_step': { zh: '审批步骤：{step}', en: 'Approval step: {step}' },
  'form.question': { zh: '问题', en: 'Question' },
  'form.answer': { zh: '答复', en: 'Answer' },
  'form.intro.rescue': {
    zh: '现在等的人会被跳过，按规则改问下一人。您自己不参与这次审批。',
    en: 'Those asked now are set aside and the next by rule are asked. You yourself decide nothing in it.',
  },
  'form.intro.recall': {
    zh: '收回后要重新拟定方案、重新送审。',
    en: 'The plan must then be written and approved anew.',
  },
  'form.to.pause': { zh: '在等什么', en: 'Waiting for' },
  'form.intro.unmask': {
    zh: '查看客户联系方式会留下记录，请写明用途。',
    en: 'Looking at contact data is recorded. Please say what you need it for.',
  },
  'form.intro.withdraw': { zh: '撤回后这张单就结束了。', en: 'Withdrawing ends this complaint.' },
  'form.bulk': { zh: '批量审批', en: 'Decide several' },
  'form.bulk_intro': {
    zh: '每张单各自生效，有问题的会单独说明。同意后不能撤销。',
    en: 'Each is decided for itself, and whatever cannot be is named. An approval cannot be taken back.',
  },
  'form.bulk_cases': { zh: '要审批的单', en: 'Approvals' },
  'form.bulk_verb': { zh: '决定', en: 'Decision' },
  'form.bulk_line': { zh: '{number} · {plan}', en: '{number} · {plan}' },
  'form.bulk_reason_hint': { zh: '驳回时必填', en: 'Needed for a rejection' },
  'form.kind_max': { zh: '{kind}（最高{max}）', en: '{kind} (up to {max})' },
  'form.kind_free': { zh: '{kind}（金额填 0）', en: '{kind} (amount 0)' },
  'form.max': { zh: '最高{max}', en: 'At most {max}' },
} as const satisfies Record<string, Text>
