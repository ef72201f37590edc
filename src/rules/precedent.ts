/**
 * What earlier cases were granted: which of them are nearest to a case, and where its amount stands among those that can be
 * compared (I03, I04). Nothing here decides anything; approvers see it.
 */
import type { Case } from './case.ts'
import { gradeOf } from './environment.ts'
import type { Proposal } from './facts.ts'
import type { Millis, Money } from './nouns.ts'
import type { Policy } from './policy.ts'
import { DAY } from './zone.ts'

/** A closed case in which something was carried out. `customer` is there so that the name can be masked, never to be shown. */
export interface Precedent {
  readonly number: string
  readonly category: string
  readonly product: string
  readonly model: string
  readonly grade: string
  readonly kind: string
  readonly amount: Money
  readonly ended: Millis
  readonly customer: string
}

/** Which closed cases may be precedents: the `each` newest of every category, in one currency, ended before a moment. */
export interface PrecedentsWanted {
  readonly categories: readonly string[]
  readonly currency: string
  readonly before: Millis
  /** 1 to 500. */
  readonly each: number
}

/** Closed cases in which something was carried out, newest first in each category. */
export type FindPrecedents = (wanted: PrecedentsWanted) => readonly Precedent[]

/**
 * An amount outside the band of `n` comparable ones: what a decision used of other cases. The band is in minor units; facts
 * from before it was written down lack it.
 */
export interface Unusual {
  readonly is: 'above' | 'below'
  readonly n: number
  readonly lower?: number
  readonly upper?: number
}

/** Two percentiles between which an amount is usual: `[0, 100]` is from least to most. */
export type Band = readonly [lower: number, upper: number]

/** The middle half. */
export const USUAL: Band = [25, 75]

/** What precedents are compared with: a case at the moment its decision was asked. */
export interface Subject {
  readonly category: string
  readonly model: string
  readonly grade: string
  readonly kind: string
  readonly amount: Money
  readonly asked: Millis
}

/** How alike two cases are in one respect, 0 to 1: the place where likeness of the text joins in. */
export type Likeness = (subject: Subject, other: Precedent) => number

/** Where an amount stands among `n` comparable ones; `percentile` is 0 to 100. Amounts are in minor units. */
export interface Gauge {
  readonly n: number
  readonly percentile: number
  readonly lower: number
  readonly upper: number
}

/** Least, middle and most of some amounts, in minor units. */
export interface Spread {
  readonly least: number
  readonly middle: number
  readonly most: number
}

/** Outcomes in which what was planned was carried out. */
const CARRIED_OUT: readonly string[] = ['closed', 'unconfirmed']

/** So many are shown. */
export const NEAREST = 5

/** With fewer comparable cases a percentile says nothing. */
export const FEWEST = 5

/** Categories are widened to their neighbours when the category itself has fewer precedents than this. */
const ENOUGH = 20

/** The newest of a category and of each neighbour that are looked at. */
const EACH = 200
const EACH_NEIGHBOUR = 20

/** What becomes of a case for others to be compared with: its kind, model and end; undefined while it is none. */
export function precedentOf({ ended, values }: Pick<Case, 'ended' | 'values'>) {
  const { plan_kind: kind, plan_amount: amount, model } = values
  if (!ended || !CARRIED_OUT.includes(ended.outcome)) return undefined
  if (typeof kind !== 'string' || kind === '' || typeof amount !== 'object' || !('minor' in amount)) return undefined
  return { kind, model: typeof model === 'string' ? model : '', ended: ended.at }
}

/** The case as precedents are compared with it, for a proposal asked at a moment. */
export function subjectOf(state: Case, { kind, amount }: Proposal, asked: Millis): Subject {
  const text = (id: string): string => (typeof state.values[id] === 'string' ? state.values[id] : '')
  return { category: text('category'), model: text('model'), grade: gradeOf(state), kind, amount, asked }
}

/** What to read first: the category's own. */
export function ownWanted({ category, amount, asked }: Subject): PrecedentsWanted {
  return { categories: [category], currency: amount.currency, before: asked, each: EACH }
}

/** What to read besides when a category has so few of its own; undefined when it has enough, or no neighbours. */
export function widerWanted(subject: Subject, own: number, policy: Pick<Policy, 'categories'>) {
  const categories = own < ENOUGH ? neighbours(subject.category, policy) : []
  return categories.length === 0 ? undefined : { ...ownWanted(subject), categories, each: EACH_NEIGHBOUR }
}

/** The other categories under the same branch, in the order of the policy. */
export function neighbours(category: string, { categories }: Pick<Policy, 'categories'>): readonly string[] {
  const branch = branchOf(category)
  if (branch === '') return []
  return Object.keys(categories).filter((path) => path !== category && branchOf(path) === branch)
}

/** The nearest first: by category, model, impact, kind and age, and by whatever else is given. */
export function nearest(
  subject: Subject,
  all: readonly Precedent[],
  most: number = NEAREST,
  also: readonly Likeness[] = [],
): readonly Precedent[] {
  const score = (one: Precedent): number =>
    nearness(subject, one) + also.reduce((sum, likeness) => sum + 4 * likeness(subject, one), 0)
  return all
    .map((one) => ({ one, score: score(one) }))
    .sort((a, b) => b.score - a.score || b.one.ended - a.one.ended || (a.one.number < b.one.number ? -1 : 1))
    .slice(0, most)
    .map(({ one }) => one)
}

/** A case of the same category outweighs any other that shares but one respect; a year costs half of the last weight. */
function nearness(subject: Subject, other: Precedent): number {
  const years = Math.max(0, subject.asked - other.ended) / (365 * DAY)
  return (
    (subject.category === other.category ? 4 : branchOf(subject.category) === branchOf(other.category) ? 2 : 0) +
    (subject.model !== '' && plain(subject.model) === plain(other.model) ? 3 : 0) +
    (subject.grade === other.grade ? 2 : 0) +
    (subject.kind === other.kind ? 3 : 0) +
    1 / (1 + years)
  )
}

const plain = (text: string): string => text.normalize('NFKC').toUpperCase().replace(/\s/g, '')

const branchOf = (category: string): string => category.slice(0, Math.max(0, category.lastIndexOf('.')))

/** Least, middle and most; undefined of nothing. */
export function spreadOf(amounts: readonly number[]): Spread | undefined {
  const sorted = [...amounts].sort((a, b) => a - b)
  const [least] = sorted
  const most = sorted.at(-1)
  return least === undefined || most === undefined ? undefined : { least, middle: quantile(sorted, 0.5), most }
}

/**
 * Where the amount stands among precedents of the same kind, impact and currency: what is below it, with half of what is
 * equal, in percent; and the band of their amounts. Undefined when nothing of value is proposed or too few compare.
 */
export function gaugeOf(subject: Subject, all: readonly Precedent[], [low, high]: Band = USUAL): Gauge | undefined {
  const { kind, grade, amount } = subject
  const amounts = all
    .filter((one) => one.kind === kind && one.grade === grade && one.amount.currency === amount.currency)
    .map((one) => one.amount.minor)
    .sort((a, b) => a - b)
  if (amount.minor === 0 || amounts.length < FEWEST) return undefined
  const below = amounts.filter((minor) => minor < amount.minor).length
  const equal = amounts.filter((minor) => minor === amount.minor).length
  return {
    n: amounts.length,
    percentile: Math.round((100 * (below + equal / 2)) / amounts.length),
    lower: quantile(amounts, low / 100),
    upper: quantile(amounts, high / 100),
  }
}

/**
 * Whether the amount lies outside what is usual, where the policy asks and there are as many comparable cases as it wants;
 * undefined when it does not.
 */
export function unusualIn(subject: Subject, policy: Policy, find: FindPrecedents | undefined): Unusual | undefined {
  const { precedents } = policy.approval
  if (!precedents || !find || subject.amount.minor === 0) return undefined
  const own = find(ownWanted(subject))
  const wider = widerWanted(subject, own.length, policy)
  const gauge = gaugeOf(subject, wider ? [...own, ...find(wider)] : own, precedents.band)
  if (!gauge || gauge.n < precedents.atLeast) return undefined
  const { n, lower, upper } = gauge
  const { minor } = subject.amount
  const is = minor > upper ? 'above' : minor < lower ? 'below' : undefined
  return is && { is, n, lower, upper }
}

/** Between two amounts in proportion, in whole minor units. `sorted` is not empty. */
function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share
  const low = sorted[Math.floor(at)] ?? 0
  const high = sorted[Math.ceil(at)] ?? low
  return Math.round(low + (high - low) * (at - Math.floor(at)))
}
