/** Batches, surges and the emergency plan, as they are written. */
import { z } from 'zod'
import { common, condition, id, label, span, who, whole } from './schema-words.ts'

/** More than so many cases. */
const bound = z.strictObject({ over: whole().min(1).max(400) })

export const batches = z.record(
  id,
  z.strictObject({
    name: label,
    same: z.array(common).min(1).max(4),
    window: span,
    amber: bound.exactOptional(),
    red: bound,
    when: condition.exactOptional(),
    /** Other bounds on holidays. */
    holidays: z.strictObject({ amber: bound.exactOptional(), red: bound.exactOptional() }).exactOptional(),
    to: who,
  }),
)

export const surges = z.record(
  id,
  z.strictObject({
    name: label,
    by: z.array(common).min(1).max(4),
    window: span,
    weeks: whole().min(2).max(52),
    /** So unlikely is a surge: 0.001 is once in a thousand. */
    tail: z.number().positive().max(0.1),
    least: whole().min(2),
    holiday_factor: z.number().positive().max(100).exactOptional(),
    when: condition.exactOptional(),
    to: who,
    opens: z.literal('incident').exactOptional(),
  }),
)

export const emergency = z.strictObject({
  name: label,
  /** Where an incident begins. */
  stage: id,
  /** What is known of every incident. */
  values: z.record(id, z.union([z.string(), z.boolean()])).exactOptional(),
  /** The field that all cases of an incident share. */
  wording: id.exactOptional(),
  team: z.record(id, z.strictObject({ name: label, who })),
  /** Cases that call the team together by themselves. */
  when: condition.exactOptional(),
})
