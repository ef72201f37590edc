/** What has to be done outside because of what happened: war rooms are opened, people called in, rooms closed. */
import type { Case } from './case.ts'
import type { Timely } from './clocks.ts'
import type { Fact } from './facts.ts'
import type { PersonId } from './nouns.ts'
import { tasksFor } from './tasks.ts'

/** One thing to do on each platform that can; `key` is unique within the case for ever. */
export type EffectSpec = { readonly key: string } & (
  | { readonly effect: 'open_room'; readonly people: readonly PersonId[]; readonly reason: string }
  | { readonly effect: 'invite'; readonly people: readonly PersonId[] }
  | { readonly effect: 'close_room' }
)

/** What these facts, which led from `before` to `after`, have for effects. */
export function effectsFor(
  before: Case | undefined,
  after: Case,
  facts: readonly Fact[],
  company: Timely,
): readonly EffectSpec[] {
  const { room } = after
  if (!room) return []
  const asked = facts.find(({ what }) => what.is === 'room_asked')
  if (asked) return [{ key: 'room', effect: 'open_room', people: room.people, reason: room.reason }]
  if (facts.some(({ what }) => what.is === 'ended')) return [{ key: 'room/close', effect: 'close_room' }]
  const known = new Set([...room.people, ...(before ? working(before, company) : [])])
  const people = after.ended ? [] : working(after, company).filter((id) => !known.has(id))
  return people.length === 0 ? [] : [{ key: `room/${after.revision}`, effect: 'invite', people }]
}

/** Most people of one task who are called in: a whole department is no war room. */
const MOST = 8

const working = (state: Case, company: Timely): readonly PersonId[] =>
  tasksFor(state, company).flatMap((task) => task.people.slice(0, MOST))
