/** Reads the house's sentences back: which refusal, which form, what was done. People see words only, and so do tests. */
import { ANSWER_SENTENCES } from '../../../cards/catalogue/answer-sentences.ts'
import { REFUSAL_SENTENCES } from '../../../cards/catalogue/refusal-sentences.ts'

/** A sentence of the catalogue as a pattern: placeholders match anything, optional parts may be missing. */
function patternOf(sentence: string): RegExp {
  const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s*')
  const holes = (text: string): string =>
    text
      .split(/\{\w+\}/)
      .map(literal)
      .join('\\s?[\\s\\S]*?\\s?')
  const source = sentence
    .split(/(\[[^\]]*\])/)
    .map((part) => (part.startsWith('[') ? `(?:${holes(part.slice(1, -1))})?` : holes(part)))
    .join('\\s?')
  return new RegExp(`^${source}`)
}

const REFUSED = Object.entries(REFUSAL_SENTENCES)
  .filter(([id]) => id.startsWith('refusal.'))
  .map(([id, { zh }]) => {
    const code = id.slice('refusal.'.length)
    const fix = REFUSAL_SENTENCES[`fix.${code}` as keyof typeof REFUSAL_SENTENCES].zh.replace(/[[{].*/s, '')
    return { code, message: patternOf(zh), fix: fix.slice(0, 6) }
  })

/** The code of a refusal in these words; undefined when they are none. */
export function refusalIn(text: string): string | undefined {
  return REFUSED.find(({ message, fix }) => message.test(text) && text.includes(fix))?.code
}

const DONE = Object.entries(ANSWER_SENTENCES)
  .filter(([id]) => id.startsWith('answer.done.') || id === 'answer.filed')
  .map(([, { zh }]) => patternOf(zh))

/** The case a sentence says something was done to; undefined when it says no such thing. */
export function doneIn(text: string): string | undefined {
  if (!DONE.some((pattern) => pattern.test(text))) return undefined
  return /[A-Z]{1,4}-\d{8}-\d{4,}/.exec(text)?.[0]
}
