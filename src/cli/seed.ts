/** `redress seed`: three months of a sample company, the same as the playground's page offers to load. */
import { existsSync } from 'node:fs'
import { requireNobody } from '../../data/idle.ts'
import { openDatabase } from '../../data/open.ts'
import type { CliCommand } from '../cli.ts'
import type { Config } from '../config.ts'
import { readConfig, WrongSettings } from '../config.ts'
import { databaseName, isPostgres } from '../database-address.ts'
import { OFFSET } from '../house-clock.ts'
import { MOST_CASES, USUAL_CASES } from '../rehearsal/sample-company.ts'
import type { Lived } from '../rehearsal/season.ts'
import type { Millis } from '../rules/nouns.ts'
import { holdsNothing, liveSample } from '../sample.ts'
import { progressBar } from './bar.ts'
import { openOwnHouse } from './own-house.ts'
import { UsageError } from './usage.ts'

export const command: CliCommand = {
  summary: 'Fills an empty database with three months of a sample company. 用示例公司的三个月数据填充空库。',
  usage: 'seed [--cases N] [--json]',
  options: { cases: { type: 'string' }, json: { type: 'boolean' } },
  async run({ values }) {
    const cases = casesOf(values.cases)
    const config = readConfig()
    if ('problems' in config) throw new WrongSettings(config.problems)
    if (!config.playground)
      throw new UsageError(
        'seed fills the playground, and it is off: set PLAYGROUND=on / 练习场没有打开：请设 PLAYGROUND=on',
      )
    const told = await seed(config, cases, Date.now(), progressBar('cases'))
    const words = `${told.cases} complaints, ${told.open} of them open, in ${databaseName(config.database)}\n共 ${told.cases} 张单，其中 ${told.open} 张未结\n`
    process.stdout.write(values.json === true ? `${JSON.stringify(told)}\n` : words)
    return 0
  },
}

function casesOf(given: unknown): number {
  if (given === undefined) return USUAL_CASES
  const cases = /^\d{1,6}$/.test(String(given)) ? Number(given) : 0
  if (cases < 1 || cases > MOST_CASES)
    throw new UsageError(
      `--cases ${String(given)}: a whole number from 1 to ${MOST_CASES} / 应为 1 到 ${MOST_CASES} 的整数`,
    )
  return cases
}

/** Lives through the three months before `end`. Refuses a database that is in use or holds complaints already. */
export async function seed(
  config: Config,
  cases: number,
  end: Millis,
  progress: (done: number, of: number) => void = () => undefined,
): Promise<Lived> {
  await requireEmpty(config)
  const own = await openOwnHouse({
    config,
    database: config.database,
    ...(config.filesFolder === undefined ? {} : { files: config.filesFolder }),
    wall: () => end,
  })
  try {
    const { store, shelf, clock } = own.house
    return await liveSample({ store, company: shelf.company, clock, wall: () => end }, own.client, cases, progress)
  } finally {
    await own.close()
  }
}

/** Opening it for writing also says, in words, when a server runs on it. A clock that was moved is put right. */
async function requireEmpty({ database }: Config): Promise<void> {
  if (!isPostgres(database) && !existsSync(database)) return
  await requireNobody(database)
  const never = (): string => {
    throw new Error('looking numbers nothing')
  }
  const { store, close } = await openDatabase({ database, numberFor: never, dayOf: never })
  try {
    if (!(await holdsNothing(store)))
      throw new UsageError(
        `${databaseName(database)} holds complaints already: name a new file in DATABASE_URL / 库里已有单据：请在 DATABASE_URL 另写一个新文件`,
      )
    await store.setSetting(OFFSET, '0')
  } finally {
    await close()
  }
}
