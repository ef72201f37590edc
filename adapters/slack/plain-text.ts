/** Plain text as Block Kit has it. */
import type { types } from '@slack/bolt'
import { cut } from './clamp.ts'

/** Stands for text that is not there: Slack refuses an empty one. */
const NOTHING = '—'

/** Plain text of 1 to `max` characters; nothing in it is read as formatting. */
export function plainText(text: string, max: number): types.PlainTextElement {
  return { type: 'plain_text', text: cut(text.trim() === '' ? NOTHING : text, max), emoji: false }
}
