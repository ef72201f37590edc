/**
 * Says in one line each how many tests were skipped for want of the shared material and of a PostgreSQL database, and
 * fails the run for any other skip.
 */
import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node'

/** As in shared-data.ts and test-database.ts, which cannot be imported here: they belong to the side where tests run. */
const MARK = '[shared]'
const DATABASE_MARK = '[postgres]'

/** The vitest reporter. A run narrowed by `-t` skips on purpose and is not failed. */
export default class SkipReporter implements Reporter {
  #vitest: Vitest | undefined

  onInit(vitest: Vitest): void {
    this.#vitest = vitest
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    if (this.#vitest?.config.testNamePattern !== undefined) return
    const skipped = modules.flatMap((module) => [...module.children.allTests('skipped')])
    const { shared, postgres, others } = sortSkips(skipped.map((test) => ({ name: nameOf(test) })))
    if (shared > 0) console.log(`${shared} ${shared === 1 ? 'test' : 'tests'} skipped: REDRESS_SHARED is not there.`)
    if (postgres > 0)
      console.log(`${postgres} ${postgres === 1 ? 'test' : 'tests'} skipped: DATABASE_URL_TEST is not set.`)
    for (const name of others) console.error(`Skipped without a reason we accept: ${name}`)
    if (others.length > 0) process.exitCode = 1
  }
}

const nameOf = (test: TestCase): string => `${test.module.relativeModuleId} > ${test.fullName}`

/** How many skipped tests want the shared material, how many the database, and the names of the others. */
export function sortSkips(skipped: readonly { readonly name: string }[]): {
  readonly shared: number
  readonly postgres: number
  readonly others: readonly string[]
} {
  const names = skipped.map((test) => test.name)
  const shared = names.filter((name) => name.includes(MARK))
  const postgres = names.filter((name) => name.includes(DATABASE_MARK) && !name.includes(MARK))
  const others = names.filter((name) => !name.includes(MARK) && !name.includes(DATABASE_MARK))
  return { shared: shared.length, postgres: postgres.length, others }
}
