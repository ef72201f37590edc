/**
 * Finds alarming words in what somebody wrote (F036, F064). The words are the policy's; here is only how they are read:
 * what is denied, only feared or only asked does not count for kinds that heed it, and neither does what merely sounds
 * alike (a smoke detector, a multimedia player, the product's own name). Pure, and linear in the text.
 */

import type { Alarms, Excuse } from './alarm-kinds.ts'
import type { Lang } from './nouns.ts'
import type { Found, Lexicon, Phrase } from './phrases.ts'
import { lexiconOf, phraseOf, search } from './phrases.ts'
import type { Token } from './tokens.ts'
import { tokensOf } from './tokens.ts'

/** Words that raised an alarm, and where they stand in the text, in UTF-16 units. */
export interface AlarmWord {
  readonly word: string
  readonly from: number
  readonly to: number
}

/** An alarm that a text raises, with the first of its words. */
export interface AlarmFound {
  readonly kind: string
  readonly words: readonly AlarmWord[]
}

/** So many words are told of each kind. */
const MOST_WORDS = 3
/** An excuse counts for what stands at most so many words behind it in the same clause; a fear reaches further than a no. */
const REACH: Readonly<Record<Excuse, Readonly<Record<Lang, number>>>> = {
  denied: { zh: 5, en: 7 },
  feared: { zh: 8, en: 12 },
  asked: { zh: 0, en: 0 },
}
/** What stands so close behind a comma still belongs to the list before it: `no fire, smoke, or injury`. */
const LISTED = 1

const FARTHEST = Math.max(...Object.values(REACH).flatMap((reach) => Object.values(reach)))
/** What follows an alarming word excuses it only from so close: `fire and injury risk`. */
const CLOSE = 2

/** What a word means for the words near it. `behind`: it follows what it excuses (`fire hazard`). */
interface Mark {
  readonly excuse: Excuse
  readonly behind: boolean
  readonly reach: number
}

/** Everything a policy says about alarms, ready to be looked for. */
interface Reading {
  readonly kinds: Lexicon<string>
  readonly harmless: Lexicon<'harmless'>
  readonly breaks: Lexicon<'break'>
  readonly marks: Lexicon<Mark>
  readonly heeds: ReadonlyMap<string, ReadonlySet<Excuse>>
}

const readings = new WeakMap<Alarms, Reading>()

/** The alarms that a text raises, in the policy's order. `names`: what the product is called; it raises nothing. */
export function alarmsIn(text: string, alarms: Alarms, names: readonly string[] = []): readonly AlarmFound[] {
  const reading = readingOf(alarms)
  const tokens = tokensOf(text)
  const hits = [...search(reading.kinds, tokens)]
  if (hits.length === 0) return []
  const around = surroundings(reading, tokens, names)
  const found = new Map<string, AlarmWord[]>()
  for (const hit of hits) {
    const heeds = reading.heeds.get(hit.value)
    if (touches(around.harmless, hit) || (heeds && isExcused(hit, heeds, around))) continue
    const words = found.get(hit.value) ?? []
    found.set(hit.value, words)
    const [from, to] = [tokens[hit.from]?.from ?? 0, tokens[hit.to - 1]?.to ?? 0]
    if (words.length < MOST_WORDS && !words.some((one) => from < one.to && one.from < to))
      words.push({ word: text.slice(from, to), from, to })
  }
  return alarms.kinds.flatMap(({ id }) => {
    const words = found.get(id)
    return words ? [{ kind: id, words }] : []
  })
}

function readingOf(alarms: Alarms): Reading {
  const made = readings.get(alarms)
  if (made !== undefined) return made
  const all = <T>(words: Alarms['harmless'], value: (lang: Lang) => T) =>
    (['zh', 'en'] as const).flatMap((lang) =>
      compiled(words[lang], lang).map((phrase) => ({ phrase, value: value(lang) })),
    )
  const marks = (['denied', 'feared', 'asked'] as const).flatMap((excuse) =>
    (['zh', 'en'] as const).flatMap((lang) =>
      alarms[excuse][lang].flatMap((written) => {
        const behind = written.startsWith(BEHIND)
        const phrase = phraseOf(behind ? written.slice(BEHIND.length) : written, lang)
        return typeof phrase === 'string' ? [] : [{ phrase, value: { excuse, behind, reach: REACH[excuse][lang] } }]
      }),
    ),
  )
  const reading: Reading = {
    kinds: lexiconOf(alarms.kinds.flatMap((kind) => all(kind.words, () => kind.id))),
    harmless: lexiconOf(all(alarms.harmless, () => 'harmless' as const)),
    breaks: lexiconOf(all(alarms.breaks, () => 'break' as const)),
    marks: lexiconOf(marks),
    heeds: new Map(alarms.kinds.map((kind) => [kind.id, new Set(kind.heeds)])),
  }
  readings.set(alarms, reading)
  return reading
}

/** What an excuse begins with that stands behind what it excuses. */
export const BEHIND = '~ '

function compiled(written: readonly string[], lang: Lang): readonly Phrase[] {
  return written.map((one) => phraseOf(one, lang)).filter((phrase) => typeof phrase !== 'string')
}

/** What stands around the words that were found. */
interface Surroundings {
  readonly tokens: readonly Token[]
  /** By token: something that only sounds alike covers it. */
  readonly harmless: Uint8Array
  /** By token: a clause ends before it. */
  readonly broken: Uint8Array
  /** Excuses by the token behind their last, and those that stand behind by their first. */
  readonly before: ReadonlyMap<number, readonly Mark[]>
  readonly after: ReadonlyMap<number, readonly Mark[]>
  /** By token: its sentence asks whether something is so. */
  readonly asked: Uint8Array
}

function surroundings(reading: Reading, tokens: readonly Token[], names: readonly string[]): Surroundings {
  const [harmless, broken] = [new Uint8Array(tokens.length), new Uint8Array(tokens.length)]
  for (const one of search(reading.harmless, tokens)) harmless.fill(1, one.from, one.to)
  for (const one of namesIn(names, tokens)) harmless.fill(1, one.from, one.to)
  for (const one of search(reading.breaks, tokens)) broken[one.from] = 1
  const [before, after] = [new Map<number, Mark[]>(), new Map<number, Mark[]>()]
  const asking = new Uint8Array(tokens.length)
  for (const mark of search(reading.marks, tokens)) {
    if (touches(harmless, mark)) continue
    const [map, at] = mark.value.behind ? [after, mark.from] : [before, mark.to]
    if (mark.value.excuse === 'asked') asking[mark.from] = 1
    else map.set(at, [...(map.get(at) ?? []), mark.value])
  }
  return { tokens, harmless, broken, before, after, asked: questions(tokens, asking) }
}

/** Where the product's own names stand. One word alone is no name: it could be what happened. */
function namesIn(names: readonly string[], tokens: readonly Token[]): readonly Found[] {
  return names.flatMap((name) => {
    const words = tokensOf(name).map((token) => token.word)
    if (words.length < 2) return []
    const found: Found[] = []
    for (let at = 0; at + words.length <= tokens.length; at++)
      if (words.every((word, i) => tokens[at + i]?.word === word)) found.push({ from: at, to: at + words.length })
    return found
  })
}

/** Marks every word of the sentences that ask, by a word of asking and by their end. Chinese needs no question mark. */
function questions(tokens: readonly Token[], asking: Uint8Array): Uint8Array {
  const asked = new Uint8Array(tokens.length)
  let from = 0
  for (let at = 0; at <= tokens.length; at++) {
    const token = tokens[at]
    if (token && (token.is === 'word' || token.is === 'comma')) continue
    const question = token?.is === 'question' || ASKED.has(tokens[at - 1]?.word ?? '')
    if (question && asking.subarray(from, at).includes(1)) asked.fill(1, from, at)
    from = at + 1
  }
  return asked
}

const ASKED = new Set(['吗', '么', '嘛', '呢'])

function touches(where: Uint8Array, { from, to }: Found): boolean {
  for (let at = from; at < to; at++) if (where[at] === 1) return true
  return false
}

function isExcused(hit: Found, heeds: ReadonlySet<Excuse>, around: Surroundings): boolean {
  if (heeds.has('asked') && around.asked[hit.from] === 1) return true
  for (let away = 0; away <= FARTHEST; away++) {
    const before = around.before.get(hit.from - away) ?? []
    if (
      before.some((one) => heeds.has(one.excuse) && away <= one.reach) &&
      isOneClause(hit.from - away, hit.from, around)
    )
      return true
    const after = away <= CLOSE ? (around.after.get(hit.to + away) ?? []) : []
    if (after.some((one) => heeds.has(one.excuse)) && isOneClause(hit.to, hit.to + away, around)) return true
  }
  return false
}

/** No clause ends between these words, but for the commas of a list. */
function isOneClause(from: number, to: number, { tokens, broken }: Surroundings): boolean {
  for (let at = from; at < to; at++) {
    const is = tokens[at]?.is
    if (broken[at] === 1 || is === 'stop' || is === 'question') return false
    if (is === 'comma' && to - at - 1 > LISTED) return false
  }
  return true
}
