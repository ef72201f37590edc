/** Compiles the words that executives hear of at once. */
import type { AlarmKind, Alarms, Phrases } from '../rules/alarm-kinds.ts'
import { EXCUSES } from '../rules/alarm-kinds.ts'
import { BEHIND } from '../rules/alarm-words.ts'
import type { Lang, Text } from '../rules/nouns.ts'
import type { PhraseProblem } from '../rules/phrases.ts'
import { phraseOf } from '../rules/phrases.ts'
import type { Compiling } from './compile-words.ts'
import { textOf, whoOf } from './compile-words.ts'
import type { Path, Report } from './problems.ts'
import { both, shown } from './problems.ts'
import type { RawPolicy } from './schema.ts'

type RawPhrases = Partial<Record<Lang, readonly string[]>>

/** The alarms of a policy; phrases that cannot be looked for are reported. Undefined: the policy has none. */
export function alarmsOf(raw: RawPolicy, { report }: Compiling): Alarms | undefined {
  const { alarms } = raw
  if (alarms === undefined) return undefined
  const kinds = Object.entries(alarms.kinds).map(
    ([id, kind]): AlarmKind => ({
      id,
      name: textOf(kind.name),
      to: whoOf(kind.to ?? alarms.to),
      heeds: kind.heeds ?? EXCUSES,
      words: phrasesOf(kind, ['alarms', 'kinds', id], false, report),
    }),
  )
  const excuse = (name: (typeof EXCUSES)[number]): Phrases => phrasesOf(alarms[name], ['alarms', name], true, report)
  return {
    kinds,
    harmless: phrasesOf(alarms.harmless, ['alarms', 'harmless'], false, report),
    breaks: phrasesOf(alarms.breaks, ['alarms', 'breaks'], false, report),
    denied: excuse('denied'),
    feared: excuse('feared'),
    asked: excuse('asked'),
  }
}

/** Phrases of both languages; those that cannot be looked for are reported. */
export function phrasesOf(raw: RawPhrases | undefined, at: Path, mayStandBehind: boolean, report: Report): Phrases {
  const of = (lang: Lang): readonly string[] => {
    const written = raw?.[lang] ?? []
    written.forEach((one, i) => {
      const phrase = mayStandBehind && one.startsWith(BEHIND) ? one.slice(BEHIND.length) : one
      const problem = phraseOf(phrase, lang)
      if (typeof problem === 'string') tell(problem, one, [...at, lang, i], report)
    })
    return written
  }
  return { zh: of('zh'), en: of('en') }
}

const WHY: Readonly<Record<PhraseProblem, Text>> = {
  empty: both('里有空着的一个词', 'has an empty word in it'),
  gap: both('里的 .. 不在两个词之间', 'has a .. that is not between two words'),
  too_long: both('太长', 'is too long'),
  short_stem: both('里的 * 前面不到三个字符', 'has a * behind fewer than three characters'),
}

function tell(problem: PhraseProblem, phrase: string, at: Path, report: Report): void {
  const why = WHY[problem]
  report.error(
    at,
    both(`短语 ${shown(phrase)} ${why.zh}`, `The phrase ${shown(phrase)} ${why.en}`),
    both(
      '用空格分词，/ 表示或，* 放在词尾，.. 放在两个词之间，例如 burn* my/her hand*。',
      'Put spaces between words, / between choices, * at a word’s end, .. between two words: burn* my/her hand*.',
    ),
  )
}
