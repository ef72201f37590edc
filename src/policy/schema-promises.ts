/** Promises to customers, and the words that no promise may hold, as they are written. */
import { z } from 'zod'
import { percent, phrase } from './schema-words.ts'

export const promises = z.strictObject({
  /** Whoever gave one is warned when this share of its time has run. */
  warn: percent.exactOptional(),
})

export const hedges = z.strictObject({ zh: z.array(phrase).exactOptional(), en: z.array(phrase).exactOptional() })
