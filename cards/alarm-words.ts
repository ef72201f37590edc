/** Why an alarm was raised, on the card: the words, what stands around them, who was told, and whether it was nothing. */
import type { Alarm } from '../src/rules/alarms.ts'
import { say } from './catalogue.ts'
import type { Block } from './model.ts'
import { actorName, alarmName, fieldLabel, peopleNames } from './names.ts'
import type { Reader } from './reader.ts'
import type { Scene } from './scene.ts'
import { freeText, momentWords } from './scene.ts'
import { oneLine } from './text.ts'

/** One line for each alarm of the case, those that stand first. */
export function alarmBlocks(scene: Scene): readonly Block[] {
  const alarms = Object.entries(scene.case.alarms ?? {})
  const cleared = alarms.filter(([, alarm]) => alarm.cleared)
  const standing = alarms.filter(([, alarm]) => !alarm.cleared)
  return [
    ...standing.map(([kind, alarm]): Block => ({ block: 'text', tone: 'warn', text: whyWords(kind, alarm, scene) })),
    ...cleared.map(
      ([kind, alarm]): Block => ({ block: 'text', tone: 'quiet', text: clearedWords(kind, alarm, scene) }),
    ),
  ]
}

function whyWords(kind: string, alarm: Alarm, scene: Scene): string {
  const { lang } = scene
  return say(lang, 'alarm.why', {
    alarm: alarmName(kind, scene),
    at: momentWords(alarm.at, scene),
    source: sourceWords(alarm.source, scene),
    excerpt: oneLine(freeText(alarm.excerpt, scene), 120),
    words: alarm.words.map((word) => oneLine(freeText(word, scene), 40)).join(' / '),
    people: alarm.people.length === 0 ? say(lang, 'alarm.nobody') : peopleNames(alarm.people, scene),
  })
}

/** Where words stood: a field, a note, an answer, a contact. */
export function sourceWords(source: string, reader: Reader): string {
  if (source === 'note') return say(reader.lang, 'alarm.in_note')
  if (source === 'contact') return say(reader.lang, 'alarm.in_contact')
  if (source === 'answer') return say(reader.lang, 'alarm.in_answer')
  return fieldLabel(source, reader)
}

function clearedWords(kind: string, { cleared }: Alarm, scene: Scene): string {
  if (!cleared) return ''
  return say(scene.lang, 'alarm.cleared', {
    alarm: alarmName(kind, scene),
    who: actorName(cleared.by, scene),
    at: momentWords(cleared.at, scene),
    reason: oneLine(freeText(cleared.reason, scene), 120),
  })
}
