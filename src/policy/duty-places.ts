/** Where people take on duties: every place of the flow that asks somebody, and who can ever be asked there. */
import type { Duty, PersonId, StageId } from '../rules/nouns.ts'
import { ADMIN_ROLE, dutyOf, hearsUs } from '../rules/people.ts'
import type { Live, Mode, Policy, Rule, Step, Who } from '../rules/policy.ts'
import type { Path } from './problems.ts'

/** A place that asks people to take on a duty, under one rule. */
export interface Place {
  readonly duty: Duty
  readonly path: Path
  /** Where its rule stands, if it has one. */
  readonly rulePath?: Path
  /** Everybody it can ever mean who can be reached; undefined where a case decides that. */
  readonly people?: ReadonlySet<PersonId>
  /** Everybody whom the policy names there, reachable or not. */
  readonly named?: ReadonlySet<PersonId>
  readonly rule: Rule
  /** The step of a decision; absent for a stage. */
  readonly step?: Step
  /** The stages that ask there. */
  readonly stages: readonly StageId[]
}

/** Everybody in the directory who can be told anything. */
export function living({ directory }: Live): ReadonlySet<PersonId> {
  return new Set(Object.values(directory.people).flatMap((person) => (hearsUs(person) ? [person.id] : [])))
}

/** Those who are asked when nobody else can be. */
export function admins(live: Live): ReadonlySet<PersonId> {
  return reached(roleHolders(ADMIN_ROLE, live), live)
}

function roleHolders(role: string, { directory }: Live): ReadonlySet<PersonId> {
  return new Set(Object.values(directory.people).flatMap((one) => (one.roles.includes(role) ? [one.id] : [])))
}

function reached(people: ReadonlySet<PersonId>, live: Live): ReadonlySet<PersonId> {
  const alive = living(live)
  return new Set([...people].filter((id) => alive.has(id)))
}

/**
 * The people a who-expression can ever mean; undefined when a case decides that. The owner is one of those among whom
 * the stages with `assign` pick.
 */
export function possible(who: Who, policy: Policy, live: Live): ReadonlySet<PersonId> | undefined {
  const { people, teams } = live.directory
  switch (who.kind) {
    case 'team':
      return new Set(teams[who.id]?.members.filter((id) => Object.hasOwn(people, id)))
    case 'role':
      return roleHolders(who.id, live)
    case 'person':
      return new Set(Object.hasOwn(people, who.id) ? [who.id] : [])
    case 'field':
      return who.id === 'owner' ? owners(policy, live) : undefined
    default: {
      const parts = who.kind === 'list' ? who.of : (policy.routes[who.id] ?? []).map((branch) => branch.is)
      return union(parts.map((part) => possible(part, policy, live)))
    }
  }
}

function owners(policy: Policy, live: Live): ReadonlySet<PersonId> | undefined {
  const assigning = Object.values(policy.flow.stages).flatMap((stage) =>
    stage.kind === 'form' && stage.assign && stage.who.kind !== 'field' ? [stage.who] : [],
  )
  return assigning.length === 0 ? undefined : union(assigning.map((who) => possible(who, policy, live)))
}

function union(sets: readonly (ReadonlySet<PersonId> | undefined)[]): ReadonlySet<PersonId> | undefined {
  return sets.some((set) => set === undefined) ? undefined : new Set(sets.flatMap((set) => [...(set ?? [])]))
}

/** Every place that counts as a duty, those of decisions step by step and group by group. */
export function dutyPlaces(policy: Policy, live: Live): readonly Place[] {
  return [
    ...stagePlaces(policy, live),
    ...Object.values(policy.approval.steps).flatMap((s) => stepPlaces(s, policy, live)),
  ]
}

function stagePlaces(policy: Policy, live: Live): readonly Place[] {
  return Object.values(policy.flow.stages).flatMap((stage): readonly Place[] => {
    const duty = dutyOf(stage)
    if (duty === undefined || stage.kind === 'decision' || !('who' in stage)) return []
    const path: Path = ['flow', 'stages', stage.id, 'who']
    return [{ duty, path, rule: 'any', stages: [stage.id], ...whom(stage.who, policy, live) }]
  })
}

function stepPlaces(step: Step, policy: Policy, live: Live): readonly Place[] {
  const at: Path = ['approval', 'steps', step.id]
  const common = { duty: 'approver', step, stages: stagesOf(step, policy) } as const
  return rulesOf(step.mode).map(({ who, rule, path }) => ({
    ...common,
    path: [...at, ...path, 'who'],
    rulePath: [...at, ...path, 'mode'],
    rule,
    ...whom(who ?? step.who, policy, live),
  }))
}

function rulesOf(mode: Mode): readonly { readonly who?: Who; readonly rule: Rule; readonly path: Path }[] {
  if (typeof mode !== 'object' || !('groups' in mode)) return [{ rule: mode, path: [] }]
  return mode.groups.map((group, i) => ({ who: group.who, rule: group.mode, path: ['groups', i] }))
}

function whom(who: Who, policy: Policy, live: Live): Pick<Place, 'people' | 'named'> {
  const named = possible(who, policy, live)
  return named ? { named, people: reached(named, live) } : {}
}

/** The decision stages that may ask this step. */
function stagesOf(step: Step, { approval, flow }: Policy): readonly StageId[] {
  const byMatrix = [...approval.tiers, ...approval.extra].some((one) => one.step === step.id)
  return Object.values(flow.stages).flatMap((stage) => {
    if (stage.kind !== 'decision') return []
    return (stage.steps === 'matrix' ? byMatrix : stage.steps.includes(step.id)) ? [stage.id] : []
  })
}

/** How many people of a place must have spoken before it is done. */
export function needOf({ rule }: Pick<Place, 'rule'>): number {
  return typeof rule === 'object' ? rule.quorum : 1
}
