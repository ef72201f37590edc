/** Says in one line how many tests were skipped for want of the shared material, and fails the run for any other skip. */
import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node'

/** As in shared-data.ts, which cannot be imported here: it belongs to the side where tests run. */
const MARK = '[shared]'

/** The vitest reporter. A run narrowed by `-t` skips on purpose and is not failed. */
export default class SkipReporter implements Reporter {
  #vitest: Vitest | undefined

  onInit(vitest: Vitest): void {
    this.#vitest = vitest
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    if (this.#vitest?.config.testNamePattern !== undefined) return
    const skipped = modules.flatMap((module) => [...module.children.allTests('skipped')])
    const { shared, others } = sortSkips(skipped.map((test) => ({ name: nameOf(test) })))
    if (shared > 0) console.log(`${shared} ${shared === 1 ? 'test' : 'tests'} skipped: REDRESS_SHARED is not there.`)
    for (const name of others) console.error(`Skipped without a reason we accept: ${name}`)
    if (others.length > 0) process.exitCode = 1
  }
}

const nameOf = (test: TestCase): string => `${test.module.relativeModuleId} > ${test.fullName}`

/** How many skipped tests want the shared material, and the names of the others. */
export function sortSkips(skipped: readonly { readonly name: string }[]): {
  readonly shared: number
  readonly others: readonly string[]
} {
  const others = skipped.map((test) => test.name).filter((name) => !name.includes(MARK))
  return { shared: skipped.length - others.length, others }
}
