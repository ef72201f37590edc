#!/usr/bin/env node
/** `redress <command>`: finds the command, and turns whatever stops it into words and an exit status. */
import type { ParseArgsOptionsConfig } from 'node:util'
import { parseArgs } from 'node:util'
import { UsageError } from './cli/usage.ts'

/** A command of the command line. Resolves to the exit status. */
export interface CliCommand {
  /** One line for `redress help`. */
  readonly summary: string
  readonly usage: string
  readonly options: ParseArgsOptionsConfig
  run(args: {
    readonly positionals: readonly string[]
    readonly values: Readonly<Record<string, unknown>>
  }): Promise<number>
}

/** Loaded only when asked for, so that `redress case` does not load a server. */
const COMMANDS: Readonly<Record<string, () => Promise<{ readonly command: CliCommand }>>> = {
  start: () => import('./cli/start.ts'),
  seed: () => import('./cli/seed.ts'),
  case: () => import('./cli/case.ts'),
  policy: () => import('./cli/policy.ts'),
  doctor: () => import('./cli/doctor.ts'),
  play: () => import('./cli/play.ts'),
  audit: () => import('./cli/audit.ts'),
  replay: () => import('./cli/replay.ts'),
  backup: () => import('./cli/backup.ts'),
  restore: () => import('./cli/restore.ts'),
  'migrate-store': () => import('./cli/migrate-store.ts'),
  export: () => import('./cli/export.ts'),
  promises: () => import('./cli/promises.ts'),
  migrate: () => import('./cli/migrate.ts'),
}

async function main(argv: readonly string[]): Promise<number> {
  const [name = 'help', ...rest] = argv
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (!load) {
    await help(name)
    return name === 'help' || name === '--help' ? 0 : 2
  }
  const { command } = await load()
  if (rest.includes('--help')) {
    process.stdout.write(`${command.summary}\n\n  redress ${command.usage}\n`)
    return 0
  }
  try {
    const { values, positionals } = parse(command, rest)
    return await command.run({ values, positionals })
  } catch (error) {
    return explain(error, command)
  }
}

function parse(command: CliCommand, args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: command.options, allowPositionals: true, strict: true })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

async function help(asked: string): Promise<void> {
  const lines = await Promise.all(
    Object.values(COMMANDS).map(async (load) => {
      const { command } = await load()
      return `  redress ${command.usage}\n      ${command.summary}`
    }),
  )
  const unknown =
    asked === 'help' || asked === '--help' ? '' : `There is no command ${JSON.stringify(asked)}. 没有这个命令。\n\n`
  process.stdout.write(`${unknown}${lines.join('\n')}\n`)
}

/** An expected problem in words, exit 2 (usage) or 1; anything else is a fault and keeps its stack. */
async function explain(error: unknown, command: CliCommand): Promise<number> {
  if (error instanceof UsageError) {
    process.stderr.write(`${error.message}\n  redress ${command.usage}\n`)
    return 2
  }
  const words = await (await import('./cli/stoppers.ts')).wordsFor(error)
  if (words === undefined) throw error
  process.stderr.write(`${words}\n`)
  return 1
}

process.exitCode = await main(process.argv.slice(2))
