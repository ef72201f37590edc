/** Two cases that are one (D15): the merged one ends, and the other knows what it said. */
import { openAlarms } from './alarms.ts'
import type { Case } from './case.ts'
import type { ActCommand, ReactCommand } from './commands.ts'
import { no, reasonOf } from './deed.ts'
import { levelOf } from './environment.ts'
import type { Fact } from './facts.ts'
import { enter } from './flow.ts'
import type { FileRef, Value } from './nouns.ts'
import type { Policy } from './policy.ts'
import { givenPromises } from './promises.ts'
import { isSealed } from './sealed.ts'
import type { Story } from './story.ts'
import { No } from './story.ts'

/** A case's text is handed on up to so many characters; all of it stands where it was written. */
const MOST_TEXT = 2_000
const MOST_FILES = 20

/**
 * Ends the case as merged into an open one. Refuses itself, what is unknown, ended or an incident, and whatever would be
 * lost: a graver level, an alarm that does not stand there, a promise to the customer. So two can never go round in a
 * circle: whatever was merged has ended.
 */
export function merge(story: Story, command: ActCommand): void {
  const to = story.context.policy.flow.anywhere.merge
  if (to === undefined) return no('not_offered')
  const reason = reasonOf(command)
  const number = command.to?.normalize('NFKC').trim().toUpperCase() ?? ''
  if (number === '') return no('target_required', 'to')
  const into = otherOf(story, number)
  mustLoseNothing(story.state, into)
  story.record({ is: 'merged', into: into.number, reason })
  enter(story, to)
}

function otherOf({ state, context }: Story, number: string): Case {
  if (number === state.number) return no('merge_self', 'to')
  const other = context.other?.(number)
  if (!other || other.incident) throw new No({ refused: 'merge_unknown', field: 'to', params: { number } })
  if (other.ended) throw new No({ refused: 'merge_ended', field: 'to', params: { number } })
  return other
}

function mustLoseNothing(state: Case, into: Case): void {
  const alarms = openAlarms(into)
  const isGraver = levelOf(state) < levelOf(into) || openAlarms(state).some((kind) => !alarms.includes(kind))
  if (isGraver) throw new No({ refused: 'merge_graver', field: 'to', params: { number: into.number } })
  if (givenPromises(state).length > 0) return no('merge_promised')
}

/** What merging causes in the case that goes on. */
export function absorbing(
  fact: Fact,
  state: Case,
  { fields }: Pick<Policy, 'fields'>,
): { readonly number: string; readonly what: ReactCommand['what'] } | undefined {
  const { what } = fact
  if (what.is !== 'merged') return undefined
  const { text } = state.values
  const personal = Object.fromEntries(
    Object.entries(state.values).filter(([id, value]) => fields[id]?.personal !== undefined && !isSealed(value)),
  )
  const files = [...Object.values(state.values).flatMap(filesOf), ...state.notes.flatMap((note) => note.files)]
  return {
    number: what.into,
    what: {
      is: 'absorb',
      number: state.number,
      text: typeof text === 'string' ? text.slice(0, MOST_TEXT) : '',
      files: files.slice(0, MOST_FILES),
      reason: what.reason,
      ...(Object.keys(personal).length === 0 ? {} : { personal }),
    },
  }
}

function filesOf(value: Value): readonly FileRef[] {
  return Array.isArray(value) ? value.filter((one): one is FileRef => typeof one === 'object') : []
}
