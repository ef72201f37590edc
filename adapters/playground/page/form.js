/** A modal form: drawn from the server's description, checked by the server, redrawn when an answer changes its fields. */
import { send, show } from './act.js'
import { openDialog } from './dialog.js'
import { el } from './dom.js'
import { draftOf, dropDraft, keepDraft } from './draft.js'
import { drawField } from './field.js'
import { layFields } from './form-body.js'
import { fieldErrors } from './form-errors.js'
import { whilePending } from './pending.js'
import { freshKey } from './wire.js'
import { t } from './words-of.js'

/** Opens it; what was begun before and not sent is there again. `from` is where its answers belong. */
export function openForm(form, from) {
  const body = el('div', { class: 'form-body' })
  const submit = el('button', { type: 'submit', class: 'primary' }, form.submit)
  const cancel = el('button', { type: 'button', class: 'plain' }, form.cancel)
  const summary = el('div', { class: 'form-errors', role: 'alert', hidden: true, tabindex: '-1' })
  const node = el(
    'form',
    { novalidate: true, class: 'form', 'data-form': form.callback_id, lang: form.lang === 'zh' ? 'zh-CN' : 'en' },
    summary,
    body,
    el('div', { class: 'buttons end' }, cancel, submit),
  )
  const dialog = openDialog(form.title, node)
  dialog.node.classList.add('form-dialog')
  const open = { form, fields: [], body, summary, submit, dialog, from, turn: 0, key: freshKey(), begun: '' }
  cancel.addEventListener('click', dialog.close)
  node.addEventListener('submit', (event) => {
    event.preventDefault()
    void whilePending(submit, () => hand(open))
  })
  // A change that was not sent is kept, however the dialog ends.
  node.addEventListener('input', () => remember(open))
  draw(open, form)
  open.begun = JSON.stringify(valuesOf(open))
  open.fields[0]?.focus()
  void restore(open)
}

function draw(open, form) {
  const now = new Map(open.fields.map((field) => [field.id, field]))
  // A field that stays keeps its control, and so whatever is being typed into it.
  const same = (field) => now.get(field.block_id.slice('f.'.length))?.drawnFrom(field)
  open.form = form
  open.fields = form.fields.map((field) => same(field) ?? drawField(field, () => void onField(open, field)))
  layFields(open.body, form, open.fields)
}

const valuesOf = (open) => Object.fromEntries(open.fields.map((field) => [field.id, field.read()]))

function request(open, what, values = valuesOf(open)) {
  const { callback_id, number, position, revision } = open.form
  return { do: what, form: callback_id, number, position, revision, values }
}

function remember(open) {
  const values = valuesOf(open)
  if (JSON.stringify(values) !== open.begun) keepDraft(open.form, values)
}

async function restore(open) {
  const values = draftOf(open.form)
  if (values === null) return
  await refill(open, values)
  const drop = el('button', { type: 'button', class: 'link' }, t('draft_drop'))
  const note = el('p', { class: 'draft-note quiet', role: 'status' }, t('draft_kept'), ' ', drop)
  drop.addEventListener('click', async () => {
    dropDraft(open.form)
    open.fields = []
    await refill(open, JSON.parse(open.begun))
    note.remove()
    open.fields[0]?.focus()
  })
  open.body.before(note)
}

/** Draws the form with these values, as the server reads them. */
async function refill(open, values) {
  const reply = await send(request(open, 'redraw', values)).catch(() => undefined)
  if (reply?.is !== 'form' || !open.dialog.node.open) return
  open.fields = []
  draw(open, reply.form)
}

/** Asks for the form again with the values so far. Only the newest answer counts; typing meanwhile is kept. */
async function onField(open, changedField) {
  open.key = freshKey()
  remember(open)
  if (!changedField.redraws) return
  open.turn += 1
  const { turn } = open
  const sent = JSON.stringify(valuesOf(open))
  const reply = await send(request(open, 'redraw')).catch((error) => ({ is: 'failed', error }))
  if (turn !== open.turn || !open.dialog.node.open) return
  if (reply.is !== 'form') return tell(open, [{ text: reply.error?.message ?? reply.message?.text ?? t('failed') }])
  // Filled in meanwhile: a field that is drawn anew would lose it, so it is asked again with what stands there now.
  if (JSON.stringify(valuesOf(open)) !== sent) return onField(open, changedField)
  const focused = open.fields.find(({ node }) => node.contains(document.activeElement))?.id
  draw(open, reply.form)
  const field = open.fields.find(({ id }) => id === focused)
  if (field && !field.node.contains(document.activeElement)) field.focus()
}

async function hand(open) {
  if (open.fields.some((field) => field.busy())) return tell(open, [{ text: t('uploads_running') }])
  tell(open, [])
  try {
    // Sent again after a lost answer, the same key gets the first one's answer.
    const reply = await send({ ...request(open, 'submit'), key: open.key })
    if (reply.is === 'errors') return tell(open, reply.errors)
    if (reply.is === 'refused') return tell(open, [{ text: reply.message.text }])
    dropDraft(open.form)
    open.dialog.close()
    show(reply, open.from)
  } catch (error) {
    tell(open, [{ text: error.message }])
  }
}

function tell(open, errors) {
  fieldErrors(open.summary, open.fields, errors)
}
