/** What the playground's routes say, read into the words of a rehearsal, and the other way round. */
import { z } from 'zod'
import type { Button, Deed, Form, FormField, Node, Post, Reply, Seen } from '../../src/rehearsal/port.ts'
import { FIELD_PREFIX, FORM_PREFIX } from './render-form.ts'

const ACTION_PREFIX = 'redress.'

const button = z
  .object({ action_id: z.string(), value: z.string() })
  .transform(({ action_id, value }): Button => ({ verb: action_id.slice(ACTION_PREFIX.length), ref: value }))

const node: z.ZodType<Node> = z.object({
  id: z.string(),
  get children() {
    return z.array(node)
  },
})

const element = z.object({
  input: z.string(),
  options: z.array(z.object({ id: z.string() })).exactOptional(),
  many: z.boolean().exactOptional(),
  nodes: z.array(node).exactOptional(),
  max: z.number().exactOptional(),
  min: z.number().exactOptional(),
  maxLength: z.number().exactOptional(),
  format: z.string().exactOptional(),
  digits: z.number().exactOptional(),
})

const field = z
  .object({
    block_id: z.string(),
    required: z.boolean(),
    redraws: z.boolean(),
    value: z.unknown().exactOptional(),
    element,
  })
  .transform(({ block_id, ...rest }): FormField => ({ id: block_id.slice(FIELD_PREFIX.length), ...rest }))

const form = z
  .object({
    callback_id: z.string(),
    fields: z.array(field),
    number: z.string().exactOptional(),
    position: z.string().exactOptional(),
    revision: z.int().exactOptional(),
  })
  .transform(({ callback_id, ...rest }): Form => ({ id: callback_id.slice(FORM_PREFIX.length), ...rest }))

/** Body of an answer to `POST /playground/api/act`. */
export const reply: z.ZodType<Reply> = z.discriminatedUnion('is', [
  z.object({ is: z.literal('form'), form }),
  z
    .object({ is: z.literal('card'), card: z.object({ actions: z.array(button) }) })
    .transform(({ is, card }) => ({ is, buttons: card.actions })),
  z
    .object({
      is: z.literal('errors'),
      code: z.string(),
      errors: z.array(z.object({ field: z.string().exactOptional() })),
    })
    .transform(({ is, code, errors }) => ({ is, code, fields: errors.flatMap((one) => one.field ?? []) })),
  z.object({ is: z.literal('done'), number: z.string() }),
  z.object({ is: z.literal('refused'), code: z.string() }),
  z.object({ is: z.enum(['say', 'posted']) }).transform(() => ({ is: 'said' as const })),
])

const card = z.object({
  id: z.int(),
  number: z.string(),
  body: z.object({ type: z.literal('card'), key: z.string(), state: z.string(), actions: z.array(button) }),
})

const person = z.object({
  id: z.string(),
  lang: z.string(),
  roles: z.array(z.string()),
  waiting: z.object({ open: z.int() }),
})

/** Body of an answer to `GET /playground/api/state`; what is no card about a complaint is left out. */
export const state = z
  .object({ now: z.string(), seq: z.int(), more: z.boolean(), people: z.array(person), posts: z.array(z.unknown()) })
  .transform(
    ({ now, people, posts, ...rest }): Seen => ({
      ...rest,
      now: Date.parse(now),
      people: people.map((one) => ({ ...one, waiting: one.waiting.open })),
      posts: posts.flatMap(cardOf),
    }),
  )

function cardOf(post: unknown): readonly Post[] {
  const read = card.safeParse(post)
  if (!read.success) return []
  const { id, number, body } = read.data
  return [{ id, number, key: body.key, open: body.state === 'open', buttons: body.actions }]
}

/** Body of `POST /playground/api/act`, without its key. */
export function bodyOf(deed: Deed): object {
  if (deed.do === 'command') return deed
  const { as } = deed
  if (deed.do === 'press') {
    const post = deed.post === undefined ? {} : { post: deed.post }
    return { as, do: 'click', action: `${ACTION_PREFIX}${deed.button.verb}`, value: deed.button.ref, ...post }
  }
  const { id, fields: _drawn, ...place } = deed.form
  return { as, do: deed.do, form: `${FORM_PREFIX}${id}`, ...place, values: deed.values }
}
