/** How `noise` is written: how many reminders reach a person in 24 hours, and when the rest comes together. */
import { z } from 'zod'
import type { Noise } from '../rules/noise.ts'
import type { RawPolicy } from './schema.ts'
import { timeOfDay, whole } from './schema-words.ts'

export const noise = z.strictObject({
  per_person: whole().min(1).max(200),
  roundups: z.array(timeOfDay).min(1).max(24),
})

/** As the rules know it. */
export function noiseOf({ noise: raw }: Pick<RawPolicy, 'noise'>): Noise | undefined {
  return raw && { perPerson: raw.per_person, roundups: raw.roundups.map((time) => time.padStart(5, '0')) }
}
