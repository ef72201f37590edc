/** Opaque cursors: where the next page of a list begins. */

/** Place of the last row of a page in a list ordered by filing and number. */
export interface Mark {
  readonly filed: number
  readonly number: string
}

/** The mark as an opaque, URL-safe word. */
export const cursorOf = (mark: Mark): string =>
  Buffer.from(JSON.stringify([mark.filed, mark.number])).toString('base64url')

/** The mark a cursor stands for; undefined for anything `cursorOf` did not make. */
export function markOf(cursor: string): Mark | undefined {
  let read: unknown
  try {
    read = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
  if (!Array.isArray(read) || read.length !== 2) return undefined
  const [filed, number] = read
  return Number.isSafeInteger(filed) && typeof number === 'string' ? { filed, number } : undefined
}
