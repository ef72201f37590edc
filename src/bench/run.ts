/**
 * `npm run bench`: measures the product and, turn by turn in the same run, what it is compared with. What counts are the
 * ratios: the machine's mood is the same for both sides.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Effort, Finding, Measurement } from './figures.ts'
import { asText, machine, rewritten } from './report.ts'

/** By name, in the order in which they are run; each is loaded when its turn comes. */
export const MEASUREMENTS: Readonly<Record<string, () => Promise<Measurement>>> = {
  commands: () => import('./commands.ts'),
  cases: () => import('./whole-cases.ts'),
  tick: () => import('./idle-tick.ts'),
  playground: () => import('./open-playground.ts'),
  start: () => import('./start-up.ts'),
  restart: () => import('./restart.ts'),
  slack: () => import('./slack.ts'),
  reminders: () => import('./reminders.ts'),
  updates: () => import('./ten-changes.ts'),
  precedents: () => import('./precedents.ts'),
  postgres: () => import('./postgres.ts'),
  steps: () => import('./steps.ts'),
  approvers: () => import('./approvers.ts'),
  calendars: () => import('./calendars.ts'),
}

const PAGE = fileURLToPath(new URL('../../docs/benchmarks.md', import.meta.url))

const USAGE = `npm run bench -- [--only ${Object.keys(MEASUREMENTS).join('|')}] [--rounds N] [--quick] [--json] [--write]
  --only     this measurement (may be repeated)
  --rounds   how often each side is measured, 5 when absent
  --quick    small sizes, to see that it works; such figures mean nothing
  --json     prints everything that was measured
  --write    puts the figures into docs/benchmarks.md; only of a whole run`

interface Wanted extends Effort {
  readonly names: readonly string[]
  readonly json: boolean
  readonly write: boolean
}

/** The command line, checked; words about what is wrong with it instead. */
export function wanted(args: readonly string[]): Wanted | string {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean', default: false } as const
  const options = { only: { ...text, multiple: true }, rounds: text, quick: flag, json: flag, write: flag } as const
  try {
    const { values } = parseArgs({ args: [...args], options, strict: true })
    const names = values.only ?? Object.keys(MEASUREMENTS)
    const stranger = names.find((name) => !Object.hasOwn(MEASUREMENTS, name))
    if (stranger !== undefined) return `--only ${stranger}: there is no such measurement\n${USAGE}`
    const rounds = values.rounds ?? (values.quick ? '1' : '5')
    if (!/^[1-9]\d?$/.test(rounds)) return `--rounds ${rounds}: 1 to 99\n${USAGE}`
    const { quick, json, write } = values
    if (write && (quick || values.only !== undefined))
      return `--write takes a whole run, without --quick and --only\n${USAGE}`
    return { names, rounds: Number(rounds), quick, json, write }
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n${USAGE}`
  }
}

async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    process.stdout.write(`${USAGE}\n`)
    return 0
  }
  const asked = wanted(args)
  if (typeof asked === 'string') {
    process.stderr.write(`${asked}\n`)
    return 2
  }
  const began = performance.now()
  const findings: Finding[] = []
  if (!asked.json) process.stdout.write(`${machine()}\n`)
  for (const name of asked.names) {
    const finding = await (await MEASUREMENTS[name]?.())?.measure(asked)
    if (finding === undefined) continue
    findings.push(finding)
    process.stdout.write(asked.json ? `${JSON.stringify({ name, ...finding })}\n` : `\n${asText(finding)}\n`)
  }
  const seconds = (performance.now() - began) / 1000
  if (!asked.json) process.stdout.write(`\n${Math.round(seconds)} s\n`)
  const command = ['npm run bench', ...(args.length === 0 ? [] : ['--', ...args])].join(' ')
  if (asked.write)
    writeFileSync(PAGE, rewritten(readFileSync(PAGE, 'utf8'), findings, { command, at: new Date(), seconds }))
  return 0
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2))
