/** The REST API: files complaints and reads them. It never decides; deciding is for people in chat. */
import { createHash, randomUUID } from 'node:crypto'
import type { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { Hono } from 'hono'
import type { ApiBackend, Filing } from '../../src/api-port.ts'
import type { CaseFilter } from '../../src/ports.ts'
import { isRefusal, type Refusal } from '../../src/rules/nouns.ts'
import { payments } from './api-payments.ts'
import * as schema from './api-schema.ts'
import { complaintOf, type Reader, summaryOf } from './api-view.ts'
import { isProblem, readBody, readQuery } from './body.ts'
import { openapi } from './openapi.ts'
import { answerProblem, langOf, type Problem, problem, statusOf } from './problem.ts'
import { type ApiCaller, makeTokens, type Scope, type Token } from './tokens.ts'
import { readUpload } from './upload.ts'

/** Paths whose bodies may be as large as a file. */
export const API_UPLOADS = ['/api/v1/files'] as const

interface Api {
  readonly backend: ApiBackend
  readonly callerOf: (header: string | undefined) => ApiCaller | undefined
}

export interface ApiOptions {
  readonly backend: ApiBackend
  readonly tokens: readonly Token[]
  /** True while the house lives through its past (a sample company is loaded): nothing may be filed into it. */
  inThePast?(): boolean
}

/** Routes under `/api`. */
export function makeApi(options: ApiOptions): Hono {
  const api: Api = { backend: options.backend, callerOf: makeTokens(options.tokens) }
  const app = new Hono()
  app.get('/api/openapi.json', (c) => c.json(openapi()))
  app.post('/api/v1/complaints', (c) =>
    allowed(api, c, 'file', async (caller) =>
      options.inThePast?.() ? answerProblem(c, problem(409, 'sample_loading', 'sample_loading')) : file(api, c, caller),
    ),
  )
  app.get('/api/v1/complaints', (c) => allowed(api, c, 'read', (caller) => list(api, c, caller)))
  app.get('/api/v1/complaints/:number', (c) => allowed(api, c, 'read', (caller) => read(api, c, caller)))
  app.get('/api/v1/payments', (c) => allowed(api, c, 'payments', () => payments(api.backend, c)))
  app.post('/api/v1/files', (c) => allowed(api, c, 'file', () => upload(api, c)))
  return app
}

async function allowed(
  api: Api,
  c: Context,
  scope: Scope,
  then: (caller: ApiCaller) => Promise<Response>,
): Promise<Response> {
  c.header('cache-control', 'no-store')
  const caller = api.callerOf(c.req.header('authorization'))
  if (caller === undefined) {
    c.header('www-authenticate', 'Bearer')
    return answerProblem(c, problem(401, 'unauthorised', 'unauthorised'))
  }
  if (!caller.scopes.has(scope)) return answerProblem(c, problem(403, 'forbidden', 'forbidden', { scope }))
  return then(caller)
}

function refused(api: Api, refusal: Refusal): Problem {
  const field = refusal.field === undefined ? {} : { field: refusal.field }
  return { status: statusOf(refusal.refused), code: refusal.refused, ...field, ...api.backend.explain(refusal) }
}

async function file(api: Api, c: Context, caller: ApiCaller): Promise<Response> {
  const key = c.req.header('idempotency-key') ?? randomUUID()
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) return answerProblem(c, problem(400, 'bad_request', 'bad_key'))
  const body = await readBody(c, schema.filing)
  if (isProblem(body)) return answerProblem(c, body)
  const answer = await api.backend.file(filingOf(api, caller, key, body), digestOf(body))
  if (isRefusal(answer)) return answerProblem(c, refused(api, answer))
  if (answer.repeated === true) c.header('idempotent-replayed', 'true')
  c.header('location', `/api/v1/complaints/${answer.number}`)
  return c.json({ number: answer.number, revision: answer.revision }, 201)
}

function filingOf(api: Api, caller: ApiCaller, key: string, body: z.output<typeof schema.filing>): Filing {
  const { files, fields, ...known } = body
  const values = { ...fields, ...known }
  const named = (files ?? []).map((one) => (typeof one === 'string' ? one : one.sha256))
  // The caller's name is part of the key: two callers never share one by chance.
  const id = `api/${caller.name}/${key}`
  return { id, actor: api.backend.actor(caller.name), via: 'api', values, files: named }
}

/** The same for the same JSON, in whatever order its keys stand. */
function digestOf(body: unknown): string {
  const sorted = JSON.stringify(body, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )
  return createHash('sha256').update(sorted).digest('hex')
}

function readerOf(api: Api, c: Context, caller: ApiCaller): Reader {
  const { backend } = api
  return {
    lang: langOf(c),
    tz: backend.tz(),
    now: backend.now(),
    accounts: caller.scopes.has('directory'),
    directory: backend.directory(),
  }
}

async function read(api: Api, c: Context, caller: ApiCaller): Promise<Response> {
  const number = c.req.param('number') ?? ''
  const personal = caller.scopes.has('directory') ? 'plain' : 'masked'
  const look = schema.NUMBER.test(number) ? await api.backend.look(number, personal) : undefined
  if (look === undefined) return answerProblem(c, problem(404, 'not_found', 'not_found', {}, 'number'))
  return c.json(complaintOf(look, readerOf(api, c, caller)))
}

async function list(api: Api, c: Context, caller: ApiCaller): Promise<Response> {
  const query = readQuery(c, schema.listing)
  if (isProblem(query)) return answerProblem(c, query)
  const { open, limit, ...rest } = query
  const filter: CaseFilter = {
    ...(Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)) as CaseFilter),
    ...(open === undefined ? {} : { open: open === 'true' }),
    ...(limit === undefined ? {} : { limit: Number(limit) }),
  }
  const page = await api.backend.list(filter, caller.scopes.has('directory') ? 'plain' : 'masked')
  if (isRefusal(page) && page.refused === 'forbidden') return answerProblem(c, refused(api, page))
  if (isRefusal(page)) {
    const field = page.field ?? ''
    return answerProblem(c, problem(400, 'field_range', 'field_range', { field, expected: 'next' }, field))
  }
  const reader = readerOf(api, c, caller)
  return c.json({ items: page.items.map((row) => summaryOf(row, reader)), next: page.next ?? null })
}

async function upload(api: Api, c: Context): Promise<Response> {
  const got = await readUpload(c)
  if (isProblem(got)) return answerProblem(c, got)
  const kept = await api.backend.keep(got.bytes, got.name)
  return isRefusal(kept) ? answerProblem(c, refused(api, { field: 'file', ...kept })) : c.json(kept, 201)
}
