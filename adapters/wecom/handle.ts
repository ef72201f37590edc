/** What delivery keeps of something we sent: all that changing it needs. */
import type { Millis } from '../../src/rules/nouns.ts'
import { isRecord } from './xml.ts'

export type Handle =
  /** A button card. `code` changes every copy of it, once; absent when WeCom's answer was lost. */
  | { readonly is: 'card'; readonly task: string; readonly at: Millis; readonly code?: string }
  /** Stands as it is: a text, a notice in a group, a card that was closed. */
  | { readonly is: 'fixed'; readonly id?: string }

export function writeHandle(handle: Handle): string {
  return JSON.stringify(handle)
}

/** Reads a handle; one that cannot be read stands as it is. */
export function readHandle(text: string): Handle {
  try {
    const read: unknown = JSON.parse(text)
    if (!isRecord(read)) return { is: 'fixed' }
    const { is, task, at, code } = read
    if (is !== 'card' || typeof task !== 'string' || typeof at !== 'number') return { is: 'fixed' }
    return { is, task, at, ...(typeof code === 'string' ? { code } : {}) }
  } catch {
    return { is: 'fixed' }
  }
}
