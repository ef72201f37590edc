/** Pages of lists of cases: which filters are used, what they are bound to, and where the next page begins. */
import type { CaseFilter, CaseRow, Page } from '../src/ports.ts'
import { type Listed, rowOf } from './case-columns.ts'
import { cursorOf, type Mark, markOf } from './cursor.ts'

/** The values of a list's statement; those of unused filters are empty. */
export type Wanted = {
  is_open: number
  person: string
  filer: string
  stage: string
  grade: string
  pattern: string
  filed: number
  number: string
  limit: number
}

/** A list as it was asked for. Each combination of `used` filters is a statement of its own. */
export interface Asked {
  readonly used: ReadonlySet<keyof CaseFilter>
  /** Its `limit` is one more than the page holds, so that a next page shows. */
  readonly wanted: Wanted
}

/** Reads a filter; undefined when its cursor is none of ours. */
export function askedFor(filter: CaseFilter): Asked | undefined {
  const mark = filter.after ? markOf(filter.after) : { filed: 0, number: '' }
  if (mark === undefined) return undefined
  const used = new Set(FILTERS.filter((name) => filter[name] !== undefined && filter[name] !== ''))
  const limit = Math.min(Math.max(Math.trunc(filter.limit ?? 50), 1), 200)
  return { used, wanted: wantedOf(filter, mark, limit + 1) }
}

/** The page that these rows make. */
export function pageOf(rows: readonly Listed[], { wanted }: Asked): Page<CaseRow> {
  const items = rows.slice(0, wanted.limit - 1).map(rowOf)
  const last = items.at(-1)
  return rows.length >= wanted.limit && last !== undefined ? { items, next: cursorOf(last) } : { items }
}

const FILTERS = ['open', 'person', 'filer', 'stage', 'grade', 'text', 'after'] as const

function wantedOf(filter: CaseFilter, mark: Mark, limit: number): Wanted {
  return {
    is_open: filter.open ? 1 : 0,
    person: filter.person ?? '',
    filer: filter.filer ?? '',
    stage: filter.stage ?? '',
    grade: filter.grade ?? '',
    // Longer searches find nothing anyway; SQLite has a limit on the length of patterns.
    pattern: `%${(filter.text ?? '').slice(0, 500).replace(/[\\%_]/g, '\\$&')}%`,
    ...mark,
    limit,
  }
}
