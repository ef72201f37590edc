/** Words that executives hear of at once, as they are written. */
import { z } from 'zod'
import { EXCUSES } from '../rules/alarm-kinds.ts'
import { id, label, phrase, who } from './schema-words.ts'

const phrases = z.array(phrase)
/** Phrases in each language; one of them may be left out. */
const both = z.strictObject({ zh: phrases.exactOptional(), en: phrases.exactOptional() })

const kind = z.strictObject({
  name: label,
  /** Told of this kind instead of those of `alarms.to`. */
  to: who.exactOptional(),
  heeds: z.array(z.enum(EXCUSES)).exactOptional(),
  zh: phrases.exactOptional(),
  en: phrases.exactOptional(),
})

export const alarms = z.strictObject({
  to: who,
  kinds: z.record(id, kind),
  harmless: both.exactOptional(),
  breaks: both.exactOptional(),
  denied: both.exactOptional(),
  feared: both.exactOptional(),
  asked: both.exactOptional(),
})
