/** Lint: what a customer is worth to us never decides about money. */
import type { Policy } from '../rules/policy.ts'
import type { Report } from './problems.ts'
import { both, pickFrom } from './problems.ts'

/** What the matrix keys on. */
const GRADE = 'impact'

/** Everything about the fields that say what a customer is worth, and the kinds that are money. */
export function lintWorth(policy: Policy, report: Report): void {
  const { worth, matrix, kinds, fields } = policy
  if (!worth) return
  worth.fields.forEach((id, i) => {
    if (!Object.hasOwn(fields, id))
      report.error(
        ['worth', 'fields', i],
        both(`没有字段 "${id}"`, `There is no field "${id}"`),
        pickFrom(id, Object.keys(fields)),
      )
  })
  const kindIds = kinds.map(({ id }) => id)
  worth.cash.forEach((id, i) => {
    if (!kindIds.includes(id))
      report.error(
        ['worth', 'cash', i],
        both(`没有补偿方式 "${id}"`, `There is no kind of compensation "${id}"`),
        pickFrom(id, kindIds),
      )
  })
  for (const [grade, row] of Object.entries(matrix)) {
    for (const [kind, { when }] of Object.entries(row)) {
      if (!when || !worth.cash.includes(kind)) continue
      const message = both(
        `现金类的 ${kind} 只看等级，不看条件`,
        `${kind} is money: it follows the grade, not a condition`,
      )
      report.error(['matrix', grade, kind, 'when'], message, both('删去这个条件。', 'Remove the condition.'))
    }
  }
  lintGrade(policy, worth.fields, report)
}

/** The grade follows what happened, also where it is worked out from other derived values. */
function lintGrade({ derived }: Policy, worth: readonly string[], report: Report): void {
  const tainted = new Set(worth)
  // Each may use those before it, never one after it.
  for (const rule of derived) {
    rule.first.forEach(({ when }, i) => {
      const by = when && [...tainted].find((name) => namesIn(when.source).has(name))
      if (by === undefined) return
      tainted.add(rule.id)
      if (rule.id !== GRADE) return
      const message = both(`等级取决于客户的价值（${by}）`, `The grade depends on what a customer is worth (${by})`)
      const fix = both(
        '等级只看发生了什么；价值可以改路线和时限。',
        'Let it follow what happened; worth may change routes and clocks.',
      )
      report.error(['derived', rule.id, 'first', i, 'when'], message, fix)
    })
  }
}

/** The names in a condition, without what stands in quotes. */
function namesIn(source: string): ReadonlySet<string> {
  const bare = source.replaceAll(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, ' ')
  return new Set(bare.match(/[A-Za-z_]\w*/g))
}
