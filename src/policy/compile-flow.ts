/** Compiles the flow: stages, where their results lead, routes. */
import type { Verb } from '../rules/nouns.ts'
import type { Assignment, Branch, Next, Policy, Preference, Stage, Who } from '../rules/policy.ts'
import { OUTCOMES } from '../rules/policy.ts'
import type { Compiling } from './compile-words.ts'
import { spanOf, textOf, whoOf } from './compile-words.ts'
import type { Conditions } from './conditions.ts'
import type { Path } from './problems.ts'
import { both, listed } from './problems.ts'
import { defined, mapped, record } from './records.ts'
import type { RawPolicy } from './schema.ts'
import type { RawAssignment, RawStage, RawTo } from './schema-flow.ts'
import { RESULTS } from './schema-flow.ts'
import type { RawWho } from './schema-words.ts'

/** The result that a bare `next` stands for. */
const ORDINARY: Readonly<Partial<Record<RawStage['kind'], string>>> = {
  form: 'submit',
  customer: 'told',
  callback: 'submit',
  parallel: 'joined',
}

/** What a stage offers when it lists no verbs. A verb whose result leads nowhere is left out. */
const DEFAULT_VERBS: Readonly<Record<RawStage['kind'], readonly Verb[]>> = {
  form: ['submit', 'return', 'reject', 'transfer', 'note'],
  decision: ['approve', 'reject', 'return', 'transfer', 'note'],
  payment: ['pay', 'fail', 'return', 'note'],
  customer: ['submit', 'note'],
  callback: ['submit', 'note'],
  parallel: ['note'],
  end: [],
}

/** The result each verb brings about, by kind of stage. */
export const RESULT_OF: Readonly<Record<RawStage['kind'], Readonly<Partial<Record<Verb, string>>>>> = {
  form: { submit: 'submit', return: 'return', reject: 'reject' },
  decision: { approve: 'approved', reject: 'rejected', return: 'returned', recall: 'recalled' },
  payment: { pay: 'paid', fail: 'failed', return: 'returned' },
  customer: { submit: 'told' },
  callback: { submit: 'submit' },
  parallel: {},
  end: {},
}

/** Where what a case's routes and channel lead to, by condition. */
export function branchesOf<A, B>(
  raw: readonly { readonly when?: string; readonly to: A }[],
  at: Path,
  conditions: Conditions,
  map: (to: A) => B,
): readonly Branch<B>[] {
  return raw.map(({ when, to }, i) => ({
    is: map(to),
    ...(when === undefined ? {} : { when: conditions.compile(when, [...at, i, 'when']) }),
  }))
}

/** Routes by name. */
export function routesOf(raw: RawPolicy, conditions: Conditions): Policy['routes'] {
  return mapped(raw.routes ?? {}, (branches, id): readonly Branch<Who>[] =>
    branchesOf<RawWho, Who>(branches, ['routes', id], conditions, whoOf),
  )
}

/** The flow. `early` compiles conditions where no stage is known yet, `conditions` those inside stages. */
export function flowOf(
  raw: RawPolicy,
  early: Conditions,
  conditions: Conditions,
  compiling: Compiling,
): Policy['flow'] {
  const { flow } = raw
  return {
    intake: flow.intake,
    start: flow.start,
    channel: branchesOf<string, string>(flow.channel, ['flow', 'channel'], early, (to) => to),
    anywhere: defined({ withdraw: flow.anywhere?.withdraw, merge: flow.anywhere?.merge }),
    stages: mapped(flow.stages, (stage, id) => stageOf(stage, id, conditions, compiling)),
    strangersMayFile: flow.strangers_may_file ?? false,
    ...(flow.receivers === undefined ? {} : { receivers: whoOf(flow.receivers) }),
  }
}

function stageOf(raw: RawStage, id: string, conditions: Conditions, compiling: Compiling): Stage {
  const at: Path = ['flow', 'stages', id]
  if (raw.kind === 'end') return endOf(raw, id, at, compiling)
  const next = nextOf(raw, [...at, 'next'], conditions, compiling)
  const pauseOn = raw.pause_on ?? []
  const common = {
    id,
    name: textOf(raw.name),
    next,
    pauseOn,
    verbs: raw.verbs ?? defaultVerbs(raw.kind, next, pauseOn.length > 0),
    ...defined({ clock: raw.clock, rounds: raw.rounds, channel: raw.channel }),
  }
  switch (raw.kind) {
    case 'form':
      return {
        ...common,
        kind: raw.kind,
        who: whoOf(raw.who),
        form: raw.form,
        ...defined({
          assign: assignmentOf(raw.assign, [...at, 'assign'], conditions),
          duty: raw.duty,
          choice: raw.choice,
        }),
      }
    case 'decision':
      return {
        ...common,
        kind: raw.kind,
        steps: raw.steps === 'approval' ? 'matrix' : [raw.steps].flat(),
        ...(raw.cc === undefined ? {} : { cc: whoOf(raw.cc) }),
      }
    case 'payment':
      return { ...common, kind: raw.kind, who: whoOf(raw.who), form: raw.form }
    case 'customer':
      return { ...common, kind: raw.kind, who: whoOf(raw.who ?? 'field.receiver'), notice: raw.notice }
    case 'callback': {
      const every = spanOf(raw.tries.every, [...at, 'tries', 'every'], compiling)
      const when = conditions.compile(raw.tries.when, [...at, 'tries', 'when'])
      const opens = spanOf(raw.opens, [...at, 'opens'], compiling)
      return {
        ...common,
        kind: raw.kind,
        who: whoOf(raw.who),
        form: raw.form,
        opens,
        tries: { max: raw.tries.max, every, when },
      }
    }
    case 'parallel':
      return { ...common, kind: raw.kind, branches: mapped(raw.branches, (stages) => [stages].flat()), join: raw.join }
  }
}

/** `true` picks in turn among all; what is said otherwise picks by load unless it says how. */
function assignmentOf(raw: RawAssignment | undefined, at: Path, conditions: Conditions): Assignment | undefined {
  if (raw === undefined || raw === false) return undefined
  if (raw === true) return { prefer: [], by: 'turn' }
  const prefer = (raw.prefer ?? []).map((one, i): Preference => {
    const when = one.when === undefined ? {} : { when: conditions.compile(one.when, [...at, 'prefer', i, 'when']) }
    if ('skill' in one) return { ...when, wants: 'skill', id: one.skill }
    const [wants, field] = 'region' in one ? (['region', one.region] as const) : (['tier', one.tier] as const)
    return { ...when, wants, id: field.slice('field.'.length) }
  })
  return { prefer, by: raw.by ?? 'load' }
}

function endOf(raw: Extract<RawStage, { kind: 'end' }>, id: string, at: Path, { report }: Compiling): Stage {
  const outcome = raw.outcome ?? OUTCOMES.find((known) => known === id)
  if (outcome === undefined) {
    report.error(
      at,
      both(`结束环节 ${id} 没有说明结局`, `The end ${id} does not say which outcome it is`),
      both(`写 outcome，取值：${listed(OUTCOMES)}。`, `Write outcome, one of: ${listed(OUTCOMES)}.`),
    )
  }
  const common = { id, name: textOf(raw.name), next: {}, verbs: [], pauseOn: [], ...defined({ channel: raw.channel }) }
  return { ...common, kind: 'end', outcome: outcome ?? 'closed' }
}

function defaultVerbs(kind: RawStage['kind'], next: Stage['next'], pauses: boolean): readonly Verb[] {
  const results = RESULT_OF[kind]
  const useful = DEFAULT_VERBS[kind].filter((verb) => {
    const result = results[verb]
    return result === undefined || next[result] !== undefined
  })
  return pauses ? [...useful, 'pause', 'resume'] : useful
}

function nextOf(
  raw: Exclude<RawStage, { kind: 'end' }>,
  at: Path,
  conditions: Conditions,
  compiling: Compiling,
): Stage['next'] {
  const { next } = raw
  if (typeof next === 'string' || Array.isArray(next)) {
    const result = ORDINARY[raw.kind] ?? RESULTS[raw.kind][0]
    return record([[result, waysOf(next, at, conditions, compiling)]])
  }
  const byResult = Object.entries(next as Readonly<Record<string, RawTo>>)
  return record(byResult.map(([result, to]) => [result, waysOf(to, [...at, result], conditions, compiling)]))
}

function waysOf(to: RawTo, at: Path, conditions: Conditions, { report }: Compiling): Next {
  if (typeof to === 'string') return { ways: [{ is: to }] }
  const stages = to.filter((way) => typeof way === 'string')
  const ways = to.flatMap((way, i) => (typeof way === 'string' ? [] : [{ ...way, path: [...at, i, 'when'] }]))
  if (stages.length > 0 && ways.length > 0) {
    report.error(
      at,
      both('列表里混着环节名和 {when, to}', 'The list mixes names of stages with {when, to}'),
      both(
        '要按条件走，全部写成 {when, to}；要由人选择，全部写成环节名。',
        'Write {when, to} everywhere to go by condition, or names everywhere to let the person choose.',
      ),
    )
  }
  if (ways.length === 0) return { choose: stages }
  return {
    ways: ways.map(({ when, to: is, path }) => ({
      is,
      ...(when === undefined ? {} : { when: conditions.compile(when, path) }),
    })),
  }
}
