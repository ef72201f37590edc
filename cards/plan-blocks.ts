/** What an approver sees of a plan beside its amount: what the customer may choose from, and how the department's budget stands. */
import type { Asking } from '../src/rules/case.ts'
import type { Proposal } from '../src/rules/facts.ts'
import { say } from './catalogue.ts'
import type { Block } from './model.ts'
import { amountWords, proposalWords, teamName } from './names.ts'
import type { Scene } from './scene.ts'

/** What the customer may choose from; none where there is but one plan. */
export function optionBlocks({ options }: Proposal, scene: Scene): readonly Block[] {
  if (!options) return []
  const { lang } = scene
  const words = options.map((offer) => proposalWords({ ...offer, payee: '' }, scene)).join(say(lang, 'term.semicolon'))
  return [{ block: 'text', text: say(lang, 'card.options', { options: words }) }]
}

/** How the department's budget stands: amounts, with a warning when it is nearly or all used up. None where no budget is kept. It stands as it was when the decision was asked. */
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
