/** What people, stages, options and amounts are called in the reader's language. An unknown id is shown as it is. */
import { alarmKind } from '../src/rules/alarms.ts'
import type { DerivedValue, Proposal } from '../src/rules/facts.ts'
import type { Actor, FieldId, Lang, Money, PersonId, StageId, StepId, TeamId, Text, Verb } from '../src/rules/nouns.ts'
import type { Found } from '../src/rules/people.ts'
import type { Derived, Policy } from '../src/rules/policy.ts'
import { personAdded } from '../src/rules/steps.ts'
import { questionOfStep } from '../src/rules/tasks.ts'
import { say } from './catalogue.ts'
import { money } from './format.ts'
import type { Reader } from './reader.ts'
import { oneLine, plain } from './text.ts'

/** The text in the reader's language. */
export function inWords(text: Text, lang: Lang): string {
  return plain(text[lang])
}

/** A person's name; somebody who left is shown by id. */
export function personName(id: PersonId, { directory, lang }: Pick<Reader, 'directory' | 'lang'>): string {
  const person = Object.hasOwn(directory.people, id) ? directory.people[id] : undefined
  return person ? inWords(person.name, lang) : oneLine(id, 60)
}

/** A department's name. */
export function teamName(id: TeamId, { directory, lang }: Pick<Reader, 'directory' | 'lang'>): string {
  const team = Object.hasOwn(directory.teams, id) ? directory.teams[id] : undefined
  return team ? inWords(team.name, lang) : oneLine(id, 60)
}

/** Who or what did something. */
export function actorName(actor: Actor, reader: Pick<Reader, 'directory' | 'lang'>): string {
  switch (actor.kind) {
    case 'person':
      return personName(actor.id, reader)
    case 'service':
      return say(reader.lang, 'term.service', { id: actor.id })
    case 'account':
      return say(reader.lang, 'term.stranger', { platform: actor.platform })
    case 'clock':
    case 'delivery':
      return say(reader.lang, 'term.system')
  }
}

/** Several people: the first three by name, then how many there are. */
export function peopleNames(ids: readonly PersonId[], reader: Pick<Reader, 'directory' | 'lang'>): string {
  if (ids.length === 0) return say(reader.lang, 'card.nobody')
  const comma = say(reader.lang, 'term.comma')
  const names = ids.slice(0, 3).map((id) => personName(id, reader))
  if (ids.length <= 3) return names.join(comma)
  return say(reader.lang, 'term.and_more', { names: names.join(comma), n: ids.length })
}

/** Who approved a step, a stand-in with whom they stood in for. */
export function giverNames(
  step: { readonly given: readonly PersonId[]; readonly stoodIn?: Readonly<Record<PersonId, PersonId>> },
  reader: Pick<Reader, 'directory' | 'lang'>,
): string {
  const { lang } = reader
  const away = Object.entries(step.stoodIn ?? {})
  const named = step.given.map((id) => {
    const principal = away.find(([, standIn]) => standIn === id)?.[0]
    const who = personName(id, reader)
    return principal === undefined ? who : say(lang, 'term.stands_for', { who, for: personName(principal, reader) })
  })
  return named.join(say(lang, 'term.comma'))
}

/** Who is asked in whose place, and who cannot be asked any more. */
export function insteadWords(
  { standsFor, skipped }: Pick<Found, 'standsFor' | 'skipped'>,
  reader: Pick<Reader, 'directory' | 'lang'>,
): readonly string[] {
  const { lang } = reader
  const pairs = Object.entries(standsFor).map(([who, away]) =>
    say(lang, 'card.stands_in', { who: personName(who, reader), for: personName(away, reader) }),
  )
  return skipped.length === 0 ? pairs : [...pairs, say(lang, 'card.skipped', { who: peopleNames(skipped, reader) })]
}

/** A stage's name. */
export function stageName(id: StageId, { policy, lang }: Pick<Reader, 'policy' | 'lang'>): string {
  const stage = Object.hasOwn(policy.flow.stages, id) ? policy.flow.stages[id] : undefined
  return stage ? inWords(stage.name, lang) : id
}

/** An approval step's name; that of somebody who was added is theirs. */
export function stepName(id: StepId, reader: Pick<Reader, 'policy' | 'lang' | 'directory'>): string {
  const { policy, lang } = reader
  const person = personAdded(id)
  if (person !== undefined) return say(lang, 'term.added_step', { who: personName(person, reader) })
  if (questionOfStep(id) !== undefined) return say(lang, 'verb.ask')
  const step = Object.hasOwn(policy.approval.steps, id) ? policy.approval.steps[id] : undefined
  return step ? inWords(step.name, lang) : id
}

/** A field's label; the fields of reason forms have theirs in the catalogue. */
export function fieldLabel(id: FieldId, { policy, lang }: Pick<Reader, 'policy' | 'lang'>): string {
  const field = Object.hasOwn(policy.fields, id) ? policy.fields[id] : undefined
  if (field) return inWords(field.label, lang)
  if (id === 'reason' || id === 'to' || id === 'how' || id === 'files' || id === 'revision')
    return say(lang, `form.${id}`)
  if (id === 'promise' || id === 'day' || id === 'time') return say(lang, `form.${id}`)
  const derived = policy.derived.find((one) => one.id === id)
  return derived ? inWords(derived.label, lang) : id
}

/** What a kind of compensation is called. */
export function kindName(id: string, { policy, lang }: Pick<Reader, 'policy' | 'lang'>): string {
  const kind = policy.kinds.find((one) => one.id === id)
  return kind ? inWords(kind.label, lang) : id === '' ? say(lang, 'kind.none') : id
}

/** What a verb is called on its button. */
export function verbName(verb: Verb, lang: Lang): string {
  return say(lang, `verb.${verb}`)
}

/** A derived value in words: `A 级`, `Serious`. */
export function derivedName(rule: Derived, value: DerivedValue['value'], lang: Lang): string {
  const text = Object.hasOwn(rule.values, String(value)) ? rule.values[String(value)] : undefined
  return text ? inWords(text, lang) : String(value)
}

/** A derived value that stands alone: its own name, or with its label where the policy gives the value none. */
export function derivedLabel(rule: Derived, value: DerivedValue['value'], lang: Lang): string {
  const name = derivedName(rule, value, lang)
  return name === String(value) ? `${inWords(rule.label, lang)} ${name}` : name
}

/** What a clock is called; its id where the policy has none of it any more. */
export function clockName(id: string, { policy, lang }: Pick<Reader, 'policy' | 'lang'>): string {
  const clock = Object.hasOwn(policy.clocks, id) ? policy.clocks[id] : undefined
  return clock ? inWords(clock.name, lang) : id
}

/** What an alarm is called; its id where the policy has no such kind any more. */
export function alarmName(kind: string, { policy, lang }: { readonly policy: Policy; readonly lang: Lang }): string {
  const known = alarmKind(policy, kind)
  return known ? inWords(known.name, lang) : kind
}

/** An amount under the digits the policy gives its currency. */
export function amountWords(amount: Money, { policy, lang }: { readonly policy: Policy; readonly lang: Lang }): string {
  return money(amount, lang, policy.company.digits[amount.currency])
}

/** A proposal in a few words: kind and amount, and to whom. */
export function proposalWords(
  proposal: Proposal,
  reader: Pick<Reader, 'policy' | 'lang'>,
  payee: string = proposal.payee,
): string {
  const plan = say(reader.lang, 'card.proposal', {
    kind: kindName(proposal.kind, reader),
    amount: amountWords(proposal.amount, reader),
  })
  return payee === '' ? plan : say(reader.lang, 'card.to_payee', { plan, payee: oneLine(payee, 60) })
}

/** How a case ended: the name of the stage it ended in. */
export function outcomeName(
  ended: { readonly stage: StageId; readonly outcome: string },
  reader: Pick<Reader, 'policy' | 'lang'>,
): string {
  if (Object.hasOwn(reader.policy.flow.stages, ended.stage)) return stageName(ended.stage, reader)
  return outcomeWords(ended.outcome, reader.lang)
}

/** An outcome without its stage at hand. */
export function outcomeWords(outcome: string, lang: Lang): string {
  switch (outcome) {
    case 'closed':
    case 'unconfirmed':
    case 'rejected':
    case 'withdrawn':
    case 'merged':
    case 'not_a_complaint':
      return say(lang, `outcome.${outcome}`)
    default:
      return outcome
  }
}
