/** Texts, lists and keys of Block Kit, read strictly. */

/** Where (as a JSON pointer) and what. */
export type Fault = readonly [at: string, what: string]
export type Json = Readonly<Record<string, unknown>>

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Keys Slack does not know. */
export function keysOf(object: Json, known: readonly string[], at: string): readonly Fault[] {
  return Object.keys(object).flatMap((key): Fault[] => (known.includes(key) ? [] : [[`${at}/${key}`, 'unknown key']]))
}

/** Checks what may be absent. */
export function optional(value: unknown, check: (value: unknown) => readonly Fault[]): readonly Fault[] {
  return value === undefined ? [] : check(value)
}

/** Checks a list's length and every entry. */
export function list(
  value: unknown,
  min: number,
  max: number,
  at: string,
  check: (entry: unknown, at: string) => readonly Fault[],
): readonly Fault[] {
  if (!Array.isArray(value)) return [[at, 'not a list']]
  const size: Fault[] = value.length < min || value.length > max ? [[at, `not ${min} to ${max} entries`]] : []
  return [...size, ...value.flatMap((entry, i) => check(entry, `${at}/${i}`))]
}

/** A text object of 1 to `max` characters. */
export function textProblems(
  text: unknown,
  max: number,
  at: string,
  kind: 'plain_text' | 'any' = 'any',
): readonly Fault[] {
  if (!isObject(text)) return [[at, 'no text object']]
  const { type, text: words } = text
  const types = kind === 'any' ? ['plain_text', 'mrkdwn'] : ['plain_text']
  if (!types.includes(String(type))) return [[`${at}/type`, `not ${types.join(' or ')}`]]
  if (typeof words !== 'string' || words.trim() === '' || words.length > max)
    return [[at, `not 1 to ${max} characters`]]
  const keys = type === 'plain_text' ? ['type', 'text', 'emoji'] : ['type', 'text', 'verbatim']
  return [...keysOf(text, keys, at), ...(type === 'mrkdwn' ? markupProblems(words, at) : [])]
}

/** In markup, `<` and `>` are Slack's alone: what people wrote must be escaped, and must not shout. */
function markupProblems(words: string, at: string): readonly Fault[] {
  const bare = words.replace(/<(?:@[UW][A-Z0-9]+|#[CG][A-Z0-9]+|https?:\/\/[^\s<>|]+(?:\|[^<>]*)?|!date\^[^<>]+)>/g, '')
  if (/<!(?:channel|here|everyone|subteam)/.test(words)) return [[at, 'mentions everybody']]
  if (/[<>]/.test(bare.replace(/^>/gm, ''))) return [[at, 'unescaped < or >']]
  return /&(?!amp;|lt;|gt;)/.test(bare) ? [[at, 'unescaped &']] : []
}
