/** Cases that are handed out are frozen: nobody can change what others are given too. */

/** Freezes plain data through and through. What is frozen already is taken to be frozen inside as well. */
export function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  // Every case that is read passes here: loops without lists of members take a third of the time.
  if (Array.isArray(value)) {
    for (const member of value) if (typeof member === 'object') frozen(member)
  } else
    for (const name in value) {
      const member = value[name]
      if (typeof member === 'object') frozen(member)
    }
  return Object.freeze(value)
}
