/**
 * Lint: whoever has had their part in a case, somebody is left for the next duty. Duties can be separable and a case
 * stand still all the same, when the only approver happens to have appraised it.
 */

import type { StageId } from '../rules/nouns.ts'
import { oppositesOf } from '../rules/people.ts'
import type { Live, Policy } from '../rules/policy.ts'
import { admins, needOf } from './duty-places.ts'
import { reachable } from './flow-graph.ts'
import type { Peopled } from './lint-apart.ts'
import type { Report } from './problems.ts'
import { both } from './problems.ts'
import type { Takers } from './seating.ts'
import { seated } from './seating.ts'

/** A part that one person has had in the case by the time a place is reached. */
interface Part {
  readonly duty: string
  readonly takers: Takers
}

/** One warning for each place that can be deserted, with who would have to have had which part before. */
export function lintDeserted(
  filer: Peopled,
  places: readonly Peopled[],
  policy: Policy,
  live: Live,
  report: Report,
): void {
  const last = admins(live)
  const firstWays = new Map<StageId, ReadonlySet<StageId>>()
  /** Where a case can have been before it comes to a stage for the first time. */
  const beforeIn = (here: StageId): ReadonlySet<StageId> => {
    const known = firstWays.get(here) ?? reachable(policy, { along: (edge) => edge.from !== here })
    firstWays.set(here, known)
    return known
  }
  const comesBefore = (other: Peopled, place: Peopled): boolean =>
    place.stages.some((here) => other.stages.some((there) => there !== here && beforeIn(here).has(there)))
  for (const place of places) {
    const left = new Set([...place.people, ...last])
    const against = oppositesOf(place.duty, policy)
    const before = [filer, ...places].filter(
      (other) => against.includes(other.duty) && (other === filer || comesBefore(other, place)),
    )
    for (const parts of histories(before, policy)) {
      const out = seated(
        left,
        parts.map(({ takers }) => takers),
      )
      if (left.size - out.size >= needOf(place)) continue
      const names = [...out].map(([seat, person]) => `${parts[seat]?.duty} (${person})`).join('; ')
      const message = both(
        `这些人先经手之后，就没有人能担任 ${place.duty}：${names}`,
        `Once these have had their part, nobody is left to be ${place.duty}: ${names}`,
      )
      report.warn(
        place.path,
        message,
        both('给这里加人，或再设一位 admin。', 'Add people here, or give somebody else the role admin.'),
      )
      break
    }
  }
}

/** The parts that may have been had before, one history for each tier: of the tiers only one is asked. */
function histories(before: readonly Peopled[], { approval }: Policy): readonly (readonly Part[])[] {
  const tiers = new Set(approval.tiers.map(({ step }) => step))
  const byTier = (one: Peopled): boolean => one.step !== undefined && tiers.has(one.step.id)
  const always = before.filter((one) => !byTier(one)).flatMap(partsOf)
  const asked = [...tiers].map((tier) => before.filter((one) => byTier(one) && one.step?.id === tier))
  return asked.map((one) => [...always, ...one.flatMap(partsOf)])
}

function partsOf({ duty, people, rule }: Peopled): readonly Part[] {
  if (rule === 'all') return [...people].map((person) => ({ duty, takers: new Set([person]) }))
  return Array.from({ length: needOf({ rule }) }, () => ({ duty, takers: people }))
}
