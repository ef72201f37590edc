/** `/api/openapi.json`, drawn from the same schemas that check requests. */
import { OpenAPIHono, type RouteConfig, z } from '@hono/zod-openapi'
import * as schema from './api-schema.ts'

type Document = ReturnType<OpenAPIHono['getOpenAPIDocument']>

const json = (body: z.ZodType) => ({ content: { 'application/json': { schema: body } } })
const answer = (description: string, body: z.ZodType) => ({ description, ...json(body) })
const problems = (...codes: readonly number[]) =>
  Object.fromEntries(codes.map((code) => [code, answer(REASONS[code] ?? 'Refused', schema.problemBody)]))

const REASONS: Readonly<Record<number, string>> = {
  400: 'Something in the request is wrong; `field` names it',
  401: 'The token is missing or wrong',
  403: 'The token lacks the scope',
  404: 'No such complaint',
  409: 'The Idempotency-Key was used with another body',
  413: 'Too large',
  415: 'This type of content is not accepted',
}

const security = [{ token: [] }]

const ROUTES: readonly RouteConfig[] = [
  {
    method: 'post',
    path: '/api/v1/complaints',
    summary: 'File a complaint (scope file)',
    security,
    request: {
      headers: z.object({
        'Idempotency-Key': z.string().max(200).optional().openapi({
          description: 'The same key and body give the same answer with Idempotent-Replayed: true, for 30 days.',
        }),
      }),
      body: { required: true, ...json(schema.filing) },
    },
    responses: { 201: answer('Filed', schema.filed), ...problems(400, 401, 403, 409, 413, 415) },
  },
  {
    method: 'get',
    path: '/api/v1/complaints',
    summary: 'List complaints, newest first (scope read)',
    security,
    request: { query: schema.listing },
    responses: { 200: answer('A page', schema.complaints), ...problems(400, 401, 403) },
  },
  {
    method: 'get',
    path: '/api/v1/complaints/{number}',
    summary: 'Read a complaint (scope read); personal fields are masked without scope directory',
    security,
    request: { params: z.object({ number: z.string().regex(schema.NUMBER) }) },
    responses: { 200: answer('The complaint', schema.complaint), ...problems(401, 403, 404) },
  },
  {
    method: 'get',
    path: '/api/v1/payments',
    summary: 'Instructions to pay by day, to reconcile, or what moved as a file (scope payments)',
    security,
    request: { query: schema.paymentQuery },
    responses: { 200: answer('The list', schema.paymentList), ...problems(400, 401, 403) },
  },
  {
    method: 'post',
    path: '/api/v1/files',
    summary: 'Upload a file, raw with X-File-Name (percent-encoded) or multipart (scope file)',
    security,
    request: {
      body: { content: { 'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) } } },
    },
    responses: { 201: answer('Kept', schema.keptFile), ...problems(400, 401, 403, 413, 415) },
  },
]

let drawn: Document | undefined

/** The OpenAPI 3.0 document; drawn once. */
export function openapi(): Document {
  if (drawn !== undefined) return drawn
  const app = new OpenAPIHono()
  app.openAPIRegistry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer' })
  for (const route of ROUTES) app.openAPIRegistry.registerPath(route)
  drawn = app.getOpenAPIDocument({ openapi: '3.0.3', info: { title: 'Redress', version: '1' } })
  return drawn
}
