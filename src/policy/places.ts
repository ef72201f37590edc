/** Gives problems the line and column of what they speak of. */
import type { Problem } from './problems.ts'
import { readPath } from './problems.ts'
import type { Source } from './yaml.ts'

/** The same problems with their places in this text, in the order in which they stand there. */
export function placed(problems: readonly Problem[], source: Source): readonly Problem[] {
  return problems
    .map((problem) => (problem.line === undefined ? { ...problem, ...source.place(readPath(problem.path)) } : problem))
    .sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0))
}
