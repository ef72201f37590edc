/** Compiles who approves what: tiers, rules, extra steps, the matrix. Amounts become minor units here, once and exactly. */
import type { Budget } from '../rules/budget.ts'
import type { Approval, Cell, Group, Policy, Step, Tier, Who } from '../rules/policy.ts'
import type { Compiling } from './compile-words.ts'
import { minorOf, textOf, whoOf } from './compile-words.ts'
import type { Conditions } from './conditions.ts'
import type { Path } from './problems.ts'
import { both } from './problems.ts'
import { defined, mapped } from './records.ts'
import type { RawPolicy } from './schema.ts'

type RawStep = RawPolicy['approval']['steps'][string]
type RawExtra = NonNullable<RawPolicy['approval']['extra']>[number]

/** The filer, the appraiser, the approver and the payer are four people unless the policy says otherwise (I06). */
const APART: Approval['apart'] = [['filer', 'appraiser', 'approver', 'payer']]

/** Enough for every honest decision, and an end to going round in circles. */
const LIMITS: Approval['limits'] = { added: 3, questions: 3, returns: 3 }

/** The approval part of a policy. */
export function approvalOf(raw: RawPolicy, conditions: Conditions, compiling: Compiling): Approval {
  const { approval } = raw
  return {
    tiers: approval.tiers.map((tier, i): Tier => {
      if ('else' in tier) return { step: tier.else }
      return { le: minorOf(tier.le, ['approval', 'tiers', i, 'le'], compiling), step: tier.step }
    }),
    rules: (approval.rules ?? []).map(({ when, step }, i) => ({
      when: conditions.compile(when, ['approval', 'rules', i, 'when']),
      step,
    })),
    extra: (approval.extra ?? []).map((extra, i) => ({
      when: conditions.compile(extra.when, ['approval', 'extra', i, 'when']),
      step: extra.step,
      place: placeOf(extra, ['approval', 'extra', i], compiling),
    })),
    steps: mapped(approval.steps, (step, id): Step => stepOf(step, id, compiling)),
    ...defined({
      sumOver: approval.sum_over && {
        same: approval.sum_over.same,
        days: Number.parseInt(approval.sum_over.window, 10),
      },
      choice: approval.choice,
      precedents: approval.precedents && {
        atLeast: approval.precedents.at_least,
        ...defined({ band: approval.precedents.band, reason: approval.precedents.reason }),
      },
    }),
    apart: approval.apart ?? APART,
    limits: { ...LIMITS, ...approval.limits },
  }
}

/** A step says whom it asks either by `who` and `mode`, or by groups of which each has its own. */
function stepOf(raw: RawStep, id: string, { report }: Compiling): Step {
  const { name, who, mode, groups, cc } = raw
  const common = { id, name: textOf(name), ...(cc === undefined ? {} : { cc: whoOf(cc) }) }
  if ((who === undefined) === (groups === undefined) || (groups && mode !== undefined)) {
    report.error(
      ['approval', 'steps', id],
      both(`步骤 ${id} 没有说清问谁`, `The step ${id} does not say clearly whom it asks`),
      both(
        '要么写 who（和 mode），要么写 groups: [{who, mode}]。',
        'Write either who (and mode), or groups: [{who, mode}].',
      ),
    )
  }
  if (groups) {
    const each = groups.map((group): Group => ({ who: whoOf(group.who), mode: group.mode ?? 'any' }))
    return { ...common, who: { kind: 'list', of: each.map((group) => group.who) }, mode: { groups: each } }
  }
  const asked: Who = whoOf(who ?? [])
  // `groups` for short: one of each member of the list.
  const members = asked.kind === 'list' ? asked.of : [asked]
  return {
    ...common,
    who: asked,
    mode: mode === 'groups' ? { groups: members.map((one): Group => ({ who: one, mode: 'any' })) } : (mode ?? 'any'),
  }
}

function placeOf(extra: RawExtra, at: Path, { report }: Compiling): 'before' | 'after' | 'beside' {
  const places = (['before', 'after', 'beside'] as const).filter((place) => extra[place] !== undefined)
  if (places.length === 1 && places[0]) return places[0]
  report.error(
    at,
    places.length === 0
      ? both(`附加步骤 ${extra.step} 没有说排在哪里`, `The extra step ${extra.step} does not say where it stands`)
      : both(`附加步骤 ${extra.step} 排在了几个地方`, `The extra step ${extra.step} stands in several places`),
    both(
      '写 before: tier、after: tier 或 beside: tier 中的一个。',
      'Write one of before: tier, after: tier, beside: tier.',
    ),
  )
  return 'before'
}

/** Where approvers are warned when the policy does not say. */
const WARN = 80

/** What departments may approve in a month. */
export function budgetOf({ budget }: RawPolicy, compiling: Compiling): Budget | undefined {
  if (!budget) return undefined
  return {
    month: mapped(budget.month, (amount, team) => minorOf(amount, ['budget', 'month', team], compiling)),
    warn: budget.warn === undefined ? WARN : Number.parseInt(budget.warn, 10),
    full: budget.full,
  }
}

/** Grade × kind → what is allowed, and to whom. */
export function matrixOf(raw: RawPolicy, conditions: Conditions, compiling: Compiling): Policy['matrix'] {
  return mapped(raw.matrix, (row, grade) =>
    mapped(row, ({ max, when }, kind): Cell => {
      const at: Path = ['matrix', grade, kind]
      return defined({
        max: max === undefined ? undefined : minorOf(max, [...at, 'max'], compiling),
        when: when === undefined ? undefined : conditions.compile(when, [...at, 'when']),
      })
    }),
  )
}
