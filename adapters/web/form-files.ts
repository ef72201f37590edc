/** Files of the pages: uploads of whoever signed in, and the files of a case to whoever may see it. */
import type { Context } from 'hono'
import { refusalText } from '../../cards/refusals.ts'
import type { Files } from '../../src/ports.ts'
import type { FileRef } from '../../src/rules/nouns.ts'
import { isRefusal } from '../../src/rules/nouns.ts'
import { isProblem } from './body.ts'
import type { Visitor } from './form-options.ts'
import { answerProblem, statusOf } from './problem.ts'
import { readUpload } from './upload.ts'

/** `POST`: keeps the bytes as they are, and gives their ref. */
export async function onUpload(c: Context, files: Files, { lang }: Visitor): Promise<Response> {
  const upload = await readUpload(c)
  if (isProblem(upload)) return answerProblem(c, upload)
  const kept = await files.put(upload.bytes, upload.name)
  if (!isRefusal(kept)) return c.json({ is: 'file', file: kept }, 201)
  const { message, fix } = refusalText(kept, lang)
  return c.json({ is: 'refused', text: `${message} ${fix}` }, statusOf(kept.refused))
}

/**
 * `GET`: pictures in place, everything else as a download; never run by a browser. It bears the name it has on the card:
 * the store knows it by that of whoever gave the same bytes first.
 */
export async function serveFile(
  c: Context,
  files: Files,
  { sha256, name: shown }: Pick<FileRef, 'sha256' | 'name'>,
): Promise<Response | undefined> {
  const ref = await files.find(sha256)
  const bytes = ref === undefined ? undefined : await files.get(sha256)
  if (ref === undefined || bytes === undefined) return undefined
  const inPlace = /^(?:image\/(?:png|jpeg|gif|webp)|video\/(?:mp4|webm|quicktime))$/.test(ref.type)
  const name = encodeURIComponent(shown).replace(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return c.body(Uint8Array.from(bytes).buffer, 200, {
    'content-type': inPlace ? ref.type : 'application/octet-stream',
    'content-disposition': `${inPlace ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, max-age=86400, immutable',
  })
}
