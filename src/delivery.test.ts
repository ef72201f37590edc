import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Card } from '../cards/model.ts'
import { acting, card, decide, filing, notice, numbering, START, view } from '../data/contract/samples.ts'
import { openSqlite } from '../data/sqlite/open.ts'
import {
  type Delivery,
  type DeliveryParts,
  type Drawn,
  makeDelivery,
  type NoticeSend,
  reportCommand,
} from './delivery.ts'
import { makeLog } from './log.ts'
import type { Abilities, NoticeRow, Platform, SendOutcome, Store, ViewRow } from './ports.ts'

const ABLE: Abilities = {
  updates: 'anytime',
  forms: 'modal',
  groupButtons: true,
  recognisesKeys: true,
  reachesCustomers: true,
  perLaneSecond: 10_000,
}

interface Call {
  readonly did: 'card' | 'update' | 'message'
  readonly to: string
  readonly key: string
  readonly said: string
  readonly handle?: string
}

/** A platform that writes down what it is told, and answers as `answer` says. */
function chat(abilities: Partial<Abilities> = {}) {
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

let now: number
let header: string
let state: Card['state']
let store: Store
let close: () => Promise<void>
let deliveries: Delivery[]

beforeEach(() => {
  now = START
  header = 'first'
  state = 'open'
  deliveries = []
  ;({ store, close } = openSqlite({ ...numbering, file: ':memory:' }))
})
afterEach(async () => {
  await Promise.all(deliveries.map((delivery) => delivery.drain()))
  await close()
})

/** The number of the case all tests are about. */
const NUMBER = 'C-20261122-0001'

async function drawNow(send: { number: string }): Promise<Drawn> {
  const found = await store.case(send.number)
  const drawn = { ...card(send.number, found?.revision ?? 0, state), header }
  return { card: drawn, digest: `${header}/${state}` }
}

function deliver(platform: Platform, more: Partial<DeliveryParts> = {}) {
  const reports: string[] = []
  const lost: string[] = []
  const delivery = makeDelivery({
    store,
    platforms: new Map([['test', platform]]),
    draw: drawNow,
    report: async (send, sent, why) => reports.push(`${send.reportTo} ${sent} ${why ?? ''}`.trim()),
    onGivenUp: (send, why) => void lost.push(`${send.key}: ${why}`),
    clock: { now: () => now },
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
async function want(views: readonly ViewRow[], notices: readonly NoticeRow[] = []) {
  commands += 1
  const known = await store.case(NUMBER)
  const command = known ? acting(`k${commands}`, NUMBER) : filing(`k${commands}`)
  await decide(store, command, () => ({ views, notices }), now)
}
const place = view('test:quality')
const word = (lane: string, key: string, more: Partial<NoticeRow> = {}) => ({ ...notice(lane, key, key), ...more })
const states = async () => (await store.messages(NUMBER)).map((line) => `${line.key} ${line.state}`)

describe('cards', () => {
  it('are sent once, and then changed where they stand', async () => {
    const { platform, calls } = chat()
    const { delivery } = deliver(platform)
    await want([place])
    await delivery.idle()
    header = 'second'
    await want([place])
    await delivery.idle()
    const name = `test:quality|${NUMBER}|case`
    expect(calls).toMatchObject([
      { did: 'card', to: 'quality', said: 'first', key: name },
      { did: 'update', to: 'quality', said: 'second', handle: `h:${name}` },
    ])
    expect(await store.card('test:quality', NUMBER, 'case')).toMatchObject({ handle: `h:${name}`, revision: 3 })
  })

  it('are drawn as the case is now: ten quick changes are one update', async () => {
    const { platform, did } = chat()
    const { delivery } = deliver(platform)
    await want([place])
    await delivery.idle()
    for (let i = 0; i < 10; i++) {
      header = `change ${i}`
      await want([place])
    }
    await delivery.idle()
    expect(did()).toEqual(['card quality first', 'update quality change 9'])
  })

  it('that people would see no difference in are left alone', async () => {
    const { platform, calls } = chat()
    const { delivery } = deliver(platform)
    await want([place])
    await delivery.idle()
    await want([place])
    await delivery.idle()
    expect(calls).toHaveLength(1)
    expect(await states()).toEqual(['case sent'])
  })

  it('that are done are never posted, only resolved where they stand', async () => {
    const { platform, did } = chat()
    const { delivery } = deliver(platform)
    await want([place])
    await delivery.idle()
    state = 'done'
    await want([place, view('test:elsewhere')])
    await delivery.idle()
    expect(did()).toEqual(['card quality first', 'update quality first'])
  })

  it('that have nothing to show any more are dropped', async () => {
    const { platform, calls } = chat()
    const { delivery } = deliver(platform, { draw: async () => undefined })
    await want([place])
    await delivery.idle()
    expect(calls).toEqual([])
    expect((await store.counts()).outbox).toBe(0)
  })

  it('changed while they are under way are changed again', async () => {
    const { platform, did, answers } = chat()
    const { delivery } = deliver(platform)
    answers(async (call) => {
      if (call.said === 'first') {
        header = 'second'
        await want([place])
      }
      return { is: 'sent', handle: 'h' }
    })
    await want([place])
    await delivery.idle()
    expect(did()).toEqual(['card quality first', 'update quality second'])
  })

  it.each([
    ['once', ['card quality first', 'update quality third']],
    ['never', ['card quality first']],
  ] as const)('on a platform where they may change %s keep that for closing', async (updates, expected) => {
    const { platform, did } = chat({ updates })
    const { delivery } = deliver(platform)
    for (const [next, as] of [
      ['first', 'open'],
      ['second', 'open'],
      ['third', 'done'],
      ['fourth', 'done'],
    ] as const) {
      header = next
      state = as
      await want([place])
      await delivery.idle()
    }
    expect(did()).toEqual(expected)
  })

  it('whose drawing fails are tried again, and given up with a word to the operator', async () => {
    const { platform, calls } = chat()
    const { delivery, lost } = deliver(platform, {
      draw: async () => {
        throw new Error('no such policy')
      },
    })
    await want([place])
    for (let i = 0; i < 8; i++) {
      await delivery.idle()
      now += 3_600_000
      delivery.wake()
    }
    await delivery.idle()
    expect(calls).toEqual([])
    expect(lost).toEqual(['case: draw_failed (8 tries)'])
  })
})

describe('messages', () => {
  it('go out in the order of their lane, under a key of their own', async () => {
    const { platform, calls, did } = chat()
    const { delivery } = deliver(platform)
    await want([place], [word('test:quality', 'one'), word('test:quality', 'two'), word('test:li', 'three')])
    await delivery.idle()
    expect(did().filter((line) => line.includes('quality'))).toEqual([
      'card quality first',
      'message quality one',
      'message quality two',
    ])
    expect(calls.find((call) => call.said === 'three')?.key).toBe(`${NUMBER}|three|test:li`)
  })

  it('wait behind one that is put off, so that nothing overtakes', async () => {
    const { platform, did, answers } = chat()
    const { delivery } = deliver(platform)
    answers((call) =>
      call.said === 'one' && now === START
        ? { is: 'retry', after: 30_000, why: 'rate_limited' }
        : { is: 'sent', handle: 'h' },
    )
    await want([], [word('test:quality', 'one'), word('test:quality', 'two')])
    await delivery.idle()
    expect(did()).toEqual(['message quality one'])
    expect((await store.messages(NUMBER))[0]).toMatchObject({ state: 'waiting', why: 'rate_limited (+30 s)' })
    now += 30_000
    await delivery.idle()
    expect(did()).toEqual(['message quality one', 'message quality one', 'message quality two'])
  })

  it('that may have arrived are repeated under the same key where that is recognised', async () => {
    const { platform, calls, answers } = chat()
    const { delivery } = deliver(platform)
    answers((): Promise<SendOutcome> | SendOutcome =>
      now === START ? new Promise(() => undefined) : { is: 'sent', handle: 'h' },
    )
    await want([], [word('test:quality', 'one')])
    await delivery.idle()
    now += 3_600_000
    await delivery.idle()
    expect(calls.map((call) => call.key)).toEqual([`${NUMBER}|one|test:quality`, `${NUMBER}|one|test:quality`])
    expect(await states()).toEqual(['one sent'])
  })

  it('that may have arrived are never repeated where it is not: they are given up', async () => {
    const { platform, calls, answers } = chat({ recognisesKeys: false })
    const { delivery, lost } = deliver(platform)
    answers(() => {
      throw new TypeError('socket')
    })
    await want([], [word('test:quality', 'one')])
    await delivery.idle()
    now += 3_600_000
    await delivery.idle()
    expect(calls).toHaveLength(1)
    expect(lost).toEqual(['one: unknown: TypeError'])
    expect(await states()).toEqual(['one given_up'])
  })

  it('that can never arrive are given up, and the rest of the lane goes on', async () => {
    const { platform, answers } = chat()
    const { delivery, lost } = deliver(platform)
    answers((call) => (call.said === 'one' ? { is: 'never', why: 'blocked' } : { is: 'sent', handle: 'h' }))
    await want([], [word('test:quality', 'one'), word('test:quality', 'two')])
    await delivery.idle()
    expect(lost).toEqual(['one: blocked'])
    expect(await states()).toEqual(['one given_up', 'two sent'])
  })

  it('of a platform that is off wait for it', async () => {
    const { platform } = chat()
    const { delivery } = deliver(platform)
    await want([], [word('other:quality', 'one')])
    await delivery.idle()
    expect((await store.messages(NUMBER))[0]).toMatchObject({ state: 'waiting', why: 'platform_off (+10 s)' })
  })
})

describe('a stage that waits for the customer to be told', () => {
  const customer = word('test:customer/1', 'told', { kind: 'customer', reportTo: 'tell#1' })

  it('is told when the message was sent', async () => {
    const { platform } = chat()
    const { delivery, reports } = deliver(platform)
    await want([], [customer, word('test:li', 'nag')])
    await delivery.idle()
    expect(reports).toEqual(['tell#1 true'])
  })

  it('is told when it was given up, and why', async () => {
    const { platform, answers } = chat()
    const { delivery, reports } = deliver(platform)
    answers(() => ({ is: 'never', why: 'no_such_number' }))
    await want([], [customer])
    await delivery.idle()
    expect(reports).toEqual(['tell#1 false no_such_number'])
  })

  it('is not told before it is known', async () => {
    const { platform, answers } = chat()
    const { delivery, reports } = deliver(platform)
    answers(() => ({ is: 'retry', after: 0, why: 'busy' }))
    await want([], [customer])
    await delivery.idle()
    expect(reports).toEqual([])
  })

  it('is told even when the desk fails for a moment, and the row is settled only then', async () => {
    const { platform, calls } = chat()
    let tries = 0
    const { delivery } = deliver(platform, {
      sleep: async () => undefined,
      report: async () => {
        tries += 1
        expect(await states()).toEqual(['told waiting'])
        if (tries < 3) throw new Error('disk full')
      },
    })
    await want([], [customer])
    await delivery.idle()
    expect(tries).toBe(3)
    expect(calls).toHaveLength(1)
    expect(await states()).toEqual(['told sent'])
  })

  it('is told by a command that names the notice, so that a second one does nothing', () => {
    const send: NoticeSend = {
      id: 1,
      lane: 'test:c',
      place: { in: 'customer', number: NUMBER },
      number: NUMBER,
      key: 'told',
      attempts: 0,
      queued: 0,
      kind: 'notice',
      noticeKind: 'customer',
      reportTo: 'tell#1',
      message: { text: '', lang: 'en' },
    }
    expect(reportCommand(send, false, 'blocked')).toEqual({
      ...{ do: 'report', id: `report|${NUMBER}|told`, actor: { kind: 'delivery' }, via: 'delivery' },
      ...{ number: NUMBER, position: 'tell#1', sent: false, why: 'blocked' },
    })
  })
})

describe('after a crash', () => {
  it('a card that was sent but not written down is brought up to date, not posted twice', async () => {
    const { platform, did, calls, answers } = chat()
    const dying = deliver(platform, { patience: 10_000 })
    let release: (() => void) | undefined
    // The platform has it; the process dies before it hears so.
    answers(() => new Promise((resolve) => (release = () => resolve({ is: 'never', why: 'process died' }))))
    await want([place])
    while (release === undefined) await new Promise((resolve) => setTimeout(resolve, 1))

    now += 60_000
    header = 'second'
    state = 'done'
    answers((call) => ({ is: 'sent', handle: call.handle ?? 'h' }))
    const { delivery } = deliver(platform, { wall: () => Date.now() + 3_600_000 })
    await delivery.idle()
    expect(did()).toEqual(['card quality first', 'card quality second', 'update quality second'])
    expect(calls[0]?.key).toBe(calls[1]?.key)
    release()
    await dying.delivery.drain()
  })
})

describe('stopping', () => {
  it('lets what is under way finish and be settled, and takes nothing new', async () => {
    const { platform, did, answers } = chat()
    const { delivery } = deliver(platform, { patience: 5_000 })
    let finish: (() => void) | undefined
    answers(() => new Promise((resolve) => (finish = () => resolve({ is: 'sent', handle: 'h' }))))
    await want([], [word('test:quality', 'one'), word('test:quality', 'two')])
    delivery.wake()
    while (finish === undefined) await new Promise((resolve) => setTimeout(resolve, 1))
    const drained = delivery.drain()
    finish()
    await drained
    expect(did()).toEqual(['message quality one'])
    expect(await states()).toEqual(['one sent', 'two waiting'])
  })
})

describe('many lanes', () => {
  it('go side by side: a slow one does not hold up the others', async () => {
    const { platform, answers } = chat()
    const { delivery } = deliver(platform, { patience: 5_000 })
    let finish: (() => void) | undefined
    answers((call) =>
      call.to === 'slow'
        ? new Promise((resolve) => (finish = () => resolve({ is: 'sent', handle: 'h' })))
        : { is: 'sent', handle: 'h' },
    )
    const lanes = Array.from({ length: 40 }, (_, i) => word(`test:l${i}`, `n${i}`))
    await want([], [word('test:slow', 'slow'), ...lanes])
    delivery.wake()
    const settled = async () => (await states()).filter((line) => line.endsWith('sent')).length
    while ((await settled()) < 40) await new Promise((resolve) => setTimeout(resolve, 1))
    finish?.()
    await delivery.idle()
    expect(await settled()).toBe(41)
  })

  it('are counted by what became of each row', async () => {
    const { platform } = chat()
    const seen: string[] = []
    const { delivery } = deliver(platform, {
      observe: (name, kind, outcome) => seen.push(`${name} ${kind} ${outcome}`),
    })
    await want([place], [word('test:quality', 'one')])
    await delivery.idle()
    expect(seen).toEqual(['test view sent', 'test notice sent'])
  })
})
