/** The emergency team (F066, F068, F069, C16): who is called together, and when without anybody asking. */
import type { Case } from './case.ts'
import { environment } from './environment.ts'
import type { PersonId, Text } from './nouns.ts'
import { type Company, resolve } from './people.ts'
import type { Story } from './story.ts'
import { tasksFor } from './tasks.ts'

/** So many people are called in for one role, or to one task: a whole department is no war room. */
const MOST = 8

/** A role of the plan with whoever has it for this case. */
interface Role {
  readonly id: string
  readonly name: Text
  readonly people: readonly PersonId[]
}

/** Who has which role in the emergency team of a case. */
export function rolesFor(state: Case, company: Company): readonly Role[] {
  return (company.policy.emergency?.roles ?? []).map(({ id, name, who }) => ({
    ...{ id, name },
    people: resolve(who, state, company, new Set()).people.slice(0, MOST),
  }))
}

/** Calls the team together, and whoever is to act, unless a room stands already. */
export function callTogether(story: Story): void {
  const { state, context } = story
  const { emergency } = context.policy
  if (!emergency || state.room || state.ended) return
  const team = rolesFor(state, context).flatMap(({ people }) => people)
  const asked = tasksFor(state, context).flatMap((task) => task.people.slice(0, MOST))
  const people = [...new Set([...team, ...asked])]
  if (people.length > 0) story.record({ is: 'room_asked', people, reason: emergency.name[state.lang] })
}

/** Calls the team together where the policy says that this case is an emergency by itself. */
export function answerEmergency(story: Story): void {
  const { state, context } = story
  const when = context.policy.emergency?.when
  if (!when || state.room || state.ended || state.incident || state.linked) return
  if (when.test(environment(context.policy, state, state.positions[0]?.stage))) callTogether(story)
}
