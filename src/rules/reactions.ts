/**
 * What one case causes in others: pure, from its facts. Each is carried out by delivery as a command of its own, under a
 * key made of the fact, so that it happens once.
 */
import type { Case } from './case.ts'
import type { IncidentCommand, ReactCommand } from './commands.ts'
import type { Fact } from './facts.ts'
import type { Evidence } from './facts-batch.ts'
import { commonOf, ruleOf } from './incidents.ts'
import { absorbing } from './merging.ts'
import type { Values } from './nouns.ts'
import type { Policy } from './policy.ts'

/** A command in the making: delivery gives it actor and way. `id` is its inbox key. */
export type Reaction =
  | Pick<IncidentCommand, 'do' | 'id' | 'rule' | 'key' | 'evidence' | 'values' | 'cases'>
  | ReactionIn

type ReactionIn = Pick<ReactCommand, 'do' | 'id' | 'number' | 'what'>

/** What these facts, which led to `state`, cause in other cases. */
export function reactionsTo(facts: readonly Fact[], state: Case, policy: Policy): readonly Reaction[] {
  return facts.flatMap((fact) => reactionsOf(fact, state, policy))
}

function reactionsOf(fact: Fact, state: Case, policy: Policy): readonly Reaction[] {
  const { what, seq } = fact
  const { number, incident } = state
  const id = `${number}/${seq}`
  const inEach = (cases: readonly string[], of: (one: string) => ReactCommand['what']): ReactionIn[] =>
    cases.map((one) => ({ do: 'react', id: `${id}/${of(one).is}/${one}`, number: one, what: of(one) }))
  switch (what.is) {
    case 'batched': {
      const { count, since, over } = what
      const cases = [number, ...what.numbers]
      return what.colour === 'red' ? opening(what, { count, since, over }, cases, id, state, policy) : []
    }
    case 'surged': {
      const rule = ruleOf(policy, what.rule)
      const { count, since, expected, tail, weeks } = what
      const evidence = { count, since, expected, tail, weeks }
      return rule && 'opens' in rule && rule.opens ? opening(what, evidence, [number], id, state, policy) : []
    }
    case 'gathered': {
      const text = wordingOf(state, policy)
      const links = inEach(what.numbers, () => ({ is: 'link', to: number }))
      return text === undefined
        ? links
        : [...links, ...inEach(what.numbers, () => ({ is: 'word', text, from: number }))]
    }
    case 'submitted':
    case 'amended': {
      const field = policy.emergency?.wording
      const text = incident && field !== undefined ? what.values[field] : undefined
      return incident && typeof text === 'string' && text !== ''
        ? inEach(incident.cases, () => ({ is: 'word', text, from: number }))
        : []
    }
    case 'merged': {
      const one = absorbing(fact, state, policy)
      return one ? inEach([one.number], () => one.what) : []
    }
    case 'ended':
      return incident ? inEach(incident.cases, () => ({ is: 'unlink', from: number })) : []
    default:
      return []
  }
}

function opening(
  { rule, key }: { readonly rule: string; readonly key: string },
  evidence: Evidence,
  cases: readonly string[],
  id: string,
  state: Case,
  policy: Policy,
): readonly Reaction[] {
  const found = ruleOf(policy, rule)
  if (!found || !policy.emergency) return []
  const values = commonOf(found).flatMap(({ field }) => {
    const value = state.values[field]
    return value === undefined ? [] : [[field, value] as const]
  })
  const common = Object.fromEntries(values) as Values
  return [{ do: 'incident', id: `${id}/incident`, rule, key, evidence, values: common, cases }]
}

/** What is said about all cases of an incident, once it is handed in. */
function wordingOf({ values }: Case, { emergency }: Policy): string | undefined {
  const text = emergency?.wording === undefined ? undefined : values[emergency.wording]
  return typeof text === 'string' && text !== '' ? text : undefined
}
