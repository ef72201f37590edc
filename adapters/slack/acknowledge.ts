/** When a request is acknowledged: as soon as it is decided and durable, at the latest well before Slack gives up. */
import type { Millis } from '../../src/rules/nouns.ts'
import type { Ack } from './listen.ts'

/** Slack waits three seconds, its own way there and back included. */
export const SOON: Millis = 1_800

/** Acknowledges when `work` is done, or after `SOON`. */
export async function acknowledgeSoon(work: Promise<unknown>, ack: Ack): Promise<void> {
  await within(work, SOON)
  await ack()
}

/** What `work` gives within `limit`; undefined when it takes longer or fails. */
export async function within<T>(work: Promise<T>, limit: Millis): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), limit)
  })
  try {
    return await Promise.race([work.catch(() => undefined), late])
  } finally {
    clearTimeout(timer)
  }
}
