import { cardAsText, messageAsText, renderCard } from '../../../adapters/dingtalk/render.ts'
import { mergeAnswers, nextPage, PAGE_BYTES, type Progress, unaskable } from '../../../adapters/dingtalk/render-form.ts'
import type { Card, Form } from '../../../cards/model.ts'
import { readAsked } from '../../conversation-words.ts'
import { type FormLook, type Surface, stringsIn } from './surfaces.ts'

const VALUE_BYTES = 1_000
/** What a robot message's parameters may have. */
const MESSAGE_BYTES = 15_000
const EVIL = /\]\(https:\/\/evil|<a |<font|<@|<!/

const tooLong = (payload: unknown, most: number): readonly string[] =>
  stringsIn(payload)
    .filter((one) => Buffer.byteLength(one) > most)
    .map((one) => `${Buffer.byteLength(one)} bytes: ${one.slice(0, 40)}`)

/** The verbs people can say about a card: what stands on its buttons, and the verb's own name. */
export function sayable(card: Card): readonly string[] {
  return card.actions.flatMap(({ verb, label, number }) => {
    const understood = [label, verb].map((word) => readAsked(`${word} ${number}`))
    return understood.every((asked) => asked?.is === 'verb' && asked.verb === verb) ? [verb] : []
  })
}

/** Cards of the one template; what its slots cannot hold is answered to `show N`, as the card says. */
export const dingtalk: Surface = {
  name: 'dingtalk',
  evil: EVIL,
  card({ card, looked }) {
    const { payload } = renderCard(card, 'https://redress.example/f/case/C-1')
    const { open, labels } = payload
    const whole = cardAsText(looked.card).text
    const told = card.actions.some(({ verb, confirm }) => verb === 'submit' && confirm !== undefined)
    const verbs = Object.entries(labels).flatMap(([name, label]) =>
      label === '' ? [] : [name === 'told_text' && told ? 'submit' : name.replace(/_text$/, '')],
    )
    return {
      text: [...stringsIn(open), whole].join('\n'),
      verbs,
      problems: [...tooLong([open, labels], VALUE_BYTES), ...tooLong(whole, MESSAGE_BYTES)],
      raw: JSON.stringify([payload, whole]),
    }
  },
  message(message) {
    const { text, title } = messageAsText(message)
    return { text, problems: tooLong(text, MESSAGE_BYTES), raw: JSON.stringify([title, text]) }
  },
  form: (form) => onCards(form),
}

/** Cards as words, for a company that made no template: everything is written, and everything can be said. */
export const dingtalkInWords: Surface = {
  name: 'dingtalk without a template',
  evil: EVIL,
  message: dingtalk.message,
  card({ card }) {
    const said = cardAsText(card)
    return {
      text: said.text,
      verbs: sayable(card),
      problems: tooLong(said, MESSAGE_BYTES),
      raw: JSON.stringify(said),
    }
  },
}

/** Page after page, each sent back empty; what a card cannot ask follows in the chat. */
function onCards(form: Form): FormLook {
  const later = unaskable(form).map(({ id }) => id)
  const problems: string[] = []
  let progress: Progress = { asked: [], partial: {}, values: {} }
  for (let page = nextPage(form, progress); page !== undefined; page = nextPage(form, progress)) {
    const bytes = Buffer.byteLength(JSON.stringify(page.fields))
    if (bytes > PAGE_BYTES + 200 && page.fields.length > 1) problems.push(`a page of ${bytes} bytes`)
    const before = progress.asked.length
    progress = mergeAnswers(
      form,
      progress,
      Object.fromEntries(page.fields.map(({ name, ...one }) => [name, filled(one)])),
    )
    if (progress.asked.length === before && Object.keys(progress.partial).length === 0) break
  }
  // What may be added and found no room beside what is required: the form's page, which its card leads to, asks it.
  const open = form.fields.filter(({ id, required }) => !required && !progress.asked.includes(id)).map(({ id }) => id)
  const fields = [...new Set([...progress.asked, ...later, ...open])]
  const { id, number, position, revision } = form
  return { fields, problems, back: { id, number, position, revision, values: fields } }
}

function filled({
  type,
  options = [],
}: {
  readonly type: string
  readonly options?: readonly { readonly value: string }[]
}): unknown {
  const [first] = options
  if (type === 'SELECT') return first === undefined ? '' : { index: 0, value: first.value }
  if (type === 'MULTI_SELECT')
    return first === undefined ? { index: [], value: [] } : { index: [0], value: [first.value] }
  return type === 'CHECKBOX' ? true : 'x'
}
