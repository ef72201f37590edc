/**
 * Socket Mode, for those without a public address. Each connection is bolt's own receiver; holding one open is ours: its
 * built-in reconnecting ends the process when Slack cannot be reached (an unhandled rejection).
 */
import { type App, SocketModeReceiver } from '@slack/bolt'
import type { AdapterLog, AdapterMeter } from '../../src/ports.ts'
import type { Millis } from '../../src/rules/nouns.ts'
import { troubleOf } from './errors.ts'
import { quietLogger } from './quiet-logger.ts'
import { NAME, PATIENCE, type SlackSettings } from './settings.ts'

/** Waits between tries: doubling, at most a minute. */
const WAIT = { first: 500, longest: 60_000 } as const

export interface Socket {
  /** Begins to connect, and keeps connected until `stop`. */
  start(): void
  stop(): Promise<void>
  connected(): boolean
}

export interface SocketParts {
  readonly settings: SlackSettings & { readonly appToken: string }
  readonly app: App
  readonly log: AdapterLog
  readonly meter: AdapterMeter
  heard(kind: string): void
}

/** A socket that is not open yet. */
export function makeSocket(parts: SocketParts): Socket {
  const { log, meter } = parts
  let stopped = false
  let current: SocketModeReceiver | undefined
  let running: Promise<void> | undefined
  let open = false
  const nap = makeNap()

  async function keepOpen(): Promise<void> {
    let wait: Millis = WAIT.first
    while (!stopped) {
      const receiver = receiverOf(parts)
      current = receiver
      const closed = new Promise<void>((resolve) => receiver.client.once('disconnected', () => resolve()))
      try {
        await receiver.start()
        open = true
        meter.gauge(NAME, 'socket_open', 1)
        wait = WAIT.first
        await closed
      } catch (error) {
        const trouble = troubleOf(error)
        log.warn({ code: 'code' in trouble ? trouble.code : trouble.is }, 'Socket Mode does not connect')
        await nap.sleep(wait)
        wait = Math.min(WAIT.longest, wait * 2)
      }
      open = false
      meter.gauge(NAME, 'socket_open', 0)
    }
  }

  return {
    connected: () => open,
    start() {
      running ??= keepOpen()
    },
    async stop() {
      stopped = true
      nap.wake()
      await current?.stop()
      await Promise.race([running, new Promise((resolve) => setTimeout(resolve, 1_000).unref())])
    },
  }
}

function receiverOf({ settings, app, log, heard }: SocketParts): SocketModeReceiver {
  const receiver = new SocketModeReceiver({
    appToken: settings.appToken,
    autoReconnectEnabled: false,
    logger: quietLogger(log),
    installerOptions: {
      clientOptions: {
        slackApiUrl: settings.apiUrl,
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
        timeout: PATIENCE.outbox,
      },
    },
    customPropertiesExtractor: (args: { readonly type?: string }) => {
      heard(args.type ?? 'event')
      return {}
    },
    processEventErrorHandler: async () => true,
  })
  receiver.init(app)
  return receiver
}

/** A sleep that can be cut short. */
function makeNap() {
  let wake = (): void => {}
  return {
    sleep: (ms: Millis) =>
      new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      }),
    wake: () => wake(),
  }
}
