/** What the process itself and its libraries would print goes through the log, so that it says nothing personal either. */
import { bareError, type Log } from './log.ts'

const LEVELS = { error: 'error', warn: 'warn', info: 'debug', log: 'debug', debug: 'debug', trace: 'debug' } as const

/**
 * Libraries print errors with `console`, messages and all: those quote what people wrote. Their errors are logged bare,
 * their other words are withheld; where they were printed is told.
 */
export function quietConsole(log: Log, on: Pick<Console, keyof typeof LEVELS> = console): void {
  for (const [name, level] of Object.entries(LEVELS) as [keyof typeof LEVELS, 'error' | 'warn' | 'debug'][]) {
    on[name] = (...said: unknown[]) => {
      const found = said.find((one) => one instanceof Error)
      // Where it was printed, without these two frames.
      const at = (bareError(new Error()).stack as readonly string[] | undefined)?.slice(1, 4) ?? []
      log[level](found === undefined ? { at, count: said.length } : { err: found, at }, 'a library printed something')
    }
  }
}

/**
 * A fault that nobody caught ends the process with status 1 and a line in the log. Nothing is lost by that: what was
 * acknowledged is on the disk. Whatever starts the process starts it again.
 */
export function lastWords(
  log: Log,
  on: Pick<NodeJS.Process, 'on'> = process,
  exit: (status: number) => void = process.exit,
): void {
  on.on('uncaughtException', (err) => {
    log.fatal({ err: err instanceof Error ? err : undefined, type: typeof err }, 'a fault that nobody caught')
    exit(1)
  })
}
