/** The stages of a case in the order it went through them: who, from when to when, how it ended; and what lies ahead. */
import type { Past, Position } from '../src/rules/case.ts'
import type { Lang, StageId } from '../src/rules/nouns.ts'
import type { Task } from '../src/rules/views.ts'
import type { SentenceId } from './catalogue.ts'
import { sayAny } from './catalogue.ts'
import { duration } from './format.ts'
import { actorName, outcomeName, peopleNames, stageName } from './names.ts'
import type { ClockView, Timed } from './story-clocks.ts'
import { clockView, iso } from './story-clocks.ts'
import { stripOf } from './strip.ts'

/** One place of the strip. A stage that was visited more than once is shown where it was last, with how often. */
export interface StageStep {
  readonly name: string
  readonly state: 'done' | 'now' | 'next'
  readonly visits: number
  readonly who?: string
  readonly entered?: string
  readonly left?: string
  readonly spent?: string
  readonly result?: string
  readonly clock?: ClockView
}

/** The whole way: behind, now, ahead. */
export function stageSteps(timed: Timed, tasks: readonly Task[]): readonly StageStep[] {
  const { state, reader } = timed
  const kindOf = (stage: StageId) => reader.policy.flow.stages[stage]?.kind
  const open = state.positions.filter((position) => kindOf(position.stage) !== 'parallel')
  const current = new Set(open.map((position) => position.stage))
  const last = new Map<StageId, Past>()
  for (const past of state.past) {
    // Taken out first, so that a stage stands where it was visited last.
    last.delete(past.stage)
    if (kindOf(past.stage) !== 'parallel' && !current.has(past.stage)) last.set(past.stage, past)
  }
  const ended: readonly StageStep[] = state.ended
    ? [{ name: outcomeName(state.ended, reader), state: 'done', visits: 1, entered: iso(state.ended.at) }]
    : []
  const ahead = stripOf(state, reader).steps.filter((step) => step.state === 'next')
  return [
    ...[...last.values()].map((past) => behind(past, timed)),
    ...open.map((position) => here(position, timed, tasks)),
    ...ahead.map((step): StageStep => ({ name: step.label, state: 'next', visits: 0 })),
    ...ended,
  ]
}

function behind(past: Past, { state, reader }: Timed): StageStep {
  const result = resultWords(past.result, reader.lang)
  return {
    name: stageName(past.stage, reader),
    state: 'done',
    visits: state.visits[past.stage] ?? 1,
    who: actorName(past.by, reader),
    entered: iso(past.entered),
    left: iso(past.left),
    spent: duration(past.left - past.entered, reader.lang),
    ...(result === undefined ? {} : { result }),
  }
}

function here(position: Position, timed: Timed, tasks: readonly Task[]): StageStep {
  const asked = [...new Set(tasks.filter((task) => task.position === position.key).flatMap((task) => task.people))]
  return {
    name: stageName(position.stage, timed.reader),
    state: 'now',
    visits: position.visit,
    ...(asked.length === 0 ? {} : { who: peopleNames(asked, timed.reader) }),
    entered: iso(position.entered),
    spent: duration(timed.now - position.entered, timed.reader.lang),
    clock: clockView(position, timed),
  }
}

const RESULT_WORDS = {
  submit: 'page.result_submit',
  approved: 'page.result_approved',
  reject: 'page.result_rejected',
  rejected: 'page.result_rejected',
  return: 'page.result_returned',
  returned: 'page.result_returned',
  paid: 'page.result_paid',
  failed: 'page.result_failed',
  told: 'page.result_told',
  exhausted: 'page.result_exhausted',
  cancelled: 'page.result_cancelled',
} as const satisfies Readonly<Record<string, SentenceId>>

/** How a stage ended, in a word; undefined for a result that says nothing by itself. */
export function resultWords(result: string, lang: Lang): string | undefined {
  const known: Readonly<Record<string, SentenceId>> = RESULT_WORDS
  const id = Object.hasOwn(known, result) ? known[result] : undefined
  return id === undefined ? undefined : sayAny(lang, id, {})
}
