/** Promises to customers, and the words that no promise may hold, as they are written. */
import { z } from 'zod'
import { event } from './schema-flow.ts'
import { label, percent, phrase, span } from './schema-words.ts'

const given = { what: label, kept: event }

export const promises = z.strictObject({
  /** Whoever gave one is warned when this share of its time has run. */
  warn: percent.exactOptional(),
  /** What the message at filing promises. */
  received: z
    .array(
      z.union([z.strictObject({ ...given, all: span }), z.strictObject({ ...given, l1: span, l2: span, l3: span })]),
    )
    .min(1)
    .max(5)
    .exactOptional(),
})

export const hedges = z.strictObject({ zh: z.array(phrase).exactOptional(), en: z.array(phrase).exactOptional() })
