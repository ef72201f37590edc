/** The story of one case as data, in the reader's words: what a page of its own is drawn from. Personal data is masked. */

import { cardKey, cardsFor } from '../src/rules/cards.ts'
import type { Case } from '../src/rules/case.ts'
import { caseRuns } from '../src/rules/case-clocks.ts'
import type { Timely } from '../src/rules/clocks.ts'
import type { Fact } from '../src/rules/facts.ts'
import { CASE_VERBS, offeredUnasked } from '../src/rules/may.ts'
import type { FileRef, Lang, Millis, PersonId } from '../src/rules/nouns.ts'
import { tasksFor } from '../src/rules/tasks.ts'
import type { CardSpec, Task } from '../src/rules/views.ts'
import { actionsOf } from './actions.ts'
import { say } from './catalogue.ts'
import { duration, fullMoment } from './format.ts'
import { maskedFile } from './masks.ts'
import type { Action, Row } from './model.ts'
import { actorName, outcomeName, personName, stageName, stepName } from './names.ts'
import { clockRows, contactFiles, ledgerRows } from './promise-words.ts'
import type { Reader } from './reader.ts'
import type { Scene } from './scene.ts'
import { badges, fieldWords, freeText, planWords } from './scene.ts'
import type { Approval } from './story-approvals.ts'
import { approvals } from './story-approvals.ts'
import type { ClockView, Timed } from './story-clocks.ts'
import { clockView, iso } from './story-clocks.ts'
import type { CustomerView, SentMessage, StoryMessage } from './story-messages.ts'
import { customerView, storyMessages } from './story-messages.ts'
import type { StageStep } from './story-stages.ts'
import { stageSteps } from './story-stages.ts'
import type { StoryDay } from './story-timeline.ts'
import { filesIn, maskedFact, storyDays } from './story-timeline.ts'
import { filledRows, gradeRows } from './whole-story.ts'

/** What a story is told from. `viewer` is who looks; buttons are theirs. */
export interface StoryInput {
  readonly state: Case
  readonly facts: readonly Fact[]
  readonly sent: readonly SentMessage[]
  readonly company: Timely
  readonly now: Millis
  readonly lang: Lang
  readonly tz: string
  readonly viewer?: PersonId
}

/** An open task: what, who is asked, how it stands in time, and what the viewer may do about it. */
export interface StoryTask {
  readonly position: string
  readonly stage: string
  readonly kind: Task['kind']
  readonly step?: string
  readonly people: readonly { readonly id: PersonId; readonly name: string }[]
  readonly fallback: boolean
  readonly since: string
  readonly revision: number
  readonly clock: ClockView
  readonly actions: readonly Action[]
}

export interface CaseStory {
  readonly number: string
  readonly revision: number
  readonly lang: Lang
  readonly product: string
  readonly customer: string
  readonly text: string
  readonly badges: string
  readonly filed: string
  readonly age: string
  readonly outcome?: { readonly words: string; readonly good: boolean }
  readonly late: boolean
  readonly plan?: string
  readonly owner?: string
  readonly stages: readonly StageStep[]
  readonly tasks: readonly StoryTask[]
  readonly actions: readonly Action[]
  readonly grades: readonly Row[]
  readonly fields: readonly Row[]
  readonly approvals: readonly Approval[]
  readonly days: readonly StoryDay[]
  readonly files: readonly FileRef[]
  readonly messages: readonly StoryMessage[]
  readonly customerView: CustomerView
  /** The facts themselves, masked. */
  readonly facts: readonly unknown[]
}

/** Tells it. The same input gives the same story. */
export function caseStory(input: StoryInput): CaseStory {
  const { state, facts, sent, company, now, lang, tz } = input
  const reader: Reader = { lang, tz, policy: company.policy, directory: company.directory }
  const tasks = tasksFor(state, company)
  const timed: Timed = { state, company, now, reader }
  const scene: Scene = {
    ...reader,
    spec: specOf(input),
    case: state,
    tasks,
    clocks: caseRuns(state, company),
    shared: true,
  }
  const open = tasks.map((task) => storyTask(task, input, scene, timed))
  return {
    ...headOf(scene, timed, open),
    stages: stageSteps(timed, tasks),
    tasks: open,
    actions: actionsOf(scene),
    grades: gradeRows(scene),
    fields: [...clockRows(scene), ...ledgerRows(scene), ...filledRows(scene, Number.POSITIVE_INFINITY)],
    approvals: approvals(timed, facts),
    days: storyDays(facts, state, reader),
    files: [...filesIn(state.values), ...state.notes.flatMap((note) => note.files), ...contactFiles(state)].map(
      (file) => maskedFile(file, state.values, company.policy),
    ),
    messages: storyMessages(sent, timed),
    customerView: customerView(sent, timed, tasks),
    facts: facts.map((fact) => maskedFact(fact, state, reader)),
  }
}

/** The case's own card, with what the viewer may do about the case as a whole. */
function specOf({ state, company, now, viewer }: StoryInput): CardSpec {
  const verbs = viewer === undefined ? [] : offeredUnasked({ person: viewer, state, company, now })
  return { key: 'case', kind: 'case', place: { in: 'channel', channel: '' }, state: 'open', verbs }
}

function headOf(scene: Scene, { state, now, reader }: Timed, open: readonly StoryTask[]) {
  const { lang, tz } = reader
  const end = state.ended?.at ?? now
  const age = duration(end - state.filed, lang)
  const proposal =
    state.instructions.at(-1)?.proposal ?? state.granted ?? state.positions.find((p) => p.asking)?.asking?.proposal
  return {
    number: state.number,
    revision: state.revision,
    lang,
    product: fieldWords('product', scene, 80) ?? '',
    customer: fieldWords('customer', scene, 60) ?? '',
    text: freeText(String(state.values.text ?? ''), scene, 20_000),
    badges: badges(state, reader.policy, lang),
    filed: say(lang, 'page.filed', { who: actorName(state.filer, reader), at: fullMoment(state.filed, lang, tz) }),
    age: say(lang, state.ended ? 'page.closed_after' : 'page.open_since', { age }),
    late: open.some((task) => task.clock.is === 'late'),
    ...(state.ended
      ? { outcome: { words: outcomeName(state.ended, reader), good: state.ended.outcome === 'closed' } }
      : {}),
    ...(proposal ? { plan: planWords(proposal, scene) } : {}),
    ...(typeof state.values.owner === 'string' ? { owner: personName(state.values.owner, reader) } : {}),
  }
}

function storyTask(task: Task, { state, company, now, viewer }: StoryInput, scene: Scene, timed: Timed): StoryTask {
  const { reader } = timed
  const position = state.positions.find((one) => one.key === task.position)
  const spec = cardsFor(state, company, now).find(
    ({ key, place }) => key === cardKey(task) && place.in === 'person' && place.person === viewer,
  )
  return {
    position: task.position,
    stage: stageName(task.stage, reader),
    kind: task.kind,
    ...(task.step === undefined ? {} : { step: stepName(task.step, reader) }),
    people: task.people.map((id) => ({ id, name: personName(id, reader) })),
    fallback: task.fallback,
    since: iso(task.since),
    revision: task.revision,
    clock: position ? clockView(position, timed) : { is: 'none', words: '' },
    actions: spec ? actionsOf({ ...scene, spec }).filter(({ verb }) => !CASE_VERBS.includes(verb)) : [],
  }
}
