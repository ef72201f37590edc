/** What a case waits for, and from whom: a function of the state, the policy and the directory alone. */
import type { Case, Position, StepState } from './case.ts'
import type { Timely } from './clocks.ts'
import { dueOf } from './clocks.ts'
import type { Found } from './people.ts'
import { askedAt, askedForStep } from './people.ts'
import type { Stage } from './policy.ts'
import { remembered } from './remembered.ts'
import type { Task, TaskKind } from './views.ts'

/** All open tasks, in the order in which their positions were entered. */
export const tasksFor: (state: Case, company: Timely) => readonly Task[] = remembered((state, company) =>
  state.positions.flatMap((position) => tasksAt(position, state, company)),
)

/** The tasks of one position: none while it waits for a moment or for a delivery, one per step of a decision. */
export function tasksAt(position: Position, state: Case, company: Timely): readonly Task[] {
  const stage = company.policy.flow.stages[position.stage]
  if (!stage || stage.kind === 'end' || stage.kind === 'parallel' || position.opens !== undefined) return []
  if (stage.kind === 'customer' && !position.byHand) return []
  if (stage.kind !== 'decision')
    return [task(position, stage, stage.kind, askedAt(position, state, company), state, company)]
  const steps = position.asking?.sequence[position.asking.at] ?? []
  return steps
    .map((step) => ({ step, found: askedForStep(step, state, company) }))
    .map(({ step, found }) => ({
      ...task(position, stage, 'decision', stillAsked(step, found), state, company),
      id: `${position.key}/${step.step}`,
      step: step.step,
    }))
    .filter((open) => open.people.length > 0)
}

function stillAsked(step: StepState, found: Found): Found {
  return { ...found, people: found.people.filter((id) => !step.given.includes(id)) }
}

function task(position: Position, stage: Stage, kind: TaskKind, found: Found, state: Case, company: Timely): Task {
  const due = dueOf(position, state, company)
  return {
    id: position.key,
    kind,
    stage: position.stage,
    position: position.key,
    people: found.people,
    fallback: found.fallback,
    verbs: stage.verbs,
    since: position.entered,
    ...(due === undefined ? {} : { due }),
    revision: position.bound,
  }
}
