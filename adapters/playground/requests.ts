/** What the playground's routes accept. */
import { z } from 'zod'

const as = z.string().min(1).max(100)
const key = z
  .string()
  .regex(/^[\x21-\x7e]{1,200}$/, '1-200 visible ASCII characters')
  .optional()
const lang = z.enum(['zh', 'en']).optional()
const number = z.string().max(40)
const revision = z.int().min(0)
const values = z.record(z.string().min(1).max(100), z.unknown())
const form = z.string().regex(/^redress\.form\.[\w.-]{1,100}$/, 'redress.form.<form>')

/** Body of `POST /playground/api/act`. */
export const act = z.discriminatedUnion('do', [
  /** `/complaint …`, `/投诉 …`, `/客诉 …`; anything else is posted to `to`. */
  z.strictObject({
    as,
    do: z.literal('command'),
    text: z.string().min(1).max(30_000),
    to: z.string().max(200).optional(),
    /** The post under which it is written: plain words then become a note on its case. */
    under: z.int().min(1).optional(),
    key,
    lang,
  }),
  /** A button of a card: `post` is the card's post, so that the click can be checked against what is drawn there. */
  z.strictObject({
    as,
    do: z.literal('click'),
    action: z.string().regex(/^redress\.[a-z_]{1,40}$/, 'redress.<verb>'),
    value: z.string().regex(/^[^:\s]{1,40}:\d{1,9}$/, '<number>:<revision>'),
    post: z.int().optional(),
    key,
    lang,
  }),
  z.strictObject({
    as,
    do: z.literal('submit'),
    form,
    number: number.optional(),
    position: z.string().max(200).optional(),
    revision: revision.optional(),
    values,
    key,
    lang,
  }),
  /** The same form with the values so far, drawn again. */
  z.strictObject({
    as,
    do: z.literal('redraw'),
    form,
    number: number.optional(),
    position: z.string().max(200).optional(),
    revision: revision.optional(),
    values,
    lang,
  }),
])
export type Act = z.output<typeof act>

const whole = z.string().regex(/^\d{1,15}$/, 'a whole number')

/**
 * Query of `GET /playground/api/state`; `lang` is the language of names and cards. `limit` (of each place) and `before` (a post's
 * id) page through what stands there; `threads` adds how many replies each case has.
 */
export const look = z
  .strictObject({
    as,
    since: whole.optional(),
    to: z.string().max(200).optional(),
    limit: z
      .string()
      .regex(/^(?:[1-9]\d?|100)$/, '1 to 100')
      .optional(),
    before: whole.optional(),
    threads: z.literal('1').optional(),
    lang,
  })
  .refine(({ before, to }) => before === undefined || to !== undefined, { message: 'with before', path: ['to'] })

/** Query of `GET /playground/api/stream`; cards come in `lang`. */
export const stream = z.strictObject({ as, since: whole.optional(), lang })

/** Body of `POST /playground/api/clock`: exactly one of the two. */
export const clock = z
  .strictObject({
    advance: z
      .union([z.int().positive(), z.string().regex(/^\d{1,6}(s|m|h|d)$/)], 'like 30m, 2h, 1d, or milliseconds')
      .optional(),
    to: z
      .union(
        [z.enum(['next-workday', 'next-timer']), z.iso.datetime({ offset: true })],
        'next-workday, next-timer or ISO 8601',
      )
      .optional(),
  })
  .refine(({ advance, to }) => (advance === undefined) !== (to === undefined), {
    message: 'exactly one of advance and to',
    path: ['advance'],
  })
export type ClockMove = z.output<typeof clock>
