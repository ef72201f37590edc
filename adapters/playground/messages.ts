/** `GET /playground/api/messages?number=…`: what was sent about a case, as its outbox says. */
import type { Context } from 'hono'
import { z } from 'zod'
import { check } from './body.ts'
import type { PlaygroundOptions } from './options.ts'

const query = z.strictObject({ number: z.string().min(1).max(40) })

/** `{items: [{lane, key, kind, queued, settled?, state, why?, notBefore?, bundle?}]}`, oldest first; empty for a number nobody has. */
export async function messages(options: PlaygroundOptions, c: Context): Promise<Response> {
  const { number } = check(c.req.query(), query)
  const lines = await options.messages(number)
  c.header('cache-control', 'no-store')
  return c.json({ items: lines.map(({ text: _withheld, shown: _drawn, ...line }) => line) })
}
