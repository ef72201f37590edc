/** Compiles what is asked: options, categories, fields and forms. */
import type { Text } from '../rules/nouns.ts'
import type { Field, Form, Kind, Option, Policy, TreeNode } from '../rules/policy.ts'
import { BOUNDS } from '../rules/policy.ts'
import { textOf } from './compile-words.ts'
import type { Conditions } from './conditions.ts'
import type { Path, Report } from './problems.ts'
import { both, pickFrom } from './problems.ts'
import { defined, mapped, record } from './records.ts'
import type { RawPolicy } from './schema.ts'
import type { RawField, RawNode, RawOf } from './schema-fields.ts'
import type { RawLabel } from './schema-words.ts'

/** Options in the order they are written. */
export function optionsOf(raw: Readonly<Record<string, RawLabel>>): readonly Option[] {
  return Object.entries(raw).map(([id, label]) => ({ id, label: textOf(label) }))
}

/** Kinds of compensation. */
export function kindsOf(raw: RawPolicy): readonly Kind[] {
  return optionsOf(raw.kinds)
}

/** The options a field's `of` speaks of: a named list, plain ids, or ids with labels. */
function optionsFor(of: RawOf, path: Path, raw: RawPolicy, report: Report): readonly Option[] {
  if (Array.isArray(of)) return of.map((id) => ({ id, label: { zh: id, en: id } }))
  if (typeof of !== 'string') return optionsOf(of)
  const lists: Readonly<Record<string, Readonly<Record<string, RawLabel>>>> = { ...raw.options, kinds: raw.kinds }
  if (Object.hasOwn(lists, of)) return optionsOf(lists[of] ?? {})
  report.error(
    path,
    both(`没有名为 "${of}" 的选项表`, `There is no list of options "${of}"`),
    pickFrom(of, Object.keys(lists)),
  )
  return []
}

/** The category tree as a multi-level select shows it. */
export function treeOf(raw: Readonly<Record<string, RawNode>>, parent = ''): readonly TreeNode[] {
  return Object.entries(raw).map(([id, node]) => {
    const path = parent === '' ? id : `${parent}.${id}`
    return { id, path, name: textOf(node.name), children: treeOf(node.children ?? {}, path) }
  })
}

type Category = Policy['categories'][string]
interface Inherited {
  readonly family?: string
  readonly team?: string
  readonly defectKind?: string
}

/** Every node of the category tree by path, with family, team and kind of defect inherited downward (F027, F028). */
export function categoriesOf(raw: RawPolicy, report: Report): Policy['categories'] {
  const all: (readonly [string, Category])[] = []
  const visit = (nodes: Readonly<Record<string, RawNode>>, above: Inherited, path: string, at: Path) => {
    for (const [id, node] of Object.entries(nodes)) {
      const here = [...at, id]
      const own = defined({ family: node.family, team: node.team, defectKind: node.defect_kind })
      // A node that names another family leaves the department it would have inherited with the old one.
      const from = node.family === undefined ? above : defined({ defectKind: above.defectKind })
      const got: Inherited = { ...from, ...own }
      const children = node.children ?? {}
      const full = path === '' ? id : `${path}.${id}`
      const family = got.family ?? ''
      const team = got.team ?? (Object.hasOwn(raw.families, family) ? raw.families[family]?.team : undefined) ?? ''
      const leaf = Object.keys(children).length === 0
      all.push([full, { name: textOf(node.name), family, team, leaf, ...defined({ defectKind: got.defectKind }) }])
      if (node.family !== undefined && !Object.hasOwn(raw.families, node.family)) {
        report.error(
          [...here, 'family'],
          both(`没有大类 "${node.family}"`, `There is no family "${node.family}"`),
          pickFrom(node.family, Object.keys(raw.families)),
        )
      } else if (family === '' && leaf) {
        report.error(
          here,
          both(`分类 ${full} 没有大类`, `Category ${full} belongs to no family`),
          both('在它或它的上级写 family。', 'Write family here or on a node above it.'),
        )
      }
      visit(children, got, full, [...here, 'children'])
    }
  }
  visit(raw.categories, {}, '', ['categories'])
  return record(all)
}

/** A text field holds this many characters unless it says otherwise. */
const LENGTHS = { text: 200, long: BOUNDS.note, phone: 32, email: 254 } as const

/** All fields, in the order they are written. */
export function fieldsOf(raw: RawPolicy, conditions: Conditions, report: Report): Policy['fields'] {
  const tree = treeOf(raw.categories)
  return mapped(raw.fields, (field, id): Field => {
    const at: Path = ['fields', id]
    const { required, when } = field
    return {
      id,
      type: field.type,
      label: textOf(field.label),
      maxLength: maxLengthOf(id, field),
      ...defined({
        hint: field.hint === undefined ? undefined : textOf(field.hint),
        required:
          required === true
            ? ALWAYS
            : required === undefined
              ? undefined
              : conditions.compile(required, [...at, 'required']),
        visible: when === undefined ? undefined : conditions.compile(when, [...at, 'when']),
        // A phone number or a mail address is somebody's, whether the policy says so or not.
        personal: field.personal ?? (field.type === 'phone' || field.type === 'email' ? field.type : undefined),
      }),
      ...detailsOf(field, at, raw, tree, report),
    }
  })
}

const ALWAYS = { source: 'true', test: () => true }

function maxLengthOf(id: string, field: RawField): number {
  if (field.type === 'text')
    return field.max_length ?? (id === 'text' ? BOUNDS.text : field.long === true ? LENGTHS.long : LENGTHS.text)
  return field.type === 'phone' || field.type === 'email' ? LENGTHS[field.type] : LENGTHS.text
}

/** What only some types of field have. */
function detailsOf(
  field: RawField,
  at: Path,
  raw: RawPolicy,
  tree: readonly TreeNode[],
  report: Report,
): Partial<Field> {
  switch (field.type) {
    case 'text':
      return defined({ long: field.long })
    case 'number':
      return field.range === undefined ? {} : { range: field.range }
    case 'money':
      return defined({ within: field.within })
    case 'choice':
      return { options: optionsFor(field.of, [...at, 'of'], raw, report), ...defined({ within: field.within }) }
    case 'choices':
      return { options: optionsFor(field.of, [...at, 'of'], raw, report), ...defined({ max: field.max }) }
    case 'tree':
      return { tree }
    case 'files':
      return { max: field.max ?? 9, ...defined({ accept: field.accept }) }
    default:
      return {}
  }
}

/** All forms; a form without a name goes by its id. */
export function formsOf(raw: RawPolicy): Policy['forms'] {
  return mapped(raw.forms, (form, id): Form => {
    const name: Text = { zh: id, en: id }
    if (Array.isArray(form)) return { id, name, fields: form }
    return {
      id,
      name: form.name === undefined ? name : textOf(form.name),
      fields: form.fields,
      ...defined({ completes: form.completes }),
    }
  })
}
