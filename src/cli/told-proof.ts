/** What a copy of a database holds, as the commands print it: in words, and side by side as a proof. */
import { fileSize } from '../../cards/format.ts'
import { operationWords } from '../../cards/operations.ts'
import type { Broken, Proof } from '../../data/portable/proof.ts'

/** What is there, in one line of each language. */
export function contents(proof: Proof, files: { readonly count: number; readonly bytes: number }): string {
  const { cases, open, facts, timers, waiting } = proof
  return operationWords('holds', {
    cases,
    open,
    facts,
    timers,
    waiting,
    files: files.count,
    size: fileSize(files.bytes),
  })
}

/** What is not as it should be, and that chains hold when they do. */
export function caveats(broken: readonly Broken[], missing: readonly string[]): string {
  const chains =
    broken.length === 0
      ? [operationWords('chains_hold')]
      : broken.map((one) => operationWords('chain_broken', { ...one }))
  const names = missing.slice(0, 5).join(', ')
  const files = missing.length === 0 ? [] : [operationWords('files_missing', { count: missing.length, names })]
  return [...chains, ...files].join('')
}

/** Both sides of a copy, line by line. */
export function sideBySide(source: Proof, target: Proof, more: readonly Line[] = []): string {
  const tables: Line[] = Object.entries(source.tables).map(([table, { rows, digest }]) => {
    const there = target.tables[table]
    return [table, `${rows} ${digest.slice(0, 8)}`, `${there?.rows} ${there?.digest.slice(0, 8)}`]
  })
  const figures = (['open', 'heads', 'timers', 'nextTimer', 'waiting'] as const).map(
    (name): Line => [`* ${name}`, asText(source[name]), asText(target[name])],
  )
  return [...tables, ...figures, ...more]
    .map(
      ([name, here, there]) =>
        `${here === there ? '✓' : '✗'} ${name.padEnd(16)} ${here.padStart(26)} ${there.padStart(26)}\n`,
    )
    .join('')
}

type Line = readonly [name: string, here: string, there: string]

const asText = (value: string | number | undefined): string =>
  typeof value === 'string'
    ? value.slice(0, 16)
    : value === undefined
      ? '-'
      : value > 1e12
        ? new Date(value).toISOString()
        : String(value)
