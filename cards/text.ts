/** Text that somebody typed, made safe and short enough to stand in a card. Escaping stays the renderer's job. */

/** Control characters but newline and tab, and characters that reorder or hide what stands around them. */
const HARMFUL =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: naming the control characters is the point
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u061C\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u206F\uFEFF\uFFF9-\uFFFB]/g

/** The text without control characters and bidi overrides, well-formed, with plain newlines. Same text twice: same. */
export function plain(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|\u0085|\u2028|\u2029/g, '\n')
    .replace(HARMFUL, '')
    .replace(/\t/g, ' ')
}

/** At most `max` characters (code points); what was cut is shown by `…`. */
export function shorten(text: string, max: number): string {
  const characters = Array.from(text.slice(0, max * 2 + 2))
  if (characters.length <= max) return text
  return `${characters
    .slice(0, Math.max(0, max - 1))
    .join('')
    .trimEnd()}…`
}

/** Safe, on one line, at most `max` characters. */
export function oneLine(text: string, max = 120): string {
  return shorten(plain(text).replace(/\s+/g, ' ').trim(), max)
}

/** Safe, with its lines kept but no more than one empty line in a row, at most `max` characters. */
export function quote(text: string, max = 400): string {
  return shorten(
    plain(text)
      .replace(/[^\S\n]+\n/g, '\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim(),
    max,
  )
}
