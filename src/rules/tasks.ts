/** What a case waits for, and from whom: a function of the state, the policy and the directory alone. */
import type { Case, Position } from './case.ts'
import { openQuestion } from './case.ts'
import type { Timely } from './clocks.ts'
import { dueOf } from './clocks.ts'
import type { StepId, Verb } from './nouns.ts'
import type { Found } from './people.ts'
import { askedAt } from './people.ts'
import type { Stage } from './policy.ts'
import { putOffVerbs } from './putting-off.ts'
import { remembered } from './remembered.ts'
import { answerers } from './rescue.ts'
import { stillAsked } from './steps.ts'
import type { Task, TaskKind } from './views.ts'

/** All open tasks, in the order in which their positions were entered. */
export const tasksFor: (state: Case, company: Timely) => readonly Task[] = remembered((state, company) =>
  state.positions.flatMap((position) => tasksAt(position, state, company)),
)

/**
 * The tasks of one position: none while it waits for a moment or for a delivery, one per step of a decision; while an
 * approver's question is open, its answer alone.
 */
export function tasksAt(position: Position, state: Case, company: Timely): readonly Task[] {
  const stage = company.policy.flow.stages[position.stage]
  if (!stage || stage.kind === 'end' || stage.kind === 'parallel' || position.opens !== undefined) return []
  if (stage.kind === 'customer' && !position.byHand) return []
  if (stage.kind !== 'decision')
    return [task(position, stage, stage.kind, askedAt(position, state, company), state, company)]
  const question = openQuestion(position)
  if (question) {
    const step = questionStep(question.index)
    const asked = task(position, stage, 'answer', answerers(question, state, company), state, company)
    return [{ ...asked, id: `${position.key}/${step}`, step, verbs: ANSWERING }]
  }
  const steps = position.asking?.sequence[position.asking.at] ?? []
  return steps
    .map((step) => ({
      ...task(position, stage, 'decision', stillAsked(step, state, company), state, company),
      id: `${position.key}/${step.step}`,
      step: step.step,
      ...(position.asking?.round ? { round: position.asking.round } : {}),
    }))
    .filter((open) => open.people.length > 0)
}

/** What can be done about a question: answering it; whoever asked takes it back, an administrator drops it. */
const ANSWERING: readonly Verb[] = ['answer', 'resume', 'rescue', 'note']

/** The step of a card that asks for an answer: `ask.1` is the position's first question. */
export function questionStep(index: number): StepId {
  return `ask.${index + 1}`
}

/** Which question such a step is about; undefined for every other step. */
export function questionOfStep(step: StepId | undefined): number | undefined {
  const number = /^ask\.(\d+)$/.exec(step ?? '')?.[1]
  return number === undefined ? undefined : Number(number) - 1
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
    verbs: [...stage.verbs, ...putOffVerbs(company.policy)],
    since: position.entered,
    ...(due === undefined ? {} : { due }),
    revision: position.bound,
  }
}
