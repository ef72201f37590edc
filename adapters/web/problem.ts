/** How an error looks on the wire: `{code, field, message: {zh, en}, fix}`. */
import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { ProblemName, Remedy } from '../../cards/problems.ts'
import { fill, PROBLEMS } from '../../cards/problems.ts'
import type { Lang, RefusalCode } from '../../src/rules/nouns.ts'

/** An error for a caller of the HTTP interface. */
export interface Problem extends Remedy {
  readonly status: ContentfulStatusCode
  readonly code: string
  readonly field?: string
}

const STATUS: Readonly<Partial<Record<RefusalCode, ContentfulStatusCode>>> = {
  not_found: 404,
  unauthorised: 401,
  forbidden: 403,
  may_not_file: 403,
  not_a_person: 403,
  key_reused: 409,
  too_large: 413,
  file_too_large: 413,
  file_type: 415,
  throttled: 429,
  unexpected: 500,
}

/** The HTTP status of an expected no; 400 for whatever is wrong with what was sent. */
export function statusOf(code: RefusalCode): ContentfulStatusCode {
  return STATUS[code] ?? 400
}

/** A problem with its sentence from the catalogue. */
export function problem(
  status: ContentfulStatusCode,
  code: string,
  name: ProblemName,
  params: Readonly<Record<string, string | number>> = {},
  field?: string,
): Problem {
  return { status, code, ...(field === undefined ? {} : { field }), ...fill(PROBLEMS[name], params) }
}

/** The language a caller asks for: Chinese only when `Accept-Language` prefers it. */
export function langOf(c: Context): Lang {
  return /^\s*zh\b/i.test(c.req.header('accept-language') ?? '') ? 'zh' : 'en'
}

/** Answers with a problem. `fix` is in the language the caller asks for, English by default. */
export function answerProblem(c: Context, it: Problem): Response {
  const body = { code: it.code, field: it.field ?? null, message: it.message, fix: it.fix[langOf(c)] }
  return c.json(body, it.status)
}
