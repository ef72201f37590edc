/** `redress seed`: three months of a sample company, lived through by the stand-in people of `play` on a moved clock. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { openSqlite } from '../../data/sqlite/open.ts'
import type { CliCommand } from '../cli.ts'
import type { Config } from '../config.ts'
import { readConfig } from '../config.ts'
import { OFFSET } from '../house-clock.ts'
import type { Chance } from '../rehearsal/chance.ts'
import { chanceOf } from '../rehearsal/chance.ts'
import { play } from '../rehearsal/player.ts'
import type { Row } from '../rehearsal/rows.ts'
import { readRows } from '../rehearsal/rows.ts'
import type { Calendar } from '../rules/calendar.ts'
import { isRefusal, type Millis } from '../rules/nouns.ts'
import { progressBar } from './bar.ts'
import { openOwnHouse } from './own-house.ts'
import { WrongSettings } from './stoppers.ts'
import { UsageError } from './usage.ts'

/** Complaints of people and things that do not exist, written for this. */
const TEXTS = fileURLToPath(new URL('../../data/demo/complaints.jsonl', import.meta.url))

/** How many complaints three months bring when nobody says otherwise, and the most that are asked for at once. */
const USUAL = 120
const MOST = 2_000

const HOUR: Millis = 3_600_000
const MONTHS: Millis = 92 * 24 * HOUR
/** The newest complaints: this share comes in during the last working hours, so that every desk has something on it. */
const NEWEST = { share: 0.25, hours: 30 }

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
        'seed fills the playground, and it is off: set PLAYGROUND=on / 演练场没有打开：请设 PLAYGROUND=on',
      )
    const told = await seed(config, cases, Date.now(), progressBar('cases'))
    const words = `${told.cases} complaints, ${told.open} of them open, in ${config.databaseFile}\n共 ${told.cases} 张单，其中 ${told.open} 张未结\n`
    process.stdout.write(values.json === true ? `${JSON.stringify(told)}\n` : words)
    return 0
  },
}

function casesOf(given: unknown): number {
  if (given === undefined) return USUAL
  const cases = /^\d{1,6}$/.test(String(given)) ? Number(given) : 0
  if (cases < 1 || cases > MOST)
    throw new UsageError(`--cases ${String(given)}: a whole number from 1 to ${MOST} / 应为 1 到 ${MOST} 的整数`)
  return cases
}

/** What a seeding left behind. */
export interface Seeded {
  readonly cases: number
  readonly open: number
}

/** Lives through the three months before `end`. Refuses a database that is in use or holds complaints already. */
export async function seed(
  config: Config,
  cases: number,
  end: Millis,
  progress: (ended: number, of: number) => void = () => undefined,
): Promise<Seeded> {
  await requireEmpty(config)
  const began = end - MONTHS
  const own = await openOwnHouse({
    config,
    file: config.databaseFile,
    files: config.filesFolder,
    wall: () => began,
  })
  try {
    const { company } = own.house.shelf
    const calendar = company.live.calendars[company.current.company.calendar]
    if (!calendar) throw new Error(`no calendar ${company.current.company.calendar}`)
    const { filed, open } = await play({
      client: own.client,
      rows: sample(await readRows(TEXTS, MOST), cases),
      seed: 1,
      arrives: arrivals(cases, began, end, calendar),
      until: end,
      patience: (chance, since) => calendar.addWorking(since, taken(chance)) - since,
      progress: (ended) => progress(ended, cases),
    })
    await own.house.moveTo(end)
    return { cases: filed.length, open: open.size }
  } finally {
    // What was moved was the past: from here on the clock of this database is the real one.
    await own.house.store.setSetting(OFFSET, '0')
    await own.close()
  }
}

/** Working time until somebody sees to a card: mostly the same day, now and then so late that clocks nag. */
function taken(chance: Chance): Millis {
  return Math.round((chance.happens(0.1) ? chance.between(9, 20) : 0.25 + chance.next() * 4) * HOUR)
}

/** The texts over and over, in another order each time. */
function sample(texts: readonly Row[], cases: number): readonly Row[] {
  const shuffled = (round: number): readonly Row[] =>
    texts
      .map((row) => ({ row, at: chanceOf(1, 'order', round, row.line).next() }))
      .sort((a, b) => a.at - b.at)
      .map(({ row }) => row)
  const rounds = Math.ceil(cases / texts.length)
  return Array.from({ length: rounds }, (_, round) => shuffled(round))
    .flat()
    .slice(0, cases)
    .map((row, i) => ({ ...row, line: i + 1 }))
}

/** When each complaint comes in, oldest first: within working time, the newest close together. */
function arrivals(cases: number, began: Millis, end: Millis, calendar: Calendar): (index: number) => Millis {
  const newest = Math.round(cases * NEWEST.share)
  const worked = calendar.workingBetween(began, end)
  const moments = Array.from({ length: cases }, (_, i) => {
    const ago = (i < newest ? NEWEST.hours * HOUR : worked) * chanceOf(1, 'arrival', i).next()
    return calendar.addWorking(end, -Math.round(ago))
  }).sort((a, b) => a - b)
  return (index) => moments[index] ?? end
}

/** Opening it for writing also says, in words, when a server runs on it. A clock that was moved is put right. */
async function requireEmpty({ databaseFile }: Config): Promise<void> {
  if (!existsSync(databaseFile)) return
  const never = (): string => {
    throw new Error('looking numbers nothing')
  }
  const { store, close } = openSqlite({ file: databaseFile, numberFor: never, dayOf: never })
  try {
    const found = await store.list({ limit: 1 })
    if (isRefusal(found) || found.items.length > 0)
      throw new UsageError(
        `${databaseFile} holds complaints already: name a new file in DATABASE_URL / 库里已有单据：请在 DATABASE_URL 另写一个新文件`,
      )
    await store.setSetting(OFFSET, '0')
  } finally {
    await close()
  }
}
