/** Options of a list that is too long to be sent along: what fits the typed letters (block_suggestion). */
import type { Choice, FormField } from '../../cards/model.ts'
import { isRefusal } from '../../src/rules/nouns.ts'
import { SOON, within } from './acknowledge.ts'
import { LIMITS } from './clamp.ts'
import type { Front } from './front.ts'
import type { Handle, Payload } from './listen.ts'
import { accountOf, text } from './payload.ts'
import { plainText } from './plain-text.ts'
import { readForm, type ViewState } from './read-form.ts'
import { isRecord } from './records.ts'

import { leavesOf } from './render-element.ts'
import { WIRE } from './settings.ts'

/** Answers within Slack's three seconds, with nothing rather than late. */
export function onSuggestion(front: Front): Handle {
  return async (payload, ack) => {
    const choices = (await within(choicesOf(front, payload), SOON)) ?? []
    await ack({ options: matching(choices, text(payload, 'value')).map(optionOf) })
  }
}

const optionOf = ({ id, label }: Choice) => ({ text: plainText(label, LIMITS.option), value: id })

async function choicesOf({ parts, caller }: Front, payload: Payload): Promise<readonly Choice[]> {
  const filled = isRecord(payload.view) ? readForm(payload.view as unknown as ViewState) : undefined
  if (filled === undefined) return []
  const form = await parts.reception.redraw(caller(accountOf(payload)), filled.answer)
  if (isRefusal(form)) return []
  const field = form.fields.find(({ id }) => `${WIRE.field}${id}` === text(payload, 'block_id'))
  return field === undefined ? [] : allOf(field)
}

function allOf({ kind }: FormField): readonly Choice[] {
  if (kind.input === 'tree') return kind.nodes.flatMap((node) => leavesOf(node, node.label))
  return kind.input === 'select' || kind.input === 'person' ? kind.options : []
}

/** At most 100 choices that hold every typed word, those that begin with the first one before the others. */
export function matching(choices: readonly Choice[], typed: string): readonly Choice[] {
  const words = typed.normalize('NFKC').toLowerCase().split(/\s+/).filter(Boolean)
  const plain = ({ label }: Choice): string => label.normalize('NFKC').toLowerCase()
  const found = choices.filter(
    (choice) => choice.id.length <= LIMITS.optionValue && words.every((one) => plain(choice).includes(one)),
  )
  const [first = ''] = words
  const begins = (choice: Choice): number => (plain(choice).startsWith(first) ? 0 : 1)
  return found.toSorted((a, b) => begins(a) - begins(b)).slice(0, LIMITS.options)
}
