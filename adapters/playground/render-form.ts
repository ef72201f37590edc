/** A neutral form as the page draws it: callback id `redress.form.<form>`, block ids `f.<field>`. */
import type { Form, FormField, Input, Rendered } from '../../cards/model.ts'
import type { Value } from '../../src/rules/nouns.ts'
import { renderBlocks, type WireBlock } from './render.ts'

export const FORM_PREFIX = 'redress.form.'
export const FIELD_PREFIX = 'f.'

export interface WireField {
  readonly block_id: string
  readonly label: string
  readonly hint?: string
  readonly required: boolean
  readonly redraws: boolean
  readonly value?: Value
  readonly element: Input
}

export interface WireForm {
  readonly callback_id: string
  readonly lang: string
  readonly title: string
  readonly intro: readonly WireBlock[]
  readonly fields: readonly WireField[]
  readonly submit: string
  readonly cancel: string
  readonly number?: string
  readonly position?: string
  readonly revision?: number
}

/** A form; every kind of input is drawn, so only pictures of its introduction can degrade. */
export function renderForm(form: Form): Rendered<WireForm> {
  const { lang, title, submit, cancel, number, position, revision } = form
  const { blocks, degraded } = renderBlocks(form.intro)
  const payload: WireForm = {
    callback_id: `${FORM_PREFIX}${form.id}`,
    lang,
    title,
    intro: blocks,
    fields: form.fields.map(fieldOf),
    submit,
    cancel,
    ...(number === undefined ? {} : { number }),
    ...(position === undefined ? {} : { position }),
    ...(revision === undefined ? {} : { revision }),
  }
  return { payload, degraded }
}

function fieldOf({ id, label, hint, required, redraws, value, kind }: FormField): WireField {
  return {
    block_id: `${FIELD_PREFIX}${id}`,
    label,
    required,
    redraws,
    element: kind,
    ...(hint === undefined ? {} : { hint }),
    ...(value === undefined ? {} : { value }),
  }
}
