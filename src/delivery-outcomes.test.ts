import { describe, expect, it } from 'vitest'
import { LEASE } from '../data/outbox-rows.ts'
import { type NoticeSend, reportCommand } from './delivery.ts'
import { chat, deliver, NUMBER, place, scene, setScene, states, want, word } from './testing/outbox.ts'

setScene()

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

    scene.now += 60_000
    scene.header = 'second'
    scene.state = 'done'
    answers((call) => ({ is: 'sent', handle: call.handle ?? 'h' }))
    const { delivery } = deliver(platform, { wall: () => Date.now() + 40_000 })
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

describe('a lease of our own that ran out before we could settle', () => {
  it('sends nothing twice: what we have in hand is not taken up once more', async () => {
    const { platform, did } = chat({ recognisesKeys: false })
    let stuck = true
    let wall = 1_000_000
    let looks = 0
    let given: Awaited<ReturnType<typeof scene.store.claim>> = []
    const store = {
      ...scene.store,
      claim: async (...args: Parameters<typeof scene.store.claim>) => {
        looks += 1
        const sends = await scene.store.claim(...args)
        if (sends.length > 0) given = sends
        // A store that forgets its leases; not for ever, so that asking at once again and again ends.
        return stuck && looks < 1_000 ? given : sends
      },
      settle: async (...args: Parameters<typeof scene.store.settle>) => {
        if (stuck) throw new Error('the disk is full')
        return scene.store.settle(...args)
      },
    }
    const { delivery } = deliver(platform, {
      store,
      wall: () => wall,
      // Each wait for the disk is longer than a lease; meanwhile the outbox is looked at again.
      sleep: async () => {
        wall += LEASE + 1
        delivery.wake()
        await new Promise((resolve) => setTimeout(resolve, 100))
        stuck = wall < 1_000_000 + 3 * LEASE
      },
    })
    await want([], [word('test:li', 'one'), word('test:li', 'two')])
    await delivery.idle()
    expect(did()).toEqual(['message li one', 'message li two'])
    expect(await states()).toEqual(['one sent', 'two sent'])
    expect(looks, 'being given the same again is no reason to ask at once').toBeLessThan(30)
  })
})
