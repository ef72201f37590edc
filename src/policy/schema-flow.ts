/** Where a complaint goes: stages, routes, approval, matrix, clocks, ladder, texts. */
import { z } from 'zod'
import { DUTIES, VERBS } from '../rules/nouns.ts'
import { OUTCOMES } from '../rules/policy.ts'
import { amount, condition, dayCount, fieldRef, id, label, percent, span, valueId, who, whole } from './schema-words.ts'

const way = z.strictObject({ when: condition.exactOptional(), to: id })
/** One stage; ways of which the first that matches is gone; or several stages among which the person chooses. */
const to = z.union([id, z.array(z.union([id, way])).min(1)]).meta({ id: 'to' })

/** The results of each kind of stage, in the order in which they are explained. */
export const RESULTS = {
  form: ['submit', 'return', 'reject', 'exhausted'],
  decision: ['approved', 'rejected', 'returned', 'recalled', 'exhausted'],
  payment: ['paid', 'failed', 'returned', 'exhausted'],
  customer: ['told', 'exhausted'],
  callback: ['submit', 'exhausted'],
  parallel: ['joined', 'exhausted'],
  end: [],
} as const satisfies Readonly<Record<string, readonly string[]>>

function byResult<R extends string>(results: readonly R[]) {
  const optional = to.exactOptional()
  return z.strictObject(Object.fromEntries(results.map((result) => [result, optional])) as Record<R, typeof optional>)
}
/** By result, or bare: then it is what follows the kind's ordinary result. */
const bareOr = <R extends string>(results: readonly R[]) => z.union([to.options[0], to.options[1], byResult(results)])

const common = {
  name: label,
  verbs: z.array(z.enum(VERBS)).exactOptional(),
  clock: id.exactOptional(),
  rounds: whole().min(1).max(100).exactOptional(),
  channel: id.exactOptional(),
  pause_on: z.array(id).exactOptional(),
}

const branch = z.union([id, z.array(id).min(1)])

/** What speaks for somebody where one of several becomes the owner; the earlier counts more. */
const preference = z.union([
  z.strictObject({ when: condition.exactOptional(), skill: id }),
  z.strictObject({ when: condition.exactOptional(), region: fieldRef }),
  z.strictObject({ when: condition.exactOptional(), tier: fieldRef }),
])
const assignment = z.union([
  z.boolean(),
  z.strictObject({
    prefer: z.array(preference).max(50).exactOptional(),
    /** Who has least to do, or in turn by the case's number. */
    by: z.enum(['load', 'turn']).exactOptional(),
  }),
])

export const stage = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('form'),
    ...common,
    who,
    form: id,
    assign: assignment.exactOptional(),
    duty: z.enum(DUTIES).exactOptional(),
    /** The customer's choice among what was approved is recorded here. */
    choice: z.literal(true).exactOptional(),
    next: bareOr(RESULTS.form),
  }),
  z.strictObject({
    kind: z.literal('decision'),
    ...common,
    steps: z.union([id, z.array(id).min(1)]),
    cc: who.exactOptional(),
    next: byResult(RESULTS.decision),
  }),
  z.strictObject({ kind: z.literal('payment'), ...common, who, form: id, next: byResult(RESULTS.payment) }),
  z.strictObject({
    kind: z.literal('customer'),
    ...common,
    who: who.exactOptional(),
    notice: id,
    next: bareOr(RESULTS.customer),
  }),
  z.strictObject({
    kind: z.literal('callback'),
    ...common,
    who,
    form: id,
    opens: span,
    tries: z.strictObject({ max: whole().min(1).max(20), every: span, when: condition }),
    next: bareOr(RESULTS.callback),
  }),
  z.strictObject({
    kind: z.literal('parallel'),
    ...common,
    branches: z.record(id, branch),
    join: z.enum(['all', 'any']),
    next: bareOr(RESULTS.parallel),
  }),
  z.strictObject({
    kind: z.literal('end'),
    name: label,
    channel: id.exactOptional(),
    outcome: z.enum(OUTCOMES).exactOptional(),
  }),
])

export const flow = z.strictObject({
  intake: id,
  start: id,
  channel: z.array(z.strictObject({ when: condition.exactOptional(), to: id })).min(1),
  anywhere: z.strictObject({ withdraw: id.exactOptional(), merge: id.exactOptional() }).exactOptional(),
  strangers_may_file: z.boolean().exactOptional(),
  /** One of them receives what a service or a stranger files. */
  receivers: who.exactOptional(),
  stages: z.record(id, stage),
})

export const routes = z.record(id, z.array(z.strictObject({ when: condition.exactOptional(), to: who })).min(1))

const tier = z.union([z.strictObject({ le: amount, step: id }), z.strictObject({ else: id })])
const place = z.literal('tier').exactOptional()
const quorum = z.strictObject({ quorum: whole().min(1).max(50) })
const mode = z.union([z.enum(['any', 'all', 'groups']), quorum])
/** People with a rule of their own; all groups of a step must agree. */
const group = z.strictObject({ who, mode: z.union([z.enum(['any', 'all']), quorum]).exactOptional() })
const percentile = whole().min(0).max(100)
const times = whole().min(0).max(20).exactOptional()

export const approval = z.strictObject({
  tiers: z.array(tier).min(1),
  rules: z.array(z.strictObject({ when: condition, step: id })).exactOptional(),
  extra: z
    .array(z.strictObject({ when: condition, step: id, before: place, after: place, beside: place }))
    .exactOptional(),
  steps: z.record(
    id,
    z.strictObject({
      name: label,
      who: who.exactOptional(),
      mode: mode.exactOptional(),
      groups: z.array(group).min(1).max(20).exactOptional(),
      cc: who.exactOptional(),
    }),
  ),
  /** Of one decision: approvers added, questions asked, returns to an earlier step. */
  limits: z.strictObject({ added: times, questions: times, returns: times }).exactOptional(),
  /** Amounts granted elsewhere to the same order, machine … within the window count towards the tier. */
  sum_over: z.strictObject({ same: z.array(id).min(1), window: dayCount }).exactOptional(),
  /** The fields of a second and a third option for the customer. */
  choice: z
    .array(z.strictObject({ kind: id, amount: id }))
    .min(1)
    .exactOptional(),
  precedents: z
    .strictObject({
      at_least: z.int().min(5).max(200),
      /** Percentiles between which an amount is usual. */
      band: z.tuple([percentile, percentile]).exactOptional(),
      /** The field of the plan in which an unusual amount is explained. */
      reason: id.exactOptional(),
    })
    .exactOptional(),
  apart: z.array(z.array(z.enum(DUTIES)).min(2)).exactOptional(),
})

export const matrix = z.record(
  valueId,
  z.record(valueId, z.strictObject({ max: amount.exactOptional(), when: condition.exactOptional() })),
)

/** What customers are worth to us, and what it never changes. */
export const worth = z.strictObject({ fields: z.array(id).min(1), cash: z.array(valueId).min(1) })

/** What each department may approve in a month; always live. */
export const budget = z.strictObject({
  month: z.record(id, amount),
  warn: percent.exactOptional(),
  full: z.enum(['block', 'rung']),
})

const rungAt = z.string({ error: 'rung' }).regex(/^(?:\d{1,3}%|\+\d+(?:\.\d+)?(?:h|m|bh|bd))$/, { error: 'rung' })
export const ladder = z
  .array(
    z.strictObject({
      at: rungAt,
      /** At level 1, so long after the end instead; where `at` is after the end too. */
      l1: span.exactOptional(),
      to: z.union([z.enum(['asked', 'leader']), who]),
      /** A warning comes only where it is at least so long before the end. */
      ahead: span.exactOptional(),
      /** Told again after this long, so many more times. */
      every: span.exactOptional(),
      times: z.int().min(1).max(20).exactOptional(),
    }),
  )
  .max(20)

const someStages = z.union([id, z.array(id).min(1)])
const entered = z.strictObject({ entered: someStages })
const left = z.strictObject({ left: someStages })
/** Something that happens in a case. */
export const event = z.union([z.enum(['contacted', 'ended']), entered, left])
/** With `until` it is a clock of the whole case, and says whom it is about. */
const clockCommon = {
  name: label.exactOptional(),
  from: z.union([z.enum(['filed', 'entered']), entered, left]),
  until: event.exactOptional(),
  asks: who.exactOptional(),
  when: condition.exactOptional(),
  /** For complex cases, whatever their level. */
  complex: span.exactOptional(),
  /** Who is reminded of it; the policy's ladder when absent. */
  ladder: ladder.exactOptional(),
}
export const clocks = z.record(
  id,
  z.union([
    z.strictObject({ ...clockCommon, l1: span, l2: span, l3: span }),
    z.strictObject({ ...clockCommon, all: span }),
  ]),
)
const choices = z.array(span).min(1).max(5)
/** How long somebody may say that they are on it, and how often. */
export const acknowledge = z.strictObject({ for: choices, times: z.int().min(1).max(10) })
/** For how long somebody may put off their own reminders. */
export const snooze = z.strictObject({ for: choices })

/** Likely duplicates: every field of a list says the same, filed so many days apart at most. */
export const duplicates = z.strictObject({
  within: dayCount,
  same: z.array(z.array(id).min(1).max(5)).min(1).max(10),
})

export const texts = z.record(id, z.strictObject({ subject: label, body: label }))

export type RawStage = z.infer<typeof stage>
export type RawClock = z.infer<typeof clocks>[string]
export type RawTo = z.infer<typeof to>
export type RawAssignment = z.infer<typeof assignment>
