/** What the clock does about a promise: it warns whoever is to keep it, and says when its time is over. */
import { leaderOf } from './people.ts'
import { keepersOf } from './promises.ts'
import type { Story } from './story.ts'

/** Records the warning, or that the promise was not kept: then whoever leads its keepers hears of it too. */
export function ringPromise(story: Story, id: string, over: boolean): void {
  const { state, context } = story
  const promise = state.promises?.find((one) => one.id === id)
  if (!promise) return
  const { until } = promise
  const keepers = keepersOf(promise, state, context)
  if (!over) return story.record({ is: 'promise_warned', id, until, people: keepers })
  const leaders = keepers.flatMap((keeper) => leaderOf(keeper, context.directory, new Set(keepers)).people)
  // What the policy's message promises is watched by the clocks of the case: they have told people already.
  const people = promise.rule === undefined ? [...new Set([...keepers, ...leaders])] : []
  story.record({ is: 'promise_broken', id, until, people })
}
