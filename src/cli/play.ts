/** `redress play`: rehearses the company's policy on real complaints, with stand-in people answering the real cards. */
import { makeClient, Unreachable } from '../../adapters/playground/client.ts'
import type { CliCommand } from '../cli.ts'
import type { Config } from '../config.ts'
import { environment, readConfig, WrongSettings } from '../config.ts'
import { readPolicy } from '../policy-shelf.ts'
import { NotFiled } from '../rehearsal/filing.ts'
import type { OutcomeRow } from '../rehearsal/outcome.ts'
import { outcomesOf, summaryOf } from '../rehearsal/outcome.ts'
import { play } from '../rehearsal/player.ts'
import type { Client } from '../rehearsal/port.ts'
import { readRows, WrongRow } from '../rehearsal/rows.ts'
import { progressBar } from './bar.ts'
import { openOwnHouse } from './own-house.ts'
import { UsageError } from './usage.ts'

export const command: CliCommand = {
  summary: 'Rehearses the policy on past complaints: stand-in people answer every card. 用真实投诉演练。',
  usage: 'play --input FILE.jsonl [--limit N] [--seed S] [--database URL] [--url http://… --token T] [--json]',
  options: {
    input: { type: 'string' },
    limit: { type: 'string' },
    seed: { type: 'string' },
    database: { type: 'string' },
    url: { type: 'string', multiple: true },
    token: { type: 'string' },
    json: { type: 'boolean' },
  },
  async run({ values }) {
    const request = requestOf(values)
    const began = performance.now()
    const { config } = request
    const { policy } = readPolicy(config)
    try {
      const rows = await readRows(request.input, request.limit)
      if (rows.length === 0) throw new WrongRow(`${request.input} holds no complaint / 文件里没有投诉`)
      const bar = progressBar('ended')
      const stage = await stageOf(request)
      try {
        const { client } = stage
        const progress = (ended: number): void => bar(ended, rows.length)
        const counters = request.urls.length > 0 ? COUNTERS : 1
        const played = await play({ client, rows, seed: request.seed, counters, progress })
        const found = await outcomesOf(client, policy, played)
        return print(found, values.json === true, (performance.now() - began) / 1000)
      } finally {
        await stage.close()
      }
    } catch (error) {
      if (error instanceof WrongRow) throw new UsageError(error.message)
      if (!(error instanceof NotFiled || error instanceof Unreachable)) throw error
      process.stderr.write(`${error.message}\n`)
      return 1
    }
  },
}

interface Request {
  readonly input: string
  readonly limit: number
  readonly seed: number
  readonly urls: readonly string[]
  readonly token: string
  readonly config: Config
  /** Whether the database of the settings is meant; otherwise one that is thrown away. */
  readonly kept: boolean
}

/** The command line, checked. */
function requestOf(values: Readonly<Record<string, unknown>>): Request {
  const { input, token, database } = values
  const urls = (values.url ?? []) as readonly string[]
  if (typeof input !== 'string') throw new UsageError('--input FILE.jsonl is missing / 请写 --input')
  if (urls.length > 0 && database !== undefined) throw new UsageError('--url and --database exclude each other')
  if (urls.length > 0 && typeof token !== 'string')
    throw new UsageError('--url needs --token: one of API_TOKENS with scope read')
  const wrong = urls.find((url) => !/^https?:\/\//.test(url) || !URL.canParse(url))
  if (wrong !== undefined) throw new UsageError(`--url ${wrong}: write it like http://127.0.0.1:3000`)
  const config = readConfig(typeof database === 'string' ? { ...environment(), DATABASE_URL: database } : environment())
  if ('problems' in config) throw new WrongSettings(config.problems)
  return {
    input,
    limit: wholeNumber('limit', values.limit, Number.MAX_SAFE_INTEGER, 1),
    seed: wholeNumber('seed', values.seed, 1, 0),
    urls: urls.map((url) => url.replace(/\/+$/, '')),
    token: typeof token === 'string' ? token : '',
    config,
    kept: typeof database === 'string',
  }
}

function wholeNumber(name: string, given: unknown, usual: number, least: number): number {
  if (given === undefined) return usual
  if (!/^\d{1,12}$/.test(String(given)) || Number(given) < least)
    throw new UsageError(`--${name} ${String(given)}: a whole number, at least ${least} / 应为不小于 ${least} 的整数`)
  return Number(given)
}

/** Complaints filed at once in playgrounds that run already. */
const COUNTERS = 8

/** A Monday morning in an ordinary week: the same for every play, so that plays can be compared. */
const START = Date.parse('2026-03-02T09:00:00+08:00')

/**
 * The playgrounds that are played in: those named, or a house of our own. On a throw-away database its real time stands
 * still, so that a play can be repeated exactly.
 */
async function stageOf({ urls, token, config, kept }: Request): Promise<{ client: Client; close(): Promise<void> }> {
  if (urls.length > 0) return { client: makeClient(urls, token), close: async () => undefined }
  return openOwnHouse({ config, ...(kept ? { database: config.database } : { wall: () => START }) })
}

function print(rows: readonly OutcomeRow[], json: boolean, seconds: number): number {
  const summary = summaryOf(rows, seconds)
  const lines = json
    ? [...rows, { summary }].map((one) => JSON.stringify(one))
    : [
        ...rows.map(lineOf),
        '',
        ...Object.entries(summary).map(([name, value]) => `${name.padEnd(10)} ${JSON.stringify(value)}`),
      ]
  process.stdout.write(`${lines.join('\n')}\n`)
  return summary.stuck === 0 ? 0 : 1
}

function lineOf(row: OutcomeRow): string {
  const amount = row.amount ? `${row.amount.minor / 100} ${row.amount.currency}` : '-'
  return [
    row.number,
    row.grade.padEnd(2),
    row.level,
    (row.tier ?? '-').padEnd(10),
    amount.padStart(14),
    (row.outcome ?? row.stage).padEnd(15),
    row.stuck ?? '',
  ].join('  ')
}
