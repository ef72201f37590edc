/** A neutral form as a modal: callback id `redress.form.<form>`, block ids `f.<field>`. */
import type { types } from '@slack/bolt'
import type { Form, FormField, Rendered } from '../../cards/model.ts'
import type { FileRef } from '../../src/rules/nouns.ts'
import { cut, LIMITS } from './clamp.ts'
import { type Origin, writeMeta } from './form-meta.ts'
import { plainText } from './plain-text.ts'
import { renderBlocks, type SlackBlock } from './render.ts'
import { elementOf } from './render-element.ts'
import { WIRE } from './settings.ts'
import { word } from './words.ts'

export type Modal = types.ModalView

/** A form. `notice` stands above its fields: what was wrong with it, or where it comes from. */
export function renderForm(form: Form, origin: Origin, notice?: string): Rendered<Modal> {
  const degraded: string[] = []
  const inputs = form.fields.flatMap((field) => inputBlocks(field, form, degraded))
  const above = aboveFields(form, notice, degraded)
  const blocks = roomFor([...above, ...inputs], degraded)
  return {
    payload: {
      type: 'modal',
      callback_id: cut(`${WIRE.form}${form.id}`, LIMITS.id),
      title: plainText(form.title, LIMITS.viewTitle),
      submit: plainText(form.submit, LIMITS.viewTitle),
      close: plainText(form.cancel, LIMITS.viewTitle),
      private_metadata: writeMeta(form, origin),
      blocks,
    },
    degraded,
  }
}

/** A modal that only says something: while a form is fetched, or when there is nothing to fill in any more. */
export function renderNote(title: string, text: string, close: string): Modal {
  return {
    type: 'modal',
    title: plainText(title, LIMITS.viewTitle),
    close: plainText(close, LIMITS.viewTitle),
    blocks: [{ type: 'section', text: plainText(text, LIMITS.section) }],
  }
}

function aboveFields(form: Form, notice: string | undefined, degraded: string[]): SlackBlock[] {
  const full: SlackBlock[] =
    form.title.length > LIMITS.viewTitle ? [{ type: 'context', elements: [plainText(form.title, LIMITS.field)] }] : []
  const said: SlackBlock[] = notice === undefined ? [] : [{ type: 'section', text: plainText(notice, LIMITS.section) }]
  return [...full, ...said, ...renderBlocks(form.intro, degraded)]
}

function inputBlocks(field: FormField, form: Form, degraded: string[]): SlackBlock[] {
  const drawn = elementOf(field, form.lang, degraded)
  const input: types.InputBlock = {
    type: 'input',
    block_id: cut(`${WIRE.field}${field.id}`, LIMITS.id),
    label: plainText(field.label, LIMITS.label),
    element: drawn,
    // A box that is left empty says no, and files may be attached already.
    optional: !field.required || field.kind.input === 'checkbox' || keptFiles(field).length > 0,
    ...(field.hint === undefined ? {} : { hint: plainText(field.hint, LIMITS.label) }),
    ...(field.redraws && dispatches(field) ? { dispatch_action: true } : {}),
  }
  return [...keptBlocks(field, form), input]
}

/** Text is not drawn anew while it is being typed. */
function dispatches({ kind }: FormField): boolean {
  return kind.input !== 'text' || !kind.long
}

function keptFiles({ kind, value }: FormField): readonly FileRef[] {
  return kind.input === 'files' && Array.isArray(value) ? (value as readonly FileRef[]) : []
}

/** Files that are attached already: ticked, and taken off by unticking. */
function keptBlocks(field: FormField, { lang }: Form): SlackBlock[] {
  const kept = keptFiles(field).slice(0, LIMITS.checkboxes)
  if (kept.length === 0) return []
  const options = kept.map(({ sha256, name }) => ({ text: plainText(name, LIMITS.option), value: sha256 }))
  return [
    {
      type: 'input',
      block_id: cut(`${KEPT}${field.id}`, LIMITS.id),
      label: plainText(word('files_kept', lang), LIMITS.label),
      optional: true,
      element: { type: 'checkboxes', action_id: WIRE.value, options, initial_options: options },
    },
  ]
}

/** Block id prefix of files that are attached already. */
export const KEPT = 'k.'

/** A view holds 100 blocks: what may be left empty goes first. */
function roomFor(blocks: readonly SlackBlock[], degraded: string[]): SlackBlock[] {
  let spare = blocks.length - LIMITS.viewBlocks
  if (spare <= 0) return [...blocks]
  degraded.push(`${spare} blocks left out`)
  const kept = blocks.toReversed().filter((block) => {
    const may = spare > 0 && (block.type !== 'input' || block.optional === true)
    if (may) spare -= 1
    return !may
  })
  return kept.toReversed().slice(0, LIMITS.viewBlocks)
}
