/** Files that members send: fetched from WeCom alone, bounded in size and time, and stored. */
import type { Files } from '../../src/ports.ts'
import type { FileRef, Refusal } from '../../src/rules/nouns.ts'
import type { Api } from './api.ts'
import { LIMITS } from './settings.ts'

/** The stored file behind a media id; a refusal for one we do not take. Throws when WeCom gives nothing. */
export async function fetchMedia(api: Api, files: Files, media: string, name: string): Promise<FileRef | Refusal> {
  const url = await api.signed('/cgi-bin/media/get', { media_id: media })
  if ('failed' in url) throw new Error(`no token for a file: ${url.failed}`)
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(LIMITS.mediaTime) })
  const type = response.headers.get('content-type') ?? ''
  if (!response.ok || response.body === null || /json/.test(type)) {
    await response.body?.cancel()
    // A media id lives for three days; there is nothing to wait for.
    return { refused: 'file_unknown', params: { name } }
  }
  const bytes = await readBounded(response.body)
  if (bytes === undefined) return { refused: 'file_too_large', params: { name } }
  return files.put(bytes, nameIn(response.headers.get('content-disposition')) ?? name)
}

async function readBounded(body: ReadableStream<Uint8Array>): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.byteLength
    if (size > LIMITS.media) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function nameIn(disposition: string | null): string | undefined {
  const name = /filename="?([^";]+)"?/.exec(disposition ?? '')?.[1]?.trim()
  return name === undefined || name === '' ? undefined : name
}
