/** Cases that are handed out are frozen: nobody can change what others are given too. */

/** Freezes plain data through and through. What is frozen already is taken to be frozen inside as well. */
export function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.freeze(value)
  for (const member of Object.values(value)) frozen(member)
  return value
}
