/** bolt's App with our listeners: one for each kind of thing Slack sends; each acknowledges, whatever happens. */
import { App, type Receiver } from '@slack/bolt'
import type { PlatformParts } from '../../src/ports.ts'
import type { WhoAmI } from './identity.ts'
import { quietLogger } from './quiet-logger.ts'
import type { SlackSettings } from './settings.ts'

/** Acknowledges a request; what is given becomes the answer's body. */
export type Ack = (said?: unknown) => Promise<void>
/** A signed payload, not looked into yet. */
export type Payload = Readonly<Record<string, unknown>>
export type Handle = (payload: Payload, ack: Ack) => Promise<void>

/** What is done with each kind of request. */
export interface Handlers {
  readonly command: Handle
  readonly action: Handle
  readonly submission: Handle
  readonly shortcut: Handle
  readonly suggestion: Handle
  readonly event: Handle
}

export interface ListenParts extends Pick<PlatformParts, 'log'> {
  readonly settings: SlackSettings
  readonly who: WhoAmI
  readonly receiver: Receiver
}

/** Matches every id: what is not ours is acknowledged and left alone. */
const ANY = /[\s\S]*/

/** An App that listens. It never asks Slack who it is: with Slack down, requests must still be acknowledged. */
export function listen(parts: ListenParts, handlers: Handlers): App {
  const { settings, who, receiver, log } = parts
  const app = new App({
    receiver,
    authorize: async () => {
      const { botId = 'unknown', botUserId = 'unknown', teamId = 'unknown' } = who.known() ?? {}
      return { botToken: settings.botToken, botId, botUserId, teamId }
    },
    clientOptions: { slackApiUrl: settings.apiUrl },
    convoStore: false,
    tokenVerificationEnabled: false,
    logger: quietLogger(log),
  })
  const through = (handle: Handle) => async (args: { readonly body: unknown; readonly ack?: unknown }) => {
    const ack = typeof args.ack === 'function' ? (args.ack as Ack) : async () => {}
    await handle(args.body as Payload, ack)
  }
  app.command(ANY, through(handlers.command))
  app.action(ANY, through(handlers.action))
  app.view({ callback_id: ANY, type: 'view_submission' }, through(handlers.submission))
  app.view({ callback_id: ANY, type: 'view_closed' }, ({ ack }) => ack())
  app.shortcut(ANY, through(handlers.shortcut))
  app.options(ANY, through(handlers.suggestion))
  app.event(ANY, through(handlers.event))
  app.error(async (err: unknown) => log.error({ err }, 'a listener failed'))
  return app
}
