/** Sentences on an approval's card about how it came to this, the matrix, precedents and what was granted before. */
import type { Text } from '../../src/rules/nouns.ts'

export const PRECEDENT_SENTENCES = {
  'trail.filed': { zh: '{at} {who}提交', en: '{at} filed by {who}' },
  'trail.more': { zh: '……另有{n}步', en: '… {n} more steps' },
  'trail.step': {
    zh: '{at} {stage}[（{result}）] · {who}[：{reason}]',
    en: '{at} {stage}[ ({result})] · {who}[: {reason}]',
  },
  'why.band_above': {
    zh: '金额高于{n}件同类单的常见范围，多审一级',
    en: 'more than is usual among {n} comparable cases, so one tier more',
  },
  'why.band_below': {
    zh: '金额低于{n}件同类单的常见范围，多审一级',
    en: 'less than is usual among {n} comparable cases, so one tier more',
  },
  'card.linked_under': { zh: '其中同一{same}：{sum}（{numbers}）', en: 'of which the same {same}: {sum} ({numbers})' },
  'ground.cell_max': { zh: '政策允许：{grade}，{kind}最高 {max}', en: 'Policy: {grade}, {kind} up to {max}' },
  'ground.cell_free': { zh: '政策允许：{grade}，{kind}不限金额', en: 'Policy: {grade}, {kind} of any amount' },
  'ground.cell_none': {
    zh: '政策不允许：{grade}没有“{kind}”这一项',
    en: 'Not in the policy: {grade} has no “{kind}”',
  },
  'ground.gauge_in': {
    zh: '公平参考：在{n}件同类单中位于第{percentile}百分位，在常见范围 {lower}–{upper} 内',
    en: 'Fairness: percentile {percentile} of {n} comparable cases, within the usual {lower} to {upper}',
  },
  'ground.gauge_above': {
    zh: '公平参考：在{n}件同类单中位于第{percentile}百分位，高于常见范围 {lower}–{upper}',
    en: 'Fairness: percentile {percentile} of {n} comparable cases, above the usual {lower} to {upper}',
  },
  'ground.gauge_below': {
    zh: '公平参考：在{n}件同类单中位于第{percentile}百分位，低于常见范围 {lower}–{upper}',
    en: 'Fairness: percentile {percentile} of {n} comparable cases, below the usual {lower} to {upper}',
  },
  'ground.nearest': {
    zh: '最相近的先例（{n}件）：最低 {least}，中位 {middle}，最高 {most}',
    en: 'Nearest precedents ({n}): lowest {least}, median {middle}, highest {most}',
  },
  'ground.precedent': {
    zh: '{number}[ · {product}] · {plan} · {date}',
    en: '{number}[ · {product}] · {plan} · {date}',
  },
  'ground.no_precedent': { zh: '还没有同类先例', en: 'No precedents of this kind yet' },
  'ground.past': {
    zh: '同一{same}近一年已结案{n}件，共补偿 {sum}（{numbers}）',
    en: 'Same {same}: {n} cases closed within a year, {sum} granted in all ({numbers})',
  },
  'ground.unflagged': {
    zh: '{who}核实：同一{same}的提示不实。{reason}',
    en: '{who} checked: the hint about the same {same} is false. {reason}',
  },
  'ground.remark_often': {
    zh: '提示：同一{same}一年内已补偿{n}次。仅供参考，请核实后再判断',
    en: 'Note: compensated {n} times within a year for the same {same}. A hint only: check before you judge',
  },
  'ground.remark_other_customer': {
    zh: '提示：同一{same}曾有另一位客户获得补偿。仅供参考，转卖或家人代办时也会这样',
    en: 'Note: another customer was compensated for the same {same}. A hint only: it may have been resold, or family',
  },
} as const satisfies Record<string, Text>
