/** An uploaded file: raw bytes named by `X-File-Name` (percent-encoded), or the one file of a multipart form. */
import type { Context } from 'hono'
import { type Problem, problem } from './problem.ts'

export interface Upload {
  readonly bytes: Uint8Array
  readonly name: string
}

const NAMELESS = 'file'

/** Reads it; a body that is neither is refused. */
export async function readUpload(c: Context): Promise<Upload | Problem> {
  if (!/^multipart\/form-data\b/i.test(c.req.header('content-type') ?? '')) {
    const name = nameOf(c.req.header('x-file-name'))
    if (name === undefined) return badName()
    return { bytes: new Uint8Array(await c.req.arrayBuffer()), name }
  }
  const form = await c.req.formData().catch(() => undefined)
  const file = form === undefined ? undefined : [...form.values()].find((value) => value instanceof File)
  if (file === undefined)
    return problem(400, 'field_required', 'field_required', { field: 'file', expected: 'file' }, 'file')
  return { bytes: new Uint8Array(await file.arrayBuffer()), name: cleanName(file.name) }
}

function badName(): Problem {
  const params = { field: 'X-File-Name', expected: 'percent-encoded UTF-8' }
  return problem(400, 'field_type', 'field_type', params, 'X-File-Name')
}

function nameOf(header: string | undefined): string | undefined {
  if (header === undefined) return NAMELESS
  try {
    return cleanName(decodeURIComponent(header))
  } catch {
    return undefined
  }
}

/** The last part of a path, without control characters and at most 200 characters. */
function cleanName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? ''
  const clean = last.replace(/\p{C}/gu, '').trim()
  return Array.from(clean).slice(-200).join('') || NAMELESS
}
