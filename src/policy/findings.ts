/** Every finding that lint can give, read from its own source: whoever adds one adds a test. For tests only. */
import { readdirSync, readFileSync } from 'node:fs'

/** One sentence of lint: where it stands, and what it looks like with its blanks filled in. */
export interface Finding {
  readonly where: string
  readonly sentence: string
  readonly looks: RegExp
}

/** All findings of lint-*.ts next to this file. */
export function findings(): readonly Finding[] {
  const folder = new URL('.', import.meta.url)
  const names = readdirSync(folder).filter((name) => /^lint-.*\.ts$/.test(name) && !name.endsWith('.test.ts'))
  return names.flatMap((name) => findingsIn(name, readFileSync(new URL(name, folder), 'utf8')))
}

function findingsIn(name: string, source: string): readonly Finding[] {
  return [...source.matchAll(/\breport\.(?:error|warn)\(/g)].map(({ index, 0: call }) => {
    const message = argumentsAt(source, index + call.length)[1] ?? ''
    const where = `${name}:${source.slice(0, index).split('\n').length}`
    // A message that is longer has a name, and stands just before.
    const at = message.startsWith('both(')
      ? source.indexOf(message, index)
      : source.lastIndexOf('const message = both(', index)
    const english = argumentsAt(source, source.indexOf('both(', at) + 'both('.length)[1] ?? ''
    const sentence = english.slice(1, -1)
    if (at < 0 || !/^['`].{4}/.test(english)) throw new Error(`${where}: no sentence was found in ${message}`)
    return {
      where,
      sentence,
      looks: new RegExp(
        `^${sentence
          .split(/\$\{[^}]*(?:\{[^}]*\}[^}]*)*\}/)
          .map(escaped)
          .join('[^]*')}$`,
      ),
    }
  })
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

/** The arguments of a call whose bracket was just opened, as they are written. */
function argumentsAt(source: string, from: number): readonly string[] {
  const found: string[] = []
  let depth = 0
  let quote = ''
  let start = from
  for (let i = from; i < source.length; i++) {
    const char = source[i] ?? ''
    if (quote !== '') {
      if (char === quote && source[i - 1] !== '\\') quote = ''
    } else if (`'"\``.includes(char)) quote = char
    else if ('([{'.includes(char)) depth += 1
    else if (')]}'.includes(char) && depth > 0) depth -= 1
    else if (char === ')' || (char === ',' && depth === 0)) {
      found.push(source.slice(start, i).trim())
      start = i + 1
      if (char === ')') return found.filter((one) => one !== '')
    }
  }
  return found
}
