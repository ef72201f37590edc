/** What the API accepts and answers, as schemas: they check requests and draw `/api/openapi.json`. */
import { z } from '@hono/zod-openapi'
import { BALANCES } from '../../src/rules/payments.ts'
import { BOUNDS } from '../../src/rules/policy.ts'

/** A complaint's number. */
export const NUMBER = /^[A-Z]{1,4}-\d{8}-\d{4,}$/
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'sha256, 64 hex digits')

const short = z.string().min(1).max(500)
const fileRef = z.strictObject({
  sha256,
  name: z.string().max(300),
  type: z.string().max(100),
  size: z.number(),
})

/** Body of `POST /api/v1/complaints`. */
export const filing = z.strictObject({
  text: z.string().min(1).max(BOUNDS.text).openapi({ example: 'The fridge does not cool any more.' }),
  customer: short.optional(),
  product: short.optional(),
  family: short.optional(),
  category: short.optional().openapi({ example: 'quality.failure.no_cooling' }),
  channel: short.optional(),
  fields: z
    .record(z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, 'a-z, 0-9, _'), z.unknown())
    .optional()
    .openapi({ description: 'Any other field of the intake form by its id.' }),
  files: z
    .array(z.union([sha256, fileRef]))
    .max(20)
    .optional()
    .openapi({ description: 'What POST /api/v1/files answered, or the sha256 alone.' }),
})

/** Query of `GET /api/v1/complaints`. */
export const listing = z.strictObject({
  open: z.enum(['true', 'false']).optional(),
  person: short.optional(),
  filer: short.optional(),
  stage: short.optional(),
  grade: short.optional(),
  text: short.optional(),
  after: z.string().max(500).optional().openapi({ description: '`next` of the previous page.' }),
  limit: z
    .string()
    .regex(/^([1-9]|[1-9]\d|1\d\d|200)$/, '1 - 200')
    .optional()
    .openapi({ description: '1 to 200; 50 when absent.' }),
})

const day = z.iso.date('YYYY-MM-DD').openapi({ example: '2026-11-01' })

/** Query of `GET /api/v1/payments`. */
export const paymentQuery = z.strictObject({
  from: day,
  to: day.openapi({ description: 'The last day; at most a year after the first.' }),
  format: z.enum(['csv', 'xlsx', 'journal']).optional().openapi({ description: 'A file instead of JSON.' }),
})

export const money = z.object({ minor: z.int(), currency: z.string() }).openapi('Money')
const moment = z.string().openapi({ format: 'date-time', example: '2026-11-22T10:30:00+08:00' })
const text = z.object({ zh: z.string(), en: z.string() })

export const problemBody = z
  .object({ code: z.string(), field: z.string().nullable(), message: text, fix: z.string() })
  .openapi('Problem')

export const filed = z.object({ number: z.string().regex(NUMBER), revision: z.int() }).openapi('Filed')

export const keptFile = fileRef.openapi('FileRef')

const task = z
  .object({
    id: z.string(),
    kind: z.enum(['form', 'decision', 'answer', 'payment', 'customer', 'callback']),
    stage: z.string(),
    verbs: z.array(z.string()),
    people: z.array(
      z.object({ id: z.string(), name: z.string(), accounts: z.record(z.string(), z.string()).optional() }),
    ),
    since: moment,
    due: moment.nullable(),
    overdue: z.boolean(),
    revision: z.int(),
  })
  .openapi('Task')

export const listItem = z
  .object({
    number: z.string(),
    stage: z.string(),
    grade: z.string(),
    level: z.int(),
    alert: z.string(),
    amount: money.nullable(),
    outcome: z.string().nullable(),
    filed: moment,
    changed: moment,
    filer: z.string(),
    owner: z.string(),
    customer: z.string(),
    product: z.string(),
    category: z.string(),
    text: z.string(),
  })
  .openapi('ComplaintSummary')

export const complaint = listItem
  .extend({
    fields: z.record(z.string(), z.unknown()),
    openTasks: z.array(task),
    facts: z.array(z.object({ seq: z.int(), at: moment, by: z.unknown(), via: z.string(), what: z.unknown() })),
  })
  .openapi('Complaint')

export const complaints = z.object({ items: z.array(listItem), next: z.string().nullable() }).openapi('Complaints')

export const paymentList = z
  .object({
    from: z.string(),
    to: z.string(),
    items: z.array(
      z.object({
        number: z.string(),
        instruction: z.string(),
        balance: z.enum(BALANCES),
        issued: moment,
        kind: z.string(),
        payee: z.string(),
        method: z.string(),
        account: z.string().openapi({ description: 'The last four.' }),
        approved: money,
        paid: money,
        rest: money,
        payments: z.array(
          z.object({
            at: moment,
            amount: money,
            voucher: z.string(),
            files: z.int(),
            returned: z.object({ at: moment, reason: z.string() }).nullable(),
          }),
        ),
      }),
    ),
    totals: z.array(
      z.object({
        day: z.string(),
        method: z.string(),
        currency: z.string(),
        paid: z.int(),
        back: z.int(),
        count: z.int(),
      }),
    ),
  })
  .openapi('Payments')
