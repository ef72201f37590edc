/** The supervisor on the real client against the local gateway: storms, holes, dead sockets, lost acknowledgements, the end. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { USUAL } from './settings.ts'
import { makeStream, type Stream, type StreamParts } from './supervisor.ts'
import { CORP, CREDENTIALS, openStandIn, type StandIn } from './testing/stand-in.ts'

const ROBOT = '/v1.0/im/bot/messages/get'
const FAST = { ...USUAL, backoff: { first: 20, most: 200 }, idle: 80, retire: 150, connectLimit: 500 }

const open: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of open.splice(0).reverse()) await end()
})

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const quiet = { info() {}, warn() {}, error() {} }
const uncounted = { count() {}, gauge() {} }

async function begin(more: Partial<StreamParts> = {}, secret: string = CREDENTIALS.clientSecret) {
  vi.spyOn(console, 'info').mockImplementation(() => {})
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  const standIn: StandIn = await openStandIn({ redeliver: 120 })
  const heard: string[] = []
  const stream: Stream = makeStream({
    settings: { ...CREDENTIALS, clientSecret: secret, corpId: CORP, apiUrl: standIn.base, oapiUrl: standIn.base },
    tuning: FAST,
    log: quiet,
    meter: uncounted,
    robot: async (frame, answering) => {
      heard.push(JSON.parse(frame.data).text)
      answering.done(null)
    },
    card: async (_frame, answering) => void answering.done({}),
    event: () => {},
    refused: () => {},
    ...more,
  })
  open.push(
    () => standIn.close(),
    () => stream.stop(),
  )
  await stream.start()
  return { standIn, stream, heard, say: (text: string) => standIn.gateway.push(ROBOT, { text }) }
}

describe('the stream', () => {
  it('connects with an encoded ticket, answers pings and acknowledges on the connection the frame came by', async () => {
    const { standIn, stream, say } = await begin()
    expect(stream.unready()).toBeUndefined()
    expect(await say('a')).toMatchObject({ code: 200, response: null, sent: 1 })
    expect(standIn.gateway.counts).toMatchObject({ connected: 1, refused: 0, pongs: 1 })
  })

  it('keeps one connection after many cuts, and hears what was pushed meanwhile', async () => {
    const { standIn, stream, heard, say } = await begin()
    for (let i = 0; i < 5; i++) {
      standIn.gateway.cut()
      await say(`after ${i}`)
    }
    expect(heard).toEqual(['after 0', 'after 1', 'after 2', 'after 3', 'after 4'])
    expect([stream.counts().live, standIn.gateway.live()]).toEqual([1, 1])
  })

  it('does not storm a gateway that refuses sockets: attempts grow apart, and one connection stands when it is back', async () => {
    const { standIn, stream, say } = await begin()
    const { gateway } = standIn
    gateway.mood.refuseSockets = true
    gateway.cut()
    await pause(900)
    await expect.poll(() => gateway.counts.refused).toBeGreaterThan(3)
    expect(stream.unready()).toMatch(/cannot be reached/)
    expect(gateway.counts.refused).toBeLessThan(20)
    // One ticket for each socket: the first connection, those refused, and perhaps one under way.
    expect(gateway.counts.asked - gateway.counts.refused).toBeLessThanOrEqual(2)
    gateway.mood.refuseSockets = false
    expect(await say('back')).toMatchObject({ code: 200 })
    expect([stream.counts().live, gateway.live()]).toEqual([1, 1])
  })

  it('opens the next connection before the old one goes: no hole', async () => {
    const { standIn, say } = await begin()
    standIn.gateway.notice(700)
    const acks = await Promise.all(Array.from({ length: 20 }, (_, i) => pause(i * 5).then(() => say(`${i}`))))
    // With a hole they would have waited until the old connection was closed.
    expect(acks.filter((ack) => ack?.code !== 200 || ack.ms > 500)).toEqual([])
    expect(standIn.gateway.counts.connected).toBe(2)
    await pause(900)
    expect(standIn.gateway.counts.connected).toBe(2)
    expect(standIn.gateway.live()).toBe(1)
  })

  it('notices a socket that died without a word', async () => {
    const { standIn, say } = await begin()
    standIn.gateway.freeze()
    expect(await say('anybody?')).toMatchObject({ code: 200 })
    expect(standIn.gateway.counts.connected).toBe(2)
  })

  it('leaves a quiet but living connection alone', async () => {
    const { standIn } = await begin()
    await pause(500)
    expect(standIn.gateway.counts.connected).toBe(1)
  })

  it('survives frames that are no JSON and handlers that throw; an unacknowledged frame comes again', async () => {
    let times = 0
    const { standIn, say } = await begin({
      robot: async (_frame, answering) => {
        times += 1
        if (times === 1) throw new Error('the disk was full for a moment')
        answering.done(null)
      },
    })
    standIn.gateway.raw('not json')
    standIn.gateway.raw('null')
    standIn.gateway.raw('{"type":"CALLBACK"}')
    expect(await say('x')).toMatchObject({ code: 200, sent: 2 })
    expect(standIn.gateway.counts.connected).toBe(1)
  })

  it('refuses what does not prove where it comes from with a code of its own', async () => {
    const { say } = await begin({ robot: async (_frame, answering) => void answering.refuse(403) })
    expect(await say('x')).toMatchObject({ code: 403 })
  })

  it('acknowledges a lost acknowledgement again', async () => {
    const { standIn, say, heard } = await begin()
    standIn.gateway.mood.loseAcks = 1
    expect(await say('twice')).toMatchObject({ code: 200, sent: 2 })
    expect(heard).toEqual(['twice', 'twice'])
  })

  it('says that the credentials are refused, and does not hammer', async () => {
    const refused = vi.fn()
    const { standIn, stream } = await begin({ refused }, 'wrong')
    await pause(300)
    expect(stream.unready()).toMatch(/credentials/)
    expect(refused.mock.calls.length).toBeGreaterThanOrEqual(2)
    expect(refused.mock.calls.length).toBeLessThan(12)
    expect(standIn.gateway.counts.connected).toBe(0)
  })

  it('stops for good: work under way is finished and acknowledged, no socket and no timer is left', async () => {
    let finish: () => void = () => {}
    const { standIn, stream, say } = await begin({
      robot: async (_frame, answering) => {
        await new Promise<void>((resolve) => {
          finish = resolve
        })
        answering.done(null)
      },
    })
    const ack = say('slow')
    await pause(30)
    const stopped = stream.stop()
    finish()
    expect(await ack).toMatchObject({ code: 200, sent: 1 })
    await stopped
    await pause(100)
    expect([stream.unready(), standIn.gateway.live()]).toEqual(['stopped', 0])
    const { opens } = standIn.gateway.counts
    await pause(300)
    expect(standIn.gateway.counts.opens).toBe(opens)
  })

  it('a stop in the middle of waiting to reconnect ends the waiting', async () => {
    const { standIn, stream } = await begin()
    standIn.gateway.mood.closed = true
    standIn.gateway.cut()
    await pause(60)
    await stream.stop()
    standIn.gateway.mood.closed = false
    await pause(300)
    expect(standIn.gateway.live()).toBe(0)
  })
})
