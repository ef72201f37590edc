/** How much room text takes on a WeCom card, and how it is cut to fit. Han counts 1, Latin letters and digits half. */

const width = (character: string): number => (/[\u0020-\u206f]/u.test(character) ? 0.5 : 1)

/** At most `most` Han characters wide; what was cut is shown by `…`. */
export function cutTo(text: string, most: number): string {
  const characters = Array.from(text)
  const whole = characters.reduce((sum, one) => sum + width(one), 0)
  if (whole <= most) return text
  let used = 1
  const kept = characters.filter((one) => {
    used += width(one)
    return used <= most
  })
  // `used` only grows, so what is kept is the beginning.
  return `${kept.join('').trimEnd()}…`
}

/** At most `most` bytes of UTF-8, never half a character; what was cut is shown by `…`. */
export function cutToBytes(text: string, most: number): string {
  if (Buffer.byteLength(text) <= most) return text
  let used = 3
  const kept: string[] = []
  for (const character of text) {
    used += Buffer.byteLength(character)
    if (used > most) break
    kept.push(character)
  }
  return `${kept.join('').trimEnd()}…`
}

/** The text in parts of at most `most` bytes each, broken between lines where that can be. */
export function partsOf(text: string, most: number): readonly string[] {
  const parts: string[] = []
  let part = ''
  for (const line of text.split('\n').flatMap((one) => pieces(one, most))) {
    const longer = part === '' ? line : `${part}\n${line}`
    if (Buffer.byteLength(longer) <= most) part = longer
    else {
      parts.push(part)
      part = line
    }
  }
  return [...parts, part].filter((one) => one.trim() !== '')
}

function pieces(line: string, most: number): readonly string[] {
  if (Buffer.byteLength(line) <= most) return [line]
  const found: string[] = []
  let piece = ''
  for (const character of line) {
    if (Buffer.byteLength(piece) + Buffer.byteLength(character) > most) {
      found.push(piece)
      piece = ''
    }
    piece += character
  }
  return [...found, piece]
}

/** WeCom reads `<a>`, `<@id>` and the like in texts: what people typed never becomes one. */
export function flat(text: string): string {
  return text.replaceAll('<', '＜').replaceAll('>', '＞')
}
