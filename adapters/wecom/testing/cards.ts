/** Cards for the adapter's tests, drawn by the house's own drawing from its hand-made scenes. */
import { drawCard } from '../../../cards/draw.ts'
import type { Action, Card } from '../../../cards/model.ts'
import { APPROVAL_SPEC, IN_APPROVAL, scene } from '../../../cards/testing/scenes.ts'

/** The approval that 赵强 is asked for. */
export const APPROVAL: Card = drawCard(scene(APPROVAL_SPEC, IN_APPROVAL))

/** The same in English. */
export const APPROVAL_EN: Card = drawCard(scene(APPROVAL_SPEC, IN_APPROVAL, { lang: 'en' }))

/** The resolved twin. */
export const APPROVED: Card = {
  ...APPROVAL,
  state: 'done',
  tone: 'good',
  blocks: [{ block: 'text', text: '赵强已同意 · 11月22日 14:05', tone: 'good' }],
  actions: [],
}

/** An urging, as a ladder sends it. */
export const NAG = {
  text: `催办提醒：${APPROVAL.number} 的“审批”还在等您处理，11月23日 11:00 到期。`,
  lang: 'zh',
  number: APPROVAL.number,
  tone: 'warn',
} as const

/** A card with as many actions as there are, each with a long label. */
export function crowded(card: Card): Card {
  const [first] = card.actions
  if (first === undefined) throw new Error('no action')
  const verbs = [
    'approve',
    'reject',
    'return',
    'transfer',
    'amend',
    'note',
    'urge',
    'pause',
    'unmask',
    'withdraw',
  ] as const
  const actions = verbs.map(
    (verb, i): Action => ({ ...first, verb, label: `一个非常非常长的按钮名字${verb}`, minor: i > 2, opens: i > 0 }),
  )
  const rows = Array.from({ length: 12 }, (_, i) => ({ label: `很长的栏目名称${i}`, value: '很长的内容'.repeat(20) }))
  const long = '冰箱不制冷'.repeat(200)
  return {
    ...card,
    header: long,
    actions,
    blocks: [
      { block: 'text', text: long },
      { block: 'text', text: long },
      { block: 'fields', rows },
    ],
  }
}
