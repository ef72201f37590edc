/** A delivery over the real store and a platform that writes down what it is told, for tests. */
import { afterEach, beforeEach } from 'vitest'
import type { Card } from '../../cards/model.ts'
import { acting, card, decide, filing, notice, numbering, START, view } from '../../data/contract/samples.ts'
import { openSqlite } from '../../data/sqlite/open.ts'
import { type Delivery, type DeliveryParts, type Drawn, makeDelivery } from '../delivery.ts'
import { makeLog } from '../log.ts'
import type { Abilities, NoticeRow, Platform, SendOutcome, Store, ViewRow } from '../ports.ts'

const ABLE: Abilities = {
  updates: 'anytime',
  recognisesKeys: true,
  reachesCustomers: true,
  perLaneSecond: 10_000,
}

/** One call of the platform. */
export interface Call {
  readonly did: 'card' | 'update' | 'message'
  readonly to: string
  readonly key: string
  readonly said: string
  readonly handle?: string
}

/** A platform that writes down what it is told, and answers as `answer` says. */
export function chat(abilities: Partial<Abilities> = {}) {
  const calls: Call[] = []
  let answer: (call: Call) => SendOutcome | Promise<SendOutcome> = (call) => ({
    is: 'sent',
    handle: call.handle ?? `h:${call.key}`,
  })
  const does = async (call: Call) => {
    calls.push(call)
    return answer(call)
  }
  const platform: Platform = {
    name: 'test',
    abilities: { ...ABLE, ...abilities },
    address: () => undefined,
    sendCard: (to, sent, key) => does({ did: 'card', to, key, said: sent.header }),
    updateCard: (to, handle, sent, key) => does({ did: 'update', to, key, said: sent.header, handle }),
    sendMessage: (to, sent, key) => does({ did: 'message', to, key, said: sent.text }),
    start: async () => undefined,
    stop: async () => undefined,
    unready: () => undefined,
  }
  return {
    platform,
    calls,
    did: () => calls.map((call) => `${call.did} ${call.to} ${call.said}`),
    answers(how: typeof answer) {
      answer = how
    },
  }
}

/** What a test may change: the moment, how the card looks now, and the store. */
export const scene = {
  now: START,
  header: 'first',
  state: 'open' as Card['state'],
  store: undefined as unknown as Store,
}
let close: () => Promise<void>
let deliveries: Delivery[]

/** Gives every test of a file a fresh scene, and clears it away. */
export function setScene(): void {
  beforeEach(() => {
    deliveries = []
    const opened = openSqlite({ ...numbering, file: ':memory:' })
    close = opened.close
    Object.assign(scene, { now: START, header: 'first', state: 'open', store: opened.store })
  })
  afterEach(async () => {
    await Promise.all(deliveries.map((delivery) => delivery.drain()))
    await close()
  })
}

/** The number of the case all tests are about. */
export const NUMBER = 'C-20261122-0001'

async function drawNow(send: { number: string }): Promise<Drawn> {
  const found = await scene.store.case(send.number)
  const drawn = { ...card(send.number, found?.revision ?? 0, scene.state), header: scene.header }
  return { card: drawn, digest: `${scene.header}/${scene.state}` }
}

/** A delivery over the scene's store and this platform, started; the scene stops it. */
export function deliver(platform: Platform, more: Partial<DeliveryParts> = {}) {
  const reports: string[] = []
  const lost: string[] = []
  const delivery = makeDelivery({
    store: scene.store,
    platforms: new Map([['test', platform]]),
    draw: drawNow,
    report: async (send, sent, why) => reports.push(`${send.reportTo} ${sent} ${why ?? ''}`.trim()),
    onGivenUp: (send, why) => void lost.push(`${send.key}: ${why}`),
    reminders: { roundup: (sends) => ({ text: sends.map(({ key }) => key).join('+'), lang: 'en' }) },
    clock: { now: () => scene.now },
    log: makeLog({ logLevel: 'silent' }),
    random: () => 1,
    patience: 50,
    ...more,
  })
  delivery.start()
  deliveries.push(delivery)
  return { delivery, reports, lost }
}

let commands = 0
/** Commits a change that wants these cards and messages told. */
export async function want(views: readonly ViewRow[], notices: readonly NoticeRow[] = []) {
  commands += 1
  const known = await scene.store.case(NUMBER)
  const command = known ? acting(`k${commands}`, NUMBER) : filing(`k${commands}`)
  await decide(scene.store, command, () => ({ views, notices }), scene.now)
}
/** The case's card in a channel. */
export const place = view('test:quality')
/** A message whose text is its key. */
export const word = (lane: string, key: string, more: Partial<NoticeRow> = {}) => ({
  ...notice(lane, key, key),
  ...more,
})
/** What became of every row of the case. */
export const states = async () => (await scene.store.messages(NUMBER)).map((line) => `${line.key} ${line.state}`)
