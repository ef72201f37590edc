/** Files that people put into a modal or a message: fetched from Slack, bounded in size and time, and stored by hash. */
import type { AdapterLog, Files } from '../../src/ports.ts'
import type { FileRef, Millis, Refusal } from '../../src/rules/nouns.ts'
import { isRefusal } from '../../src/rules/nouns.ts'
import { BOUNDS } from '../../src/rules/policy.ts'
import { isSlacks } from './addresses.ts'
import type { Call } from './api.ts'
import type { SlackFile } from './read-form.ts'
import type { SlackSettings } from './settings.ts'

/** How long one file may take. */
const PATIENCE: Millis = 20_000
/** Files remembered by their id, so that a form sent again need not fetch them again. */
const REMEMBERED = 500

export interface FetchingParts {
  readonly settings: SlackSettings
  readonly call: Call
  readonly files: Files
  readonly log: AdapterLog
}

/** Fetches a file. A refusal says why not; `undefined` that it could not be had. */
export type FetchFile = (file: SlackFile) => Promise<FileRef | Refusal | undefined>

/** A fetcher that knows what it fetched before. */
export function makeFetchFile(parts: FetchingParts): FetchFile {
  const known = new Map<string, FileRef>()
  return async (file) => {
    const before = known.get(file.id)
    if (before !== undefined) return before
    const found = await fetchFile(parts, file).catch((err: unknown) => {
      parts.log.warn({ err }, 'a file could not be fetched from Slack')
      return undefined
    })
    if (found !== undefined && !isRefusal(found)) {
      if (known.size >= REMEMBERED) known.delete(known.keys().next().value ?? '')
      known.set(file.id, found)
    }
    return found
  }
}

async function fetchFile(parts: FetchingParts, file: SlackFile): Promise<FileRef | Refusal | undefined> {
  const { settings, files, log } = parts
  const whole = await described(parts.call, file)
  const url = URL.parse(whole.url_private_download ?? whole.url_private ?? '')
  if ((whole.size ?? 0) > BOUNDS.file) return tooLarge(whole.name)
  // The token goes to Slack and nowhere else.
  if (url === null || !isSlacks(url, settings.apiUrl)) return undefined
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${settings.botToken}` },
    redirect: 'manual',
    signal: AbortSignal.timeout(PATIENCE),
  })
  // Without the scope files:read Slack sends its sign-in page, or the way there.
  const page = /^text\/html\b/i.test(response.headers.get('content-type') ?? '')
  if (!response.ok || page) {
    await response.body?.cancel()
    log.warn({ status: response.status }, 'Slack did not give a file: is the scope files:read there?')
    return undefined
  }
  const bytes = await bounded(response)
  return bytes === undefined ? tooLarge(whole.name) : files.put(bytes, whole.name ?? 'file')
}

function tooLarge(name = ''): Refusal {
  return { refused: 'file_too_large', params: { name, max: `${BOUNDS.file / 1024 / 1024} MB` } }
}

/** In a channel shared with another company a payload only names the file. */
async function described(call: Call, file: SlackFile): Promise<SlackFile> {
  if (file.url_private !== undefined) return file
  const { file: found } = await call<{ file?: SlackFile }>('files.info', { file: file.id })
  return found ?? file
}

/** The body, or undefined as soon as it is longer than a file may be. */
async function bounded(response: Response): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > BOUNDS.file) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
