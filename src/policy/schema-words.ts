/** The small words a policy is written in: ids, labels, conditions, spans, amounts, who-expressions. */
import { z } from 'zod'

/**
 * Every `error` below is a key into the table of phrases in schema-problems.ts, where the sentence stands in both
 * languages.
 */
const word = (pattern: RegExp, error: string) => z.string({ error }).regex(pattern, { error })

/** Ids of things the policy defines: stages, fields, forms, teams … Also names of variables in conditions. */
export const id = word(/^[a-z][a-z0-9_]*$/, 'id').meta({ id: 'id' })
/** Ids of options, grades and kinds; they are values, not variables, so `A` and `2nd` will do. */
export const valueId = word(/^[A-Za-z0-9][A-Za-z0-9_-]*$/, 'value_id').meta({ id: 'value' })
/** People's ids: `wang.li`. */
export const personId = word(/^[a-z0-9]+(?:[._-][a-z0-9]+)*$/, 'person_id').meta({ id: 'person' })

/** A label in both languages, or one string for both. */
export const label = z
  .union([z.string().min(1), z.strictObject({ zh: z.string().min(1), en: z.string().min(1) })])
  .meta({ id: 'label', description: '{zh, en}, or one text for both / 中英文，或一段两用的文字' })

/** A condition in CEL. */
export const condition = z
  .string({ error: 'condition' })
  .min(1, { error: 'condition' })
  .meta({ id: 'condition', description: "CEL, such as impact == 'A' && plan_amount > 500.0 / CEL 条件" })

/** `24h`, `30m`, `4bh`, `2bd` (C06); what exactly will do is decided by parseSpan. */
export const span = word(/^\d+(?:\.\d+)?(?:h|m|bh|bd)$/, 'span').meta({
  id: 'span',
  description: '24h clock hours, 30m minutes, 4bh working hours, 2bd working days / 自然小时、分钟、工作小时、工作日',
})

/** `30d`: a window of whole days of 24 hours each, whatever the calendar says. */
export const dayCount = word(/^[1-9]\d{0,2}d$/, 'day_count').meta({
  id: 'days',
  description: '30d: so many days of 24 hours / 若干天，每天 24 小时',
})

/** A whole number. */
export const whole = () => z.int({ error: (issue) => (issue.code === 'invalid_type' ? 'whole' : undefined) })

/** An amount in major units of the company's currency, read from its decimal text. */
export const amount = z.union([z.number(), z.string()]).meta({ id: 'amount', description: 'in major units / 以元计' })

/** `80%`: a whole share of 1 to 99 percent. */
export const percent = word(/^[1-9]\d?%$/, 'percent').meta({ id: 'percent', description: '80% / 百分比' })

const whoWord = word(/^(?:(?:team|role|route|field)\.[a-z][a-z0-9_]*|person\.[a-z0-9]+(?:[._-][a-z0-9]+)*)$/, 'who')
/** `team.x`, `role.x`, `route.x`, `field.x`, `person.x`, or a list of them. */
export const who = z
  .union([whoWord, z.array(whoWord).min(1)])
  .meta({ id: 'who', description: 'team.x, role.x, route.x, field.x, person.x, or a list / 谁' })

/** Words to look for in a complaint; what exactly will do is decided by phraseOf. */
export const phrase = z
  .string({ error: 'phrase' })
  .min(1, { error: 'phrase' })
  .max(600, { error: 'phrase' })
  .meta({ id: 'phrase', description: 'words; / offers another, * leaves an ending open, .. skips a few / 短语' })

/** A field of the case. */
export const fieldRef = word(/^field\.[a-z][a-z0-9_]*$/, 'field_ref').meta({
  id: 'field',
  description: 'field.x / 字段',
})

/** What cases have in common: a field, or so many levels of a tree (`category.l2`). */
export const common = word(/^[a-z][a-z0-9_]*(?:\.l[1-9])?$/, 'common').meta({
  id: 'common',
  description: 'model, or category.l2 for two levels of a tree / 字段，或多级选项的前几级',
})

/** `09:07`. */
export const timeOfDay = word(/^(?:[01]?\d|2[0-3]):[0-5]\d$/, 'time_of_day')
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
