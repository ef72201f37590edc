/** Promises that the policy's first message makes to every customer (F052): given when a case is filed, kept by what happens in it. */
import { companyCalendar, happenedSince } from './case-clocks.ts'
import { levelOf } from './environment.ts'
import { owedPromises } from './promises.ts'
import { addSpan } from './span.ts'
import type { Story } from './story.ts'

/** Records them at filing; whoever talks to the customer is to keep them. An incident has nobody to promise anything to. */
export function promiseReceived(story: Story): void {
  const { state, context } = story
  const { policy, now } = context
  const { receiver } = state.values
  if (policy.received === undefined || state.incident) return
  for (const [rule, { what, spans }] of (policy.promises?.received ?? []).entries()) {
    const until = addSpan(companyCalendar(context), now, spans[levelOf(state)])
    const id = String((story.state.promises?.length ?? 0) + 1)
    story.record({
      is: 'promised',
      id,
      what,
      until,
      rule,
      ...(typeof receiver === 'string' ? { person: receiver } : {}),
    })
  }
}

/** Says of those whose event has happened that they are kept. The end of a case is an answer to its customer too. */
export function keepReceived(story: Story): void {
  if (story.facts.length === 0) return
  const { state, context } = story
  const rules = context.policy.promises?.received ?? []
  for (const { id, rule, at } of owedPromises(state)) {
    const kept = rule === undefined ? undefined : rules[rule]?.kept
    if (kept && (state.ended || happenedSince(kept, at, state, context.policy)))
      story.record({ is: 'promise_kept', id, text: '', files: [] })
  }
}
