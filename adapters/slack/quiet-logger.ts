/** The libraries' own log lines quote bodies, names and errors: only that there was one reaches our log. */
import type { Logger } from '@slack/bolt'
import { LogLevel } from '@slack/bolt'
import type { AdapterLog } from '../../src/ports.ts'

/** A logger for bolt and its clients that says nothing anybody wrote. */
export function quietLogger(log: AdapterLog): Logger {
  return {
    debug: () => {},
    info: () => {},
    warn: () => {},
    error: () => log.warn({ platform: 'slack' }, 'the Slack library reported an error'),
    setLevel: () => {},
    getLevel: () => LogLevel.ERROR,
    setName: () => {},
  }
}
