/** Nobody has two duties that are kept apart, however they came by them; and whoever is told so is told the truth. */
import type { Fact } from '../../rules/facts.ts'
import type { Duty, PersonId } from '../../rules/nouns.ts'
import { holds } from './broken.ts'
import type { Drawn } from './company.ts'
import type { Moment } from './life.ts'

/** Who has had which duty, from the facts alone. */
export type Duties = ReadonlyMap<Duty, ReadonlySet<PersonId>>

/** The duties that a fact gives people: a stand-in's word is the word of whoever is away, too; a no decides as a yes does. */
function givenBy({ what, by }: Fact): readonly (readonly [Duty, PersonId])[] {
  const person = by.kind === 'person' ? by.id : undefined
  if (what.is === 'approved' || what.is === 'turned_down')
    return [what.person, ...(what.for === undefined ? [] : [what.for])].map((id) => ['approver', id] as const)
  if (what.is === 'carried') return [['approver', what.person]]
  if (person === undefined) return []
  if (what.is === 'filed') return [['filer', person]]
  if (what.is === 'submitted' && what.position.startsWith('appraisal#')) return [['appraiser', person]]
  if (what.is === 'submitted' && what.position.startsWith('callback#')) return [['caller', person]]
  return what.is === 'paid' || what.is === 'part_paid' ? [['payer', person]] : []
}

/** What nobody may do who is barred from a duty, although it gives them none. */
function touchedBy({ what, by }: Fact): readonly (readonly [Duty, PersonId])[] {
  const person = by.kind === 'person' ? by.id : undefined
  if (person === undefined) return []
  if (what.is === 'added' || what.is === 'sent_back' || what.is === 'rescued') {
    const deciding = what.position.startsWith('approval#')
    return deciding ? [['approver', person]] : []
  }
  return what.is === 'payment_failed' || what.is === 'payment_returned' ? [['payer', person]] : []
}

/** The duties that stand against one, as they were drawn. */
export function opposites(duty: Duty, { apart }: Drawn): readonly Duty[] {
  return apart.flatMap(([a, b]) => (a === b ? [] : a === duty ? [b] : b === duty ? [a] : []))
}

/** The duty of theirs that keeps somebody out. */
export function against(person: PersonId, duty: Duty, duties: Duties, drawn: Drawn): Duty | undefined {
  return opposites(duty, drawn).find((other) => duties.get(other)?.has(person))
}

/** Follows a life and keeps the book of duties; throws when two meet. */
export function watchDuties(drawn: Drawn): { readonly duties: Duties; look(moment: Moment): void } {
  const duties = new Map<Duty, Set<PersonId>>()
  return {
    duties,
    look({ facts, refusal, command }) {
      for (const fact of facts) {
        for (const [duty, person] of [...givenBy(fact), ...touchedBy(fact)]) {
          const other = against(person, duty, duties, drawn)
          holds(other === undefined, `${person}, the ${other}, is no ${duty}:`, fact.what)
        }
        for (const [duty, person] of givenBy(fact)) duties.set(duty, new Set([...(duties.get(duty) ?? []), person]))
      }
      if (refusal?.refused !== 'duties_apart' || command.do !== 'act') return
      const { duty, other } = refusal.params as { readonly duty: Duty | 'rescuer'; readonly other: Duty }
      if (duty === 'rescuer') return
      const person = command.actor.kind === 'person' ? command.actor.id : ''
      const true_ = opposites(duty, drawn).includes(other) && duties.get(other)?.has(person)
      holds(true_ === true, `${person} is told that their ${other} bars them from ${duty}, and it does not`)
    },
  }
}
