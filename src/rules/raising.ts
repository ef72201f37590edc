/** Raises alarms for what the customer is reported to say, at once and once for each kind; a person may find nothing in one. */
import type { AlarmFound } from './alarm-words.ts'
import { alarmKind, alarmsOf, heardFields, openAlarms } from './alarms.ts'
import type { Case } from './case.ts'
import type { ActCommand } from './commands.ts'
import { no, reasonOf } from './deed.ts'
import type { Happening } from './facts.ts'
import { rederive } from './flow.ts'
import type { PersonId } from './nouns.ts'
import { resolve } from './people.ts'
import type { Policy } from './policy.ts'
import type { Story } from './story.ts'

/** Executives of one kind who are told; a longer list would be nobody's. */
const MOST_TOLD = 8
/** So much is quoted before and behind the first word. */
const AROUND = 40

/** Reads what was written down in this story and raises what it calls for; the grade follows. */
export function raiseAlarms(story: Story): void {
  const { policy } = story.context
  if (policy.alarms === undefined) return
  const facts = story.facts.length
  for (const { source, text } of saidIn(
    story.facts.map(({ what }) => what),
    story.before,
    policy,
  ))
    for (const found of alarmsOf(text, policy, story.state.values))
      if (isNews(found, story.state)) raise(story, found, source, text)
  if (story.facts.length > facts && !story.state.ended) rederive(story)
}

interface Said {
  readonly source: string
  readonly text: string
}

/** The customer's words among these happenings: fields that changed, comments, answers and what was said in a contact. */
function saidIn(happenings: readonly Happening[], before: Case | undefined, policy: Policy): readonly Said[] {
  return happenings.flatMap((what): readonly Said[] => {
    if (what.is === 'noted') return [{ source: 'note', text: what.text }]
    if (what.is === 'contacted') return [{ source: 'contact', text: what.text }]
    if (what.is === 'answered') return [{ source: 'answer', text: what.text }]
    if (what.is !== 'filed' && what.is !== 'amended' && what.is !== 'submitted') return []
    return heardFields(policy).flatMap((source) => {
      const text = what.values[source]
      return typeof text === 'string' && text !== before?.values[source] ? [{ source, text }] : []
    })
  })
}

/** Nobody was told of this kind, or somebody found nothing in other words than these. */
function isNews({ kind, words }: AlarmFound, { alarms = {} }: Case): boolean {
  const alarm = Object.hasOwn(alarms, kind) ? alarms[kind] : undefined
  if (!alarm) return true
  return alarm.cleared !== undefined && words.some(({ word }) => !alarm.words.includes(word))
}

function raise(story: Story, { kind, words }: AlarmFound, source: string, text: string): void {
  const to = alarmKind(story.context.policy, kind)?.to
  const people = to ? resolve(to, story.state, story.context, new Set()).people : []
  const excerpt = around(text, words[0]?.from ?? 0, words[0]?.to ?? 0)
  story.record({ is: 'alarmed', kind, words, excerpt, source, people: people.slice(0, MOST_TOLD) })
}

/** What stands around a word, on one line, with no character cut in two. */
function around(text: string, from: number, to: number): string {
  const [start, end] = [Math.max(0, from - AROUND), Math.min(text.length, to + AROUND)]
  const piece = text
    .slice(start, end)
    .replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, '')
    .replace(/\s+/g, ' ')
    .trim()
  return `${start > 0 ? '…' : ''}${piece}${end < text.length ? '…' : ''}`
}

/** Says that there is nothing in an alarm: it was about something else. */
export function clear(story: Story, command: ActCommand, _person: PersonId): void {
  const open = openAlarms(story.state)
  const kind = command.to ?? (open.length === 1 ? open[0] : undefined)
  if (kind === undefined) return no('target_required', 'to')
  if (!open.includes(kind)) return no('target_unknown', 'to')
  story.record({ is: 'alarm_cleared', kind, reason: reasonOf(command) })
  if (!story.state.ended) rederive(story)
}
