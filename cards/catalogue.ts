/** Every sentence people read, in both languages, and how its placeholders are filled. */
import type { Lang, Money, Text } from '../src/rules/nouns.ts'
import { ALARM_SENTENCES } from './catalogue/alarm-sentences.ts'
import { ANSWER_SENTENCES } from './catalogue/answer-sentences.ts'
import { ASSIGNMENT_SENTENCES } from './catalogue/assignment-sentences.ts'
import { BATCH_SENTENCES } from './catalogue/batch-sentences.ts'
import { CARD_SENTENCES } from './catalogue/card-sentences.ts'
import { CASE_STORY_SENTENCES } from './catalogue/case-story-sentences.ts'
import { TALK_SENTENCES } from './catalogue/conversation-sentences.ts'
import { FORM_SENTENCES } from './catalogue/form-sentences.ts'
import { HOME_SENTENCES } from './catalogue/home-sentences.ts'
import { LETTER_SENTENCES } from './catalogue/letter-sentences.ts'
import { MERGE_SENTENCES } from './catalogue/merge-sentences.ts'
import { NOTICE_SENTENCES } from './catalogue/notice-sentences.ts'
import { PLAN_SENTENCES } from './catalogue/plan-sentences.ts'
import { PRECEDENT_SENTENCES } from './catalogue/precedent-sentences.ts'
import { PROMISE_SENTENCES } from './catalogue/promise-sentences.ts'
import { REFUSAL_SENTENCES } from './catalogue/refusal-sentences.ts'
import { ROUNDUP_SENTENCES } from './catalogue/roundup-sentences.ts'
import { RULE_SENTENCES } from './catalogue/rule-sentences.ts'
import { STORY_SENTENCES } from './catalogue/story-sentences.ts'
import { VERB_WORDS, WORDS } from './catalogue/words.ts'
import { money, number } from './format.ts'
import { plain } from './text.ts'

/** All sentences by id. `{name}` is filled; a part in `[ ]` is left out when one of its placeholders has no value. */
export const SENTENCES = {
  ...WORDS,
  ...VERB_WORDS,
  ...CARD_SENTENCES,
  ...FORM_SENTENCES,
  ...HOME_SENTENCES,
  ...ANSWER_SENTENCES,
  ...NOTICE_SENTENCES,
  ...LETTER_SENTENCES,
  ...ALARM_SENTENCES,
  ...ASSIGNMENT_SENTENCES,
  ...MERGE_SENTENCES,
  ...BATCH_SENTENCES,
  ...ROUNDUP_SENTENCES,
  ...RULE_SENTENCES,
  ...PRECEDENT_SENTENCES,
  ...PLAN_SENTENCES,
  ...PROMISE_SENTENCES,
  ...STORY_SENTENCES,
  ...CASE_STORY_SENTENCES,
  ...REFUSAL_SENTENCES,
  ...TALK_SENTENCES,
} as const satisfies Record<string, Text>

export type SentenceId = keyof typeof SENTENCES

/** What a placeholder may be filled with. `undefined` and the empty string count as no value. */
export type Filling = string | number | Text | Money | undefined

/** The placeholder names of a template, read off its literal type. */
type HolesOf<S extends string> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | HolesOf<Rest> : never

/** The placeholders of a sentence. */
export type Holes<K extends SentenceId> = HolesOf<(typeof SENTENCES)[K]['zh']>

type Params<K extends SentenceId> = [Holes<K>] extends [never] ? [] : [params: Readonly<Record<Holes<K>, Filling>>]

/** A sentence in the reader's language. The compiler checks that every placeholder is named. */
export function say<K extends SentenceId>(lang: Lang, id: K, ...[params]: Params<K>): string {
  return fill(SENTENCES[id][lang], params ?? {}, lang)
}

/** True for the id of a sentence. */
export function isSentence(id: string): id is SentenceId {
  return Object.hasOwn(SENTENCES, id)
}

/** A sentence whose id is only known at run time; its placeholders may be missing. Undefined when there is none. */
export function sayAny(lang: Lang, id: string, params: Readonly<Record<string, Filling>>): string | undefined {
  return isSentence(id) ? fill(SENTENCES[id][lang], params, lang) : undefined
}

/**
 * Fills a template in one pass, so that a filled-in text is never read as a template. Optional parts without a value
 * are left out; a required placeholder without one shows as `—`.
 */
export function fill(template: string, params: Readonly<Record<string, Filling>>, lang: Lang): string {
  const value = (name: string): string | undefined =>
    Object.hasOwn(params, name) ? written(params[name], lang) : undefined
  const kept = template.replace(/\[([^[\]]*)\]/g, (_whole, part: string) =>
    [...part.matchAll(/\{(\w+)\}/g)].every(([, name]) => value(name ?? '') !== undefined) ? part : '',
  )
  return kept
    .split(/\{(\w+)\}/)
    .reduce((said, part, i) => joined(said, i % 2 === 0 ? part : (value(part) ?? '—'), lang), '')
}

/** Chinese puts a space where Han meets Latin letters or digits, and nowhere else. */
function joined(before: string, after: string, lang: Lang): string {
  const meets = /\p{Script=Han}$/u.test(before)
    ? /^[\w¥$€£]/.test(after)
    : /[\w%]$/.test(before) && /^\p{Script=Han}/u.test(after)
  return `${before}${lang === 'zh' && meets ? ' ' : ''}${after}`
}

/** Fills a text of the policy: only `{name}`; square brackets are what the author wrote. */
export function fillText(template: string, params: Readonly<Record<string, Filling>>, lang: Lang): string {
  return template.replace(/\{(\w+)\}/g, (_whole, name: string) =>
    Object.hasOwn(params, name) ? (written(params[name], lang) ?? '—') : '—',
  )
}

function written(value: Filling, lang: Lang): string | undefined {
  if (value === undefined || value === '') return undefined
  if (typeof value === 'string') return plain(value)
  if (typeof value === 'number') return number(value, lang)
  return 'minor' in value ? money(value, lang) : plain(value[lang])
}
