/** How long a clock gives: by the level of the case, or its own span for complex ones (C03). */
import type { Known } from './environment.ts'
import { environment, levelOf } from './environment.ts'
import type { ClockRule, Policy, Span } from './policy.ts'

/** The span of a clock in this case. */
export function spanOf(clock: ClockRule, known: Known, policy: Policy): Span {
  if (clock.complex && policy.complex?.test(environment(policy, known))) return clock.complex
  return clock.spans[levelOf(known)]
}
