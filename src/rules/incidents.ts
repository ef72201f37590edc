/**
 * An incident: one case for all that are about the same (F065, F071). The house files it, once for a key; cases join it,
 * share its wording, and run on by themselves when it is over.
 */
import { incidentKey, MOST_NAMED } from './batches.ts'
import type { Case } from './case.ts'
import type { IncidentCommand, ReactCommand } from './commands.ts'
import { callTogether } from './emergency.ts'
import { derive, environment, firstOf } from './environment.ts'
import { enter, rederive } from './flow.ts'
import type { Lang, Text, Values } from './nouns.ts'
import type { BatchRule, Common, Policy, SurgeRule } from './policy.ts'
import type { Context } from './story.ts'
import { No, Story } from './story.ts'

/** The rule of a policy under this id, be it for batches or for surges. */
export function ruleOf({ batches = [], surges = [] }: Policy, id: string): BatchRule | SurgeRule | undefined {
  return batches.find((one) => one.id === id) ?? surges.find((one) => one.id === id)
}

/** What cases have in common under a rule. */
export function commonOf(rule: BatchRule | SurgeRule): readonly Common[] {
  return 'same' in rule ? rule.same : rule.by
}

/** Opens the incident of a key. Refuses with `already_done` and its number where one is open. */
export function openIncident(command: IncidentCommand, context: Context, freshNumber: () => string): Story {
  const { policy } = context
  const { emergency } = policy
  const rule = ruleOf(policy, command.rule)
  if (!emergency || !rule) throw new No({ refused: 'not_found', params: { number: command.rule } })
  const open = context.sameness?.([incidentKey(command.key)], -1)[0]
  if (open) throw new No({ refused: 'already_done', params: { number: open.number } })
  const story = new Story(undefined, context, command.actor, command.via)
  const { lang } = policy.company
  const text = `${rule.name[lang]}${COLON[lang]}${labelsOf(commonOf(rule), command.values, policy)
    .map((label) => label[lang])
    .join(' / ')}`
  const values: Values = { ...emergency.values, ...command.values, text }
  const home = firstOf(
    policy.flow.channel,
    environment(policy, { values, derived: derive(policy, values), visits: {} }),
  )?.is
  story.record({
    ...{ is: 'filed', number: freshNumber(), policy: policy.version, lang, channel: '', values },
    ...(home === undefined ? {} : { home }),
    incident: { rule: rule.id, key: command.key, evidence: command.evidence },
  })
  story.record({ is: 'gathered', numbers: command.cases.slice(0, MOST_NAMED) })
  rederive(story)
  enter(story, emergency.stage)
  callTogether(story)
  return story
}

const COLON: Readonly<Record<Lang, string>> = { zh: '：', en: ': ' }

/** What cases have in common, as people read it. */
export function labelsOf(common: readonly Common[], values: Values, policy: Policy): readonly Text[] {
  return common.flatMap(({ field, depth }) => {
    const value = values[field]
    if (typeof value !== 'string') return []
    const path = depth === undefined ? value : value.split('.').slice(0, depth).join('.')
    const option = policy.fields[field]?.options?.find(({ id }) => id === value)?.label
    return [policy.categories[path]?.name ?? option ?? { zh: value, en: value }]
  })
}

/** What another case caused in this one. What is so already, or can be no more, changes nothing. */
export function react(state: Case, { actor, via, what }: ReactCommand, context: Context): Story {
  const story = new Story(state, context, actor, via)
  switch (what.is) {
    case 'join': {
      if (!state.incident || state.ended) throw new No({ refused: 'case_ended', params: { number: state.number } })
      const numbers = what.cases.filter((one) => !state.incident?.cases.includes(one)).slice(0, MOST_NAMED)
      if (numbers.length > 0) story.record({ is: 'gathered', numbers })
      return story
    }
    case 'link':
      if (!state.ended && !state.linked && !state.incident) story.record({ is: 'linked', to: what.to })
      return story
    case 'unlink':
      if (state.linked?.to === what.from) story.record({ is: 'unlinked', from: what.from })
      return story
    case 'word':
      if (state.linked?.to === what.from && state.worded?.text !== what.text)
        story.record({ is: 'worded', text: what.text, from: what.from })
      return story
    case 'absorb':
      // Also where it ended meanwhile: whoever looks finds it.
      if (!state.absorbed?.some(({ number }) => number === what.number)) story.record({ ...what, is: 'absorbed' })
      return story
  }
}
