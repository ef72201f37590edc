/** Personal data as shared surfaces show it (F012, C23): enough to recognise somebody, too little to use. */
import type { FileRef, Value, Values } from '../src/rules/nouns.ts'
import type { Field, Policy } from '../src/rules/policy.ts'
import { maskPatterns } from './mask-patterns.ts'
import { mask, type Personal } from './mask-values.ts'
import { plain } from './text.ts'

export { mask, type Personal } from './mask-values.ts'

/**
 * Free text for a shared surface: phone numbers, mail addresses, card and identity numbers are masked, and so is every
 * personal value the case knows. Mask before shortening, or half a number slips through.
 */
export function maskFree(text: string, values: Values, policy: Policy): string {
  // What a reader does not see must not keep a number apart while it is looked for.
  let masked = plain(text)
  for (const { likeness, instead } of hidingsOf(values, policy)) masked = masked.replace(likeness, () => instead)
  return maskPatterns(masked)
}

/** How a personal value may be written, and what is shown there. */
interface Hiding {
  readonly likeness: RegExp
  readonly instead: string
}

/** Kept with the values, which never change in place: every text of every card of a case is looked through. */
const hidings = new WeakMap<Values, { readonly policy: Policy; readonly all: readonly Hiding[] }>()

function hidingsOf(values: Values, policy: Policy): readonly Hiding[] {
  const known = hidings.get(values)
  if (known?.policy === policy) return known.all
  const all = knownValues(values, policy).flatMap(({ kind, value }) => [
    { likeness: likenessOf(kind, value), instead: mask(kind, value) },
    ...(kind === 'name' ? nameParts(value) : []).map((part) => ({
      likeness: wholeWord(part),
      instead: mask('name', part),
    })),
  ])
  hidings.set(values, { policy, all })
  return all
}

/** How much of a complaint's text lists keep. */
export const EXCERPT = 120

/**
 * The same for a text of a list, which was cut at `EXCERPT` before it came here: half a number at its end would no longer
 * look like one, so whatever could be the beginning of one is left out.
 */
export function maskExcerpt(text: string, values: Values, policy: Policy): string {
  if (text.length < EXCERPT) return maskFree(text, values, policy)
  return `${maskFree(text.replace(/[\w.+@-][\w.+@ ()-]{0,63}$/, ''), values, policy).trimEnd()}…`
}

/** A file under a name that tells nobody's name or number. */
export function maskedFile(file: FileRef, values: Values, policy: Policy): FileRef {
  return { ...file, name: maskFree(file.name, values, policy) }
}

/** Any value of a field for a shared surface; what is neither text nor a file says nothing about a person. */
export function maskValue(value: Value, personal: Personal | undefined, known: Values, policy: Policy): Value {
  if (typeof value === 'string') return personal ? mask(personal, value) : maskFree(value, known, policy)
  if (!Array.isArray(value)) return value
  return (value as readonly (string | FileRef)[]).map((one) =>
    typeof one === 'string' ? one : maskedFile(one, known, policy),
  ) as Value
}

/** The personal values of a case, longest first, so that none is left half masked by a shorter one inside it. */
function knownValues(values: Values, policy: Policy): readonly { readonly kind: Personal; readonly value: string }[] {
  return Object.values(policy.fields)
    .flatMap(({ id, personal: kind }: Field) => {
      const value = values[id]
      const text = typeof value === 'string' ? plain(value).trim() : ''
      return kind === undefined || Array.from(text).length < 2 ? [] : [{ kind, value: text }]
    })
    .sort((a, b) => b.value.length - a.value.length)
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

/** Letters join on to a name unless it is written in Han, which has no spaces. */
const BOUND = '[\\p{Script=Latin}\\p{Script=Greek}\\p{Script=Cyrillic}\\d]'

function bounded(source: string, value: string): string {
  const edge = new RegExp(BOUND, 'u')
  return `${edge.test(value[0] ?? '') ? `(?<!${BOUND})` : ''}${source}${edge.test(value.at(-1) ?? '') ? `(?!${BOUND})` : ''}`
}

/** The value however it is written again: other spaces, other capitals, other dashes in a number. */
function likenessOf(kind: Personal, value: string): RegExp {
  const digits = value.normalize('NFKC').replace(/[\s().·-]/g, '')
  if (kind === 'phone' && /^\+?\d{5,}$/.test(digits)) return new RegExp(dialled(digits.replace('+', '')), 'gu')
  if ((kind === 'account' || kind === 'id') && /^\w{5,}$/.test(digits))
    return new RegExp(bounded(spread(digits), digits), 'giu')
  return new RegExp(bounded(value.split(/\s+/).map(escaped).join('\\s*'), value), 'giu')
}

/** The characters with whatever people put between them. */
const spread = (digits: string): string => Array.from(digits, escaped).join('[\\s().·-]{0,2}')

/** A number with or without its country code. */
function dialled(digits: string): string {
  const own = digits.length > 10 ? digits.slice(digits.startsWith('86') ? -11 : -10) : digits
  return `(?<!\\d)(?:\\+?\\d{1,4}[\\s().·-]{0,2})?${spread(own)}(?!\\d)`
}

/** First and last name by themselves, where a name is written as people write theirs: `Ann Lee`. */
function nameParts(name: string): readonly string[] {
  const words = name.split(/[\s,]+/)
  const isName = words.length > 1 && words.length < 4 && words.every((word) => /^\p{Lu}[\p{L}.'’-]*$/u.test(word))
  return isName ? words.filter((word) => word.length > 2 && !word.endsWith('.')) : []
}

const wholeWord = (word: string): RegExp => new RegExp(`(?<!${BOUND})${escaped(word)}(?!${BOUND})`, 'gu')
