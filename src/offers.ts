/** What a case offers one person now, as the buttons of their own cards would: for chats without cards and for our pages. */
import { actionsOf } from '../cards/actions.ts'
import { drawCard } from '../cards/draw.ts'
import type { Action, Card } from '../cards/model.ts'
import type { Reader } from '../cards/reader.ts'
import { cardKey } from './rules/cards.ts'
import type { Case } from './rules/case.ts'
import { NO_STEP } from './rules/case.ts'
import type { Timely } from './rules/clocks.ts'
import type { Ground } from './rules/ground.ts'
import { CASE_VERBS, paused, permitted } from './rules/may.ts'
import type { Millis, PersonId } from './rules/nouns.ts'
import { tasksFor } from './rules/tasks.ts'
import type { CardSpec, Task } from './rules/views.ts'

/** A verb this person may do now, as its button would stand. */
export interface Offer {
  readonly action: Action
  readonly position?: string
  /** The task's card; absent for verbs about the whole case. */
  readonly card?: Card
}

export interface Offering {
  readonly reader: Reader
  readonly timely: Timely
  readonly state: Case
  readonly person: PersonId
  readonly now: Millis
  /** Others may read along, so personal data is masked. */
  readonly shared: boolean
  /** What decisions tell of other cases, by position; without it their cards leave that out. */
  readonly grounds?: ReadonlyMap<string, Ground>
}

/** Everything offered: task by task in their order, then what concerns the whole case. */
export function offersFor({ reader, timely, state, person, now, shared, grounds }: Offering): readonly Offer[] {
  const tasks = tasksFor(state, timely)
  const ask = { person, state, company: timely, now }
  const spec: Omit<CardSpec, 'verbs' | 'key' | 'kind'> = { place: { in: 'person', person }, state: 'open' }
  const scene = { ...reader, case: state, tasks, shared }
  const atTasks = tasks.flatMap((task): readonly Offer[] => {
    const position = state.positions.find(({ key }) => key === task.position)
    const other = paused(position) ? 'pause' : 'resume'
    const verbs = permitted(
      task.verbs.filter((verb) => !CASE_VERBS.includes(verb) && verb !== other),
      { ...ask, position },
    )
    if (verbs.length === 0) return []
    const own = { key: cardKey(task), kind: 'task' as const, position: task.position, step: task.step ?? NO_STEP }
    const ground = task.kind === 'decision' ? grounds?.get(task.position) : undefined
    const about = ground === undefined ? scene : { ...scene, ground }
    const card = drawCard({ ...about, spec: { ...spec, ...own, verbs } })
    return card.actions.map((action) => ({ action, card, position: task.position }))
  })
  const whole = permitted(CASE_VERBS, { ...ask, position: undefined })
  // What is read of other cases may be answered, wherever it stands.
  const [ground] = grounds?.values() ?? []
  const read = ground === undefined ? scene : { ...scene, ground }
  const about = actionsOf({ ...read, spec: { ...spec, key: 'case', kind: 'case', verbs: whole } })
  return [...atTasks, ...about.map((action) => ({ action }))]
}

/** Of what is offered, the cards of those tasks that ask this person. */
export function askingCards(offers: readonly Offer[], tasks: readonly Task[], person: PersonId): readonly Card[] {
  const keys = new Set(tasks.flatMap((task) => (task.people.includes(person) ? [cardKey(task)] : [])))
  const own = offers.flatMap(({ card }) =>
    card !== undefined && keys.has(card.key) ? [[card.key, card] as const] : [],
  )
  return [...new Map(own).values()]
}
