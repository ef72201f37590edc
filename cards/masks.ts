/** Personal data as shared surfaces show it (F012, C23): enough to recognise somebody, too little to use. */
import type { MergeHappening } from '../src/rules/facts-merge.ts'
import type { FileRef, Value, Values } from '../src/rules/nouns.ts'
import type { Field, Policy } from '../src/rules/policy.ts'
import { isSealed } from '../src/rules/sealed.ts'
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
  const packed = tight(masked)
  for (const one of hidingsOf(values, policy)) if (packed.includes(one.hint)) masked = hide(masked, one)
  return maskPatterns(masked)
}

/** How a personal value may be written, and what is shown there. */
interface Hiding {
  /** What a text that has the value in it has in it too, with everything tight: most texts need not be looked at closer. */
  readonly hint: string
  /** Found where letters or digits stand around it, it is something else. */
  readonly apart: boolean
  instead(): string
  likeness(): RegExp
}

/** Kept with the values, which never change in place: every text of every card of a case is looked through. */
const hidings = new WeakMap<Values, { readonly policy: Policy; readonly all: readonly Hiding[] }>()

function hidingsOf(values: Values, policy: Policy): readonly Hiding[] {
  const known = hidings.get(values)
  if (known?.policy === policy) return known.all
  const all = knownValues(values, policy).flatMap(({ kind, value }) => [
    hidingOf(kind, value),
    ...(kind === 'name' ? nameParts(value) : []).map((part) => hidingOf('name', part, 'gu')),
  ])
  hidings.set(values, { policy, all })
  return all
}

/** Small letters, without spaces and what else people put between the parts of a number. */
const tight = (text: string): string => text.toLowerCase().replace(/[\s().·-]/g, '')

function hide(text: string, { apart, instead, likeness }: Hiding): string {
  return text.replace(likeness(), (found, at: number) =>
    apart && (joins(found[0], text[at - 1]) || joins(found.at(-1), text[at + found.length])) ? found : instead(),
  )
}

/** Letters join on to a name unless it is written in Han, which has no spaces. */
const JOINING = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\d]/u

const joins = (edge: string | undefined, next: string | undefined): boolean =>
  next !== undefined && edge !== undefined && JOINING.test(edge) && JOINING.test(next)

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

/** What a merged case said, masked by what was known there; it has yet to be masked by what is known here. */
export function maskAbsorbed<T extends Pick<Absorbed, 'text' | 'files' | 'personal'>>(
  said: T,
  policy: Policy,
): Omit<T, 'personal'> {
  const { personal = {}, ...one } = said
  return {
    ...one,
    text: maskFree(one.text, personal, policy),
    files: one.files.map((file) => maskedFile(file, personal, policy)),
  }
}

type Absorbed = Extract<MergeHappening, { is: 'absorbed' }>

/** Any value of a field for a shared surface; what is neither text nor a file says nothing about a person. */
export function maskValue(value: Value, personal: Personal | undefined, known: Values, policy: Policy): Value {
  if (isSealed(value)) return mask('account', value)
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
      const value = kind === undefined ? undefined : values[id]
      const text = typeof value === 'string' && !isSealed(value) ? plain(value).trim() : ''
      return kind === undefined || Array.from(text).length < 2 ? [] : [{ kind, value: text }]
    })
    .sort((a, b) => b.value.length - a.value.length)
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

/** The value however it is written again: other spaces, other capitals, other dashes in a number. */
function hidingOf(kind: Personal, value: string, flags = 'giu'): Hiding {
  const digits = value.normalize('NFKC').replace(/[\s().·-]/g, '')
  const instead = once(() => mask(kind, value))
  if (kind === 'phone' && /^\+?\d{5,}$/.test(digits)) {
    const own = ownPart(digits.replace('+', ''))
    return { hint: own, apart: false, instead, likeness: once(() => new RegExp(dialled(own), 'gu')) }
  }
  const numeric = (kind === 'account' || kind === 'id') && /^\w{5,}$/.test(digits)
  const source = (): string => (numeric ? spread(digits) : value.split(/\s+/).map(escaped).join('\\s*'))
  return {
    hint: tight(numeric ? digits : value),
    apart: true,
    instead,
    likeness: once(() => new RegExp(source(), flags)),
  }
}

/** Makes it when it is first wanted. */
function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}

/** The characters with whatever people put between them. */
const spread = (digits: string): string => Array.from(digits, escaped).join('[\\s().·-]{0,2}')

/** A number without its country code. */
const ownPart = (digits: string): string =>
  digits.length > 10 ? digits.slice(digits.startsWith('86') ? -11 : -10) : digits

const dialled = (own: string): string => `(?<!\\d)(?:\\+?\\d{1,4}[\\s().·-]{0,2})?${spread(own)}(?!\\d)`

/** First and last name by themselves, where a name is written as people write theirs: `Ann Lee`. */
function nameParts(name: string): readonly string[] {
  const words = name.split(/[\s,]+/)
  const isName = words.length > 1 && words.length < 4 && words.every((word) => /^\p{Lu}[\p{L}.'’-]*$/u.test(word))
  return isName ? words.filter((word) => word.length > 2 && !word.endsWith('.')) : []
}
