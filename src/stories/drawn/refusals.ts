/** Whoever is refused reads why, in their language: a rule with a name, every blank filled in. */
import { refusalText } from '../../../cards/refusals.ts'
import type { Refusal } from '../../rules/nouns.ts'
import { REFUSALS } from '../../rules/nouns.ts'
import { holds } from './broken.ts'
import type { Drawn } from './company.ts'
import type { Moment } from './life.ts'

/** What was refused at all, by code, over many lives. */
export type Said = Map<string, number>

/** Reads each refusal of a life as people would; the same one is read once. */
export function watchRefusals(drawn: Drawn, said: Said, read: Set<string>): (moment: Moment) => void {
  return ({ refusal, directory }) => {
    if (!refusal) return
    said.set(refusal.refused, (said.get(refusal.refused) ?? 0) + 1)
    const key = JSON.stringify(refusal)
    if (read.has(key)) return
    read.add(key)
    holds((REFUSALS as readonly string[]).includes(refusal.refused), 'refused by no known rule:', refusal)
    readable(refusal, drawn, directory)
  }
}

function readable(refusal: Refusal, { policy }: Drawn, directory: Moment['directory']): void {
  for (const lang of ['zh', 'en'] as const) {
    const { message, fix } = refusalText(refusal, lang, { policy, directory })
    for (const sentence of [message, fix]) {
      holds(sentence.trim().length > 3, `nothing to read in ${lang}:`, refusal)
      holds(!/[{}[\]]|undefined|null|NaN/.test(sentence), `blanks in "${sentence}":`, refusal)
      if (lang === 'zh') holds(/[\u4e00-\u9fff]/.test(sentence), `no Chinese in "${sentence}":`, refusal)
    }
    if (refusal.refused !== 'duties_apart') continue
    const others = { ...refusal, params: { ...refusal.params, duty: 'approver', other: 'filer' } }
    const same = refusal.params?.duty === 'approver' && refusal.params.other === 'filer'
    holds(same || refusalText(others, lang, {}).message !== message, `"${message}" does not name the duties`)
  }
}
