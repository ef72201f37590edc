/** Fields, forms and derived values of a policy. */
import type { FieldId, FormId, Text } from './nouns.ts'
import type { Branch, Condition } from './policy-terms.ts'

export const FIELD_TYPES = [
  'text',
  'phone',
  'email',
  'number',
  'money',
  'choice',
  'choices',
  'tree',
  'date',
  'time',
  'files',
  'person',
  'checkbox',
] as const
export type FieldType = (typeof FIELD_TYPES)[number]

export interface Option {
  readonly id: string
  readonly label: Text
}

/** A node of a multi-level select; `path` is its ids from the root joined by `.`. */
export interface TreeNode {
  readonly id: string
  readonly path: string
  readonly name: Text
  readonly children: readonly TreeNode[]
}

export interface Field {
  readonly id: FieldId
  readonly type: FieldType
  readonly label: Text
  readonly hint?: Text
  /** Must be filled when true. Absent: optional. */
  readonly required?: Condition
  /** Shown (and accepted) only when true. Absent: always. */
  readonly visible?: Condition
  readonly options?: readonly Option[]
  readonly tree?: readonly TreeNode[]
  /** What kind of personal data this is; it is masked on shared surfaces and never logged. */
  readonly personal?: 'name' | 'phone' | 'email' | 'address' | 'account' | 'id'
  readonly long?: boolean
  /** For text: the most characters (code points). */
  readonly maxLength: number
  /** For files: which kinds, and at most `max` of them. For choices: at most `max`. */
  readonly accept?: readonly ('image' | 'video' | 'document')[]
  readonly max?: number
  /** For number: inclusive bounds. */
  readonly range?: { readonly min?: number; readonly max?: number }
  /** `matrix`: only what the matrix allows for this grade. */
  readonly within?: 'matrix'
}

export interface Form {
  readonly id: FormId
  readonly name: Text
  readonly fields: readonly FieldId[]
  /** This form also asks for whatever that form requires and is still missing (review completes a one-line intake). */
  readonly completes?: FormId
}

export interface Derived {
  readonly id: FieldId
  readonly label: Text
  readonly type: 'string' | 'int'
  readonly first: readonly Branch<string | number>[]
  /** Labels of the values (the grade's name and so on), by String(value). */
  readonly values: Readonly<Record<string, Text>>
}
