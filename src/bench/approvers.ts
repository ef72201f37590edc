/** Choosing whom an approval asks, by seven rules, and the whole decision around it, against json-rules-engine with the same rules. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Engine } from 'json-rules-engine'
import { context as shipped, yuan } from '../../data/testing/shipped.ts'
import { holidaysIn } from '../policy/holidays.ts'
import { loadPolicy } from '../policy/load.ts'
import { sequenceFor } from '../rules/approval.ts'
import type { Case } from '../rules/case.ts'
import type { ActCommand } from '../rules/commands.ts'
import { decide } from '../rules/decide.ts'
import type { Money, Values } from '../rules/nouns.ts'
import { isRefusal } from '../rules/nouns.ts'
import type { DecisionStage } from '../rules/policy.ts'
import { askedForStep } from '../rules/steps.ts'
import type { Context } from '../rules/story.ts'
import { tasksFor } from '../rules/tasks.ts'
import { type Effort, type Finding, ratio, type Series } from './figures.ts'

/** The shipped policy has three tiers, a rule and two extra steps; this is the seventh. */
const SEVENTH = [
  '  rules: [{when: "impact == \'A\'", step: director}',
  ', {when: "level == 1", step: director}',
] as const

/** Around the bounds of every tier, within what the matrix allows. */
const AMOUNTS = [100, 500, 500.01, 1_200, 2_000, 2_000.01, 4_900]
const PLANS = [
  ...['cash', 'refund', 'exchange', 'repair'].flatMap((kind) => AMOUNTS.map((amount) => ({ kind, amount }))),
  { kind: 'exchange', amount: 6_000 },
  { kind: 'refund', amount: 6_000 },
]

const STEPS: readonly string[] = ['supervisor', 'director', 'vp']

export async function measure({ rounds, quick }: Effort): Promise<Finding> {
  const context = contextOf()
  const stage = stageOf(context)
  const cases = PLANS.map(({ kind, amount }) => planned(context, kind, amount))
  const submits = cases.map(({ before, plan, person }) => commandOf(before, plan, person))
  const engine = engineOf()
  await agree(cases, engine, context, stage)
  const times = quick ? 2 : 200
  const sides = {
    // A case is never asked about twice in one go: what is remembered of it must not be what is measured.
    chosen: async () => void cases.map(({ after }) => chosen({ ...after }, context, stage)),
    decided: async () => void cases.map(({ before }, i) => decided({ ...before }, submits[i] as ActCommand, context)),
    engine: async () => {
      for (const { facts } of cases) await engine.run(facts)
    },
  }
  const names = Object.keys(sides) as (keyof typeof sides)[]
  const took = { chosen: [] as Spent[], decided: [] as Spent[], engine: [] as Spent[] }
  for (let round = -1; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const spent = await spentOn(sides[name], times, cases.length)
      // The first turns warm up and do not count.
      if (round >= 0) took[name].push(spent)
    }
  }
  return {
    title: 'Choosing the approvers by seven rules, and the whole decision',
    series: [
      ...compared('choosing the approvers', took.chosen, took.engine),
      ...compared('the whole decide()', took.decided, took.engine),
      { name: 'json-rules-engine: the rules alone', unit: 'µs', values: of(took.engine, 'wall') },
    ],
    notes: [
      `Seven rules: three tiers of the amount, two that ask for more (grade, level), two extra steps (legal, technical), over ${cases.length} plans around every bound and of four kinds. Both sides named the same steps for each before anything was measured.`,
      'Product, choosing: tier, rules and extra steps, in order, each with its reason, and the people of each step with duties, stand-ins and who left taken into account. decide(): the plan as it is handed in: permission, form, derived values, the next stage, who is asked, and the facts.',
      'json-rules-engine 7.3.1: one engine made once, its facts given as plain values; it names steps, in no order and without people.',
    ],
  }
}

/** Microseconds. */
interface Spent {
  readonly wall: number
  readonly processor: number
}

const of = (turns: readonly Spent[], key: keyof Spent): readonly number[] => turns.map((turn) => turn[key])

function compared(what: string, ours: readonly Spent[], theirs: readonly Spent[]): readonly Series[] {
  return [
    ratio(`json-rules-engine ÷ ${what}`, of(theirs, 'wall'), of(ours, 'wall')),
    ratio(`json-rules-engine ÷ ${what}: processor time`, of(theirs, 'processor'), of(ours, 'processor')),
    { name: `product: ${what}`, unit: 'µs', values: of(ours, 'wall') },
  ]
}

/** What one of `each` pieces of work takes. */
async function spentOn(work: () => Promise<void>, times: number, each: number): Promise<Spent> {
  const [began, used] = [performance.now(), process.cpuUsage()]
  for (let n = 0; n < times; n++) await work()
  const { user, system } = process.cpuUsage(used)
  const pieces = times * each
  return { wall: ((performance.now() - began) * 1_000) / pieces, processor: (user + system) / pieces }
}

function contextOf(): Context {
  const path = (name: string): string => fileURLToPath(new URL(`../../data/${name}`, import.meta.url))
  const source = readFileSync(path('policy.yaml'), 'utf8').replace(SEVENTH[0], SEVENTH.join(''))
  const loaded = loadPolicy(source, { readHolidays: holidaysIn(path('calendars')) })
  if ('problems' in loaded) throw new Error(loaded.problems.map(({ message }) => message.en).join('\n'))
  const { policy, live } = loaded
  const { tiers, rules, extra } = policy.approval
  if (tiers.length + rules.length + extra.length !== 7) throw new Error('these are not seven rules')
  return { ...shipped, policy, directory: live.directory, calendars: live.calendars }
}

function stageOf({ policy }: Context): DecisionStage {
  const stage = Object.values(policy.flow.stages).find((one) => one.kind === 'decision' && one.steps === 'matrix')
  if (stage?.kind !== 'decision') throw new Error('no decision follows the matrix')
  return stage
}

interface Planned {
  /** Waiting for its plan, and whoever writes it. */
  readonly before: Case
  readonly person: string
  readonly plan: Values
  /** With its decision open. */
  readonly after: Case
  readonly facts: Readonly<Record<string, string | number>>
}

const commandOf = (state: Case, values: Values, person: string): ActCommand => ({
  ...{ do: 'act', id: 'b', verb: 'submit', via: 'bench', reason: '理由' },
  ...{ actor: { kind: 'person', id: person }, number: state.number, revision: state.revision, values },
})

/** Brings a complaint up to its plan, and on to its decision. */
function planned(context: Context, kind: string, amount: number): Planned {
  const actor = { kind: 'person', id: 'wang.li' } as const
  const filing = {
    ...{ text: '不制冷', category: 'quality.failure.no_cooling', line: 'fridge', purchase_channel: 'mall' },
    ...{ customer: '张三', product: '冰箱', model: 'M', batch: 'B' },
  }
  const filed = { do: 'file', id: 'f', actor, via: 'bench', lang: 'zh', strict: false, values: filing } as const
  let state = told(decide(undefined, filed, context, () => 'C-20261123-0001'))
  const review = { verdict: 'complaint', safety: 'none', scope: 'one', core_function: 'lost', wish: ['refund'] }
  const finding = { reproduced: true, cause_kind: 'production', root_cause: '虚焊', advice: '退款' }
  for (const values of [review, finding])
    state = decided(state, commandOf(state, values, askedIn(state, context)), context)
  const person = askedIn(state, context)
  const paid = kind === 'cash' || kind === 'refund' ? { payee: '张三', pay_method: 'original' } : {}
  const plan = { plan_kind: kind, plan_amount: yuan(amount), plan_reason: '坏了', plan_due: '2026-12-01', ...paid }
  const after = decided(state, commandOf(state, plan, person), context)
  const impact = String(after.derived.impact?.value)
  const facts = { amount: Math.round(amount * 100), kind, impact, level: Number(after.derived.level?.value) }
  return { before: state, person, plan, after, facts }
}

const askedIn = (state: Case, context: Context): string => tasksFor(state, context)[0]?.people[0] ?? ''

function told(made: ReturnType<typeof decide>): Case {
  if (isRefusal(made)) throw new Error(JSON.stringify(made))
  return made.state
}

const decided = (state: Case, command: ActCommand, context: Context): Case =>
  told(decide(state, command, context, () => ''))

/** The steps that are called for, with the people of each. */
function chosen(state: Case, context: Context, stage: DecisionStage): readonly string[] {
  return sequenceFor(context.policy, stage, state)
    .flat()
    .map((planned) => {
      const { people } = askedForStep({ ...planned, given: [], handed: {} }, state, context)
      if (people.length === 0) throw new Error(`${planned.step} asks nobody`)
      return planned.step
    })
}

/** The same seven rules; each that fires names its step. */
function engineOf(): Engine {
  const is = (fact: string, operator: string, value: unknown) => ({ fact, operator, value })
  const over = (minor: number) => is('amount', 'greaterThan', minor)
  const upTo = (minor: number) => is('amount', 'lessThanInclusive', minor)
  const rule = (type: string, ...all: ReturnType<typeof is>[]) => ({ conditions: { all }, event: { type } })
  const dear = is('kind', 'in', ['exchange', 'repair', 'upgrade'])
  return new Engine([
    rule('supervisor', upTo(50_000)),
    rule('director', over(50_000), upTo(200_000)),
    rule('vp', over(200_000)),
    rule('director', is('impact', 'equal', 'A')),
    rule('director', is('level', 'equal', 1)),
    rule('legal', is('kind', 'equal', 'cash'), over(50_000)),
    rule('technical', dear, over(500_000)),
  ])
}

/** Throws when the two do not name the same steps for every plan. */
async function agree(cases: readonly Planned[], engine: Engine, context: Context, stage: DecisionStage): Promise<void> {
  for (const { after, facts, plan } of cases) {
    const fired = (await engine.run(facts)).events.map(({ type }) => type)
    const tier = STEPS.findLast((step) => fired.includes(step)) ?? ''
    const theirs = [...new Set([...fired.filter((step) => !STEPS.includes(step)), tier])].sort().join()
    const ours = [...chosen(after, context, stage)].sort().join()
    const { minor } = plan.plan_amount as Money
    if (ours !== theirs) throw new Error(`${plan.plan_kind} of ${minor}: ${ours}, json-rules-engine: ${theirs}`)
  }
}
