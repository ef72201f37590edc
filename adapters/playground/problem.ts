/** How a malformed request is answered: `{code, field, message: {zh, en}, fix}`. */
import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { fill, PROBLEMS, type ProblemName } from '../../cards/problems.ts'

/** Thrown where a request cannot be understood; the routes answer it. */
export class Malformed extends Error {
  override readonly name = 'Malformed'
  readonly status: ContentfulStatusCode
  readonly body: object

  constructor(
    status: ContentfulStatusCode,
    code: string,
    problem: ProblemName,
    params: Readonly<Record<string, string | number>> = {},
    field: string | null = null,
  ) {
    const { message, fix } = fill(PROBLEMS[problem], params)
    super(message.en)
    this.status = status
    this.body = { code, field, message, fix: fix.en }
  }
}

/** The answer to a request that was thrown out; anything else is thrown on. */
export function answerMalformed(error: Error, c: Context): Response {
  if (error instanceof Malformed) return c.json(error.body, error.status)
  throw error
}
