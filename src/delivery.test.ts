import { describe, expect, it } from 'vitest'
import { START, view } from '../data/contract/samples.ts'
import type { SendOutcome } from './ports.ts'
import { chat, deliver, NUMBER, place, scene, setScene, states, want, word } from './testing/outbox.ts'

setScene()

describe('cards', () => {
  it('are sent once, and then changed where they stand', async () => {
    const { platform, calls } = chat()
    const { delivery } = deliver(platform)
    await want([place])
    await delivery.idle()
    scene.header = 'second'
    await want([place])
    await delivery.idle()
    const name = `test:quality|${NUMBER}|case`
    expect(calls).toMatchObject([
      { did: 'card', to: 'quality', said: 'first', key: name },
      { did: 'update', to: 'quality', said: 'second', handle: `h:${name}` },
    ])
    expect(await scene.store.card('test:quality', NUMBER, 'case')).toMatchObject({ handle: `h:${name}`, revision: 3 })
  })

  it('are drawn as the case is now: ten quick changes are one update', async () => {
    const { platform, did } = chat()
    const { delivery } = deliver(platform)
    await want([place])
    await delivery.idle()
    for (let i = 0; i < 10; i++) {
      scene.header = `change ${i}`
      await want([place])
    }
    await delivery.idle()
    expect(did()).toEqual(['card quality first', 'update quality change 9'])
  })

  it('are not taken for told when they were wanted just as nothing was left to do', async () => {
    const { platform, did } = chat()
    const later: { idle?: Promise<string> } = {}
    const { delivery } = deliver(platform, {
      elsewhereBusy: async () => {
        if (later.idle !== undefined) return false
        await want([place])
        delivery.wake()
        later.idle = delivery.idle().then(() => did().join())
        return false
      },
    })
    await delivery.idle()
    expect(await later.idle).toBe('card quality first')
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
    scene.state = 'done'
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
    expect((await scene.store.counts()).outbox).toBe(0)
  })

  it('changed while they are under way are changed again', async () => {
    const { platform, did, answers } = chat()
    const { delivery } = deliver(platform)
    answers(async (call) => {
      if (call.said === 'first') {
        scene.header = 'second'
        await want([place])
      }
      return { is: 'sent', handle: 'h' }
    })
    await want([place])
    await delivery.idle()
    expect(did()).toEqual(['card quality first', 'update quality second'])
  })

  it.each([
    ['once', ['card quality first', 'update quality third', 'card quality fifth', 'update quality sixth']],
    ['never', ['card quality first']],
  ] as const)('on a platform where they may change %s keep that for closing, and ask anew when it opens again', async (updates, expected) => {
    const { platform, did } = chat({ updates })
    const { delivery } = deliver(platform)
    for (const [next, as] of [
      ['first', 'open'],
      ['second', 'open'],
      ['third', 'done'],
      ['fourth', 'done'],
      ['fifth', 'open'],
      ['sixth', 'done'],
    ] as const) {
      scene.header = next
      scene.state = as
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
      scene.now += 3_600_000
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
      call.said === 'one' && scene.now === START
        ? { is: 'retry', after: 30_000, why: 'rate_limited' }
        : { is: 'sent', handle: 'h' },
    )
    await want([], [word('test:quality', 'one'), word('test:quality', 'two')])
    await delivery.idle()
    expect(did()).toEqual(['message quality one'])
    expect((await scene.store.messages(NUMBER))[0]).toMatchObject({ state: 'waiting', why: 'rate_limited (+30 s)' })
    scene.now += 30_000
    await delivery.idle()
    expect(did()).toEqual(['message quality one', 'message quality one', 'message quality two'])
  })

  it('that may have arrived are repeated under the same key where that is recognised', async () => {
    const { platform, calls, answers } = chat()
    const { delivery } = deliver(platform)
    answers((): Promise<SendOutcome> | SendOutcome =>
      scene.now === START ? new Promise(() => undefined) : { is: 'sent', handle: 'h' },
    )
    await want([], [word('test:quality', 'one')])
    await delivery.idle()
    scene.now += 3_600_000
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
    scene.now += 3_600_000
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
    expect((await scene.store.messages(NUMBER))[0]).toMatchObject({ state: 'waiting', why: 'platform_off (+10 s)' })
  })
})

describe('a lane that is wanted again while it is being finished', () => {
  it('is worked again at once, not when its lease runs out', async () => {
    const { platform, did, answers } = chat()
    answers((call) => (call.said === 'one' ? { is: 'never', why: 'gone' } : { is: 'sent', handle: 'h' }))
    let release: () => void = () => undefined
    const finishing = new Promise<void>((resolve) => {
      release = resolve
    })
    let told: () => void = () => undefined
    const reached = new Promise<void>((resolve) => {
      told = resolve
    })
    const { delivery } = deliver(platform, {
      onGivenUp: () => {
        told()
        return finishing
      },
    })
    await want([], [word('test:quality', 'one')])
    delivery.wake()
    await reached
    await want([], [word('test:quality', 'two')])
    delivery.wake()
    await new Promise((resolve) => setTimeout(resolve, 50))
    release()
    await delivery.idle()
    expect(did()).toEqual(['message quality one', 'message quality two'])
  })
})
