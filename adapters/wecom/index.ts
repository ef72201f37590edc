/** WeCom (企业微信) as a self-built app: encrypted callbacks come in, message/send goes out, forms are pages. */
import { createHash } from 'node:crypto'
import type { Hono } from 'hono'
import type { ChatAdapter, PlatformParts, Sole } from '../../src/ports.ts'
import { addressOf } from './address.ts'
import { type Api, makeApi } from './api.ts'
import { makeAttempts } from './attempts.ts'
import { callbackRoutes } from './callback.ts'
import { makeClicks } from './clicks.ts'
import { accountsOf, groupOf } from './directory.ts'
import { examine } from './doctor.ts'
import { listOf, makeEstate } from './estate.ts'
import type { WecomEvent } from './events.ts'
import { makeHeld } from './held.ts'
import { type Inbox, makeInbox } from './inbox.ts'
import { createMenu, menuOf } from './menu.ts'
import { makeQuota } from './quota.ts'
import { apologise, type ReceiveParts, receive, receiveMention } from './receive.ts'
import { makeRobot, type Robot } from './robot.ts'
import { makeRooms } from './rooms.ts'
import { makeSends } from './send.ts'
import { ABILITIES, NAME, type WecomSettings } from './settings.ts'
import { makeSignIn } from './signin.ts'
import { makeTaskIds } from './task-ids.ts'
import { checkKey } from './verify.ts'
import { GIVEN_UP, WRONG, wrongOther } from './words.ts'

export type { WecomSettings } from './settings.ts'

/** The platform. Throws at once when the callback key cannot be one. */
export function makeWecom(settings: WecomSettings, parts: PlatformParts): ChatAdapter<Hono> {
  checkKey(settings.encodingAesKey)
  const { memory, wall, log, links } = parts
  const api = apiOf(settings, parts)
  const tasks = makeTaskIds(memory)
  const clicks = makeClicks()
  const posting = { settings, api, quota: makeQuota(wall) }
  const sends = makeSends({ ...posting, attempts: makeAttempts(memory), tasks, clicks, links, wall })
  const held = makeHeld({
    memory,
    list: listOf('held', parts.replica),
    wall,
    log,
    send: sends.sendMessage,
    lost: ({ number = '' }) => parts.tellOperator(`held/${number}`, GIVEN_UP),
  })
  const receiving: ReceiveParts = { ...parts, ...posting, tasks, clicks }
  const inbox = makeInbox({
    memory,
    list: listOf('inbox', parts.replica),
    wall,
    log,
    work: (event) => receive(receiving, event),
    gaveUp: (event) => apologise(receiving, event),
  })
  const seen = callbackClock(parts)
  const robot = robotOf(settings, parts, receiving)
  const estate = makeEstate({
    ...parts,
    heirs: { inbox: (_key, event) => inbox.adopt(event as WecomEvent), held: held.adopt },
  })
  return {
    name: NAME,
    abilities: ABILITIES,
    address: (place) => addressOf(place, parts.directory()),
    sendCard: sends.sendCard,
    updateCard: sends.updateCard,
    async sendMessage(to, message, key) {
      return (await held.take(to, message, key)) ? { is: 'sent', handle: '{}' } : sends.sendMessage(to, message, key)
    },
    rooms: makeRooms({ api, company: parts.company }),
    accounts: (ids) => accountsOf(api, ids),
    group: (id) => groupOf(api, id),
    doctor: () => examine({ settings, api, links, directory: parts.directory, lastCallback: seen.last }),
    signIn: makeSignIn({ settings, api, wall, directory: parts.directory }),
    routes: callbackRoutes({ settings, inbox: noting(inbox, seen.note), wall, log, meter: parts.meter }),
    async start() {
      await held.start()
      await inbox.start()
      await estate.start()
      await robot?.start()
      offerMenu(api, settings, parts).catch((err: unknown) => log.warn({ err }, 'the menu was not created'))
    },
    async stop() {
      await robot?.stop()
      await inbox.stop()
      await held.stop()
      // Last: it lets another replica have what is left of ours.
      await estate.stop()
    },
    unready: () => api.trouble(),
  }
}

/** The robot of groups, when it is set up: by one replica only, for WeCom closes the older of two sockets. */
function robotOf(
  { botId: id, botSecret: secret, wsUrl }: WecomSettings,
  { log, company, tellOperator, sole }: PlatformParts,
  receiving: ReceiveParts,
): Sole | undefined {
  if (!id || !secret || !wsUrl) return undefined
  let robot: Robot | undefined
  return sole('wecom/robot', {
    async begin() {
      robot = makeRobot({
        bot: { id, secret, wsUrl },
        ...{ log, tellOperator },
        lang: () => company().lang,
        hear: (mention) => receiveMention(receiving, mention),
      })
      robot.start()
    },
    async end() {
      robot?.stop()
    },
  })
}

function apiOf(settings: WecomSettings, { wall, log, meter, tellOperator }: PlatformParts): Api {
  return makeApi({
    settings,
    wall,
    log,
    meter,
    alarm: (code) => tellOperator(`configuration/${code}`, WRONG[code] ?? wrongOther(code)),
  })
}

const HOUR = 3_600_000

/** Remembers, at most once an hour, that a callback proved to come from WeCom. */
function callbackClock({ memory, wall, log }: PlatformParts): {
  note(): void
  last(): Promise<number | undefined>
} {
  let noted = Number.NEGATIVE_INFINITY
  return {
    note() {
      if (wall() - noted < HOUR) return
      noted = wall()
      memory.set('callback', String(noted)).catch((err: unknown) => log.warn({ err }, 'a callback was not noted'))
    },
    async last() {
      const kept = Number(await memory.get('callback'))
      return Number.isFinite(kept) && kept > 0 ? kept : undefined
    },
  }
}

const noting = (inbox: Inbox, note: () => void): Inbox => ({
  ...inbox,
  take(event) {
    note()
    return inbox.take(event)
  },
})

/** Creates the app's menu when it is not the one we created last: what an administrator changed stays until ours changes. */
async function offerMenu(api: Api, settings: WecomSettings, { memory, company, log }: PlatformParts): Promise<void> {
  const { lang } = company()
  const digest = createHash('sha256')
    .update(`${settings.agentId} ${JSON.stringify(menuOf(lang))}`)
    .digest('hex')
  if ((await memory.get('menu')) === digest) return
  const created = await createMenu(api, settings.agentId, lang)
  if ('ok' in created) await memory.set('menu', digest)
  else log.warn({ failed: created.failed }, 'the menu was not created')
}
