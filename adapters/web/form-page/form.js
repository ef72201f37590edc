/** The page of a form: fields that follow from answers, drafts, and a submit that survives a weak network. */
import { keepDraft } from './draft.js'
import { takeFields } from './fields.js'
import { fail, filled, finish, readPage, tell, unsay } from './page.js'
import { ask, insist } from './send.js'

const page = readPage()
const form = document.getElementById('form')
const button = form.querySelector('button[type=submit]')
const saved = document.getElementById('saved')
let turn = 0
let redrawing

const fields = takeFields(page, (field) => {
  saved.textContent = ''
  unsay(page.words.restored)
  draft.changed()
  if (!field.redraws) return
  clearTimeout(redrawing)
  redrawing = setTimeout(() => void redraw(), 250)
})
const draft = keepDraft(page, fields.values, () => {
  saved.textContent = page.words.kept
})

/** Asks for the form again with the values so far; only the newest answer counts. */
async function redraw(values = fields.values(), afresh = false) {
  turn += 1
  const mine = turn
  const reply = await ask(page, { do: 'redraw', values })
  if (mine !== turn) return
  if (reply.is === 'fields') fields.place(reply.fields, afresh)
  else if (reply.is === 'refused') fail(reply.text)
  else if (reply.is === 'signed_out') signInAgain()
}

function signInAgain() {
  tell(page.words.sign_in_over)
  draft.changed()
  setTimeout(() => location.reload(), 800)
}

async function submit() {
  if (button.disabled) return
  if (fields.busy()) return fail(page.words.wait_uploads)
  clearTimeout(redrawing)
  turn += 1
  button.disabled = true
  form.setAttribute('aria-busy', 'true')
  fail('')
  tell(page.words.sending)
  const reply = await insist(page, { do: 'submit', values: fields.values() }, () => tell(page.words.retrying))
  button.disabled = false
  form.removeAttribute('aria-busy')
  tell('')
  answer(reply)
}

function answer(reply) {
  switch (reply.is) {
    case 'done':
      draft.forget()
      return finish(reply.html)
    case 'errors': {
      const left = fields.fail(reply.errors)
      return fail([page.words.check, ...left].join('\n'))
    }
    case 'again':
      page.ticket = reply.ticket
      page.key = reply.key
      draft.changed()
      return fail(reply.text)
    case 'signed_out':
      return signInAgain()
    case 'unreachable':
      return fail(page.words.not_sent)
    default:
      return fail(reply.text ?? page.words.broken)
  }
}

/** What only this browser kept comes back, unless it was submitted. */
function restore() {
  const kept = draft.local()
  if (page.done && kept?.key === page.done.key) {
    draft.drop()
    tell(filled(page.words.was_sent, { number: page.done.number }))
    return
  }
  const same = !kept || kept.synced || JSON.stringify(kept.values) === JSON.stringify(fields.values())
  if (!same) void redraw(kept.values, true).then(draft.changed)
  if (!same || page.restored) tell(page.words.restored)
}

form.addEventListener('submit', (event) => {
  event.preventDefault()
  void submit()
})
addEventListener('offline', () => tell(page.words.offline))
addEventListener('online', () => {
  tell('')
  draft.changed()
})
restore()
document.documentElement.dataset.ready = 'yes'
