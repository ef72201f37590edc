/** `redress promises`: how people keep what they promised to customers. Works beside a running server. */
import { promiseReport } from '../../cards/promise-words.ts'
import type { CliCommand } from '../cli.ts'
import { readConfig, WrongSettings } from '../config.ts'
import { readPolicy } from '../policy-shelf.ts'
import type { Store } from '../ports.ts'
import type { Case } from '../rules/case.ts'
import { isRefusal } from '../rules/nouns.ts'
import { tallyPromises } from '../rules/promise-tally.ts'
import { langOf, openToRead } from './reading.ts'

const PAGE = 200

export const command: CliCommand = {
  summary: 'Counts promises to customers, kept and broken, by person. 按人统计对客户的承诺。',
  usage: 'promises [--lang zh|en] [--json]',
  options: { json: { type: 'boolean' }, lang: { type: 'string' } },
  async run({ values }) {
    const asked = langOf(values.lang)
    const config = readConfig()
    if ('problems' in config) throw new WrongSettings(config.problems)
    const { policy, live } = readPolicy(config)
    const { store, close } = await openToRead(config)
    try {
      const counts = [...tallyPromises(await promising(store))].sort(([a], [b]) => (a < b ? -1 : 1))
      if (values.json === true) {
        process.stdout.write(`${JSON.stringify(counts.map(([person, count]) => ({ person, ...count })))}\n`)
        return 0
      }
      const reader = { lang: asked ?? policy.company.lang, directory: live.directory }
      process.stdout.write(`${promiseReport(counts, reader).join('\n')}\n`)
      return 0
    } finally {
      await close()
    }
  },
}

/** The promises of every case that has some, page by page. */
async function promising(store: Pick<Store, 'list' | 'case'>): Promise<readonly Pick<Case, 'promises'>[]> {
  const found: Pick<Case, 'promises'>[] = []
  let after: string | undefined
  do {
    const page = await store.list({ limit: PAGE, ...(after === undefined ? {} : { after }) })
    if (isRefusal(page)) throw new Error(page.refused)
    for (const { number } of page.items) {
      const promises = (await store.case(number))?.promises
      if (promises) found.push({ promises })
    }
    after = page.next
  } while (after !== undefined)
  return found
}
