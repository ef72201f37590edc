/** DingTalk (钉钉): the whole platform behind the house's port, on the real stream client. docs/dingtalk.md sets it up. */
import type { Hono } from 'hono'
import type { ChatAdapter, PlatformParts } from '../../src/ports.ts'
import { addressOf } from './address.ts'
import { makeApi } from './api.ts'
import { makeCardCalls } from './card-calls.ts'
import { makeClicking } from './click.ts'
import { makeContacts } from './contacts.ts'
import { doctor } from './doctor.ts'
import { makeDownloads } from './downloads.ts'
import { makeEvidence } from './evidence.ts'
import { makeFormSessions } from './form-session.ts'
import { makeHeard } from './heard.ts'
import { makeLadder } from './ladder.ts'
import { makeLedger } from './ledger.ts'
import { makeMessages } from './messages.ts'
import { makeNags } from './nags.ts'
import { makeQuota } from './quota.ts'
import { makeReceiving } from './receive.ts'
import { makeReplies } from './reply.ts'
import { makeRides } from './rides.ts'
import { makeRobotMessages } from './robot-messages.ts'
import { makeRooms } from './rooms.ts'
import { makeSends } from './send.ts'
import { abilitiesOf, type DingtalkSettings, NAME, type Tuning, USUAL } from './settings.ts'
import { makeSignIn } from './sign-in.ts'
import { makeSoleStream } from './sole-stream.ts'
import { makeStream } from './supervisor.ts'
import { makeWebhooks } from './webhooks.ts'
import { WORDS } from './words.ts'

export type { DingtalkSettings, Tuning } from './settings.ts'

/** The platform. Nothing is sent or listened to before `start`. */
export function makeDingtalk(
  settings: DingtalkSettings,
  parts: PlatformParts,
  tuning: Tuning = USUAL,
): ChatAdapter<Hono> {
  const quota = makeQuota(parts, tuning.month)
  const api = makeApi(settings, parts, quota, tuning)
  const { cardTemplateId } = settings
  const cards = cardTemplateId === undefined ? undefined : makeCardCalls(api, settings, cardTemplateId, parts.wall)
  const robot = makeRobotMessages(api, settings.robotCode)
  const { memory, log, meter, wall } = parts
  const nags = makeNags({ memory, log, meter, wall, replica: parts.replica, robot, quota, tuning })
  const ledger = makeLedger(parts)
  const rides = makeRides()
  const webhooks = makeWebhooks(settings, parts, tuning)
  const sessions = makeFormSessions(parts)
  const evidence = makeEvidence(parts)
  const replies = makeReplies({ parts, cards, sessions, robot, webhooks })
  const contacts = makeContacts(api, wall)
  const ladder = makeLadder({ api, cards, contacts, settings, quota, parts })
  const messages = makeMessages({ robot, nags, ladder, ledger, quota, webhooks })
  const downloads = makeDownloads(api, settings, parts.files)
  const heard = makeHeard(parts)
  const receiving = makeReceiving({
    ...{ parts, settings, tuning, quota, replies, webhooks, downloads, evidence, sessions, cards },
  })
  const clicking = makeClicking({ parts, settings, tuning, quota, sessions, cards, rides, replies, evidence })
  const stream = makeSoleStream(parts.sole, () =>
    makeStream({
      settings,
      tuning,
      log,
      meter,
      robot: (frame, answering) => {
        heard.note()
        return receiving(frame, answering)
      },
      card: (frame, answering) => {
        heard.note()
        return clicking(frame, answering)
      },
      event: (frame) => contacts.hear(frame.headers.eventType ?? '', frame.data),
      refused: () => parts.tellOperator('credentials', WORDS.badCredentials),
    }),
  )
  return {
    name: NAME,
    abilities: abilitiesOf(settings),
    address: (place) => addressOf(place, parts.directory()),
    sendMessage: messages.sendMessage,
    ...makeSends({ parts, cards, messages, ladder, quota, rides, webhooks, contacts }),
    rooms: makeRooms({ api, cards, settings, parts, quota }),
    accounts: contacts.accounts,
    group: contacts.group,
    signIn: makeSignIn(settings, contacts),
    doctor: () => doctor({ settings, parts, api, quota, contacts, stream, heard }),
    async start() {
      await Promise.all([quota.open(), ledger.open(), nags.open(), ladder.open()])
      await stream.start()
    },
    async stop() {
      await stream.stop()
      nags.close()
      await quota.close()
    },
    unready: () => {
      const why = stream.unready()
      return why === undefined ? undefined : `${NAME}: ${why}`
    },
  }
}
