/**
 * Text that people wrote, made harmless for the platform's markdown. Whether it knows backslash escapes is documented
 * nowhere, so characters with a meaning become their full-width twins: nothing of what somebody typed can become a
 * link, a picture, a mention or a heading.
 */

const TWINS: Readonly<Record<string, string>> = {
  '[': '［',
  ']': '］',
  '<': '＜',
  '>': '＞',
  '*': '＊',
  '`': '｀',
  '~': '～',
  '|': '｜',
  '\\': '＼',
}

/** One or more lines without any markdown in them. */
export function plainText(text: string): string {
  return (
    text
      .replaceAll('\r\n', '\n')
      // First what cannot be seen, or it would hide the beginning of a line.
      .replace(/[^\P{Cc}\n\t]|[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu, '')
      .replace(/[[\]<>*`~|\\]/g, (sign) => TWINS[sign] ?? sign)
      .replace(/_/g, '＿')
      .replace(/^(\s*)#/gm, '$1＃')
      .replace(/^(\s*)([-+])(\s)/gm, '$1－$3')
  )
}

/** Bytes of a text as the platform counts them. */
export const bytesOf = (text: string): number => Buffer.byteLength(text, 'utf8')

/** The text, cut with an ellipsis where it is over `most` bytes; never inside a character. */
export function clampBytes(text: string, most: number): string {
  if (bytesOf(text) <= most) return text
  let kept = ''
  let size = bytesOf('…')
  for (const sign of text) {
    size += bytesOf(sign)
    if (size > most) break
    kept += sign
  }
  return `${kept}…`
}
