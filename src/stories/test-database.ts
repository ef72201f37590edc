/** The PostgreSQL database that some tests run on. Without it they skip. */
import { describe } from 'vitest'
import { testDatabase } from '../config.ts'

/** Ends the title of whatever needs the database; the reporter counts skipped tests by it. */
export const DATABASE_MARK = '[postgres]'

/** A `describe` over the database; skipped when none is set. */
export function describePostgres(title: string, tests: (url: string) => void | Promise<void>): void {
  const url = testDatabase()
  // The body also runs when skipped, to count its tests: it must only connect inside them.
  describe.skipIf(url === undefined)(`${title} ${DATABASE_MARK}`, () => tests(url ?? ''))
}
