/** The small words a policy is written in: ids, labels, conditions, spans, amounts, who-expressions. */
import { z } from 'zod'

/**
 * Every `error` below is a key into the table of phrases in schema-problems.ts, where the sentence stands in both
 * languages.
 */
const word = (pattern: RegExp, error: string) => z.string({ error }).regex(pattern, { error })

/** Ids of things the policy defines: stages, fields, forms, teams … Also names of variables in conditions. */
export const id = word(/^[a-z][a-z0-9_]*$/, 'id')
/** Ids of options, grades and kinds; they are values, not variables, so `A` and `2nd` will do. */
export const valueId = word(/^[A-Za-z0-9][A-Za-z0-9_-]*$/, 'value_id')
/** People's ids: `wang.li`. */
export const personId = word(/^[a-z0-9]+(?:[._-][a-z0-9]+)*$/, 'person_id')

/** A label in both languages, or one string for both. */
export const label = z.union([z.string().min(1), z.strictObject({ zh: z.string().min(1), en: z.string().min(1) })])

/** A condition in CEL. */
export const condition = z.string({ error: 'condition' }).min(1, { error: 'condition' })

/** `24h`, `30m`, `4bh`, `2bd` (C06); what exactly will do is decided by parseSpan. */
export const span = word(/^\d+(?:\.\d+)?(?:h|m|bh|bd)$/, 'span')

/** An amount in major units of the company's currency, read from its decimal text. */
export const amount = z.union([z.number(), z.string()])

const whoWord = word(/^(?:(?:team|role|route|field)\.[a-z][a-z0-9_]*|person\.[a-z0-9]+(?:[._-][a-z0-9]+)*)$/, 'who')
/** `team.x`, `role.x`, `route.x`, `field.x`, `person.x`, or a list of them. */
export const who = z.union([whoWord, z.array(whoWord).min(1)])

export const date = word(/^\d{4}-\d{2}-\d{2}$/, 'date')
export const lang = z.enum(['zh', 'en'])
/** An IANA zone. */
export const zone = z.string().refine(isZone, { error: 'zone' })
export const currency = word(/^[A-Z]{3}$/, 'currency')

function isZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch {
    return false
  }
}

export type RawLabel = z.infer<typeof label>
export type RawWho = z.infer<typeof who>
export type RawAmount = z.infer<typeof amount>
