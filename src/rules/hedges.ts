/** Words that take back what is promised (F118): 可能, 大概, maybe. A promise with one of them is none. */
import type { Lang } from './nouns.ts'
import type { Lexicon } from './phrases.ts'
import { lexiconOf, phraseOf, search } from './phrases.ts'
import { tokensOf } from './tokens.ts'

/** Phrases as the policy lists them, by language; looked for in texts of either. */
export type Hedges = Readonly<Record<Lang, readonly string[]>>

const lexicons = new WeakMap<Hedges, readonly Lexicon<string>[]>()

/** The first hedge of a text as it was written; undefined when there is none. */
export function hedgeIn(text: string, hedges: Hedges | undefined): string | undefined {
  if (hedges === undefined) return undefined
  const known = lexicons.get(hedges) ?? [lexiconOfLang(hedges, 'zh'), lexiconOfLang(hedges, 'en')]
  lexicons.set(hedges, known)
  const tokens = tokensOf(text)
  const [first] = known.flatMap((lexicon) => [...search(lexicon, tokens)]).sort((a, b) => a.from - b.from)
  const [from, to] = [tokens[first?.from ?? 0], tokens[(first?.to ?? 1) - 1]]
  return first && from && to ? text.slice(from.from, to.to) : undefined
}

function lexiconOfLang(hedges: Hedges, lang: Lang): Lexicon<string> {
  const phrases = hedges[lang].flatMap((source) => {
    const phrase = phraseOf(source, lang)
    return typeof phrase === 'string' ? [] : [{ phrase, value: source }]
  })
  return lexiconOf(phrases)
}
