/** Who hears at once of a batch, of a surge, and of an incident: each person once, with their part in it. */

import type { Case } from './case.ts'
import { rolesFor } from './emergency.ts'
import type { Fact, Happening } from './facts.ts'
import { commonOf, labelsOf, ruleOf } from './incidents.ts'
import type { PersonId, Text } from './nouns.ts'
import type { Company } from './people.ts'
import type { NoticeSpec } from './views.ts'
import { HOUR } from './zone.ts'

/** Tells of more cases about the same, or of more than usual. */
export function batchWords(
  what: Extract<Happening, { is: 'batched' | 'surged' }>,
  seq: number,
  state: Case,
  { policy }: Company,
): readonly NoticeSpec[] {
  const rule = ruleOf(policy, what.rule)
  const common = {
    number: state.number,
    rule: rule?.name ?? what.rule,
    about: rule ? together(labelsOf(commonOf(rule), state.values, policy)) : '',
    hours: rule ? rule.window / HOUR : 0,
  }
  const [text, params] =
    what.is === 'batched'
      ? ['word.batch', { ...common, n: what.count, over: what.over }]
      : ['word.surge', { ...common, n: what.count, expected: String(Number(what.expected.toPrecision(2))) }]
  return what.people.map((person) => word(`${what.is}/${what.rule}/${seq}/${person}`, person, text, params))
}

/** Tells the emergency team of an incident, everybody their roles. */
export function emergencyWords(
  what: Extract<Happening, { is: 'gathered' }>,
  { seq }: Fact,
  state: Case,
  company: Company,
): readonly NoticeSpec[] {
  const { emergency } = company.policy
  const isFirst = what.numbers.length === state.incident?.cases.length
  if (!emergency || !isFirst) return []
  const parts = new Map<PersonId, Text[]>()
  for (const { name, people } of rolesFor(state, company))
    for (const person of people) parts.set(person, [...(parts.get(person) ?? []), name])
  const { number, values } = state
  const about = typeof values.text === 'string' ? values.text : ''
  return [...parts].map(([person, roles]) => {
    const params = { plan: emergency.name, number, about, role: together(roles), n: what.numbers.length }
    return word(`emergency/${seq}/${person}`, person, 'word.emergency', params)
  })
}

function word(key: string, person: PersonId, text: string, params: NoticeSpec['params']): NoticeSpec {
  return { key, kind: 'word', urgent: true, place: { in: 'person', person }, text, params }
}

const together = (labels: readonly Text[]): Text => ({
  zh: labels.map(({ zh }) => zh).join('、'),
  en: labels.map(({ en }) => en).join(', '),
})
