/** Cards, messages, forms and a home as the house draws them, in both languages: what the golden files are drawn from. */
import type { Home } from '../../../cards/home.ts'
import type { Action, Card, Form, Message } from '../../../cards/model.ts'
import type { FileRef, Lang, Verb } from '../../../src/rules/nouns.ts'

export const NUMBER = 'C-20261122-0001'

const FILE: FileRef = { sha256: 'a'.repeat(64), name: '收据 <1>.pdf', type: 'application/pdf', size: 120_000 }

const LABELS: Partial<Record<Verb, readonly [zh: string, en: string]>> = {
  approve: ['同意', 'Approve'],
  reject: ['驳回', 'Reject'],
  return: ['退回', 'Return'],
  transfer: ['转交', 'Transfer'],
  note: ['备注', 'Note'],
  urge: ['催办', 'Urge'],
  unmask: ['查看联系方式', 'Show contact'],
  withdraw: ['撤回', 'Withdraw'],
  pause: ['暂停', 'Pause'],
  amend: ['更正', 'Correct'],
}

const pick = (lang: Lang, zh: string, en: string): string => (lang === 'zh' ? zh : en)

/** A button of the approval card. */
export function action(verb: Verb, lang: Lang, more: Partial<Action> = {}): Action {
  const [zh, en] = LABELS[verb] ?? [verb, verb]
  const label = pick(lang, zh, en)
  return { verb, label, style: 'plain', number: NUMBER, revision: 7, opens: true, minor: false, ...more }
}

/** An approval of 500.01 yuan, with every kind of block and every kind of button. */
export function approval(lang: Lang): Card {
  const say = (zh: string, en: string): string => pick(lang, zh, en)
  return {
    key: 'task/approval#1/director',
    number: NUMBER,
    revision: 12,
    lang,
    state: 'open',
    header: say('方案审批（部门总监） · C-20261122-0001 · 冰箱', 'Approval (director) · C-20261122-0001 · Fridge'),
    tone: 'late',
    fallback: say('请审批：退款 ¥500.01，付给张*', 'Please decide: refund ¥500.01 to Z*'),
    moments: [{ words: say('11月24日 18:00', '24 Nov 18:00'), at: Date.UTC(2026, 10, 24, 10) }],
    blocks: [
      { block: 'text', text: say('请审批：退款 ¥500.01，付给张*', 'Please decide: refund ¥500.01 to Z*') },
      { block: 'text', text: say('11月24日 18:00 前', 'By 24 Nov 18:00'), tone: 'warn' },
      { block: 'text', text: '冰箱 <!channel> *坏* 了 & 很急\n> 第二行', tone: 'quote' },
      {
        block: 'strip',
        strip: {
          steps: [
            { label: say('初审', 'Review'), state: 'done' },
            { label: say('审批', 'Approval'), state: 'now' },
            { label: say('付款', 'Payment'), state: 'next' },
          ],
        },
      },
      {
        block: 'fields',
        rows: Array.from({ length: 12 }, (_, i) => ({ label: `${say('字段', 'Field')} ${i}`, value: `<${i}>` })),
      },
      { block: 'divider' },
      { block: 'files', files: [FILE] },
      { block: 'image', file: { ...FILE, name: 'x.png', type: 'image/png' }, alt: say('照片', 'Photo') },
      { block: 'text', text: say('由赵明辉转交', 'Handed on by Zhao Minghui'), tone: 'quiet' },
    ],
    actions: [
      action('approve', lang, {
        style: 'primary',
        opens: false,
        confirm: {
          title: say('同意这个方案？', 'Approve this plan?'),
          text: say('退款 ¥500.01，付给张*。', 'Refund ¥500.01 to Z*.'),
          yes: say('同意', 'Approve'),
          no: say('再看看', 'Not yet'),
        },
      }),
      action('reject', lang, { style: 'danger' }),
      action('return', lang),
      ...(['transfer', 'amend', 'note', 'urge', 'pause', 'unmask', 'withdraw'] as const).map((verb) =>
        action(verb, lang, { minor: true }),
      ),
    ],
  }
}

/** The same when it is decided. */
export function decided(lang: Lang): Card {
  const said = pick(lang, '赵明辉已同意 · 11月22日 14:17', 'Approved by Zhao Minghui · 22 Nov 14:17')
  return {
    ...approval(lang),
    state: 'done',
    tone: 'good',
    actions: [],
    fallback: said,
    blocks: [{ block: 'text', text: said, tone: 'good' }],
  }
}

/** A reminder about a case. */
export function nag(lang: Lang): Message {
  const text = pick(lang, `${NUMBER} 的审批还有 2 小时到期`, `The approval of ${NUMBER} is due in 2 hours`)
  return { text, lang, tone: 'warn', number: NUMBER }
}

/** A form with every kind of input, half filled in. */
export function everyInput(lang: Lang): Form {
  const say = (zh: string, en: string): string => pick(lang, zh, en)
  const options = ['a', 'b', 'c'].map((id) => ({ id, label: say(`选项 ${id}`, `Option ${id}`) }))
  const field = (id: string, kind: Form['fields'][number]['kind'], more: Partial<Form['fields'][number]> = {}) => ({
    ...{ id, kind, label: say(`字段 ${id}`, `Field ${id}`), required: true, redraws: false },
    ...more,
  })
  const leaf = (id: string) => ({ id, label: id.split('.').at(-1) ?? id, children: [] })
  return {
    id: 'plan',
    verb: 'submit',
    lang,
    title: say('补偿方案 · C-20261122-0001', 'Compensation plan · C-20261122-0001'),
    intro: [{ block: 'text', text: say('请填写', 'Please fill in'), tone: 'quiet' }],
    submit: say('提交', 'Send'),
    cancel: say('取消', 'Cancel'),
    number: NUMBER,
    position: 'plan#1',
    revision: 7,
    fields: [
      field(
        'text',
        { input: 'text', long: true, maxLength: 20_000 },
        { hint: say('原话', 'Their words'), value: '坏了' },
      ),
      field('phone', { input: 'text', long: false, maxLength: 40, format: 'phone' }, { required: false }),
      field('email', { input: 'text', long: false, maxLength: 100, format: 'email' }, { value: 'a@example.com' }),
      field('count', { input: 'number', min: 0, max: 9 }, { value: 3 }),
      field(
        'amount',
        { input: 'money', currency: 'CNY', digits: 2, max: 80_000 },
        { value: { minor: 50_001, currency: 'CNY' } },
      ),
      field('kind', { input: 'select', options, many: false }, { redraws: true, value: 'b' }),
      field('wish', { input: 'select', options, many: true }, { value: ['a', 'c'] }),
      field('two', { input: 'select', options, many: true, max: 2 }, { value: ['a'] }),
      field('to', { input: 'person', options }),
      field(
        'tree',
        {
          input: 'tree',
          nodes: [
            {
              id: 'q',
              label: say('质量', 'Quality'),
              children: [{ id: 'q.f', label: say('故障', 'Failure'), children: [leaf('q.f.x'), leaf('q.f.y')] }],
            },
          ],
        },
        { value: 'q.f.y' },
      ),
      field('day', { input: 'date' }, { value: '2026-11-30' }),
      field('hour', { input: 'time' }, { value: '13:30' }),
      field('files', { input: 'files', accept: ['image', 'document'], max: 12 }, { value: [FILE] }),
      field('sure', { input: 'checkbox' }, { value: true }),
    ],
  }
}

/** Somebody's home. */
export function home(lang: Lang): Home {
  return {
    lang,
    file: pick(lang, '提交客诉', 'File a complaint'),
    settings: pick(lang, '设置', 'Settings'),
    sections: [
      {
        title: pick(lang, '等我处理（2）', 'Waiting for me (2)'),
        lines: [
          {
            number: NUMBER,
            text: `${NUMBER} · <审批>`,
            late: true,
            action: { verb: 'approve', label: pick(lang, '同意', 'Approve'), revision: 7 },
          },
          { number: 'C-20261122-0002', text: 'C-20261122-0002', late: false },
        ],
      },
      { title: pick(lang, '我提交的', 'Filed by me'), lines: [], foot: pick(lang, '还没有', 'None yet') },
    ],
  }
}
