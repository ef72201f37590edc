/** How a department's budget stands, as an approver sees it: the amounts, and a warning when it is nearly or all used up. */
import type { Asking } from '../src/rules/case.ts'
import { say } from './catalogue.ts'
import type { Block } from './model.ts'
import { amountWords, teamName } from './names.ts'
import type { Scene } from './scene.ts'

/** One line; none where no budget is kept. It stands as it was when the decision was asked. */
export function budgetBlocks({ budget, proposal }: Asking, scene: Scene): readonly Block[] {
  if (!budget) return []
  const { lang } = scene
  const { team, month, limit, used, is, full } = budget
  const after = used.minor + proposal.amount.minor
  const words = {
    team: teamName(team, scene),
    month,
    limit: amountWords(limit, scene),
    used: amountWords(used, scene),
    after: amountWords({ ...limit, minor: after }, scene),
  }
  if (is === 'within') return [{ block: 'text', tone: 'quiet', text: say(lang, 'budget.within', words) }]
  const percent = Math.floor((100 * after) / limit.minor)
  const text =
    is === 'near'
      ? say(lang, 'budget.near', { ...words, percent })
      : say(lang, full === 'block' ? 'budget.blocked' : 'budget.rung', words)
  return [{ block: 'text', tone: 'warn', text }]
}
