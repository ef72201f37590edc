/** Fields of a form as HTML controls that a phone knows: what was typed stays as it was typed. */
import { html } from 'hono/html'
import { decimal } from '../../cards/format.ts'
import type { Choice, Form, FormField, Input, TreeChoice } from '../../cards/model.ts'
import type { FileRef, Lang } from '../../src/rules/nouns.ts'
import type { Html } from './form-shell.ts'
import { word } from './form-shell.ts'

/** Up to so many options are all shown; more are a list to open. */
const MOST_OPEN = 6

/** Extensions beside pictures and videos. */
const DOCUMENTS = '.pdf,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.txt,.csv,.zip'

/** One drawn field. `shape` is the same as long as it would be drawn the same without its value. */
export interface DrawnField {
  readonly id: string
  readonly redraws: boolean
  readonly shape: string
  readonly html: string
  /** Folded away: one of a long run of optional fields at the end. */
  readonly folded: boolean
}

/** An optional run at the end that is no longer than this is not folded. */
const LONGEST_TAIL = 4

/** From where on fields are folded: behind the last one that is required. */
function foldAt(form: Form): number {
  const last = form.fields.findLastIndex(({ required }) => required)
  return last < 0 || form.fields.length - last - 1 <= LONGEST_TAIL ? form.fields.length : last + 1
}

/** All fields, each with what was typed into it (`raw`) in place of what can be read of it. */
export async function drawFields(form: Form, typed: Readonly<Record<string, unknown>>): Promise<readonly DrawnField[]> {
  const fold = foldAt(form)
  return Promise.all(
    form.fields.map(async (field, at) => ({
      id: field.id,
      folded: at >= fold,
      redraws: field.redraws,
      shape: String(await drawField(field, undefined, form.lang)),
      html: String(await drawField(field, typed[field.id] ?? field.value, form.lang)),
    })),
  )
}

function drawField(field: FormField, value: unknown, lang: Lang): Html {
  const { id, label, hint, required, kind } = field
  const control = `c-${id}`
  const described = `${hint === undefined ? '' : `h-${id} `}e-${id}`
  const mark = html`<span class="mark">${word(lang, required ? 'required' : 'optional')}</span>`
  const name = html`${label} ${mark}`
  const inside = html`${hint === undefined ? '' : html`<p class="hint" id="h-${id}">${hint}</p>`}${drawInput(kind, { id: control, described, required, value, label, lang })}<p class="wrong" id="e-${id}" hidden></p>`
  const data = html`data-field="${id}" data-input="${kind.input}"${field.redraws ? html` data-redraws` : ''}`
  return isGroup(kind)
    ? html`<fieldset class="field" ${data}><legend>${name}</legend>${inside}</fieldset>`
    : html`<div class="field" ${data}><label for="${control}">${name}</label>${inside}</div>`
}

/** More than one control, so that a legend names them together. */
function isGroup(kind: Input): boolean {
  return kind.input === 'tree' || (kind.input === 'select' && (kind.many || kind.options.length <= MOST_OPEN))
}

interface Drawing {
  readonly id: string
  readonly described: string
  readonly required: boolean
  readonly value: unknown
  readonly label: string
  readonly lang: Lang
}

function drawInput(kind: Input, drawing: Drawing): Html {
  const { value } = drawing
  switch (kind.input) {
    case 'text':
      return drawText(kind, drawing)
    case 'number':
      return line(drawing, 'text', 'decimal', value === undefined ? '' : String(value), 30)
    case 'money':
      return html`<div class="money"><span aria-hidden="true">${kind.currency}</span>${line(drawing, 'text', 'decimal', inMajor(value, kind.digits), 30)}</div>`
    case 'date':
    case 'time':
      return line(drawing, kind.input, 'none', typeof value === 'string' ? value : '', 20)
    case 'select':
      if (kind.many) return boxes(kind.options, drawing)
      return kind.options.length <= MOST_OPEN ? radios(kind.options, drawing) : list(kind.options, drawing)
    case 'person':
      return list(kind.options, drawing)
    case 'tree':
      return drawTree(kind.nodes, drawing)
    case 'files':
      return drawFiles(kind, drawing)
    case 'checkbox':
      return html`<label class="option"><input type="checkbox" id="${drawing.id}" aria-describedby="${drawing.described}"${value === true ? html` checked` : ''}>${word(drawing.lang, 'yes')}</label>`
  }
}

function line({ id, described, required }: Drawing, type: string, mode: string, value: string, max: number): Html {
  return html`<input id="${id}" type="${type}" inputmode="${mode === 'none' ? 'text' : mode}" value="${value}" maxlength="${max}" autocomplete="off" aria-describedby="${described}"${required ? html` aria-required="true"` : ''}>`
}

function drawText(kind: Extract<Input, { input: 'text' }>, drawing: Drawing): Html {
  const { id, described, required, value } = drawing
  const text = typeof value === 'string' ? value : ''
  if (!kind.long) {
    const type = kind.format === 'phone' ? 'tel' : kind.format === 'email' ? 'email' : 'text'
    return line(drawing, type, type === 'tel' ? 'tel' : type === 'email' ? 'email' : 'text', text, kind.maxLength)
  }
  // A newline right after the tag would be dropped by the browser.
  return html`<textarea id="${id}" rows="4" maxlength="${kind.maxLength}" aria-describedby="${described}"${required ? html` aria-required="true"` : ''}>
${text}</textarea>`
}

/** What was typed stays; an amount that was read is written in major units. */
function inMajor(value: unknown, digits: number): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  const minor = (value as { minor?: unknown } | undefined | null)?.minor
  return typeof minor === 'number' ? decimal(minor, digits) : ''
}

function list(options: readonly Choice[], { id, described, required, value, lang }: Drawing): Html {
  return html`<select id="${id}" aria-describedby="${described}"${required ? html` aria-required="true"` : ''}><option value="">${word(lang, required ? 'choose' : 'none')}</option>${options.map(
    (one) => html`<option value="${one.id}"${one.id === value ? html` selected` : ''}>${one.label}</option>`,
  )}</select>`
}

function radios(options: readonly Choice[], drawing: Drawing): Html {
  const { id, described, required, value, lang } = drawing
  const none = required ? [] : [{ id: '', label: word(lang, 'none') }]
  const chosen = typeof value === 'string' && options.some((one) => one.id === value) ? value : ''
  return html`<div class="options">${[...options, ...none].map(
    (one, at) =>
      html`<label class="option"><input type="radio" name="${id}" id="${at === 0 ? id : `${id}-${at}`}" value="${one.id}" aria-describedby="${described}"${one.id === chosen ? html` checked` : ''}>${one.label}</label>`,
  )}</div>`
}

function boxes(options: readonly Choice[], { id, described, value }: Drawing): Html {
  const chosen = new Set(Array.isArray(value) ? value : [])
  return html`<div class="options">${options.map(
    (one, at) =>
      html`<label class="option"><input type="checkbox" id="${at === 0 ? id : `${id}-${at}`}" value="${one.id}" aria-describedby="${described}"${chosen.has(one.id) ? html` checked` : ''}>${one.label}</label>`,
  )}</div>`
}

/** Lists level by level; the page's module draws them from the nodes, since each follows from the one before. */
function drawTree(nodes: readonly TreeChoice[], { id, described, value, label, lang }: Drawing): Html {
  const words = JSON.stringify({
    choose: word(lang, 'choose'),
    level: `${label} · ${word(lang, 'level', { n: '{n}' })}`,
  })
  return html`<div class="tree" data-id="${id}" data-described="${described}" data-nodes="${JSON.stringify(nodes)}" data-words="${words}" data-value="${typeof value === 'string' ? value : ''}"></div>`
}

function drawFiles(kind: Extract<Input, { input: 'files' }>, { id, described, value, lang }: Drawing): Html {
  const accept = kind.accept.map((one) => (one === 'document' ? DOCUMENTS : `${one}/*`)).join(',')
  const files = (Array.isArray(value) ? value : []) as readonly FileRef[]
  return html`<div class="upload" data-max="${kind.max}" data-files="${JSON.stringify(files)}"><ul class="files"></ul><label class="adder" for="${id}">${word(lang, 'add_files')}</label><input class="unseen" id="${id}" type="file" accept="${accept}"${kind.max > 1 ? html` multiple` : ''} aria-describedby="${described}"><p class="hint">${word(lang, 'up_to', { max: kind.max })}</p><p class="status" role="status"></p></div>`
}
