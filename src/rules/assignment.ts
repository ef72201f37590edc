/**
 * Which one of those a stage asks becomes the owner (F039-F042, F045, D21): what speaks for somebody first, then who has
 * least to do. Always exactly one; whoever is away only where nobody is there.
 */
import type { Case } from './case.ts'
import { environment, firstOf } from './environment.ts'
import type { PersonId, StageId } from './nouns.ts'
import type { Found } from './people.ts'
import { askedAt, barred, dutyOf, orNext, ownerOf, pickOne, resolve } from './people.ts'
import type { Assignment, FormStage, Preference } from './policy.ts'
import type { Context, Story } from './story.ts'

/** What somebody has to do now: open tasks that ask them, and how many of these are past due. Both are counted up to `MOST_COUNTED`. */
export interface Workload {
  readonly open: number
  readonly late: number
}

/** Nobody has so much to do that the difference beyond still matters; a count never reads more rows of one person. */
export const MOST_COUNTED = 500

/** What these people have to do now. Nobody is left out: who has nothing to do has zeros. */
export type FindWorkloads = (people: readonly PersonId[]) => Readonly<Record<PersonId, Workload>>

/** The guard key of what somebody has to do: two who are compared at the same instant are never compared twice alike. */
export const workloadGuard = (person: PersonId): string => `workload/${person}`

/** What spoke for the one who was chosen, and against others: a skill, or the region or tier that a field named. */
export interface Speaks {
  readonly wants: Preference['wants']
  readonly is: string
  /** The field that named the region or tier. */
  readonly field?: string
}

/** Who was chosen, and by what. */
export interface Choice {
  readonly person: PersonId
  /** Each narrowed the choice; absent where nothing did. */
  readonly because?: readonly Speaks[]
  /** What those had to do who were left to compare; absent where nobody was compared. */
  readonly workloads?: Readonly<Record<PersonId, Workload>>
}

/**
 * The one of `found` who becomes the owner: who owns the case already, if they are among those who are there; else by the
 * stage's preferences, each of which narrows the choice only while somebody is left, then by load; among equals by the
 * case's number. Undefined when nobody is found.
 */
export function choose(assignment: Assignment, found: Found, state: Case, context: Context): Choice | undefined {
  const there = thoseThere(found)
  const owner = there.find((id) => id === ownerOf(state))
  if (owner !== undefined) return { person: owner }
  const { people, because } = preferred(assignment.prefer, there, state, context)
  const reasons = because.length === 0 ? {} : { because }
  if (assignment.by === 'turn' || people.length < 2 || !context.workloads) return picked(people, state, reasons)
  const workloads = context.workloads(people)
  const least = Math.min(...people.map((id) => weight(workloads[id])))
  return picked(
    people.filter((id) => weight(workloads[id]) === least),
    state,
    { ...reasons, workloads },
  )
}

/** Whoever is asked in their own right; those who stand in only where all the others are away. */
function thoseThere({ people, standsFor }: Found): readonly PersonId[] {
  const there = people.filter((id) => !Object.hasOwn(standsFor, id))
  return there.length > 0 ? there : people
}

function picked(people: readonly PersonId[], state: Case, reasons: Omit<Choice, 'person'>): Choice | undefined {
  const person = pickOne(people, state.number)
  return person === undefined ? undefined : { person, ...reasons }
}

/** What is late weighs double: whoever is behind gets no more while others keep up. */
export function weight(load: Workload | undefined): number {
  return (load?.open ?? 0) + (load?.late ?? 0)
}

function preferred(
  prefer: readonly Preference[],
  all: readonly PersonId[],
  state: Case,
  context: Context,
): { readonly people: readonly PersonId[]; readonly because: readonly Speaks[] } {
  const env = prefer.some(({ when }) => when) ? environment(context.policy, state) : {}
  const because: Speaks[] = []
  let people = all
  for (const { when, wants, id } of prefer) {
    if (people.length < 2) break
    if (when && !firstOf([{ when, is: true }], env)) continue
    const is = wants === 'skill' ? id : state.values[id]
    if (typeof is !== 'string' || is === '') continue
    const fit = people.filter((one) => context.directory.people[one]?.[TRAITS[wants]]?.includes(is))
    if (fit.length === 0 || fit.length === people.length) continue
    people = fit
    because.push({ wants, is, ...(wants === 'skill' ? {} : { field: id }) })
  }
  return { people, because }
}

/** Where a person of the directory says it. */
export const TRAITS = { skill: 'skills', region: 'regions', tier: 'tiers' } as const

/** Makes somebody the owner on entering a stage that asks for one. */
export function assign(story: Story, stage: FormStage, key: string): void {
  if (!stage.assign) return
  const choice = choose(
    stage.assign,
    askedAt(story.position(key), story.state, story.context),
    story.state,
    story.context,
  )
  if (choice) story.record({ is: 'assigned', position: key, why: whyOf(stage), ...choice })
}

function whyOf(stage: FormStage): string {
  return stage.who.kind === 'list' ? stage.id : `${stage.who.kind}.${stage.who.id}`
}

/**
 * An owner who left, or whom nothing reaches and for whom nobody stands in, is followed by another of those among whom the
 * last assignment chose (F045). Nothing happens where nobody else is there: the operators find such a case.
 */
export function replaceOwner(story: Story): void {
  const { state, context } = story
  const from = ownerOf(state)
  if (from === undefined || state.ended || isThere(from, story)) return
  const stage = lastAssigning(story)
  if (!stage?.assign) return
  const out = new Set([...barred(context.policy, state, dutyOf(stage)).keys(), from])
  const found = orNext(resolve(stage.who, state, context, out), 1, state, context, out, [from])
  const choice = choose(stage.assign, found, state, context)
  if (choice) story.record({ is: 'reassigned', from, why: whyOf(stage), ...choice })
}

function isThere(person: PersonId, { state, context }: Story): boolean {
  return resolve({ kind: 'person', id: person }, state, context, new Set()).people.length > 0
}

/** The stage entered last that makes somebody the owner. */
function lastAssigning(story: Story): FormStage | undefined {
  const visited = [...story.state.positions, ...story.state.past].sort((a, b) => b.entered - a.entered)
  const stageOf = (id: StageId): FormStage | undefined => {
    const stage = story.context.policy.flow.stages[id]
    return stage?.kind === 'form' && stage.assign ? stage : undefined
  }
  return visited.map(({ stage }) => stageOf(stage)).find((stage) => stage !== undefined)
}
