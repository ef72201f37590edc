/**
 * Companies drawn by lot: two to eight people with roles, leaders, teams and stand-ins; tiers, rules, extra steps of every
 * mode; any duties kept apart. `Drawn` says plainly what was drawn, so that what must hold can be judged without asking
 * the rules under test.
 */
import { lintPolicy } from '../../policy/lint.ts'
import { loaded } from '../../policy/testing.ts'
import type { Chance } from '../../rehearsal/chance.ts'
import { chanceOf } from '../../rehearsal/chance.ts'
import type { Directory, Duty, Person, PersonId } from '../../rules/nouns.ts'
import { DUTIES } from '../../rules/nouns.ts'
import type { Approval, Group, Live, Mode, Policy, Rule, Step, Who } from '../../rules/policy.ts'
import { DRAWN } from './policy-text.ts'

const base = loaded(DRAWN)

/** A company as it was drawn. */
export interface Drawn {
  readonly policy: Policy
  readonly live: Live
  readonly tiers: readonly { readonly le?: number; readonly step: string }[]
  /** With this grade at least that step. */
  readonly rules: readonly { readonly grade: string; readonly step: string }[]
  /** Asked too where cash is paid, or more than this many fen. */
  readonly extra: readonly {
    readonly kind?: string
    readonly above?: number
    readonly step: string
    readonly place: 'before' | 'after' | 'beside'
  }[]
  /** Pairs of duties that must be different people, the floor included. */
  readonly apart: readonly (readonly [Duty, Duty])[]
  /** Whether lint warned that somebody may be missing. */
  readonly warned: boolean
}

/** The floor that no policy lifts. */
const FLOOR: Drawn['apart'] = [
  ['filer', 'appraiser'],
  ['filer', 'approver'],
  ['filer', 'payer'],
]
const ROLES = ['low', 'mid', 'high']
const BOUNDS = [10_000, 50_000, 200_000]

/** A company that lint finds no error in, and how many it refused before. */
export function drawCompany(seed: number): Drawn & { readonly refused: number } {
  for (let attempt = 0; ; attempt++) {
    const drawn = draw(chanceOf(seed, 'company', attempt))
    const problems = lintPolicy(drawn.policy, drawn.live)
    if (problems.some(({ severity }) => severity === 'error')) continue
    const warned = problems.some(({ message }) => /nobody is left/.test(message.en))
    return { ...drawn, warned, refused: attempt }
  }
}

function draw(chance: Chance): Omit<Drawn, 'warned'> {
  const directory = directoryOf(chance)
  const ids = Object.keys(directory.people)
  const who = (): Who => whoOf(chance, ids)
  const steps = Array.from({ length: 5 }, (_, i) => stepOf(`step_${i}`, chance, who))
  const bounds = BOUNDS.slice(0, chance.between(0, BOUNDS.length))
  const tiers = [...bounds.map((le, i) => ({ le, step: `step_${i}` })), { step: `step_${bounds.length}` }]
  const rules = chance.happens(0.5) ? [{ grade: 'A', step: chance.pick(tiers).step }] : []
  const extra = chance.happens(0.6) ? [extraOf(chance)] : []
  const groups = Array.from({ length: chance.between(0, ids.length > 3 ? 2 : 1) }, () =>
    DUTIES.filter(() => chance.happens(ids.length > 3 ? 0.6 : 0.3)),
  )
  const pairs = groups.flatMap((group) => group.flatMap((a, i) => group.slice(i + 1).map((b) => [a, b] as const)))
  const approval: Approval = {
    tiers,
    rules: rules.map(({ grade, step }) => ({
      step,
      when: { source: `impact == '${grade}'`, test: (env) => env.impact === grade },
    })),
    extra: extra.map(({ kind, above = 0, step, place }) => ({
      step,
      place,
      when: {
        source: kind === undefined ? `plan_amount > ${above / 100}` : `plan_kind == '${kind}'`,
        test: (env) => (kind === undefined ? Number(env.plan_amount) * 100 > above : env.plan_kind === kind),
      },
    })),
    steps: Object.fromEntries(steps.map((step) => [step.id, step])),
    apart: groups,
    limits: { added: 2, questions: 2, returns: 2 },
  }
  const policy: Policy = { ...base.policy, version: 'drawn', approval, flow: flowWith(who) }
  return { policy, live: { ...base.live, directory }, tiers, rules, extra, apart: [...FLOOR, ...pairs] }
}

function flowWith(who: () => Who): Policy['flow'] {
  const { flow } = base.policy
  const staffed = Object.entries(flow.stages).map(([id, stage]) => [
    id,
    'who' in stage && stage.who.kind !== 'field' ? { ...stage, who: who() } : stage,
  ])
  return { ...flow, stages: Object.fromEntries(staffed) }
}

function directoryOf(chance: Chance): Directory {
  const ids = Array.from({ length: chance.between(2, 8) }, (_, i) => `p${i}`)
  // In a small company everybody does nearly everything.
  const busy = ids.length > 4 ? 0.4 : 0.8
  const people = ids.map((id, i): Person => {
    const roles = ROLES.filter(() => chance.happens(busy))
    return {
      id,
      name: { zh: id, en: id },
      lang: 'zh',
      tz: 'Asia/Shanghai',
      roles: i === 0 || chance.happens(busy) ? [...roles, 'admin'] : roles,
      accounts: chance.happens(0.93) ? { here: id } : {},
      ...(i > 0 && chance.happens(0.6) ? { leader: `p${chance.between(0, i - 1)}` } : {}),
    }
  })
  const team = (id: string) => ({ id, name: { zh: id, en: id }, members: ids.filter(() => chance.happens(busy)) })
  const teams = Object.keys(base.live.directory.teams).map(team)
  return {
    channels: base.live.directory.channels,
    people: Object.fromEntries(people.map((person) => [person.id, person])),
    teams: Object.fromEntries(teams.map((one) => [one.id, one])),
  }
}

function whoOf(chance: Chance, ids: readonly PersonId[]): Who {
  const one = (): Who => {
    if (chance.happens(0.15)) return { kind: 'person', id: chance.pick(ids) }
    return chance.happens(0.5)
      ? { kind: 'role', id: chance.pick(ROLES) }
      : { kind: 'team', id: chance.pick(Object.keys(base.live.directory.teams)) }
  }
  return chance.happens(0.25) ? { kind: 'list', of: [one(), one()] } : one()
}

function stepOf(id: string, chance: Chance, who: () => Who): Step {
  const rule = (): Rule => chance.pick<Rule>(['any', 'any', 'all', { quorum: 2 }])
  const name = { zh: id, en: id }
  if (chance.happens(0.8)) return { id, name, who: who(), mode: rule() }
  const groups: readonly Group[] = [
    { who: who(), mode: rule() },
    { who: who(), mode: rule() },
  ]
  const mode: Mode = { groups }
  return { id, name, who: { kind: 'list', of: groups.map((group) => group.who) }, mode }
}

function extraOf(chance: Chance): Drawn['extra'][number] {
  const place = chance.pick(['before', 'after', 'beside'] as const)
  return chance.happens(0.5)
    ? { kind: 'cash', step: 'step_4', place }
    : { above: chance.pick(BOUNDS), step: 'step_4', place }
}
