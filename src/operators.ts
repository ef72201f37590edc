/** Tells whoever runs the house: the operators' channel, or the administrators where there is none. */
import type { Company } from './company.ts'
import type { Message, Platform, SendOutcome } from './ports.ts'
import { lanesOf, sendOperators, tellLane } from './routing.ts'
import { ADMIN_ROLE } from './rules/people.ts'

export interface OperatorParts {
  readonly company: Company
  readonly platforms: ReadonlyMap<string, Platform>
}

/** Whether it may have arrived somewhere. The same key is told once at each place. */
export async function reachesOperators(
  message: Message,
  key: string,
  { company, platforms }: OperatorParts,
): Promise<boolean> {
  const outcomes: (SendOutcome | undefined)[] = [...(await sendOperators(message, key, platforms))]
  const { people } = company.live.directory
  const keepers = Object.keys(people).filter((id) => people[id]?.roles.includes(ADMIN_ROLE))
  for (const person of outcomes.length > 0 ? [] : keepers) {
    const [lane] = lanesOf({ in: 'person', person }, platforms, company)
    if (lane !== undefined) outcomes.push(await tellLane(lane, message, `${key}/${person}`, platforms))
  }
  return outcomes.some((outcome) => outcome?.is === 'sent' || outcome?.is === 'unknown')
}
