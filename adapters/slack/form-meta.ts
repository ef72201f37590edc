/** What a modal carries with it, so that its submission knows where it came from: it survives restarts inside Slack. */
import type { Form } from '../../cards/model.ts'
import { LIMITS } from './clamp.ts'

/** Where somebody pressed or typed, and may be answered. */
export interface Origin {
  readonly channel?: string | undefined
  readonly thread?: string | undefined
  readonly responseUrl?: string | undefined
}

export interface FormMeta extends Origin {
  readonly number?: string | undefined
  readonly position?: string | undefined
  readonly revision?: number | undefined
}

/** The modal's `private_metadata`: at most 3000 characters; an answer's address is left out before anything else. */
export function writeMeta(form: Pick<Form, 'number' | 'position' | 'revision'>, origin: Origin): string {
  const place = { n: form.number, p: form.position, r: form.revision }
  const whole = JSON.stringify({ ...place, c: origin.channel, t: origin.thread, u: origin.responseUrl })
  return whole.length <= LIMITS.privateMetadata ? whole : JSON.stringify(place)
}

/** Reads it back; what is not there stays absent. */
export function readMeta(text: unknown): FormMeta {
  const raw = parsed(text)
  const words = (name: string): string | undefined => (typeof raw[name] === 'string' ? raw[name] : undefined)
  return {
    number: words('n'),
    position: words('p'),
    revision: typeof raw.r === 'number' ? raw.r : undefined,
    channel: words('c'),
    thread: words('t'),
    responseUrl: words('u'),
  }
}

function parsed(text: unknown): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(String(text || '{}'))
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
