/** An expected "no" in words: what is the matter, and what to do about it. */
import type { Directory, Lang, Param, Refusal, Text } from '../src/rules/nouns.ts'
import { VERBS } from '../src/rules/nouns.ts'
import type { Policy } from '../src/rules/policy.ts'
import type { Filling } from './catalogue.ts'
import { isSentence, sayAny } from './catalogue.ts'
import { moment, money } from './format.ts'
import { fieldLabel, kindName, outcomeWords, personName, stageName, teamName, verbName } from './names.ts'
import { oneLine } from './text.ts'

/** What helps to put ids into words; all of it may be missing (an API error before anything is known). */
export interface Known {
  readonly policy?: Policy
  readonly directory?: Directory
  readonly tz?: string
}

/** The sentence and its fix in one language. */
export function refusalText(
  refusal: Refusal,
  lang: Lang,
  known: Known = {},
): { readonly message: string; readonly fix: string } {
  const params: Record<string, Filling> = {}
  for (const [name, value] of Object.entries(refusal.params ?? {})) params[name] = paramWords(name, value, lang, known)
  params.field ??= fieldWords(refusal.field, lang, known)
  return {
    message: sayAny(lang, `refusal.${refusal.refused}`, params) ?? refusal.refused,
    fix: sayAny(lang, `fix.${refusal.refused}`, params) ?? '',
  }
}

/** The same in both languages, for interfaces. */
export function refusalTexts(refusal: Refusal, known: Known = {}): { readonly message: Text; readonly fix: Text } {
  const [zh, en] = [refusalText(refusal, 'zh', known), refusalText(refusal, 'en', known)]
  return { message: { zh: zh.message, en: en.message }, fix: { zh: zh.fix, en: en.fix } }
}

function fieldWords(field: string | undefined, lang: Lang, known: Known): Filling {
  if (field === undefined) return sayAny(lang, 'term.this_field', {})
  if (known.policy) return fieldLabel(field, { policy: known.policy, lang })
  return sayAny(lang, `form.${field}`, {}) ?? oneLine(field, 60)
}

/**
 * A parameter in the reader's words. Rules name things by id where they have no name at hand: people, stages, kinds,
 * duties and verbs are looked up by what the parameter is called. An unbounded limit (`∞`) counts as no value.
 */
export function paramWords(name: string, value: Param, lang: Lang, known: Known): Filling {
  if (typeof value === 'number') return value
  if (typeof value === 'object') {
    if ('at' in value) return moment(value.at, lang, known.tz ?? known.policy?.company.tz ?? 'UTC')
    if ('minor' in value) return money(value, lang, known.policy?.company.digits[value.currency])
    return value
  }
  return value.endsWith('∞') ? undefined : oneLine(idWords(name, value, lang, known), 300)
}

function idWords(name: string, id: string, lang: Lang, { policy, directory }: Known): string {
  switch (name) {
    case 'duty':
    case 'other':
      return isSentence(`duty.${id}`) ? (sayAny(lang, `duty.${id}`, {}) ?? id) : id
    case 'verb': {
      const verb = VERBS.find((one) => one === id)
      return verb ? verbName(verb, lang) : id
    }
    case 'outcome':
      return outcomeWords(id, lang)
    case 'why':
      return sayAny(lang, `void.${id}`, {}) ?? sayAny(lang, `undelivered.${id}`, {}) ?? id
    case 'field':
      return policy ? fieldLabel(id, { policy, lang }) : (sayAny(lang, `form.${id}`, {}) ?? id)
    case 'stage':
    case 'target':
    case 'to':
      if (policy && Object.hasOwn(policy.flow.stages, id)) return stageName(id, { policy, lang })
      return directory ? personName(id, { directory, lang }) : id
    case 'team':
      return directory ? teamName(id, { directory, lang }) : id
    case 'kind':
      return policy ? kindName(id, { policy, lang }) : id
    case 'grade':
      return policy?.derived.find((one) => one.id === 'impact')?.values[id]?.[lang] ?? id
    case 'by':
    case 'who':
    case 'from':
    case 'person':
    case 'owner':
      if (id === 'clock' || id === 'delivery') return sayAny(lang, 'term.system', {}) ?? id
      return directory ? personName(id, { directory, lang }) : id
    default:
      return id
  }
}
