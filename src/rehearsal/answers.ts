/** How stand-in people fill in a form: from the form itself, the complaint's text, and chance. */
import type { Chance } from './chance.ts'
import type { Judgement } from './judgement.ts'
import type { Form, FormField, Node } from './port.ts'

/** What a stand-in knows while filling in a form. `paid` is the amount they mean to pay, in minor units. */
export interface Mind {
  readonly judgement: Judgement
  readonly chance: Chance
  readonly now: Date
  /** Amount the row named, in major units. */
  readonly amount?: string
  /** How the customer answers the call-back. */
  readonly answer: 'satisfied' | 'unsatisfied' | 'unreached'
}

/** Values for the fields of a form that need one, in order; what stands in the form stays. */
export function fillIn(form: Form, mind: Mind): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = {}
  for (const field of form.fields) {
    const { id } = field
    const meant = standing(field) ?? meantFor(id, field, mind)
    const value = meant ?? (field.required ? anything(id, field, mind) : undefined)
    if (value !== undefined) values[id] = value
  }
  return values
}

/** What stands in the field already, unless another choice has since set a lower bound. */
function standing({ value, element }: FormField): unknown {
  const minor = (value as { readonly minor?: number } | undefined)?.minor
  return element.input === 'money' && element.max !== undefined && minor !== undefined && minor > element.max
    ? undefined
    : value
}

/** What the text or the person's intention says about a field the stand-in understands. */
function meantFor(id: string, field: FormField, mind: Mind): unknown {
  const { judgement, chance } = mind
  const has = (option: string): string | undefined =>
    field.element.options?.some((o) => o.id === option) ? option : undefined
  switch (id) {
    case 'verdict':
      return has(judgement.complaint ? 'complaint' : 'no_complaint')
    case 'safety':
      // Some dangers only come out when the reviewer asks back.
      return has(judgement.danger ? chance.pick(['risk', 'injury']) : chance.happens(0.04) ? 'risk' : 'none')
    case 'core_function':
      return has(judgement.core)
    case 'scope':
      return has(chance.happens(0.06) ? 'group' : chance.happens(0.08) ? 'several' : 'one')
    case 'media_risk':
      return judgement.media || undefined
    case 'wish':
      return field.element.options && chance.happens(0.8) ? [chance.pick(field.element.options).id] : undefined
    case 'answer':
      return has(mind.answer)
    case 'accepted':
      return has(mind.answer === 'satisfied' ? 'yes' : 'no')
    default:
      return undefined
  }
}

/** Some allowed value, by the kind of input. */
function anything(id: string, field: FormField, mind: Mind): unknown {
  const { element } = field
  const { chance } = mind
  switch (element.input) {
    case 'text':
      return element.format === 'phone'
        ? phone(chance)
        : element.format === 'email'
          ? `kehu${chance.between(1, 999)}@example.com`
          : words(id, chance)
    case 'number':
      return element.min ?? 1
    case 'money':
      return money(element, mind)
    case 'select':
      return options(field, chance)
    case 'tree':
      return chance.pick(leaves(element.nodes ?? []))
    case 'person':
      return element.options && element.options.length > 0 ? chance.pick(element.options).id : undefined
    case 'date':
      return new Date(mind.now.getTime() + chance.between(1, 7) * 86_400_000).toISOString().slice(0, 10)
    case 'time':
      return '16:00'
    case 'checkbox':
      return true
    default:
      return undefined
  }
}

function options({ element }: FormField, chance: Chance): unknown {
  const ids = element.options?.map((option) => option.id) ?? []
  return ids.length === 0
    ? undefined
    : element.input === 'select' && element.many === true
      ? [chance.pick(ids)]
      : chance.pick(ids)
}

/** Amounts around the bounds of most companies' tiers, within what the form allows. */
function money({ max, digits = 2 }: FormField['element'], { chance, amount }: Mind): string {
  const unit = 10 ** digits
  const [low, high] = chance.happens(0.45) ? [20, 500] : chance.happens(0.55) ? [501, 2_000] : [2_001, 6_000]
  const drawn = chance.between(low, high)
  const wanted = Math.round((amount === undefined ? drawn : Number(amount)) * unit)
  return (Math.min(wanted, max ?? wanted) / unit).toFixed(digits)
}

function leaves(nodes: readonly Node[]): readonly string[] {
  return nodes.flatMap((node) => (node.children.length === 0 ? [node.id] : leaves(node.children)))
}

/** A number of the range nobody is given. */
export function phone(chance: Chance): string {
  return `1390000${String(chance.between(0, 9999)).padStart(4, '0')}`
}

const NOTES = ['已核实', '按规定处理', '与客户沟通过', 'checked and confirmed', 'as agreed with the customer'] as const

function words(id: string, chance: Chance): string {
  if (id === 'account') return `6222020${String(chance.between(0, 999_999_999)).padStart(9, '0')}`
  return id.includes('voucher') ? `V-${chance.between(100_000, 999_999)}` : chance.pick(NOTES)
}
