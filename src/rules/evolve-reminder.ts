/** What reminders leave on an open place: which rungs were told, who is on it, whose own reminders wait. */
import type { Position } from './case.ts'
import type { Happening } from './facts.ts'
import { rungId } from './ladder.ts'
import type { Millis } from './nouns.ts'

type ReminderFact = Extract<Happening, { is: 'nagged' | 'acknowledged' | 'snoozed' }>

/** The place after a rung was told, or put off. */
export function afterReminder(position: Position, what: ReminderFact, now: Millis): Position {
  const { acknowledged } = position
  switch (what.is) {
    case 'acknowledged': {
      const { person, until, level } = what
      return { ...position, acknowledged: [...(acknowledged ?? []), { person, until, level }] }
    }
    case 'snoozed':
      return { ...position, snoozed: { ...position.snoozed, [what.person]: what.until } }
    case 'nagged': {
      const nagged = [...position.nagged, rungId(what.clock, what.rung, what.again)]
      if (!acknowledged) return { ...position, nagged }
      const over = acknowledged.map((one) => (one.until <= now ? { ...one, over: true as const } : one))
      return { ...position, nagged, acknowledged: over }
    }
  }
}
