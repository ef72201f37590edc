/** `GET /api/v1/payments`: the list to reconcile as JSON, or a file for the books. */
import type { Context } from 'hono'
import type { ApiBackend } from '../../src/api-port.ts'
import * as schema from './api-schema.ts'
import { isProblem, readQuery } from './body.ts'
import { iso } from './iso.ts'
import { answerProblem, langOf, problem } from './problem.ts'

/** The most days one answer covers. */
const MOST_DAYS = 366

/** Answers what was paid within some days of the company's calendar. */
export async function payments(backend: ApiBackend, c: Context): Promise<Response> {
  const query = readQuery(c, schema.paymentQuery)
  if (isProblem(query)) return answerProblem(c, query)
  const { from, to, format } = query
  const length = (Date.parse(to) - Date.parse(from)) / 86_400_000
  if (!(length >= 0 && length < MOST_DAYS)) {
    const expected = `${from} … ${MOST_DAYS}d`
    return answerProblem(c, problem(400, 'field_range', 'field_range', { field: 'to', expected }, 'to'))
  }
  const lang = langOf(c)
  if (format !== undefined) {
    const { bytes, type, name } = await backend.paymentsFile({ from, to }, format, lang)
    const headers = {
      'content-type': type,
      'content-disposition': `attachment; filename="${name}"`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    }
    return new Response(new Uint8Array(bytes), { headers })
  }
  const list = await backend.payments({ from, to }, lang)
  const tz = backend.tz()
  const items = list.items.map(({ issued, payments: paid, ...item }) => ({
    ...item,
    issued: iso(issued, tz),
    payments: paid.map(({ at, returned, ...one }) => ({
      ...one,
      at: iso(at, tz),
      returned: returned ? { ...returned, at: iso(returned.at, tz) } : null,
    })),
  }))
  return c.json({ from, to, items, totals: list.totals })
}
