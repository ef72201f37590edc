/** Reads a request's JSON strictly: content type, UTF-8, object, known fields of the right type. */
import type { Context } from 'hono'
import type { z } from 'zod'
import { Malformed } from './problem.ts'

/** The body; throws `Malformed` naming what is wrong. */
export async function readJson<T extends z.ZodType>(c: Context, schema: T): Promise<z.output<T>> {
  if (!/^application\/json\b/i.test(c.req.header('content-type') ?? '')) {
    throw new Malformed(415, 'bad_request', 'content_type')
  }
  return check(parse(decode(await c.req.arrayBuffer())), schema)
}

function decode(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Malformed(400, 'bad_request', 'utf8')
  }
}

function parse(text: string): unknown {
  let json: unknown
  let poisoned = false
  try {
    json = JSON.parse(text, (key, value: unknown) => {
      poisoned ||= key === '__proto__'
      return value
    })
  } catch {
    throw new Malformed(400, 'bad_request', 'json')
  }
  // A schema would drop it in silence, and nothing that is sent is ignored.
  if (poisoned) {
    const field = '__proto__'
    throw new Malformed(400, 'field_unknown', 'field_unknown', { field, known: '–' }, field)
  }
  return json
}

/** Query parameters or a body against their schema. */
export function check<T extends z.ZodType>(value: unknown, schema: T): z.output<T> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const path = issue?.path.map(String).join('.') ?? ''
  if (issue?.code === 'unrecognized_keys') {
    const field = [path, issue.keys[0] ?? '']
      .filter((part) => part !== '')
      .join('.')
      .slice(0, 80)
    throw new Malformed(
      400,
      'field_unknown',
      'field_unknown',
      { field, known: knownTo(schema, value).join(', ') },
      field,
    )
  }
  throw new Malformed(400, 'field_type', 'field_type', { field: path, expected: issue?.message ?? 'JSON' }, path)
}

/** The fields a schema knows; of a choice of schemas, those of the one whose `do` was asked for. */
function knownTo(schema: z.ZodType, value: unknown): readonly string[] {
  if ('shape' in schema) return Object.keys(schema.shape as object)
  const choices = 'options' in schema ? (schema.options as readonly z.ZodObject[]) : []
  const asked = choices.find(({ shape }) => shape.do?.safeParse((value as { do?: unknown } | null)?.do).success)
  return Object.keys(asked?.shape ?? {})
}
