import { describe, expect, it } from 'vitest'
import { acting, decide, START } from '../data/contract/samples.ts'
import type { Several } from './gathering.ts'
import type { NoticeRow, Settlement } from './ports.ts'
import { chat, deliver, NUMBER, scene, setScene, states, want, word } from './testing/outbox.ts'

setScene()

const nag = (key: string, more: Partial<NoticeRow> = {}): NoticeRow => word('test:li~nags', key, more)
const roundup = (sends: Several) => ({ text: sends.map(({ key }) => key).join('+'), lang: 'en' as const })

describe('reminders that wait in one lane', () => {
  it('leave as one message; one alone in its own words, under its own name', async () => {
    const { platform, calls } = chat()
    const { delivery } = deliver(platform)
    await want([], [nag('a')])
    await delivery.idle()
    await want([], [nag('b'), nag('c'), nag('d')])
    await delivery.idle()
    expect(calls).toMatchObject([
      { to: 'li', said: 'a', key: `${NUMBER}|a|test:li` },
      { to: 'li', said: 'b+c+d', key: expect.stringMatching(/^roundup\|[0-9a-f]{24}\|test:li/) },
    ])
    expect(await states()).toEqual(['a sent', 'b sent', 'c sent', 'd sent'])
  })

  it('leave without those that are over', async () => {
    const { platform, did } = chat()
    const { delivery } = deliver(platform, { isMoot: async ({ key }) => key === 'b' })
    const later = { notBefore: scene.now + 60_000 }
    await want([], [nag('a', later), nag('b', later), nag('c', later)])
    scene.now += 60_000
    delivery.wake()
    await delivery.idle()
    expect(did()).toEqual(['message li a+c'])
    expect((await scene.store.counts()).outbox).toBe(0)
  })

  it('wait while timers are due', async () => {
    const { platform, did } = chat()
    const { delivery } = deliver(platform)
    await want([], [nag('a')])
    await delivery.idle()
    const ring = { key: `${NUMBER}|x`, number: NUMBER, at: START }
    await decide(scene.store, acting('with-timer', NUMBER), () => ({ notices: [nag('b')], timers: [ring] }))
    await delivery.idle()
    expect(did()).toEqual(['message li a'])
    await decide(scene.store, acting('rung', NUMBER), () => ({ notices: [nag('c')], timers: [] }))
    await delivery.idle()
    expect(did()).toEqual(['message li a', 'message li b+c'])
  })

  it('that may have arrived are asked for again as the same message, without what came since', async () => {
    const { platform, calls, answers } = chat()
    const { delivery } = deliver(platform)
    let lost = true
    answers(async (call) => {
      if (!lost) return { is: 'sent', handle: 'h' }
      lost = false
      await want([], [nag('c')])
      return call.key.startsWith('roundup') ? { is: 'unknown', why: 'timeout' } : { is: 'sent', handle: 'h' }
    })
    await want([], [nag('a'), nag('b')])
    await delivery.idle()
    scene.now += 60_000
    delivery.wake()
    await delivery.idle()
    const [first, ...others] = calls
    expect(first?.said).toBe('a+b')
    expect(others.filter(({ key }) => key === first?.key).map(({ said }) => said)).toEqual(['a+b'])
    expect(others.map(({ said }) => said).sort()).toEqual(['a+b', 'c'])
  })

  it('that certainly did not arrive are put together anew', async () => {
    const { platform, did, answers } = chat()
    const { delivery } = deliver(platform)
    answers(({ said }) => (said === 'a+b' ? { is: 'retry', after: 1000, why: 'busy' } : { is: 'sent', handle: 'h' }))
    await want([], [nag('a'), nag('b')])
    await delivery.idle()
    scene.now += 60_000
    await want([], [nag('c')])
    await delivery.idle()
    expect(did()).toEqual(['message li a+b', 'message li a+b+c'])
  })

  it('are given up together, and that is said once', async () => {
    const { platform, answers } = chat()
    const { delivery, lost } = deliver(platform)
    answers(() => ({ is: 'never', why: 'refused' }))
    await want([], [nag('a'), nag('b')])
    await delivery.idle()
    expect(lost).toEqual(['a: refused'])
    expect(await states()).toEqual(['a given_up', 'b given_up'])
  })

  it('tell of everybody they do not reach, and go elsewhere as one message', async () => {
    const { platform, did, answers } = chat()
    const unreached: string[] = []
    answers(({ to }) => (to === 'li' ? { is: 'closed', why: 'gone' } : { is: 'sent', handle: 'h' }))
    const { delivery } = deliver(platform, {
      elsewhere: () => [{ lane: 'test:ops', place: { in: 'channel', channel: 'operator' } }],
      onUnreached: async ({ key }) => void unreached.push(key),
    })
    await want([], [nag('a'), nag('b')])
    await delivery.idle()
    expect(did()).toEqual(['message li a+b', 'message ops a+b'])
    expect(unreached).toEqual(['a', 'b'])
    expect(await states()).toEqual(['a sent', 'b sent'])
  })

  it('that are held wait without a try, and leave when their time has come', async () => {
    const { platform, did } = chat()
    const seen: Settlement['is'][] = []
    const held = async ([first]: Several) =>
      first.held === undefined ? { until: START + 60_000, why: 'budget' as const } : undefined
    const { delivery } = deliver(platform, {
      reminders: { roundup, held },
      observe: (_platform, _kind, outcome) => void seen.push(outcome),
    })
    await want([], [nag('a'), nag('b')])
    await delivery.idle()
    expect(did()).toEqual([])
    scene.now += 60_000
    delivery.wake()
    await delivery.idle()
    expect(did()).toEqual(['message li a+b'])
    expect(seen).toEqual(['held', 'held', 'sent', 'sent'])
  })
})
