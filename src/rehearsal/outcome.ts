/** The row a play prints for each complaint, read from the API after it is over. */
import { z } from 'zod'
import type { Policy } from '../rules/policy.ts'
import type { Filed } from './filing.ts'
import type { Played } from './player.ts'
import type { Client } from './port.ts'

const money = z.object({ minor: z.int(), currency: z.string() })
const fact = z.object({ at: z.string(), what: z.looseObject({ is: z.string() }) })
const complaint = z.object({
  stage: z.string(),
  grade: z.string(),
  level: z.int(),
  amount: money.nullable(),
  outcome: z.string().nullable(),
  category: z.string(),
  facts: z.array(fact),
})
type Complaint = z.output<typeof complaint>

/** One row of the contract (DESIGN, "play"). `hours` per stage are wall hours, to one decimal. */
export interface OutcomeRow {
  readonly line: number
  readonly id: string | number | null
  readonly number: string
  readonly category: readonly string[]
  readonly grade: string
  readonly level: number
  readonly amount: { readonly minor: number; readonly currency: string } | null
  readonly tier: string | null
  readonly approvers: readonly string[]
  readonly stage: string
  readonly outcome: string | null
  readonly drawn: readonly string[]
  readonly messages: { readonly view: number; readonly notice: number; readonly nag: number }
  readonly nags: number
  readonly hours: Readonly<Record<string, number>>
  readonly stuck: string | null
}

/** Reads so many complaints at once. */
const AT_ONCE = 8

/** What became of each complaint that was played, in the order of filing. */
export async function outcomesOf(client: Client, policy: Policy, played: Played): Promise<readonly OutcomeRow[]> {
  const rows: OutcomeRow[] = []
  for (let at = 0; at < played.filed.length; at += AT_ONCE) {
    const some = played.filed.slice(at, at + AT_ONCE)
    rows.push(
      ...(await Promise.all(some.map((filed) => outcomeOf(client, policy, filed, played.stuck.get(filed.number))))),
    )
  }
  return rows
}

/** What became of a complaint. */
async function outcomeOf(client: Client, policy: Policy, filed: Filed, stuck: string | undefined): Promise<OutcomeRow> {
  const shown = complaint.parse(await client.complaint(filed.number))
  const sent = (await client.messages(filed.number)).filter((line) => line.state === 'sent')
  const nags = sent.filter((line) => line.kind === 'notice' && /^(?:nag|urge)\//.test(line.key)).length
  const notices = sent.filter((line) => line.kind === 'notice').length
  const asked = happenings(shown, 'asked').at(-1)
  return {
    line: filed.row.line,
    id: filed.row.id ?? null,
    number: filed.number,
    category: shown.category === '' ? [] : shown.category.split('.'),
    grade: shown.grade,
    level: shown.level,
    amount: shown.amount,
    tier: asked ? tierOf(policy, asked) : null,
    approvers: [...new Set(happenings(shown, 'approved').map((what) => String(what.person)))],
    stage: shown.stage,
    outcome: shown.outcome,
    drawn: filed.drawn,
    messages: { view: sent.filter((line) => line.kind === 'view').length, notice: notices - nags, nag: nags },
    nags: happenings(shown, 'nagged').length,
    hours: hoursOf(shown),
    stuck: stuck ?? null,
  }
}

function happenings({ facts }: Complaint, is: string) {
  return facts.map((one) => one.what).filter((what) => what.is === is)
}

const planned = z.array(z.array(z.object({ step: z.string() })))

/** The tier's step among those asked last. */
function tierOf(policy: Policy, asked: Readonly<Record<string, unknown>>): string | null {
  const tiers = new Set(policy.approval.tiers.map((tier) => tier.step))
  const steps = planned.parse(asked.sequence).flat()
  return steps.find(({ step }) => tiers.has(step))?.step ?? null
}

function hoursOf({ facts }: Complaint): Readonly<Record<string, number>> {
  const entered = new Map<string, { readonly stage: string; readonly at: number }>()
  const hours: Record<string, number> = {}
  for (const { at, what } of facts) {
    const position = String(what.position)
    if (what.is === 'entered') entered.set(position, { stage: String(what.stage), at: Date.parse(at) })
    const began = what.is === 'left' ? entered.get(position) : undefined
    if (began) hours[began.stage] = (hours[began.stage] ?? 0) + (Date.parse(at) - began.at) / 3_600_000
  }
  return Object.fromEntries(Object.entries(hours).map(([stage, spent]) => [stage, Math.round(spent * 10) / 10]))
}

/** Totals over all rows. */
export interface Summary {
  readonly cases: number
  readonly byGrade: Readonly<Record<string, number>>
  readonly byTier: Readonly<Record<string, number>>
  readonly byOutcome: Readonly<Record<string, number>>
  readonly stuck: number
  readonly seconds: number
}

/** Adds rows up. `seconds` is real time. */
export function summaryOf(rows: readonly OutcomeRow[], seconds: number): Summary {
  const count = (of: (row: OutcomeRow) => string | null): Readonly<Record<string, number>> => {
    const counts: Record<string, number> = {}
    for (const row of rows) {
      const key = of(row) ?? 'none'
      counts[key] = (counts[key] ?? 0) + 1
    }
    return counts
  }
  return {
    cases: rows.length,
    byGrade: count((row) => row.grade),
    byTier: count((row) => row.tier),
    byOutcome: count((row) => row.outcome),
    stuck: rows.filter((row) => row.stuck !== null).length,
    seconds: Math.round(seconds * 10) / 10,
  }
}
