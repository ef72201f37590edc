/** The shared material that some tests read. It is never copied into the repository; without it such tests skip. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'vitest'
import { sharedFolder } from '../config.ts'

/** Ends the title of whatever needs the shared material; the reporter counts skipped tests by it. */
export const SHARED_MARK = '[shared]'

/** The path of a file or folder of the shared material (`data/text/x.jsonl`); undefined when it is not there. */
export function sharedData(path: string): string | undefined {
  const full = join(sharedFolder(), path)
  return existsSync(full) ? full : undefined
}

/** A `describe` over a file or folder of the shared material; skipped when it is absent. */
export function describeShared(path: string, title: string, tests: (full: string) => void): void {
  const full = sharedData(path)
  // The body also runs when skipped, to count its tests: it must only read the file inside them.
  describe.skipIf(full === undefined)(`${title} ${SHARED_MARK}`, () => tests(full ?? join(sharedFolder(), path)))
}

/** An `it` over a file or folder of the shared material; skipped when it is absent. */
export function itShared(path: string, title: string, test: (full: string) => unknown, timeout?: number): void {
  const full = sharedData(path)
  it.skipIf(full === undefined)(`${title} ${SHARED_MARK}`, { ...(timeout === undefined ? {} : { timeout }) }, () =>
    test(full ?? ''),
  )
}
