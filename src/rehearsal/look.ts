/** A case as somebody who knows the company sees it at a glance: what waits for whom now, or from when on. */
import type { Case } from '../rules/case.ts'
import type { Timely } from '../rules/clocks.ts'
import type { Millis, PersonId, Verb } from '../rules/nouns.ts'
import { tasksFor } from '../rules/tasks.ts'
import type { TaskKind } from '../rules/views.ts'

/** Something a case waits for. `fields` are those of the stage's form; none for a decision. */
export interface Chore {
  readonly id: string
  readonly stage: string
  readonly position: string
  readonly visit: number
  readonly kind: TaskKind
  readonly form?: string
  readonly fields: readonly string[]
  readonly people: readonly PersonId[]
  readonly verbs: readonly Verb[]
  readonly revision: number
}

export interface Glance {
  readonly ended: boolean
  /** When a call-back opens, if it waits for that. */
  readonly opens?: Millis
  readonly chores: readonly Chore[]
}

/** Looks. */
export function glance(state: Case, company: Timely): Glance {
  const { policy } = company
  const opens = state.positions.map((position) => position.opens).filter((one) => one !== undefined)
  return {
    ended: state.ended !== undefined,
    ...(opens.length === 0 ? {} : { opens: Math.min(...opens) }),
    chores: tasksFor(state, company).map(({ id, kind, stage: name, position, people, verbs, revision }) => {
      const stage = policy.flow.stages[name]
      const form = stage && 'form' in stage ? stage.form : undefined
      return {
        ...{ id, kind, stage: name, position, people, verbs, revision },
        visit: state.positions.find((one) => one.key === position)?.visit ?? 1,
        ...(form === undefined ? {} : { form }),
        fields: form === undefined ? [] : (policy.forms[form]?.fields ?? []),
      }
    }),
  }
}
