/** Moments in each reader's own zone: Slack writes them for whoever looks, and what we wrote for whoever cannot. */
import type { Card } from '../../cards/model.ts'
import { escaped } from './clamp.ts'

export type Moments = NonNullable<Card['moments']>

/** Escaped text with every moment in it as Slack's date; as it was when it would be longer than `max`. */
export function inReadersZone(text: string, moments: Moments, max: number): string {
  // The longest first: one may be the beginning of another.
  const known = moments.toSorted((a, b) => b.words.length - a.words.length)
  const marks = known.map(({ words, at }) => ({ words: escaped(words), mark: markOf(words, at) }))
  const found = marks.filter(({ words }) => words !== '' && text.includes(words))
  if (found.length === 0) return text
  const pattern = new RegExp(found.map(({ words }) => words.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|'), 'g')
  const dated = text.replace(pattern, (words) => found.find((one) => one.words === words)?.mark ?? words)
  return dated.length <= max ? dated : text
}

/** True when a moment stands in it. */
export function hasMoment(text: string, moments: Moments): boolean {
  return moments.some(({ words }) => words !== '' && text.includes(words))
}

function markOf(words: string, at: number): string {
  return `<!date^${Math.floor(at / 1000)}^{date_short_pretty} {time}|${escaped(words).replaceAll('|', ' ')}>`
}
