/** What places and people are called. */
import { store } from './store.js'
import { t } from './words-of.js'

/** `{name, hint, sign}` of a place. */
export function placeName(place) {
  if (place === 'customers') return { name: t('customers'), hint: t('customers_hint'), sign: 'people' }
  if (place.startsWith('person/')) return { name: t('my_messages'), hint: store.me?.name ?? '', sign: 'inbox' }
  const name = store.channels.find(({ id }) => `channel/${id}` === place)?.name
  return { name: name ?? '', hint: '', sign: 'hash' }
}

/** Somebody's name; a stranger's account says that it is one. */
export function personName(id) {
  return store.people.find((person) => person.id === id)?.name ?? `${id} (${t('stranger')})`
}
