/** Opaque cursors: where the next page of a list begins. */

/** A cursor that this program did not give out. Its message names the parameter and the fix. */
export class BadCursor extends Error {
  override name = 'BadCursor'
  readonly code = 'bad_request'
  readonly field = 'after'
  constructor() {
    super('after: not a cursor of this list; begin again without it')
  }
}

/** Place of the last row of a page in a list ordered by filing and number. */
export interface Mark {
  readonly filed: number
  readonly number: string
}

/** The mark as an opaque, URL-safe word. */
export const cursorOf = (mark: Mark): string =>
  Buffer.from(JSON.stringify([mark.filed, mark.number])).toString('base64url')

/**
 * The mark a cursor stands for.
 * @throws BadCursor for anything `cursorOf` did not make.
 */
export function markOf(cursor: string): Mark {
  let read: unknown
  try {
    read = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    throw new BadCursor()
  }
  if (!Array.isArray(read) || read.length !== 2) throw new BadCursor()
  const [filed, number] = read
  if (!Number.isSafeInteger(filed) || typeof number !== 'string') throw new BadCursor()
  return { filed, number }
}
