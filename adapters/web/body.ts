/** Request bodies, read strictly: valid UTF-8, valid JSON, only known fields. */
import type { Context } from 'hono'
import type { z } from 'zod'
import type { Problem } from './problem.ts'
import { problem } from './problem.ts'

/** The JSON object of a request, checked against `schema`; or what is wrong with it. */
export async function readBody<T extends z.ZodObject>(c: Context, schema: T): Promise<z.output<T> | Problem> {
  if (!/^application\/json\b/i.test(c.req.header('content-type') ?? '')) {
    return problem(415, 'bad_request', 'content_type')
  }
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(await c.req.arrayBuffer())
  } catch {
    return problem(400, 'bad_request', 'utf8')
  }
  let json: unknown
  let poisoned = false
  try {
    json = JSON.parse(text, (key, value: unknown) => {
      poisoned ||= key === '__proto__'
      return value
    })
  } catch {
    return problem(400, 'bad_request', 'json')
  }
  // The schema would drop it in silence, and nothing that is sent is ignored.
  if (poisoned) return unknownField('__proto__', schema)
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return problem(400, 'bad_request', 'json')
  return check(json, schema)
}

/** Query parameters, checked the same way. */
export function readQuery<T extends z.ZodObject>(c: Context, schema: T): z.output<T> | Problem {
  return check(c.req.query(), schema)
}

/** True for what `readBody` and `readQuery` refuse with. */
export function isProblem(x: object): x is Problem {
  return 'status' in x && 'fix' in x
}

function check<T extends z.ZodObject>(value: object, schema: T): z.output<T> | Problem {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  return issue === undefined ? problem(400, 'bad_request', 'json') : explain(issue, value, schema)
}

function explain(issue: z.core.$ZodIssue, value: object, schema: z.ZodObject): Problem {
  const path = issue.path.map(String).join('.')
  switch (issue.code) {
    case 'unrecognized_keys': {
      const field = [path, issue.keys[0] ?? ''].filter((part) => part !== '').join('.')
      return unknownField(field.slice(0, 80), schema)
    }
    case 'invalid_type':
      return isMissing(value, issue.path)
        ? problem(400, 'field_required', 'field_required', { field: path, expected: issue.expected }, path)
        : problem(400, 'field_type', 'field_type', { field: path, expected: issue.expected }, path)
    case 'too_big':
      return problem(400, 'field_too_long', 'field_too_long', { field: path, max: String(issue.maximum) }, path)
    default:
      return problem(400, 'field_range', 'field_range', { field: path, expected: issue.message }, path)
  }
}

function unknownField(field: string, schema: z.ZodObject): Problem {
  const known = Object.keys(schema.shape).join(', ')
  return problem(400, 'field_unknown', 'field_unknown', { field, known }, field)
}

function isMissing(value: object, path: readonly PropertyKey[]): boolean {
  const last = path.at(-1)
  let holder: unknown = value
  for (const key of path.slice(0, -1)) holder = (holder as Record<PropertyKey, unknown> | undefined)?.[key]
  return last !== undefined && typeof holder === 'object' && holder !== null && !Object.hasOwn(holder, last)
}
