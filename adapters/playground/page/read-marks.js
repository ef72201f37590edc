/**
 * What each person has read at each place: the last post's id and the last change's seq. Kept in this browser, so that
 * it outlives a reload and every tab knows it.
 */

const FLOOR = 'redress.floor'
const keyOf = (person) => `redress.read.${person}`

/**
 * What counts as read for whoever has not been played in this browser: all there was when it first came here, at this
 * moment and up to this `seq`. A `seq` below that is another database, where nothing has been read. True on the first visit.
 */
export function settleFloor(seq, now) {
  const floor = readJson(FLOOR)
  if (floor && floor.seq <= seq) return false
  for (const key of Object.keys(localStorage)) if (key.startsWith('redress.read.')) localStorage.removeItem(key)
  localStorage.setItem(FLOOR, JSON.stringify(floor ? { seq: 0, at: '' } : { seq, at: now }))
  return floor === null
}

/** `{seq, id}` up to which this person has read this place, or `{seq, at}` when they never looked. */
export function markOf(person, place) {
  return readJson(keyOf(person))?.[place] ?? readJson(FLOOR) ?? { seq: 0, at: '' }
}

/** True for a post that came after the mark. */
export function isAfter(post, mark) {
  return mark.id === undefined ? post.posted > mark.at : post.id > mark.id
}

/** Keeps that they have read so far; never less than before. */
export function setMark(person, place, { id, seq }) {
  const { id: before = -1, seq: seen } = markOf(person, place)
  if (before >= id && seen >= seq) return
  const marks = readJson(keyOf(person)) ?? {}
  marks[place] = { id: Math.max(before, id), seq: Math.max(seen, seq) }
  localStorage.setItem(keyOf(person), JSON.stringify(marks))
}

/** Calls `then` when another tab has read something. */
export function onMarks(then) {
  addEventListener('storage', ({ key }) => {
    if (key?.startsWith('redress.read.')) then()
  })
}

function readJson(key) {
  try {
    return JSON.parse(localStorage.getItem(key))
  } catch {
    return null
  }
}
