/**
 * The two doors to the Web API. Whoever waits for a modal goes through `interactive`, deliveries through `outbox`: one
 * 429 pauses a whole WebClient, and a reminder must not hold up somebody's click (platforms/slack.md section 4).
 */
import { webApi } from '@slack/bolt'
import type { AdapterLog, AdapterMeter } from '../../src/ports.ts'
import { isSetup, troubleOf } from './errors.ts'
import { quietLogger } from './quiet-logger.ts'
import { NAME, PATIENCE, type SlackSettings } from './settings.ts'

/** Calls a method of the Web API and gives its answer; throws what `troubleOf` reads. */
export type Call = <T = Readonly<Record<string, unknown>>>(
  method: string,
  args?: Readonly<Record<string, unknown>>,
) => Promise<T>

export interface SlackApi {
  readonly interactive: Call
  readonly outbox: Call
}

export interface ApiParts {
  readonly log: AdapterLog
  readonly meter: AdapterMeter
  /** Somebody has to set the app right. `needed` names a missing scope. */
  setup(code: string, needed: string | undefined): void
}

/** Opens both doors. Neither retries: the outbox owns retries, and whoever waits clicks again. */
export function makeApi({ botToken, apiUrl }: SlackSettings, parts: ApiParts): SlackApi {
  const open = (timeout: number): Call => {
    const client = new webApi.WebClient(botToken, {
      slackApiUrl: apiUrl,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      timeout,
      logger: quietLogger(parts.log),
    })
    return metered((method, args) => client.apiCall(method, { ...args }), parts)
  }
  return { interactive: open(PATIENCE.interactive), outbox: open(PATIENCE.outbox) }
}

function metered(call: (method: string, args: object) => Promise<unknown>, { meter, setup }: ApiParts): Call {
  return async <T>(method: string, args: Readonly<Record<string, unknown>> = {}): Promise<T> => {
    try {
      const answer = await call(method, args)
      meter.count(NAME, 'api_calls', { method, result: 'ok' })
      return answer as T
    } catch (error) {
      const trouble = troubleOf(error)
      meter.count(NAME, 'api_calls', { method, result: trouble.is })
      if (isSetup(trouble)) setup(trouble.code, trouble.needed)
      throw error
    }
  }
}
