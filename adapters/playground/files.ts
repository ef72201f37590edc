/** Files of the playground: uploads, and serving them so that a browser never runs one. */
import type { Context } from 'hono'
import { refusalTexts } from '../../cards/refusals.ts'
import type { Files } from '../../src/ports.ts'
import { isRefusal } from '../../src/rules/nouns.ts'
import { Malformed } from './problem.ts'
import { PICTURES } from './render.ts'

/** `POST /playground/api/files`: the one file of a multipart form, or raw bytes named by `X-File-Name`. */
export async function upload(files: Files, c: Context): Promise<Response> {
  const { bytes, name } = await read(c)
  const kept = await files.put(bytes, name)
  if (!isRefusal(kept)) return c.json(kept, 201)
  const { message, fix } = refusalTexts(kept)
  const status = kept.refused === 'file_too_large' ? 413 : 415
  return c.json({ code: kept.refused, field: 'file', message, fix: fix.en }, status)
}

async function read(c: Context): Promise<{ readonly bytes: Uint8Array; readonly name: string }> {
  if (/^multipart\/form-data\b/i.test(c.req.header('content-type') ?? '')) {
    const form = await c.req.formData().catch(() => undefined)
    const file = form === undefined ? undefined : [...form.values()].find((value) => value instanceof File)
    if (file === undefined) {
      throw new Malformed(400, 'field_required', 'field_required', { field: 'file', expected: 'file' }, 'file')
    }
    return { bytes: new Uint8Array(await file.arrayBuffer()), name: cleanName(file.name) }
  }
  return { bytes: new Uint8Array(await c.req.arrayBuffer()), name: cleanName(decoded(c.req.header('x-file-name'))) }
}

function decoded(header: string | undefined): string {
  try {
    return decodeURIComponent(header ?? '')
  } catch {
    const params = { field: 'X-File-Name', expected: 'percent-encoded UTF-8' }
    throw new Malformed(400, 'field_type', 'field_type', params, 'X-File-Name')
  }
}

/** The last part of a path, without control characters, at most 200 characters. */
function cleanName(name: string): string {
  const last = (name.split(/[\\/]/).at(-1) ?? '').replace(/\p{C}/gu, '').trim()
  return Array.from(last).slice(-200).join('') || 'file'
}

/** `GET /playground/files/<sha256>`: pictures and videos in place, everything else as a download; never run. */
export async function serve(files: Files, c: Context): Promise<Response> {
  const sha256 = c.req.param('sha256') ?? ''
  const ref = /^[0-9a-f]{64}$/.test(sha256) ? await files.find(sha256) : undefined
  const bytes = ref === undefined ? undefined : await files.get(sha256)
  if (ref === undefined || bytes === undefined) throw new Malformed(404, 'file_unknown', 'not_found')
  const inPlace = PICTURES.has(ref.type) || /^video\/(mp4|webm|quicktime)$/.test(ref.type)
  const how = inPlace ? 'inline' : 'attachment'
  const part = inPlace ? rangeOf(c.req.header('range'), bytes.length) : undefined
  const [from, to] = part ?? [0, bytes.length - 1]
  return c.body(Uint8Array.from(bytes.subarray(from, to + 1)).buffer, part === undefined ? 200 : 206, {
    ...(part === undefined ? {} : { 'content-range': `bytes ${from}-${to}/${bytes.length}` }),
    ...(inPlace ? { 'accept-ranges': 'bytes' } : {}),
    'content-type': inPlace ? ref.type : 'application/octet-stream',
    'content-disposition': `${how}; filename*=UTF-8''${encodeURIComponent(ref.name).replace(/['()*]/g, percent)}`,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, max-age=31536000, immutable',
  })
}

/** First and last byte of the one range that is asked for; players seek in videos with it. Anything else gets the whole. */
function rangeOf(header: string | undefined, size: number): readonly [number, number] | undefined {
  const [, first = '', last = ''] = /^bytes=(\d{0,12})-(\d{0,12})$/.exec(header ?? '') ?? []
  if (first === '' && last === '') return undefined
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const to = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1)
  return from <= to ? [from, to] : undefined
}

const percent = (mark: string): string => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`
