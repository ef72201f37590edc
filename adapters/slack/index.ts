/** Slack: bolt's App behind a receiver of our own, over HTTP and, where an app token is set, Socket Mode. */
import type { Hono } from 'hono'
import type { ChatAdapter, PlatformParts } from '../../src/ports.ts'
import { isStandIn } from './addresses.ts'
import { makeAnswers } from './answer.ts'
import { makeApi } from './api.ts'
import { makeAccounts } from './directory.ts'
import { examine } from './doctor.ts'
import { onEvent } from './events.ts'
import { makeFetchFile } from './files-in.ts'
import type { Front } from './front.ts'
import { onCommand, onShortcut } from './hear-words.ts'
import { makeHomes } from './home.ts'
import { makeWhoAmI } from './identity.ts'
import { watchInteractions } from './interactions.ts'
import { type Handlers, listen } from './listen.ts'
import { makeModals } from './modals.ts'
import { addressOf, callerOf } from './people.ts'
import { makePresence } from './presence.ts'
import { onAction } from './press.ts'
import { makeReceiver } from './receiver.ts'
import { makeRooms } from './rooms.ts'
import { makeSends } from './send.ts'
import { ABILITIES, NAME, type SlackSettings } from './settings.ts'
import { makeSocket } from './socket.ts'
import { onSubmission } from './submit.ts'
import { onSuggestion } from './suggest.ts'
import { unfurl } from './unfurl.ts'

export type { SlackSettings } from './settings.ts'

/** The platform. Nothing is asked of Slack before `start`, and nothing `start` does waits for Slack. */
export function makeSlack(settings: SlackSettings, parts: PlatformParts): ChatAdapter<Hono> {
  const { log, meter, wall, memory } = parts
  const api = makeApi(settings, { log, meter, setup: (code, needed) => presence.trouble(code, needed) })
  const who = makeWhoAmI(api.outbox, memory)
  const presence = makePresence({ who, log, tellOperator: parts.tellOperator })
  const interactions = watchInteractions(parts)
  const answers = makeAnswers({ call: api.interactive, apiUrl: settings.apiUrl, log })
  const accounts = makeAccounts({ call: api.outbox, wall })
  const front: Front = {
    parts,
    call: api.interactive,
    answers,
    modals: makeModals({ call: api.interactive, answers, log }),
    fetchFile: makeFetchFile({ settings, call: api.interactive, files: parts.files, log }),
    // A stand-in has no other workspaces.
    caller: (account) => callerOf(parts, account, isStandIn(settings.apiUrl) ? undefined : who.known()?.teamId),
  }
  const homes = makeHomes({ ...parts, api, caller: (user) => front.caller({ user }) })
  const handlers: Handlers = {
    command: onCommand(front),
    action: onAction(front, homes.changed),
    submission: onSubmission(front),
    shortcut: onShortcut(front),
    suggestion: onSuggestion(front),
    event: onEvent({
      front,
      homeOpened: homes.opened,
      shared: (payload) => unfurl(front, api.outbox, payload),
      changed: accounts.forget,
    }),
  }
  const receiver = makeReceiver({
    ...{ signingSecret: settings.signingSecret, wall, meter, log, heard: interactions.heard },
    direct: { block_actions: handlers.action },
  })
  const app = listen({ settings, who, receiver, log }, handlers)
  const { appToken } = settings
  const socket =
    appToken === undefined
      ? undefined
      : makeSocket({ settings: { ...settings, appToken }, app, log, meter, heard: interactions.heard })
  return {
    name: NAME,
    abilities: ABILITIES,
    address: (place) => addressOf(place, parts.directory()),
    ...makeSends({
      accountOf: (person) => parts.directory().people[person]?.accounts[NAME],
      call: api.outbox,
      root: parts.root,
      log,
      meter,
      wall,
      posted: (to, buttons) => {
        interactions.posted(buttons)
        homes.changed(to)
      },
    }),
    rooms: makeRooms({ call: api.outbox, memory }),
    accounts: accounts.accounts,
    group: accounts.group,
    doctor: () =>
      examine({ ...parts, settings, interactions, call: api.outbox, accounts: accounts.accounts, ask: who.ask }),
    routes: receiver.routes,
    webhooks: [receiver.webhook],
    unready: presence.unready,
    async start() {
      await who.recall()
      await interactions.start()
      presence.start()
      socket?.start()
    },
    async stop() {
      interactions.stop()
      presence.stop()
      homes.stop()
      await socket?.stop()
    },
  }
}
