/** Reads YAML into plain values while remembering where each part stands. */

import { createRequire } from 'node:module'
import type { Document, LineCounter } from 'yaml'
import type { ParsedTexts } from './parsed.ts'
import type { Path, Problem } from './problems.ts'
import { both } from './problems.ts'

/** A YAML text as plain values, with the place and the written form of each part. */
export interface Source {
  readonly value: unknown
  /** Line and column (from 1) of the longest part of the path that is in the text. */
  place(path: Path): { readonly line: number; readonly column: number }
  /** A number or word exactly as it was typed (`500.10`); undefined when the path leads to no scalar. */
  written(path: Path): string | undefined
  /** To be called when it turned out to be sound: then it need not be read again. Not for a text with mistakes: their places need it. */
  keep(): void
}

/** Largest policy or directory file, in characters. */
const LARGEST = 5_000_000

let known: ParsedTexts | undefined

/** From now on texts that were read before need not be read again. */
export function rememberTexts(texts: ParsedTexts | undefined): void {
  known = texts
}

/** The package, loaded when a text has to be read: most starts do without it. */
const yaml = (): typeof import('yaml') => createRequire(import.meta.url)('yaml')

/** Reads a YAML text; syntax errors (also doubled keys) come back as problems with line and column. */
export function readYaml(text: string, file: Problem['file']): Source | readonly Problem[] {
  if (text.length > LARGEST) return [syntaxProblem(file, `${text.length} > ${LARGEST}`, 1, 1)]
  const before = known?.get(text)
  if (before === undefined) return parsed(text, file)
  const anew = (): Source => {
    const again = parsed(text, file)
    if (!('value' in again)) throw new Error('a text that was read before cannot be read')
    return again
  }
  return {
    value: before.value,
    place: (path) => anew().place(path),
    written(path) {
      const asked = before.written[JSON.stringify(path)]
      return asked === undefined ? anew().written(path) : (asked ?? undefined)
    },
    keep: () => undefined,
  }
}

function parsed(text: string, file: Problem['file']): Source | readonly Problem[] {
  const { isScalar, LineCounter, parseDocument } = yaml()
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false })
  if (document.errors.length > 0) {
    // One slip makes the parser stumble over everything after it; only doubled keys are each a mistake of their own.
    const first = document.errors.find((error) => error.code !== 'DUPLICATE_KEY')
    return document.errors
      .filter((error) => error.code === 'DUPLICATE_KEY' || error === first)
      .map((error) => {
        const { line, col } = lines.linePos(error.pos[0])
        return syntaxProblem(file, error.message, line, col)
      })
  }
  const asked: Record<string, string | null> = {}
  try {
    const value: unknown = document.toJS()
    return {
      value,
      place: (path) => placeOf(document, lines, path),
      written: (path) => {
        const node = document.getIn(path, true)
        const written = isScalar(node) ? (node.source ?? String(node.value)) : undefined
        asked[JSON.stringify(path)] = written ?? null
        return written
      },
      keep: () => known?.put(text, { value, written: asked }),
    }
  } catch (error) {
    // The yaml package refuses texts whose aliases unfold to far more than was written.
    return [syntaxProblem(file, error instanceof Error ? error.message : String(error), 1, 1)]
  }
}

function syntaxProblem(file: Problem['file'], why: string, line: number, column: number): Problem {
  return {
    path: '',
    line,
    column,
    file,
    message: both(`YAML 无法读取：${why}`, `This is not readable as YAML: ${why}`),
    fix: both(
      '检查这一行的缩进、引号、冒号，以及是否有重复的键。',
      'Check indentation, quotes and colons of this line, and look for a key that stands twice.',
    ),
    severity: 'error',
  }
}

function placeOf(document: Document, lines: LineCounter, path: Path): { line: number; column: number } {
  for (let length = path.length; length >= 0; length--) {
    const offset = offsetOf(document, path.slice(0, length))
    if (offset === undefined) continue
    const { line, col } = lines.linePos(offset)
    return { line, column: col }
  }
  return { line: 1, column: 1 }
}

/** A key's own place when the path ends in a key, so that an error about a long block points at its head. */
function offsetOf(document: Document, path: Path): number | undefined {
  const { isNode, isPair, isScalar } = yaml()
  const last = path.at(-1)
  const parent = path.length === 0 ? document.contents : document.getIn(path.slice(0, -1), true)
  if (last === undefined) return isNode(parent) ? parent.range?.[0] : undefined
  if (!isNode(parent) || !('items' in parent) || !Array.isArray(parent.items)) return undefined
  for (const [index, item] of parent.items.entries()) {
    if (!isPair(item)) {
      if (index === last && isNode(item)) return item.range?.[0]
    } else if (isScalar(item.key) && String(item.key.value) === String(last)) {
      return item.key.range?.[0]
    }
  }
  return undefined
}
