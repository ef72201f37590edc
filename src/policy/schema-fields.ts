/** What is asked and what follows from it: categories, options, fields, derived values, forms. */
import { z } from 'zod'
import { condition, id, label, valueId, whole } from './schema-words.ts'

export const families = z.record(id, z.strictObject({ name: label, team: id }))

export interface RawNode {
  readonly name: z.infer<typeof label>
  readonly family?: string
  readonly team?: string
  readonly defect_kind?: string
  readonly children?: Readonly<Record<string, RawNode>>
}

const node: z.ZodType<RawNode> = z
  .strictObject({
    name: label,
    family: id.exactOptional(),
    team: id.exactOptional(),
    defect_kind: valueId.exactOptional(),
    get children() {
      return z.record(id, node).exactOptional()
    },
  })
  .meta({ id: 'category' })

export const categories = z.record(id, node)

const inlineOptions = z.record(valueId, label)
export const options = z.record(id, inlineOptions)
export const kinds = inlineOptions

/** Options: the name of a list under `options` (or `kinds`), plain ids, or ids with labels. */
const of = z.union([id, z.array(valueId).min(1), inlineOptions])

const common = {
  label,
  hint: label.exactOptional(),
  required: z.union([z.literal(true), condition]).exactOptional(),
  when: condition.exactOptional(),
  personal: z.enum(['name', 'phone', 'email', 'address', 'account', 'id']).exactOptional(),
}
const count = whole().min(1)
const bound = z.number()

export const field = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('text'),
    ...common,
    long: z.boolean().exactOptional(),
    max_length: count.exactOptional(),
  }),
  z.strictObject({ type: z.enum(['phone', 'email', 'date', 'time', 'person', 'checkbox']), ...common }),
  z.strictObject({
    type: z.literal('number'),
    ...common,
    range: z.strictObject({ min: bound.exactOptional(), max: bound.exactOptional() }).exactOptional(),
  }),
  z.strictObject({ type: z.literal('money'), ...common, within: z.literal('matrix').exactOptional() }),
  z.strictObject({ type: z.literal('choice'), ...common, of, within: z.literal('matrix').exactOptional() }),
  z.strictObject({ type: z.literal('choices'), ...common, of, max: count.exactOptional() }),
  z.strictObject({ type: z.literal('tree'), ...common, of: z.literal('categories') }),
  z.strictObject({
    type: z.literal('files'),
    ...common,
    accept: z
      .array(z.enum(['image', 'video', 'document']))
      .min(1)
      .exactOptional(),
    max: count.max(50).exactOptional(),
  }),
])
export const fields = z.record(id, field)

const derivedValue = z.union([valueId, whole()])
export const derived = z.record(
  id,
  z.strictObject({
    label,
    first: z.array(z.strictObject({ when: condition.exactOptional(), is: derivedValue })).min(1),
    values: z.record(valueId, label).exactOptional(),
  }),
)

const fieldList = z.array(id).min(1)
export const forms = z.record(
  id,
  z.union([
    fieldList,
    z.strictObject({ name: label.exactOptional(), fields: fieldList, completes: id.exactOptional() }),
  ]),
)

export type RawField = z.infer<typeof field>
export type RawOf = z.infer<typeof of>
