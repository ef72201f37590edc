/** Callback XML as plain values. Strict: what WeCom never sends is refused, never guessed at. */
import { XMLParser, XMLValidator } from 'fast-xml-parser'

const LISTS = new Set(['SelectedItem', 'OptionId'])

const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  processEntities: false,
  trimValues: false,
  isArray: (name) => LISTS.has(name),
})

/**
 * The children of `<xml>`: strings, nested records, or lists. Undefined for a DOCTYPE (an internal entity would expand),
 * an unclosed tag, or anything that is not one `<xml>`.
 */
export function readXml(text: string): Readonly<Record<string, unknown>> | undefined {
  if (/<!\s*(?:DOCTYPE|ENTITY)/i.test(text)) return undefined
  try {
    if (XMLValidator.validate(text) !== true) return undefined
    const root: unknown = parser.parse(text)
    const xml = isRecord(root) ? root.xml : undefined
    return isRecord(xml) ? xml : undefined
  } catch {
    return undefined
  }
}

/** The one string under this name; undefined when it is absent, repeated or nested. */
export function only(xml: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = Object.hasOwn(xml, name) ? xml[name] : undefined
  return typeof value === 'string' ? value : undefined
}

/** True for an object that is no list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
