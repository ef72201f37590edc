/** Findings as lines for a terminal and as the figures section of docs/benchmarks.md. */
import { availableParallelism, cpus } from 'node:os'
import type { Finding, Series } from './figures.ts'
import { quantile, short } from './figures.ts'

/** Figures stand between these two lines of the page. */
const BEGIN = '<!-- figures: written by npm run bench -- --write -->'
const END = '<!-- end of figures -->'

/** Where and when it was measured. */
export interface Circumstances {
  readonly command: string
  readonly at: Date
  readonly seconds: number
}

const cells = ({ name, unit, values }: Series): readonly string[] => [
  name,
  unit,
  ...[0, 0.5, 1].map((share) => short(quantile(values, share))),
]

/** The machine in one line. */
export function machine(): string {
  const model = cpus()[0]?.model.trim() || process.arch
  return `${availableParallelism()} cores (${model}), Node ${process.versions.node}, ${process.platform}`
}

/** For a terminal: name, unit, min, median, max. */
export function asText({ title, series, notes }: Finding): string {
  const rows = [['', '', 'min', 'median', 'max'], ...series.map(cells)]
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]): string =>
    row.map((cell, i) => (i < 2 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ')
  return [title, ...rows.map((row) => `  ${line(row)}`), ...notes.map((note) => `  ${note}`)].join('\n')
}

function asMarkdown({ title, series, notes }: Finding): string {
  const row = (row: readonly string[]): string => `| ${row.join(' | ')} |`
  const table = [
    row(['', 'unit', 'min', 'median', 'max']),
    '|---|---|---:|---:|---:|',
    ...series.map((s) => row(cells(s))),
  ]
  return [`### ${title}`, '', ...table, '', ...notes.map((note) => `- ${note}`)].join('\n')
}

/** The page with its figures replaced. Throws when it has no place for them. */
export function rewritten(page: string, findings: readonly Finding[], { command, at, seconds }: Circumstances): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)]
  if (begin < 0 || end < begin) throw new Error(`the page has no lines ${BEGIN} and ${END}`)
  const said = `\`${command}\` on ${at.toISOString().slice(0, 16).replace('T', ' ')} UTC: ${machine()}. It took ${Math.round(seconds)} s.`
  const figures = [said, ...findings.map(asMarkdown)].join('\n\n')
  return `${page.slice(0, begin)}${BEGIN}\n\n${figures}\n\n${page.slice(end)}`
}
