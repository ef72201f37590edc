/** What was filled in and not sent, per person and form, as long as the tab is open. Sent or dropped, it is gone. */
import { store } from './store.js'

const keyOf = ({ callback_id, number = '', position = '' }) =>
  `redress.draft.${store.as}.${callback_id}.${number}.${position}`

export function keepDraft(form, values) {
  try {
    sessionStorage.setItem(keyOf(form), JSON.stringify(values))
  } catch {
    // A full storage loses a draft, never the form.
  }
}

/** The values, or null. */
export function draftOf(form) {
  return JSON.parse(sessionStorage.getItem(keyOf(form)) ?? 'null')
}

export function dropDraft(form) {
  sessionStorage.removeItem(keyOf(form))
}
