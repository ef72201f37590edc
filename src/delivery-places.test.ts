import { describe, expect, it } from 'vitest'
import { card } from '../data/contract/samples.ts'
import type { Elsewhere } from './lanes.ts'
import type { SendOutcome } from './ports.ts'
import { chat, deliver, place, scene, setScene, states, want, word } from './testing/outbox.ts'

setScene()

const OPERATORS: Elsewhere = { lane: 'test:ops', place: { in: 'channel', channel: 'operator' } }
const CLOSED: SendOutcome = { is: 'closed', why: 'is_archived' }
const sent = (handle: string): SendOutcome => ({ is: 'sent', handle })

/** A delivery whose closed places go to the operators; `taken` tells which did. */
function withOperators(platform: ReturnType<typeof chat>['platform']) {
  const taken: string[] = []
  const drawnFor: string[] = []
  const made = deliver(platform, {
    elsewhere: () => [OPERATORS],
    onClosed: (send, why, taker) => taken.push(`${send.key} ${why} → ${taker}`),
    draw: async (send) => {
      drawnFor.push(JSON.stringify(send.readAt ?? send.place))
      return {
        card: { ...card(send.number, 1, scene.state), header: scene.header },
        digest: `${scene.header}/${scene.state}`,
      }
    },
  })
  return { ...made, taken, drawnFor }
}

describe('a closed place', () => {
  it('sends its card to the next one, drawn for whoever reads there, and changes it there from then on', async () => {
    const { platform, did, answers } = chat()
    answers((call) => (call.to === 'quality' ? CLOSED : sent(call.handle ?? 'h1')))
    const { delivery, taken, drawnFor } = withOperators(platform)
    await want([place])
    await delivery.idle()
    expect(did()).toEqual(['card quality first', 'card ops first'])
    expect(taken).toEqual(['case is_archived → test:ops'])
    expect(drawnFor.at(-1)).toBe(JSON.stringify(OPERATORS.place))
    scene.header = 'second'
    await want([place])
    await delivery.idle()
    expect(did().slice(2)).toEqual(['update ops second'])
    expect(drawnFor.at(-1)).toBe(JSON.stringify(OPERATORS.place))
  })

  it('sends its message to the next one too', async () => {
    const { platform, did, answers } = chat()
    answers((call) => (call.to === 'quality' ? CLOSED : sent('h1')))
    const { delivery, taken } = withOperators(platform)
    await want([], [word('test:quality', 'nag')])
    await delivery.idle()
    expect(did()).toEqual(['message quality nag', 'message ops nag'])
    expect(taken).toEqual(['nag is_archived → test:ops'])
    expect(await states()).toEqual(['nag sent'])
  })

  it('is given up when no other place takes it either', async () => {
    const { platform, answers } = chat()
    answers(() => CLOSED)
    const { delivery, lost, taken } = withOperators(platform)
    await want([place])
    await delivery.idle()
    expect(lost).toEqual(['case: is_archived'])
    expect(taken).toEqual([])
  })
})

describe('a place that is closed when its card is over', () => {
  it('gets no new card elsewhere, does not count as told, and is tried at the next look', async () => {
    const { platform, did, answers } = chat()
    let closed = false
    answers((call) => (closed && call.to === 'quality' ? CLOSED : sent(call.handle ?? 'h1')))
    const { delivery, lost } = withOperators(platform)
    const look = async () => {
      await want([place])
      await delivery.idle()
    }
    await look()
    closed = true
    scene.state = 'done'
    await look()
    expect(did()).toEqual(['card quality first', 'update quality first'])
    closed = false
    await look()
    expect(did().slice(2)).toEqual(['update quality first'])
    await look()
    expect(did()).toHaveLength(3)
    expect(lost).toEqual([])
  })
})

describe('a closed place whose other place took it in an earlier try', () => {
  it.each([
    ['message', [], [word('test:quality', 'nag')]],
    ['card', [place], []],
  ] as const)('looks there first: no %s is sent twice', async (_, views, notices) => {
    const { platform, did, answers } = chat({ recognisesKeys: false })
    const looks: string[] = []
    const lookup = async (to: string) => {
      looks.push(to)
      return to === 'ops' ? ({ is: 'sent', handle: 'h1' } as const) : ({ is: 'absent' } as const)
    }
    answers((call) => (call.to === 'quality' ? CLOSED : { is: 'unknown', why: 'timeout' }))
    const { delivery, taken } = withOperators({ ...platform, lookup })
    await want(views, notices)
    await delivery.idle()
    scene.now += 3_600_000
    delivery.wake()
    await delivery.idle()
    expect(did().filter((call) => call.includes('ops'))).toHaveLength(1)
    expect(looks).toEqual(['quality', 'ops'])
    expect(taken).toHaveLength(1)
    expect((await states()).map((line) => line.split(' ')[1])).toEqual(['sent'])
  })
})

describe('a card that is gone', () => {
  it('is posted afresh under a key of its own', async () => {
    const { platform, calls, answers } = chat()
    answers((call) => (call.did === 'update' ? { is: 'gone', why: 'message_not_found' } : sent(`h:${calls.length}`)))
    const { delivery } = deliver(platform)
    await want([place])
    await delivery.idle()
    scene.header = 'second'
    await want([place])
    await delivery.idle()
    expect(calls.map(({ did, said }) => `${did} ${said}`)).toEqual(['card first', 'update second', 'card second'])
    expect(new Set(calls.map(({ key }) => key)).size).toBe(3)
  })

  it('is left alone when it would only say that it is over', async () => {
    const { platform, did, answers } = chat()
    answers((call) => (call.did === 'update' ? { is: 'gone', why: 'message_not_found' } : sent('h')))
    const { delivery } = deliver(platform)
    await want([place])
    await delivery.idle()
    scene.state = 'done'
    await want([place])
    await delivery.idle()
    await want([place])
    await delivery.idle()
    expect(did()).toEqual(['card quality first', 'update quality first'])
  })
})

describe('an unknown outcome, on a platform that can only be searched', () => {
  const later = 3_600_000

  /** Loses the first answer; then looks it up, finding what `found` says. */
  async function lostOnce(found: 'sent' | 'absent' | 'unknown') {
    const { platform, did, answers } = chat({ recognisesKeys: false })
    const looks: string[] = []
    const searchable = {
      ...platform,
      lookup: async (to: string, key: string, number: string) => {
        looks.push(`${to} ${key.includes(number)}`)
        return found === 'sent'
          ? ({ is: 'sent', handle: 'h' } as const)
          : found === 'absent'
            ? ({ is: 'absent' } as const)
            : ({ is: 'unknown', why: 'down' } as const)
      },
    }
    let first = true
    answers((call) => {
      if (!first) return sent(call.handle ?? 'h')
      first = false
      return { is: 'unknown', why: 'timeout' }
    })
    const { delivery } = deliver(searchable)
    await want([], [word('test:quality', 'one')])
    await delivery.idle()
    scene.now += later
    delivery.wake()
    await delivery.idle()
    return { did: did(), looks, states: await states() }
  }

  it('is not sent again when it arrived', async () => {
    expect(await lostOnce('sent')).toEqual({
      did: ['message quality one'],
      looks: ['quality true'],
      states: ['one sent'],
    })
  })

  it('is sent again when it did not', async () => {
    expect(await lostOnce('absent')).toMatchObject({ did: ['message quality one', 'message quality one'] })
  })

  it('waits when even that cannot be found out', async () => {
    expect(await lostOnce('unknown')).toMatchObject({ did: ['message quality one'], states: ['one waiting'] })
  })
})
