/** A modal form: drawn from the server's description, checked by the server, redrawn when an answer changes its fields. */
import { send, show } from './act.js'
import { drawBlocks } from './card.js'
import { openDialog } from './dialog.js'
import { el, fill } from './dom.js'
import { drawField } from './field.js'
import { toast } from './toasts.js'
import { t } from './words-of.js'

/** Opens it. */
export function openForm(form) {
  const body = el('div', { class: 'form-body' })
  const submit = el('button', { type: 'submit', class: 'primary' }, form.submit)
  const cancel = el('button', { type: 'button', class: 'plain' }, form.cancel)
  const failed = el('p', { class: 'form-error', role: 'alert', hidden: true })
  const node = el(
    'form',
    { novalidate: true, class: 'form', 'data-form': form.callback_id },
    body,
    failed,
    el('div', { class: 'buttons end' }, cancel, submit),
  )
  const dialog = openDialog(form.title, node)
  dialog.node.classList.add('form-dialog')
  const open = { form, fields: [], body, failed, submit, dialog, turn: 0 }
  cancel.addEventListener('click', dialog.close)
  node.addEventListener('submit', (event) => {
    event.preventDefault()
    void hand(open)
  })
  draw(open, form)
  open.fields[0]?.focus()
}

function draw(open, form) {
  open.form = form
  open.fields = form.fields.map((field) => drawField(field, () => void redraw(open, field)))
  fill(
    open.body,
    form.intro.length > 0 ? drawBlocks(form.intro) : null,
    open.fields.map(({ node }) => node),
  )
}

function request(open, what) {
  const { callback_id, number, position, revision } = open.form
  const values = Object.fromEntries(open.fields.map((field) => [field.id, field.read()]))
  return { do: what, form: callback_id, number, position, revision, values }
}

/** Asks for the form again with the values so far. Only the newest answer counts; typing meanwhile is kept. */
async function redraw(open, changedField) {
  if (!changedField.redraws) return
  open.turn += 1
  const { turn } = open
  const reply = await send(request(open, 'redraw')).catch((error) => ({ is: 'failed', error }))
  if (turn !== open.turn || !open.dialog.node.open) return
  if (reply.is !== 'form') return tell(open, reply.error?.message ?? reply.message?.text ?? t('failed'))
  const now = new Map(open.fields.map((field) => [field.id, field]))
  const focused = open.fields.find(({ node }) => node.contains(document.activeElement))?.id
  // A field that stays keeps its control, and so whatever is being typed into it.
  const same = (field) => now.get(field.block_id.slice(2))?.drawnFrom(field)
  open.form = reply.form
  open.fields = reply.form.fields.map((field) => same(field) ?? drawField(field, () => void redraw(open, field)))
  fill(
    open.body,
    reply.form.intro.length > 0 ? drawBlocks(reply.form.intro) : null,
    open.fields.map(({ node }) => node),
  )
  open.fields.find(({ id }) => id === focused)?.focus()
}

async function hand(open) {
  if (open.submit.disabled) return
  if (open.fields.some((field) => field.busy())) return toast(t('uploading', { name: '' }), 'warn')
  open.submit.disabled = true
  tell(open, '')
  try {
    const reply = await send(request(open, 'submit'))
    if (reply.is === 'errors') return placeErrors(open, reply.errors)
    if (reply.is === 'refused') return tell(open, reply.message.text)
    open.dialog.close()
    show(reply)
  } catch (error) {
    tell(open, error.message)
  } finally {
    open.submit.disabled = false
  }
}

function placeErrors(open, errors) {
  for (const field of open.fields) field.fail('')
  const left = []
  for (const { field: id, text } of errors) {
    const field = open.fields.find((one) => one.id === id)
    if (field) field.fail(text)
    else left.push(text)
  }
  tell(open, left.join('\n'))
  open.fields.find((field) => errors.some((error) => error.field === field.id))?.focus()
}

function tell(open, text) {
  open.failed.textContent = text
  open.failed.hidden = text === ''
}
