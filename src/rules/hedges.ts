/** Words that take back what is said (F118): 可能, 大概, maybe. A promise with one of them is none. */
import type { FieldId, Lang } from './nouns.ts'
import type { Lexicon } from './phrases.ts'
import { lexiconOf, phraseOf, search } from './phrases.ts'
import type { Policy } from './policy.ts'
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

/** What is quoted is only mentioned: it says nothing of our own. */
const QUOTED = /[“"「『][^”"」』]{1,40}[”"」』]/g

/** The first hedge in what is said to a customer; undefined when there is none but in quotes. */
export function hedgeSaid(text: string, hedges: Hedges | undefined): string | undefined {
  return hedgeIn(
    text.replace(QUOTED, (quoted) => '.'.repeat(quoted.length)),
    hedges,
  )
}

const fieldsOf = new WeakMap<Policy, ReadonlySet<FieldId>>()

/** The fields written for customers: long ones that the policy's texts are filled with, and the agreed wording of an incident. */
export function customerFields(policy: Policy): ReadonlySet<FieldId> {
  const known = fieldsOf.get(policy)
  if (known) return known
  const named = Object.values(policy.texts).flatMap(({ subject, body }) =>
    [subject.zh, subject.en, body.zh, body.en].flatMap((text) => text.match(/(?<=\{)\w+(?=\})/g) ?? []),
  )
  const { wording } = policy.emergency ?? {}
  const written = (id: string): boolean => policy.fields[id]?.long === true && !policy.fields[id].personal
  const found = new Set([...named, ...(wording === undefined ? [] : [wording])].filter(written))
  fieldsOf.set(policy, found)
  return found
}
