/**
 * Cases about the same (F065, F067, F070): counted when a case is filed and whenever what it is about changes. What was
 * found is written into the fact, so that a replay counts nothing again.
 */
import type { Case } from './case.ts'
import { environment } from './environment.ts'
import type { Colour } from './facts-batch.ts'
import type { Millis, PersonId } from './nouns.ts'
import { resolve } from './people.ts'
import { poissonTail } from './poisson.ts'
import type { BatchRule, Common, Policy, SurgeRule } from './policy.ts'
import type { Window } from './sameness.ts'
import type { Story } from './story.ts'
import { DAY } from './zone.ts'

/** Of more cases than these in a window not each is held against the weeks before: one in two, then one in three … */
const EACH = 16
/** So many people are told of a batch. */
const MOST_TOLD = 8
/** So many other cases are named in a fact, and taken into an incident at once. */
export const MOST_NAMED = 200
/** So many are, where an incident is open. */
const FEW_NAMED = 10

/** What a case is about under a rule, as one key; undefined while any of it is not known, or the rule is not about it. */
export function keyUnder(
  rule: Pick<BatchRule, 'id' | 'when'>,
  common: readonly Common[],
  kind: 'batch' | 'surge',
  state: Case,
  policy: Policy,
): string | undefined {
  if (state.incident || isVoid(state)) return undefined
  const made = keys.get(state) ?? new Map<object, string | undefined>()
  keys.set(state, made)
  if (!made.has(rule)) made.set(rule, keyOf(rule, common, kind, state, policy))
  return made.get(rule)
}

/** Keys by case and rule: a case never changes in place, and is asked for them by whoever counts and whoever keeps them. */
const keys = new WeakMap<Case, Map<object, string | undefined>>()

function keyOf(
  rule: Pick<BatchRule, 'id' | 'when'>,
  common: readonly Common[],
  kind: 'batch' | 'surge',
  state: Case,
  policy: Policy,
): string | undefined {
  const parts = common.map((one) => partOf(one, state))
  if (parts.some((part) => part === undefined)) return undefined
  if (rule.when && !rule.when.test(environment(policy, state))) return undefined
  return JSON.stringify([kind, rule.id, ...parts])
}

/** Nothing has changed that keys are made of: so is most of what happens to a case. */
export function isAboutTheSame(before: Case, after: Case): boolean {
  const parts = ['values', 'derived', 'alarms', 'visits', 'ended', 'incident', 'batches', 'surges'] as const
  return parts.every((part) => before[part] === after[part])
}

/** Cases that turned out to be nothing, or were taken back, are no part of a batch. */
const isVoid = ({ ended }: Case): boolean => ['withdrawn', 'not_a_complaint', 'merged'].includes(ended?.outcome ?? '')

function partOf({ field, depth }: Common, { values }: Case): string | undefined {
  const value = values[field]
  if (typeof value !== 'string' || value === '') return undefined
  if (depth === undefined) return value.normalize('NFKC').trim().toUpperCase()
  const path = value.split('.')
  return path.length < depth ? undefined : path.slice(0, depth).join('.')
}

/** The key under which whoever was told of a batch or a surge is told no more for a window. */
export const toldKey = (key: string, colour: Colour | 'surge'): string => JSON.stringify(['told', colour, key])

/** The key of an open incident. */
export const incidentKey = (key: string): string => JSON.stringify(['incident', key])

/** Looks for batches and surges that this story's case completes. */
export function findBatches(story: Story): void {
  const { policy, sameness } = story.context
  if (!sameness || story.state.ended || (story.before && isAboutTheSame(story.before, story.state))) return
  for (const rule of policy.batches ?? []) findBatch(story, rule)
  for (const rule of policy.surges ?? []) findSurge(story, rule)
}

/** The key of a rule where the case came to it just now. */
function newKey(story: Story, rule: BatchRule | SurgeRule): string | undefined {
  const [common, kind] = 'same' in rule ? ([rule.same, 'batch'] as const) : ([rule.by, 'surge'] as const)
  const { policy } = story.context
  const key = keyUnder(rule, common, kind, story.state, policy)
  const before = story.before && keyUnder(rule, common, kind, story.before, policy)
  return key === before ? undefined : key
}

function findBatch(story: Story, rule: BatchRule): void {
  const { now, sameness } = story.context
  const key = newKey(story, rule)
  const since = now - rule.window
  if (key === undefined || !sameness || story.state.filed <= since) return
  const { number } = story.state
  const others = [...new Set(sameness([key], since).map((one) => one.number))].filter((one) => one !== number)
  const bounds = isHoliday(story, now) ? { ...rule, ...rule.holidays } : rule
  const colour = colourOf(others.length + 1, bounds)
  if (colour === undefined) return
  const over = (colour === 'red' ? bounds.red : bounds.amber) ?? 0
  const people = untold(story, rule, toldKey(key, colour), since)
  // What is gathered already need not be named again.
  const open = colour === 'red' && sameness([incidentKey(key)], -1).length > 0
  const numbers = others.slice(0, open ? FEW_NAMED : MOST_NAMED)
  const found = { rule: rule.id, key, colour, count: others.length + 1, numbers, over, since }
  story.record({ is: 'batched', ...found, people })
}

function colourOf(count: number, { amber, red }: Pick<BatchRule, 'amber' | 'red'>): Colour | undefined {
  if (count > red) return 'red'
  return amber !== undefined && count > amber ? 'amber' : undefined
}

/** Whom a rule tells; nobody where another case within the window told them already. */
function untold(story: Story, { to }: Pick<BatchRule, 'to'>, key: string, since: Millis): readonly PersonId[] {
  const { state, context } = story
  if ((context.sameness?.([key], since) ?? []).some((one) => one.number !== state.number)) return []
  return resolve(to, state, context, new Set()).people.slice(0, MOST_TOLD)
}

function isHoliday(story: Story, at: Millis): boolean {
  const { policy, calendars } = story.context
  return calendars[policy.company.calendar]?.isHoliday(at) ?? false
}

function findSurge(story: Story, rule: SurgeRule): void {
  const { now, tally } = story.context
  const key = newKey(story, rule)
  if (key === undefined || !tally || story.state.filed <= now - rule.window) return
  const [today, ...before] = windowsOf(rule, now)
  const count = (today ? (tally(key, [today])[0] ?? 0) : 0) + 1
  if (count < rule.least || count % Math.ceil(count / EACH) !== 0) return
  const weeks = tally(key, before)
  const expected = expectedOf(story, rule, weeks)
  if (expected === undefined) return
  const tail = poissonTail(count, expected)
  if (tail > rule.tail) return
  const since = now - rule.window
  const people = untold(story, rule, toldKey(key, 'surge'), since)
  story.record({ is: 'surged', rule: rule.id, key, count, expected, tail, weeks, since, people })
}

/** This window, then the same one of the weeks before. */
function windowsOf({ window, weeks }: SurgeRule, now: Millis): readonly Window[] {
  return Array.from({ length: weeks + 1 }, (_, i) => {
    const to = now - i * 7 * DAY
    return { from: to - window, to }
  })
}

/**
 * The mean of the weeks before, each as it would have been on such a day as this: on holidays the factor of the rule is
 * to be expected. Weeks before the first that had any case do not count, for the house may be younger; undefined where
 * there is nothing to compare with. Half a case is added, for what was seen is never all that is usual.
 */
function expectedOf(story: Story, { holidayFactor }: SurgeRule, weeks: readonly number[]): number | undefined {
  const { now } = story.context
  const known = weeks.slice(0, weeks.findLastIndex((count) => count > 0) + 1)
  if (known.length === 0) return undefined
  const factorAt = (at: Millis): number => (isHoliday(story, at) ? holidayFactor : 1)
  const plain = known.map((count, i) => count / factorAt(now - (i + 1) * 7 * DAY))
  const mean = (plain.reduce((sum, one) => sum + one, 0) + 0.5) / known.length
  return mean * factorAt(now)
}
