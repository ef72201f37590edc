/** Which language a text is written in, so that the customer is answered in theirs. */
import type { Lang, Value } from './nouns.ts'

/** Chinese when it holds Han characters, English when it holds only other letters, else whatever `otherwise` says. */
export function languageOf(text: Value | undefined, otherwise: Lang): Lang {
  if (typeof text !== 'string') return otherwise
  if (/\p{Script=Han}/u.test(text)) return 'zh'
  return /\p{Letter}/u.test(text) ? 'en' : otherwise
}
