/** Which cards should stand where: a function of the state. What is on them is drawn by `cards`. */
import type { Case, Position } from './case.ts'
import { NO_STEP } from './case.ts'
import type { Timely } from './clocks.ts'
import type { Fact } from './facts.ts'
import { CASE_VERBS, paused, permitted } from './may.ts'
import type { Millis, PersonId, Verb } from './nouns.ts'
import { askedForStep } from './steps.ts'
import { tasksFor } from './tasks.ts'
import type { CardSpec, Place, Spot, Task } from './views.ts'

/** The most people who get a task card each; a larger team sees it in the channel and in its list. */
export const MOST_DIRECT = 8

/** Every open card of the case: the living one, and for each open task one in its channel and one per person asked. */
export function cardsFor(state: Case, company: Timely, now: Millis): readonly CardSpec[] {
  const living = livingCards(state).map((card): CardSpec => {
    const { place } = card
    if (place.in !== 'person') return card
    return { ...card, verbs: permitted(CASE_VERBS, { person: place.person, state, position: undefined, company, now }) }
  })
  return [...living, ...tasksFor(state, company).flatMap((task) => taskCards(task, state, company, now))]
}

/** Where a card stands, and under which key. */
export type Standing = Pick<CardSpec, 'key' | 'place'>

/** Keys and places of all that `cardsFor` gives, without asking what everybody may do on each. */
export function standingFor(state: Case, company: Timely): readonly Standing[] {
  const tasks = tasksFor(state, company).flatMap((task) =>
    placesOf(task, company).map((place): Standing => ({ key: cardKey(task), place })),
  )
  return [...livingCards(state), ...tasks]
}

/** True for notes without files: they stand on the living card and on those of decisions. Files are shown on every task. */
export function onlyNoted(facts: readonly Fact[]): boolean {
  return facts.length > 0 && facts.every(({ what }) => what.is === 'noted' && what.files.length === 0)
}

/**
 * Cards of decision steps that have been heard, for which nobody is asked any more: they stand resolved and say what
 * became of the whole decision, so they are looked at again whenever it moves on.
 */
export function heardCards(state: Case, company: Timely): readonly Standing[] {
  return state.positions.flatMap((position) => {
    const channel = company.policy.flow.stages[position.stage]?.channel
    const { sequence = [], at = 0, round = 0 } = position.asking ?? {}
    // Who waits for an answer, or was asked anew, keeps a card that says who is waited for.
    const moved = round > 0 || (position.questions ?? []).length > 0
    const steps = sequence.flatMap((set, i) =>
      set.filter((step) => step.given.length > 0 || step.against || (moved && i <= at)),
    )
    return steps.flatMap((step) => {
      const asked = askedForStep(step, state, company).people.slice(0, MOST_DIRECT)
      const people: readonly Place[] = [...new Set([...step.given, ...(step.against ?? []), ...asked])].map(
        (person) => ({
          in: 'person',
          person,
        }),
      )
      const places: readonly Place[] = channel === undefined ? people : [{ in: 'channel', channel }, ...people]
      const rounds = Array.from({ length: round + 1 }, (_, i) => i)
      const keys = rounds.map((nth) => cardKey({ id: `${position.key}/${step.step}`, round: nth }))
      return keys.flatMap((key) => places.map((place) => ({ key, place })))
    })
  })
}

/** The card of these (all that `cardsFor` gave) at a place under this key: the open one, or else the resolved twin of what was asked there. */
export function cardAmong(cards: readonly CardSpec[], key: string, place: Spot): CardSpec {
  const open = cards.find((spec) => spec.key === key && samePlace(spec.place, place))
  if (open) return open
  const [, position = '', step = NO_STEP] = key.split('/')
  return { key, kind: key === 'case' ? 'case' : 'task', place, state: 'done', position, step, verbs: [] }
}

/** True when both are the same channel, person or customer. */
export function samePlace(a: Spot, b: Spot): boolean {
  switch (a.in) {
    case 'channel':
      return b.in === 'channel' && a.channel === b.channel
    case 'person':
      return b.in === 'person' && a.person === b.person
    case 'customer':
      return b.in === 'customer' && a.number === b.number
    case 'room':
      return b.in === 'room' && a.platform === b.platform && a.handle === b.handle
  }
}

/** The living card: in the case's channel, in its war rooms, and in front of whoever an alarm went to. */
export function livingCards(state: Case): readonly CardSpec[] {
  const rooms = Object.entries(state.room?.handles ?? {}).map(
    ([platform, handle]): Spot => ({ in: 'room', platform, handle }),
  )
  const home: readonly Spot[] = state.home === undefined ? [] : [{ in: 'channel', channel: state.home }]
  const alarmed = new Set(Object.values(state.alarms ?? {}).flatMap(({ people }) => people))
  const people = [...alarmed].map((person): Spot => ({ in: 'person', person }))
  return [...home, ...rooms, ...people].map((place) => ({
    key: 'case',
    kind: 'case',
    place,
    state: state.ended ? 'done' : 'open',
    verbs: [],
  }))
}

/** The key of a task's cards. Whoever is asked anew gets a card of its own: one that is over cannot ask again everywhere. */
export function cardKey({ id, round = 0 }: Pick<Task, 'id' | 'round'>): string {
  return round === 0 ? `task/${id}` : `task/${id}/${round}`
}

/** The places of a task's cards: its channel, and the first of the people who are asked. */
function placesOf(task: Task, company: Timely): readonly Place[] {
  const channel = company.policy.flow.stages[task.stage]?.channel
  const people = task.people.slice(0, MOST_DIRECT).map((person): Place => ({ in: 'person', person }))
  return channel === undefined ? people : [{ in: 'channel', channel }, ...people]
}

function taskCards(task: Task, state: Case, company: Timely, now: Millis): readonly CardSpec[] {
  const position = state.positions.find((p) => p.key === task.position)
  if (!position) return []
  const verbsOf = (person: PersonId): readonly Verb[] => verbsFor(task, position, person, state, company, now)
  const anyones = (): readonly Verb[] => {
    const may = new Set(task.people.flatMap(verbsOf))
    return task.verbs.filter((verb) => may.has(verb))
  }
  return placesOf(task, company).map((place) => ({
    key: cardKey(task),
    kind: 'task',
    place,
    state: 'open',
    position: position.key,
    step: task.step ?? NO_STEP,
    verbs: place.in === 'person' ? verbsOf(place.person) : anyones(),
  }))
}

function verbsFor(
  task: Task,
  position: Position,
  person: PersonId,
  state: Case,
  company: Timely,
  now: Millis,
): readonly Verb[] {
  const verbs = task.verbs.filter((verb) => verb !== (paused(position) ? 'pause' : 'resume'))
  const whole = CASE_VERBS.filter((verb) => !verbs.includes(verb) && verb !== 'urge')
  return permitted([...verbs, ...whole], { person, state, position, company, now })
}
