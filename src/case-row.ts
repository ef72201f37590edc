/** A case as it stands in lists. */
import { EXCERPT } from '../cards/masks.ts'
import type { CaseRow } from './ports.ts'
import type { Case } from './rules/case.ts'
import { gradeOf, levelOf } from './rules/environment.ts'
import type { Money } from './rules/nouns.ts'
import { filerOf, ownerOf } from './rules/people.ts'

/** The columns of a case in lists. */
export function rowOf(state: Case, now: number): CaseRow {
  const text = (id: string): string => (typeof state.values[id] === 'string' ? state.values[id] : '')
  const amount = state.values.plan_amount as Money | undefined
  return {
    number: state.number,
    filed: state.filed,
    changed: now,
    stage: state.ended?.stage ?? state.positions[0]?.stage ?? '',
    grade: gradeOf(state),
    level: levelOf(state),
    alert: String(state.derived.alert?.value ?? ''),
    filer: filerOf(state) ?? '',
    owner: ownerOf(state) ?? '',
    customer: text('customer'),
    product: text('product'),
    category: text('category'),
    ...(amount ? { amount } : {}),
    ...(state.ended ? { outcome: state.ended.outcome } : {}),
    text: text('text').slice(0, EXCERPT),
  }
}
