/** Why somebody was chosen to own a case, in words. */
import type { Choice, Speaks, Workload } from '../src/rules/assignment.ts'
import { weight } from '../src/rules/assignment.ts'
import type { Position } from '../src/rules/case.ts'
import { say } from './catalogue.ts'
import type { Block } from './model.ts'
import { inWords, personName } from './names.ts'
import type { Reader } from './reader.ts'
import type { Scene } from './scene.ts'
import { showValue } from './values.ts'

const CHOSEN = { skill: 'chosen.skill', region: 'chosen.region', tier: 'chosen.tier' } as const

/** What spoke for whoever was chosen; undefined when nothing told them from the others. */
function chosenWords(
  because: readonly Speaks[],
  load: Workload | undefined,
  reader: Pick<Reader, 'policy' | 'directory' | 'lang'>,
): string | undefined {
  const { lang } = reader
  const words = because.map((one) => say(lang, CHOSEN[one.wants], { what: nameOf(one, reader) }))
  const all = load === undefined ? words : [...words, say(lang, 'chosen.load', { n: load.open })]
  return all.length === 0 ? undefined : all.join(say(lang, 'term.comma'))
}

/** The same from the fact that tells it. */
export function choiceWords(
  { person, because = [], workloads = {} }: Choice,
  reader: Pick<Reader, 'policy' | 'directory' | 'lang'>,
): string | undefined {
  const own = workloads[person]
  const least = own !== undefined && Object.values(workloads).some((other) => weight(other) > weight(own))
  return chosenWords(because, least ? own : undefined, reader)
}

/** One line on the card of whoever was chosen, for as long as it is theirs. */
export function chosenBlocks({ chosen, assignee }: Position, scene: Scene): readonly Block[] {
  const why = chosen?.person === assignee && chosen ? chosenWords(chosen.because, chosen.load, scene) : undefined
  if (chosen === undefined || why === undefined) return []
  const text = say(scene.lang, 'card.chosen', { who: personName(chosen.person, scene), why })
  return [{ block: 'text', tone: 'quiet', text }]
}

/** A skill by its name in the directory, a region or tier by its option's; by id where neither is there any more. */
function nameOf({ is, field }: Speaks, reader: Pick<Reader, 'policy' | 'directory' | 'lang'>): string {
  if (field === undefined) {
    const name = reader.directory.skills?.[is]
    return name ? inWords(name, reader.lang) : is
  }
  const known = Object.hasOwn(reader.policy.fields, field) ? reader.policy.fields[field] : undefined
  return known ? showValue(known, is, { ...reader, masked: false }) : is
}
