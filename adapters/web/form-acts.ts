/** What a page sends: the form again with its values so far, a draft to keep, the submit, a button. */
import type { Context } from 'hono'
import { z } from 'zod'
import { refusalText } from '../../cards/refusals.ts'
import type { FormAnswer, Reply } from '../../src/ports.ts'
import { isRefusal } from '../../src/rules/nouns.ts'
import { isProblem, readBody } from './body.ts'
import { drawFields } from './form-fields.ts'
import type { FormPageOptions, Visitor } from './form-options.ts'
import { word } from './form-shell.ts'
import type { Ticket, Tickets } from './form-tickets.ts'
import { digestOf, freshKey, isVerb } from './form-tickets.ts'
import { doneView } from './form-view.ts'
import { answerProblem } from './problem.ts'

/** What a page may send. Values are read by the reception, field by field. */
export const act = z.strictObject({
  do: z.enum(['redraw', 'keep', 'submit', 'press']),
  ticket: z.string().max(3_000),
  values: z.record(z.string().max(100), z.unknown()).exactOptional(),
})

export interface Acting {
  readonly options: FormPageOptions
  readonly tickets: Tickets
  readonly visitor: Visitor
}

/** Does it and answers in JSON; every answer that is not one says why in words. */
export async function onAct(c: Context, { options, tickets, visitor }: Acting): Promise<Response> {
  const body = await readBody(c, act)
  if (isProblem(body)) return answerProblem(c, body)
  const ticket = tickets.read(visitor, body.ticket)
  if (!ticket) return c.json({ is: 'signed_out' }, 401)
  const values = body.values ?? {}
  const doing: Doing = { options, tickets, visitor, ticket, values }
  switch (body.do) {
    case 'redraw':
      return c.json(await redraw(doing))
    case 'keep': {
      const before = await tickets.kept(visitor, ticket.slot)
      // What was submitted meanwhile, from another window, is not brought back.
      if (before && before.key !== ticket.key) return c.json({ is: 'left' })
      const kept = { key: ticket.key, values, ...(before?.done ? { done: before.done } : {}) }
      return c.json({ is: (await tickets.keep(visitor, ticket.slot, kept)) ? 'kept' : 'left' })
    }
    case 'submit':
      return c.json(await submit(doing))
    case 'press':
      return c.json(await press(doing))
  }
}

interface Doing extends Acting {
  readonly ticket: Ticket
  readonly values: Readonly<Record<string, unknown>>
}

function answerOf({ ticket, values }: Doing): FormAnswer {
  const { form = '', number, position, revision } = ticket
  return {
    id: form,
    values,
    ...(number === undefined ? {} : { number }),
    ...(position === undefined ? {} : { position }),
    ...(revision === undefined ? {} : { revision }),
  }
}

async function redraw(doing: Doing): Promise<object> {
  const { options, visitor, values } = doing
  const form = await options.reception.redraw(visitor.caller, answerOf(doing))
  if (isRefusal(form)) {
    const { message, fix } = refusalText(form, visitor.lang)
    return { is: 'refused', text: `${message} ${fix}` }
  }
  return { is: 'fields', fields: await drawFields(form, values) }
}

async function submit(doing: Doing): Promise<object> {
  const { options, tickets, visitor, ticket, values } = doing
  const before = await tickets.kept(visitor, ticket.slot)
  const digest = digestOf(values)
  // The same key with other words: the first ones were submitted, these were not.
  if (before?.done?.key === ticket.key && before.done.digest !== digest) {
    const key = freshKey(visitor.platform)
    const { number } = before.done
    await tickets.keep(visitor, ticket.slot, { ...before, key, values })
    return {
      is: 'again',
      ticket: tickets.write(visitor, { ...ticket, key }),
      key,
      text: word(visitor.lang, 'second', { number }),
    }
  }
  const reply = await options.reception.submit(visitor.caller, answerOf(doing), ticket.key)
  if (reply.is === 'errors') return { is: 'errors', errors: reply.errors }
  if (reply.is !== 'done' && reply.is !== 'say') return refused(doing, reply)
  const number = reply.is === 'done' ? reply.number : ''
  await tickets.keep(visitor, ticket.slot, { key: ticket.key, values: {}, done: { key: ticket.key, number, digest } })
  return done(doing, reply)
}

async function press(doing: Doing): Promise<object> {
  const { options, visitor, ticket } = doing
  const { verb, number, revision, position, key } = ticket
  if (!isVerb(verb) || number === undefined || revision === undefined || ticket.form !== undefined)
    return { is: 'refused', text: word(visitor.lang, 'broken') }
  const click = { verb, number, revision, ...(position === undefined ? {} : { position }) }
  const reply = await options.reception.click(visitor.caller, click, key)
  return reply.is === 'done' || reply.is === 'say' ? done(doing, reply) : refused(doing, reply)
}

function refused({ visitor }: Doing, reply: Reply): object {
  return { is: 'refused', text: reply.is === 'refused' ? reply.message.text : word(visitor.lang, 'broken') }
}

async function done(
  { options, visitor, ticket }: Doing,
  reply: Extract<Reply, { is: 'done' | 'say' }>,
): Promise<object> {
  const { platform, lang } = visitor
  const base = `/f/${encodeURIComponent(platform)}`
  const another = options.links.form(platform, { verb: 'file' }).slice(options.links.publicUrl.length)
  const links = [
    ...(reply.is === 'done' && visitor.caller.actor.kind === 'person'
      ? [{ href: `${base}/case/${encodeURIComponent(reply.number)}`, label: word(lang, 'open_case') }]
      : []),
    ...(ticket.verb === 'file' ? [{ href: another, label: word(lang, 'file_another') }] : []),
    ...(visitor.caller.actor.kind === 'person' ? [{ href: `${base}/home`, label: word(lang, 'to_home') }] : []),
  ]
  return { is: 'done', html: String(await doneView(reply.message.text, links)) }
}
