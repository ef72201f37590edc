/**
 * What an approver sees of other cases: what the matrix allows, where the amount stands, the nearest precedents, and what was
 * granted before for the same order or machine (I03, I04, I07). No other customer's name is ever among it.
 */
import type { Asking } from '../src/rules/case.ts'
import { gradeOf } from '../src/rules/environment.ts'
import type { Ground, PastUnder } from '../src/rules/ground.ts'
import { remarksOn } from '../src/rules/ground.ts'
import type { Money } from '../src/rules/nouns.ts'
import { gaugeOf, nearest, type Precedent, spreadOf } from '../src/rules/precedent.ts'
import { say } from './catalogue.ts'
import { dayOf } from './format.ts'
import { maskFree } from './masks.ts'
import type { Block } from './model.ts'
import { actorName, amountWords, derivedName, fieldLabel, kindName, proposalWords } from './names.ts'
import type { Scene } from './scene.ts'
import { freeText } from './scene.ts'
import { oneLine } from './text.ts'

type Tone = 'quiet' | 'warn'

const line = (text: string, tone: Tone = 'quiet'): Block => ({ block: 'text', tone, text })

/** All of it; nothing where nothing was read. */
export function comparisonBlocks({ proposal }: Asking, scene: Scene): readonly Block[] {
  const { ground } = scene
  if (ground === undefined) return []
  return [
    line(cellWords(proposal.kind, scene)),
    ...gaugeBlocks(ground, scene),
    ...nearestBlocks(ground, scene),
    ...ground.past.flatMap((past) => pastBlocks(past, scene)),
  ]
}

/** What the matrix has for this grade and kind. */
function cellWords(id: string, scene: Scene): string {
  const { policy, lang, case: state } = scene
  const value = gradeOf(state)
  const rule = policy.derived.find((one) => one.id === 'impact')
  const grade = rule ? derivedName(rule, value, lang) : value
  const kind = kindName(id, scene)
  const cell = policy.matrix[value]?.[id]
  if (cell === undefined) return say(lang, 'ground.cell_none', { grade, kind })
  if (cell.max === undefined) return say(lang, 'ground.cell_free', { grade, kind })
  const max = amountWords({ minor: cell.max, currency: policy.company.currency }, scene)
  return say(lang, 'ground.cell_max', { grade, kind, max })
}

function gaugeBlocks({ subject, precedents }: Ground, scene: Scene): readonly Block[] {
  const gauge = gaugeOf(subject, precedents, scene.policy.approval.precedents?.band)
  if (gauge === undefined) return []
  const { n, percentile, lower, upper } = gauge
  const { minor, currency } = subject.amount
  const words = (amount: number): string => amountWords({ minor: amount, currency }, scene)
  const where = minor > upper ? 'ground.gauge_above' : minor < lower ? 'ground.gauge_below' : 'ground.gauge_in'
  const text = say(scene.lang, where, { n, percentile, lower: words(lower), upper: words(upper) })
  return [line(text, where === 'ground.gauge_in' ? 'quiet' : 'warn')]
}

function nearestBlocks({ subject, precedents }: Ground, scene: Scene): readonly Block[] {
  const { lang } = scene
  const shown = nearest(subject, precedents)
  const spread = spreadOf(shown.map(({ amount }) => amount.minor))
  if (spread === undefined) return [line(say(lang, 'ground.no_precedent'))]
  const words = (minor: number): string => amountWords({ minor, currency: subject.amount.currency }, scene)
  const { least, middle, most } = spread
  const sum = { n: shown.length, least: words(least), middle: words(middle), most: words(most) }
  return [line([say(lang, 'ground.nearest', sum), ...shown.map((one) => precedentWords(one, scene))].join('\n'))]
}

/** Number, product, kind, amount and day. Whatever a product's text gives away of a person is masked. */
function precedentWords({ number, product, customer, kind, amount, ended }: Precedent, scene: Scene): string {
  const { lang, policy, tz } = scene
  return say(lang, 'ground.precedent', {
    number,
    product: oneLine(maskFree(product, { customer }, policy), 24),
    plan: proposalWords({ kind, amount, payee: '' }, scene),
    date: dayOf(ended, lang, tz),
  })
}

function pastBlocks(past: PastUnder, scene: Scene): readonly Block[] {
  const { lang } = scene
  const same = fieldLabel(past.field, scene)
  const n = past.numbers.length
  const comma = say(lang, 'term.comma')
  const names = past.numbers.slice(0, 5).join(comma)
  const numbers = n <= 5 ? names : say(lang, 'term.and_more_cases', { names, n })
  const sum = past.sums.map((one: Money) => amountWords(one, scene)).join(comma)
  const remarks = remarksOn(past).map((remark) =>
    line(
      remark === 'often'
        ? say(lang, 'ground.remark_often', { same, n })
        : say(lang, 'ground.remark_other_customer', { same }),
    ),
  )
  const answers = (scene.case.unflagged ?? [])
    .filter(({ field }) => field === past.field)
    .map(({ by, reason }) =>
      line(say(lang, 'ground.unflagged', { same, who: actorName(by, scene), reason: freeText(reason, scene) })),
    )
  return [line(say(lang, 'ground.past', { same, n, sum, numbers })), ...remarks, ...answers]
}
