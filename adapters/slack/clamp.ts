/** Slack's limits on lengths and counts (platforms/slack.md section 6), and how text is brought within them. */

export const LIMITS = {
  messageBlocks: 50,
  viewBlocks: 100,
  text: 4000,
  section: 3000,
  field: 2000,
  fields: 10,
  header: 150,
  contextElements: 10,
  button: 75,
  buttonValue: 2000,
  elements: 25,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  option: 75,
  optionValue: 150,
  options: 100,
  groupLabel: 75,
  overflow: 5,
  checkboxes: 10,
  placeholder: 150,
  id: 255,
  privateMetadata: 3000,
  viewTitle: 24,
  label: 2000,
  input: 3000,
  files: 10,
} as const

/**
 * Shortens to at most `max` UTF-16 units, which is never more than Slack counts, and never through the middle of a
 * character.
 */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text
  let kept = ''
  for (const character of text) {
    if (kept.length + character.length > max - 1) break
    kept += character
  }
  return `${kept}…`
}

/** The same for escaped text: never through the middle of `&amp;`. */
export function cutMarkup(text: string, max: number): string {
  return cut(text, max).replace(/&[a-z]{0,3}…$/, '…')
}

/** Text in pieces of at most `max`, broken at line ends where possible. At most `most` pieces; the last is cut. */
export function pieces(text: string, max: number, most: number): { readonly parts: string[]; readonly whole: boolean } {
  const parts: string[] = []
  let rest = text
  while (rest.length > max && parts.length < most - 1) {
    const line = rest.lastIndexOf('\n', max)
    const at = line > max / 2 ? line : safeBreak(rest, max)
    parts.push(rest.slice(0, at))
    rest = rest.slice(at).replace(/^\n/, '')
  }
  parts.push(cutMarkup(rest, max))
  return { parts, whole: rest.length <= max }
}

/** Never between the halves of a surrogate pair, nor inside `&amp;`. */
function safeBreak(text: string, max: number): number {
  const entity = /&[a-z]{0,3}$/.exec(text.slice(0, max))
  if (entity !== null && entity.index > 0) return entity.index
  const code = text.charCodeAt(max - 1)
  return code >= 0xd800 && code <= 0xdbff ? max - 1 : max
}

/** Text for `mrkdwn`: nothing in it can mention, link or name a channel. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
