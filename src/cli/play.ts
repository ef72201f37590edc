/** `redress play`: rehearses the company's policy on real complaints, with stand-in people answering the real cards. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CliCommand } from '../cli.ts'
import type { Config } from '../config.ts'
import { readConfig } from '../config.ts'
import { makeLog } from '../log.ts'
import { openHouse } from '../main.ts'
import { readPolicy } from '../policy-shelf.ts'
import type { Client } from '../rehearsal/client.ts'
import { makeClient } from '../rehearsal/client.ts'
import type { OutcomeRow } from '../rehearsal/outcome.ts'
import { outcomeOf, summaryOf } from '../rehearsal/outcome.ts'
import type { Played } from '../rehearsal/player.ts'
import { play } from '../rehearsal/player.ts'
import { readRows, WrongRow } from '../rehearsal/rows.ts'
import { WrongSettings } from './stoppers.ts'
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
    const { input, token } = values
    const urls = (values.url ?? []) as readonly string[]
    if (typeof input !== 'string') throw new UsageError('--input FILE.jsonl is missing / 请写 --input')
    if (urls.length > 0 && values.database !== undefined)
      throw new UsageError('--url and --database exclude each other')
    if (urls.length > 0 && typeof token !== 'string')
      throw new UsageError('--url needs --token: one of API_TOKENS with scope read')
    const limit = wholeNumber('limit', values.limit, Number.MAX_SAFE_INTEGER)
    const seed = wholeNumber('seed', values.seed, 1)
    const rows = await readRows(input, limit).catch((error: unknown) => {
      throw error instanceof WrongRow ? new UsageError(error.message) : error
    })
    const config = configOf()
    const { policy } = readPolicy(config)
    const began = performance.now()
    const stage = urls.length > 0 ? remote(urls, String(token)) : await local(config, values.database)
    try {
      const played = await play({ client: stage.client, rows, seed, progress: bar(rows.length) })
      return await report(stage.client, policy, played, values.json === true, (performance.now() - began) / 1000)
    } finally {
      await stage.close()
    }
  },
}

function wholeNumber(name: string, given: unknown, usual: number): number {
  if (given === undefined) return usual
  if (!/^\d{1,12}$/.test(String(given)))
    throw new UsageError(`--${name} ${String(given)}: must be a whole number / 应为整数`)
  return Number(given)
}

function configOf(): Config {
  const config = readConfig()
  if ('problems' in config) throw new WrongSettings(config.problems)
  return config
}

interface Stage {
  readonly client: Client
  close(): Promise<void>
}

function remote(urls: readonly string[], token: string): Stage {
  return {
    client: makeClient(
      urls.map((url) => url.replace(/\/+$/, '')),
      token,
    ),
    close: async () => undefined,
  }
}

/** A house of our own, on a throw-away database unless one is named. Its real clock stands still, so that a play can be repeated. */
async function local(config: Config, database: unknown): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'redress-play-'))
  const token = randomBytes(24).toString('base64url')
  const name = Object.keys(readPolicy(config).live.services)[0] ?? 'play'
  const file = typeof database === 'string' ? database.replace(/^file:/, '') : join(folder, 'play.db')
  const began = START
  const house = await openHouse(
    {
      ...config,
      host: '127.0.0.1',
      port: 0,
      databaseFile: file,
      filesFolder: join(folder, 'files'),
      playground: true,
      apiTokens: [{ name, secret: token, scopes: ['read'] }],
    },
    { log: makeLog({ logLevel: 'error' }), ...(typeof database === 'string' ? {} : { wall: () => began }) },
  )
  const { url } = await house.start()
  return {
    client: makeClient([url], token),
    async close() {
      await house.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A Monday morning in an ordinary week: the same day for every play, so that plays can be compared. */
const START = Date.parse('2026-03-02T09:00:00+08:00')

async function report(
  client: Client,
  policy: Parameters<typeof outcomeOf>[1],
  played: Played,
  json: boolean,
  seconds: number,
): Promise<number> {
  const rows: OutcomeRow[] = []
  for (const filed of played.filed) rows.push(await outcomeOf(client, policy, filed, played.stuck.get(filed.number)))
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
  const amount = row.amount ? `${(row.amount.minor / 100).toFixed(2)} ${row.amount.currency}` : '-'
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

/** A progress bar, where somebody looks. */
function bar(total: number): (ended: number) => void {
  if (!process.stderr.isTTY) return () => undefined
  return (ended) => {
    const full = Math.round((ended / Math.max(1, total)) * 30)
    process.stderr.write(
      `\r${'█'.repeat(full)}${'░'.repeat(30 - full)} ${ended}/${total}${ended === total ? '\n' : ''}`,
    )
  }
}
