/**
 * What Redress says to its operator: JSON lines on stderr, with case numbers, codes and ids, never with what people wrote
 * or who the customer is. A field that is not known to be harmless is withheld, whoever logs it.
 */
import {
  type Bindings,
  type ChildLoggerOptions,
  type DestinationStream,
  destination,
  type Logger,
  pino,
  stdTimeFunctions,
} from 'pino'
import type { LogLevel } from './setting-forms.ts'

export type Log = Logger

/** Fields that may hold plain values; a value that looks like personal data is blotted out all the same. */
const HARMLESS: ReadonlySet<string> = new Set([
  ...['caseNumber', 'number', 'id', 'key', 'timer', 'position', 'stage', 'step', 'verb', 'do', 'via', 'kind', 'policy'],
  ...['person', 'service', 'team', 'channel', 'lane', 'platform', 'code', 'field', 'is', 'outcome', 'why', 'state'],
  ...['attempt', 'attempts', 'count', 'cases', 'open', 'timers', 'outbox', 'givenUp', 'ms', 'at', 'next', 'year'],
  ...['host', 'port', 'url', 'method', 'route', 'status', 'version', 'node', 'pid', 'file', 'name', 'names'],
  ...['error', 'module', 'type', 'api', 'failed', 'cause', 'signal'],
])

const WITHHELD = '[withheld]'

/** E-mail addresses; long runs of digits (phones, cards, ids) that are not part of a case number or a word. */
const PERSONAL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w.-])\+?\d(?:[ -]?\d){6,}(?![\w.-])/g

/** A string fit for a log line: on one line, at most 300 characters, without what looks like personal data. */
export function blot(text: string): string {
  return text.slice(0, 300).replace(/\s+/g, ' ').replace(PERSONAL, WITHHELD)
}

/**
 * What may be logged of an error: its kind, its code and where it was thrown. Its message is left out, since messages
 * quote what people wrote (a JSON error quotes the body, a database error the row).
 */
export function bareError(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { type: typeof error }
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  const code = 'code' in error && typeof error.code === 'string' ? { code: blot(error.code) } : {}
  const cause = error.cause === undefined ? {} : { cause: bareError(error.cause) }
  return { type: error.name, ...code, stack: frames.slice(0, 10).map((line) => line.trim()), ...cause }
}

function harmless(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, shown(name, value)]))
}

function shown(name: string, value: unknown): unknown {
  if (name === 'err') return value instanceof Error ? bareError(value) : value
  if (name === 'at' && Array.isArray(value)) return value.map((frame) => blot(String(frame)))
  if (!HARMLESS.has(name)) return WITHHELD
  // A reason is often what a platform said, and a platform names people.
  if (name === 'why' && typeof value === 'string') return blot(value.replace(/[^\x20-\x7e]+/g, '…'))
  if (typeof value === 'string') return blot(value)
  if (Array.isArray(value)) return value.map((one) => shown(name, one))
  return typeof value === 'object' && value !== null ? WITHHELD : value
}

/** The log of this process. Levels below `logLevel` are dropped. `to` is stderr unless a test wants the lines. */
export function makeLog(settings: { readonly logLevel: LogLevel }, to?: DestinationStream): Log {
  const log = pino(
    {
      level: settings.logLevel,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      redact: { paths: ['secret', 'token', 'password', 'authorization', '*.secret', '*.token'], censor: WITHHELD },
      serializers: { err: (error: unknown) => (error instanceof Error ? bareError(error) : error) },
      formatters: { level: (label) => ({ level: label }), log: harmless },
      hooks: {
        // pino would make the message of a bare error the message of the line.
        logMethod(args, method) {
          const [first, second] = args as unknown[]
          if (first instanceof Error)
            method.call(this, { err: first }, typeof second === 'string' ? second : first.name)
          else method.apply(this, args)
        },
      },
    },
    // Written at once: the line before a crash is the one that is needed.
    to ?? destination({ fd: 2, sync: true }),
  )
  return guardChildren(log)
}

/** pino's own formatter does not see what a child is bound to; children of children inherit this guard. */
function guardChildren(log: Log): Log {
  const { child } = log
  const guarded = function (this: Log, bindings: Bindings, options?: ChildLoggerOptions): Log {
    return Reflect.apply(child, this, [harmless(bindings), options])
  }
  return Object.assign(log, { child: guarded })
}
