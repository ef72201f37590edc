/** A filled-in modal as raw values; the reception checks them. */
import type { FormAnswer } from '../../src/ports.ts'
import { readMeta } from './form-meta.ts'
import { KEPT } from './render-form.ts'
import { WIRE } from './settings.ts'

/** A file somebody put into a modal or a message, as Slack describes it. */
export interface SlackFile {
  readonly id: string
  readonly name?: string | undefined
  readonly size?: number | undefined
  readonly url_private?: string | undefined
  readonly url_private_download?: string | undefined
}

/** The part of a signed payload's view that is read. */
export interface ViewState {
  readonly id: string
  readonly callback_id: string
  readonly private_metadata?: string
  readonly blocks: readonly { readonly type: string; readonly block_id?: string }[]
  readonly state?: { readonly values?: Readonly<Record<string, Readonly<Record<string, Held>>>> }
}

interface Held {
  readonly type?: string
  readonly value?: unknown
  readonly selected_option?: { readonly value?: unknown } | null
  readonly selected_options?: readonly { readonly value?: unknown }[] | null
  readonly selected_date?: string | null
  readonly selected_time?: string | null
  readonly files?: readonly SlackFile[] | null
}

/** What a form says, and what still has to be fetched for it. Files that were kept stand in the values already. */
export interface FilledForm {
  readonly answer: FormAnswer
  readonly uploads: Readonly<Record<string, readonly SlackFile[]>>
}

/** Reads a view; undefined when it is none of our forms. */
export function readForm(view: ViewState): FilledForm | undefined {
  if (!view.callback_id.startsWith(WIRE.form)) return undefined
  const values: Record<string, unknown> = {}
  const kept: Record<string, readonly unknown[]> = {}
  const uploads: Record<string, readonly SlackFile[]> = {}
  for (const [block, elements] of Object.entries(view.state?.values ?? {})) {
    const [[action, held] = []] = Object.entries(elements)
    if (action === undefined || held === undefined) continue
    if (block.startsWith(KEPT)) kept[block.slice(KEPT.length)] = chosen(held)
    if (!block.startsWith(WIRE.field)) continue
    const field = block.slice(WIRE.field.length)
    if (held.type === 'file_input') uploads[field] = held.files ?? []
    else values[field] = action === WIRE.check ? chosen(held).includes('yes') : rawOf(held)
  }
  for (const field of Object.keys(uploads)) values[field] = kept[field] ?? []
  const { number, position, revision } = readMeta(view.private_metadata)
  const answer = {
    id: view.callback_id.slice(WIRE.form.length),
    values,
    ...(number === undefined ? {} : { number }),
    ...(position === undefined ? {} : { position }),
    ...(revision === undefined ? {} : { revision }),
  }
  return { answer, uploads }
}

/** Block ids of the view's inputs, top to bottom: the only ones an error may be put on. */
export function inputsOf(view: ViewState): readonly string[] {
  return view.blocks.flatMap(({ type, block_id }) => (type === 'input' && block_id !== undefined ? [block_id] : []))
}

function rawOf(held: Held): unknown {
  switch (held.type) {
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return held.selected_option?.value ?? null
    case 'multi_static_select':
    case 'checkboxes':
      return chosen(held)
    case 'datepicker':
      return held.selected_date ?? null
    case 'timepicker':
      return held.selected_time ?? null
    default:
      return held.value ?? null
  }
}

const chosen = (held: Held): readonly unknown[] => (held.selected_options ?? []).map(({ value }) => value)
