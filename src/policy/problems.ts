/** What is wrong with a policy, said so that its author can mend it: where, what, and what to write instead. */
import type { Text } from '../rules/nouns.ts'

/** One thing wrong. `path` is in long form (`flow.stages.review.next.submit[0].to`) even where the file uses a short one. */
export interface Problem {
  readonly path: string
  /** Line and column (from 1) of the nearest part of that path that is in the file; absent when only compiled values are known. */
  readonly line?: number
  readonly column?: number
  /** Which file the line is in; `calendar` is one entry of `calendars` in a file of its own. */
  readonly file: 'policy' | 'directory' | 'calendar'
  readonly message: Text
  readonly fix: Text
  /** An error stops the start; a warning is shown and the policy is used. */
  readonly severity: 'error' | 'warning'
}

export type Path = readonly (string | number)[]

/** Writes a path as people read it; a key that is no plain word is quoted: `people["wang.li"].leader`. */
export function pathText(path: Path): string {
  let text = ''
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`
    else if (/^[A-Za-z_][\w-]*$/.test(part)) text += text === '' ? part : `.${part}`
    else text += `[${JSON.stringify(part)}]`
  }
  return text
}

/** Reads back what `pathText` wrote. */
export function readPath(text: string): Path {
  const parts = text.matchAll(/\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|([A-Za-z_][\w-]*)/g)
  return [...parts].map(([, index, quoted, word]) => {
    if (index !== undefined) return Number(index)
    return quoted === undefined ? (word ?? '') : String(JSON.parse(quoted))
  })
}

/** A sentence in both languages. */
export function both(zh: string, en: string): Text {
  return { zh, en }
}

/** Where problems are gathered while a policy is read, compiled and checked. */
export interface Report {
  readonly problems: Problem[]
  error(path: Path, message: Text, fix: Text): void
  warn(path: Path, message: Text, fix: Text): void
}

/** An empty report about one file. */
export function newReport(file: Problem['file'] = 'policy'): Report {
  const problems: Problem[] = []
  const add = (severity: Problem['severity']) => (path: Path, message: Text, fix: Text) => {
    problems.push({ path: pathText(path), file, message, fix, severity })
  }
  return { problems, error: add('error'), warn: add('warning') }
}

/** True when nothing worse than warnings was found. */
export function sound(problems: readonly Problem[]): boolean {
  return problems.every((problem) => problem.severity !== 'error')
}

/** A value as it is quoted in a message: JSON, at most 60 characters. */
export function shown(value: unknown): string {
  const text = value === undefined ? '' : (JSON.stringify(value) ?? String(value))
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}

/** Ids as they are listed in a fix, at most two dozen of them. */
export function listed(ids: Iterable<string>): string {
  const all = [...ids]
  return all.length > 24 ? `${all.slice(0, 24).join(', ')} …` : all.join(', ')
}

/** The fix for a word that is not among those known: the nearest one when there is one, else all of them. */
export function pickFrom(word: string, known: Iterable<string>): Text {
  const all = [...known]
  const near = nearest(word, all)
  if (near !== undefined)
    return both(`是否想写 "${near}"？可用：${listed(all)}。`, `Did you mean "${near}"? Known: ${listed(all)}.`)
  if (all.length === 0) return both('目前一个也没有定义，请先定义。', 'None is defined yet; define it first.')
  return both(`改用其中之一：${listed(all)}。`, `Use one of: ${listed(all)}.`)
}

/** The known word nearest to a mistaken one, if it is near enough to be what was meant. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  let best: { word: string; distance: number } | undefined
  for (const candidate of known) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase())
    if (distance <= Math.max(1, Math.floor(candidate.length / 3)) && distance < (best?.distance ?? Infinity)) {
      best = { word: candidate, distance }
    }
  }
  return best?.word
}

/** Insertions, deletions, replacements and swaps of neighbours that turn one word into the other. */
function editDistance(a: string, b: string): number {
  let before: number[] = []
  let above = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      let cost = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + same)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1)
      row.push(cost)
    }
    before = above
    above = row
  }
  return above[b.length] ?? 0
}
