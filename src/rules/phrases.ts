/**
 * Phrases as people list them, found in a text in one go. A phrase is words with spaces between; `/` offers another
 * word, a trailing `*` leaves a word's ending open, `..` skips a few words of the clause: `burn* my/her hand*`, `会 .. 吗`.
 * It is no regular expression, so none can take more than a moment: the cost grows with the text alone.
 */
import type { Lang } from './nouns.ts'
import type { Token } from './tokens.ts'
import { tokensOf } from './tokens.ts'

/** One word of a phrase; `stem`: whatever begins with it. */
interface Word {
  readonly word: string
  readonly stem: boolean
}

/** What stands at one place of a phrase: one of these runs of words, or a gap. */
type Place = { readonly any: readonly (readonly Word[])[] } | { readonly gap: number }

/** A phrase that can be looked for. */
export interface Phrase {
  /** As it was written. */
  readonly source: string
  readonly places: readonly Place[]
}

/** Why a phrase cannot be looked for. */
export type PhraseProblem = 'empty' | 'gap' | 'too_long' | 'short_stem'

/** Tokens `from` to before `to` hold the phrase. */
export interface Found {
  readonly from: number
  readonly to: number
}

/** Words that `..` skips at most. A Chinese word is about two characters. */
const GAP: Readonly<Record<Lang, number>> = { zh: 8, en: 4 }
/** More words, ways or gaps are no phrase. */
const MOST_WORDS = 12
const MOST_WAYS = 40
const MOST_GAPS = 2
/** A stem has at least so many letters. */
const STEM = 3

/** A phrase, or what is wrong with it. */
export function phraseOf(source: string, lang: Lang): Phrase | PhraseProblem {
  const places: Place[] = []
  for (const written of source.trim().split(/\s+/)) {
    if (written === '..') {
      places.push({ gap: GAP[lang] })
      continue
    }
    const any = written.split('/').map(wordsOf)
    if (any.some((run) => run.length === 0)) return 'empty'
    if (any.some((run) => run.some((one) => one.stem && one.word.length < STEM))) return 'short_stem'
    places.push({ any })
  }
  const gaps = places.filter((place) => 'gap' in place).length
  if (places.length === 0) return 'empty'
  if (
    places.some(
      (place, i) => 'gap' in place && (i === 0 || i === places.length - 1 || !('any' in (places[i - 1] ?? {}))),
    )
  )
    return 'gap'
  const words = places.reduce(
    (sum, place) => sum + ('any' in place ? Math.max(...place.any.map((run) => run.length)) : 0),
    0,
  )
  const ways = Math.max(...places.map((place) => ('any' in place ? place.any.length : 0)))
  return words > MOST_WORDS || ways > MOST_WAYS || gaps > MOST_GAPS ? 'too_long' : { source, places }
}

function wordsOf(written: string): readonly Word[] {
  const stem = written.endsWith('*')
  const words = tokensOf(stem ? written.slice(0, -1) : written).filter((token) => token.is === 'word')
  return words.map(({ word }, i) => ({ word, stem: stem && i === words.length - 1 }))
}

/** Phrases by the word they begin with; those that begin with a stem by its first letters. */
export interface Lexicon<T> {
  readonly exact: ReadonlyMap<string, readonly Entry<T>[]>
  readonly stems: ReadonlyMap<string, readonly Entry<T>[]>
}

interface Entry<T> {
  readonly places: readonly Place[]
  readonly value: T
}

/** Gathers phrases to look for all of them at once. */
export function lexiconOf<T>(phrases: readonly { readonly phrase: Phrase; readonly value: T }[]): Lexicon<T> {
  const exact = new Map<string, Entry<T>[]>()
  const stems = new Map<string, Entry<T>[]>()
  for (const { phrase, value } of phrases) {
    const [first, ...rest] = phrase.places
    if (first === undefined || !('any' in first)) continue
    for (const run of first.any) {
      const [head] = run
      if (head === undefined) continue
      const [index, key] = head.stem ? [stems, head.word.slice(0, STEM)] : [exact, head.word]
      const entry: Entry<T> = { places: [{ any: [run] }, ...rest], value }
      const entries = index.get(key)
      if (entries) entries.push(entry)
      else index.set(key, [entry])
    }
  }
  return { exact, stems }
}

/** Every place where a phrase stands, in the order of the text. */
export function* search<T>(lexicon: Lexicon<T>, tokens: readonly Token[]): Generator<Found & { readonly value: T }> {
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]
    if (token === undefined || token.is !== 'word') continue
    const { word } = token
    for (const entries of [
      lexicon.exact.get(word),
      word.length < STEM ? undefined : lexicon.stems.get(word.slice(0, STEM)),
    ]) {
      for (const entry of entries ?? []) {
        const to = ends(entry.places, 0, tokens, at)
        if (to !== undefined) yield { from: at, to, value: entry.value }
      }
    }
  }
}

/** Where the places from `nth` on end, when they stand at `at`; gaps and ways are few, so the tries are too. */
function ends(places: readonly Place[], nth: number, tokens: readonly Token[], at: number): number | undefined {
  const place = places[nth]
  if (place === undefined) return at
  if ('gap' in place) {
    for (let skipped = 0; skipped <= place.gap; skipped++) {
      const to = ends(places, nth + 1, tokens, at + skipped)
      if (to !== undefined) return to
      if (tokens[at + skipped]?.is !== 'word') return undefined
    }
    return undefined
  }
  for (const run of place.any) {
    if (!run.every((one, i) => fits(one, tokens[at + i]))) continue
    const to = ends(places, nth + 1, tokens, at + run.length)
    if (to !== undefined) return to
  }
  return undefined
}

function fits({ word, stem }: Word, token: Token | undefined): boolean {
  if (token === undefined || token.is !== 'word') return false
  return stem ? token.word.startsWith(word) : token.word === word
}
