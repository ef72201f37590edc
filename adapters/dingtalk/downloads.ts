/** Files people send to the robot: fetched at once (the platform keeps no history) and stored. */
import type { Files } from '../../src/ports.ts'
import { type FileRef, isRefusal, type Refusal } from '../../src/rules/nouns.ts'
import { type Api, boundedBytes } from './api.ts'
import type { DingtalkSettings } from './settings.ts'
import { isOfPlatform } from './webhooks.ts'

/** Most bytes of a file, as everywhere in the house. */
const LARGEST = 20 * 1024 * 1024
const LONGEST = 30_000

export type Fetched = FileRef | Refusal | 'lost'

export interface Downloads {
  /** The stored file, why it may not be stored, or `lost` when the platform did not hand it over. */
  fetch(code: string, name: string): Promise<Fetched>
}

/** Downloads by this robot. */
export function makeDownloads(api: Api, settings: DingtalkSettings, files: Pick<Files, 'put'>): Downloads {
  return {
    async fetch(code, name) {
      const path = '/v1.0/robot/messageFiles/download'
      const body = { downloadCode: code, robotCode: settings.robotCode }
      const answer = await api.call({ api: 'api', method: 'POST', path, name: 'file_address', body, counts: true })
      const url = answer.ok ? answer.body.downloadUrl : undefined
      if (typeof url !== 'string' || !isFileHost(url, settings)) return 'lost'
      const bytes = await bytesAt(url)
      if (bytes === undefined) return 'lost'
      if (bytes === 'large') return { refused: 'file_too_large' }
      const stored = await files.put(bytes, named(name, bytes))
      return isRefusal(stored) ? stored : stored
    },
  }
}

async function bytesAt(url: string): Promise<Uint8Array | 'large' | undefined> {
  try {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(LONGEST) })
    if (!response.ok) return undefined
    if (Number(response.headers.get('content-length') ?? 0) > LARGEST) return 'large'
    return await boundedBytes(response, LARGEST)
  } catch (error) {
    return error instanceof Error && error.message === 'too large' ? 'large' : undefined
  }
}

/** The platform keeps files on its own hosts and in its company's storage. */
function isFileHost(url: string, settings: DingtalkSettings): boolean {
  if (isOfPlatform(url, settings)) return true
  const target = URL.parse(url)
  return (
    target?.protocol === 'https:' &&
    target.port === '' &&
    target.username === '' &&
    /\.(?:aliyuncs|alicdn)\.com$/.test(target.hostname)
  )
}

/** Pictures come without a name; the ending says what they are. */
function named(name: string, bytes: Uint8Array): string {
  if (/\.\w{1,5}$/.test(name)) return name
  const head = Buffer.from(bytes.subarray(0, 12)).toString('latin1')
  if (head.startsWith('\u0089PNG')) return `${name}.png`
  if (head.startsWith('\u00ff\u00d8')) return `${name}.jpg`
  if (head.startsWith('GIF8')) return `${name}.gif`
  if (head.slice(8, 12) === 'WEBP') return `${name}.webp`
  return head.slice(4, 8) === 'ftyp' ? `${name}.mp4` : name
}
