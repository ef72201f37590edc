/**
 * Likely the same (D15): another open case says the same in all fields of one of the policy's lists. It is shown to whoever
 * files and reviews, and never a wall: two complaints about one order may be two matters.
 */
import type { Case } from './case.ts'
import { telling } from './claims.ts'
import type { Likeness } from './facts-merge.ts'
import type { FieldId, Value } from './nouns.ts'
import type { Policy } from './policy.ts'
import type { Story } from './story.ts'
import { tasksFor } from './tasks.ts'
import { DAY } from './zone.ts'

/** Where duplicates are looked for: in each list all of its fields must say the same, filed at most so many days apart. */
export interface Duplicates {
  readonly days: number
  readonly same: readonly (readonly FieldId[])[]
}

/** So many likely duplicates are named; the newest. */
const MOST_LIKELY = 5
const MOST_PEOPLE = 3

/**
 * The keys under which others find this case while it is open; as personal as its values. A list makes no key while one of
 * its fields is empty, or none of them names a single thing (see `telling`).
 */
export function duplicateKeys(
  { duplicates, fields }: Policy,
  { values, ended, incident }: Case,
): readonly { readonly key: string; readonly same: readonly FieldId[] }[] {
  if (!duplicates || ended || incident) return []
  return duplicates.same.flatMap((same) => {
    const parts = same.map((id) => plain(values[id], fields[id]?.type === 'phone'))
    if (parts.some((part) => part === undefined) || !same.some((id) => telling(values[id]))) return []
    return [{ key: JSON.stringify(['duplicate', ...same.map((id, i) => [id, parts[i]])]), same }]
  })
}

/** A number is dialled with or without its country in front. */
const DIALLED = 11

function plain(value: Value | undefined, isPhone: boolean): string | undefined {
  if (typeof value !== 'string') return undefined
  const known = telling(value) ?? (value === '' ? undefined : value.normalize('NFKC').toUpperCase())
  return isPhone ? known?.slice(-DIALLED) : known
}

/** Looks for cases like this one, where it came to say something that they say; only new ones are told. */
export function findDuplicates(story: Story): void {
  const { state, before, context } = story
  const { policy, sameness, now } = context
  const keys = duplicateKeys(policy, state)
  const old = new Set(before ? duplicateKeys(policy, before).map(({ key }) => key) : [])
  const fresh = keys.filter(({ key }) => !old.has(key))
  if (!policy.duplicates || !sameness || fresh.length === 0) return
  const found = sameness(
    fresh.map(({ key }) => key),
    now - policy.duplicates.days * DAY,
  )
  const likely = new Map<string, Set<FieldId>>()
  for (const { key, number } of found) {
    if (number === state.number || isKnown(number, state)) continue
    const same = fresh.find((one) => one.key === key)?.same ?? []
    likely.set(number, new Set([...(likely.get(number) ?? []), ...same]))
  }
  const of = [...likely].slice(0, MOST_LIKELY).map(([number, same]) => likeness(number, [...same], story))
  if (of.length > 0) story.record({ is: 'likened', of })
}

/** How the other case stands now. */
function likeness(number: string, same: readonly FieldId[], { context }: Story): Likeness {
  const other = context.other?.(number)
  if (!other) return { number, same }
  const stage = other.positions[0]?.stage
  // Another version of the policy may ask others.
  const tasks = other.policy === context.policy.version ? tasksFor(other, context) : []
  const people = [...new Set(tasks.flatMap((task) => task.people))].slice(0, MOST_PEOPLE)
  return { number, same, filed: other.filed, people, ...(stage === undefined ? {} : { stage }) }
}

const isKnown = (number: string, { likened = [], absorbed = [] }: Case): boolean =>
  likened.some((one) => one.number === number) || absorbed.some((one) => one.number === number)
