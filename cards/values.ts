/** A field's value as people read it. */
import type { Directory, FileRef, Lang, Money, Value } from '../src/rules/nouns.ts'
import type { Field, Policy, TreeNode } from '../src/rules/policy.ts'
import { isSealed } from '../src/rules/sealed.ts'
import { say } from './catalogue.ts'
import { date, number } from './format.ts'
import { mask } from './masks.ts'
import { amountWords, inWords, personName } from './names.ts'
import { plain } from './text.ts'

/** What showing a value needs to know. `masked`: personal data is shown masked (C23). */
export interface Showing {
  readonly policy: Policy
  readonly directory: Directory
  readonly lang: Lang
  readonly masked: boolean
}

/** The value in words; whole, safe, not shortened. An option that the policy no longer has is shown by its id. */
export function showValue(field: Field, value: Value, showing: Showing): string {
  const { policy, directory, lang, masked } = showing
  if (isSealed(value)) return plain(mask('account', value))
  if (masked && field.personal !== undefined && typeof value === 'string') return plain(mask(field.personal, value))
  switch (field.type) {
    case 'money':
      return isMoney(value) ? amountWords(value, { policy, lang }) : ''
    case 'number':
      return typeof value === 'number' ? number(value, lang) : ''
    case 'choice':
      return option(field, String(value), showing)
    case 'choices':
      return Array.isArray(value)
        ? value.map((id) => option(field, String(id), showing)).join(say(lang, 'term.comma'))
        : ''
    case 'tree':
      return treeNames(field.tree ?? [], String(value), lang)
    case 'date':
      return date(String(value), lang)
    case 'person':
      return personName(String(value), { directory, lang })
    case 'checkbox':
      return say(lang, value === true ? 'term.yes' : 'term.no')
    case 'files':
      return Array.isArray(value)
        ? (value as readonly FileRef[]).map((file) => plain(file.name)).join(say(lang, 'term.comma'))
        : ''
    case 'text':
    case 'phone':
    case 'email':
    case 'time':
      return plain(String(value))
  }
}

function isMoney(value: Value): value is Money {
  return typeof value === 'object' && !Array.isArray(value) && 'minor' in value
}

function option(field: Field, id: string, { policy, lang }: Showing): string {
  const found = field.options?.find((one) => one.id === id)
  if (found) return inWords(found.label, lang)
  const kind = field.within === 'matrix' ? policy.kinds.find((one) => one.id === id) : undefined
  return kind ? inWords(kind.label, lang) : plain(id)
}

/** The names along a path, joined by ` / `. */
export function treeNames(nodes: readonly TreeNode[], path: string, lang: Lang): string {
  const names: string[] = []
  let level = nodes
  for (;;) {
    const node = level.find((one) => one.path === path || path.startsWith(`${one.path}.`))
    if (node === undefined) break
    names.push(inWords(node.name, lang))
    level = node.children
  }
  return names.length === 0 ? plain(path) : names.join(' / ')
}
