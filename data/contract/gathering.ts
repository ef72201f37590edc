/** Contract: reminders of one person are claimed together, in no order, and what leaves together is written down before. */
import { describe, expect, it } from 'vitest'
import { GATHERED, GATHERING } from '../../src/outbox-port.ts'
import type { NoticeRow, Send, Settlement, Store } from '../../src/ports.ts'
import { acting, decide, fileOne, HOUR, notice, type Open, START } from './samples.ts'

const LANE = `l${GATHERED}`
const SENT = { is: 'sent', handle: 'h1' } as const

const claim = (store: Store, now = START, wall = 0) => store.claim(now, wall, 2, 10)
const keys = (sends: readonly Send[]) => sends.map(({ key }) => key)
const nag = (key: string, more: Partial<NoticeRow> = {}): NoticeRow => ({ ...notice(LANE, key), ...more })
const settle = (store: Store, sends: readonly Send[], outcome: Settlement, now = START) =>
  store.settle(
    sends.map((send) => ({ send, outcome })),
    now,
  )

/** The lanes in which reminders wait for each other. */
export function gatheringContract(open: Open): void {
  describe('gathered lanes', () => {
    it('give all that is due at once, in no order: what waits holds up nothing', async () => {
      const { store } = await open()
      const later = { notBefore: START + HOUR, waits: 'quiet' } as const
      const number = await fileOne(store, 'a', () => ({ notices: [nag('n1', later), nag('n2'), nag('n3'), nag('n4')] }))
      const sends = await claim(store)
      expect(keys(sends)).toEqual(['n2', 'n3', 'n4'])
      await settle(store, sends, SENT)
      expect(await store.nextSend()).toBe(START + HOUR)
      // What comes now is due before what waits.
      await decide(store, acting('b', number), () => ({ notices: [nag('n5')] }))
      expect(await store.nextSend()).toBe(START)
      const next = await claim(store)
      expect(keys(next)).toEqual(['n5'])
      await settle(store, next, SENT)
      const [last] = await claim(store, START + HOUR)
      expect(last).toMatchObject({ key: 'n1', held: 'quiet' })
      const line = (await store.messages(number)).find(({ key }) => key === 'n1')
      expect(line).toMatchObject({ why: 'quiet', notBefore: START + HOUR, state: 'waiting' })
    })

    it('wait for timers that are due, for a while; other lanes do not', async () => {
      const { store } = await open()
      const number = await fileOne(store, 'a', () => ({
        notices: [nag('n1'), notice('l', 'urgent')],
        timers: [{ key: 'k|1', number: 'C-20261122-0001', at: START }],
      }))
      expect(await store.sending(START)).toBe(true)
      const urgent = await claim(store)
      expect(keys(urgent)).toEqual(['urgent'])
      await settle(store, urgent, SENT)
      expect(await store.sending(START)).toBe(false)
      expect(keys(await claim(store, START + GATHERING - 1))).toEqual([])
      expect(keys(await claim(store, START + GATHERING))).toEqual(['n1'])
      await decide(store, acting('b', number), () => ({ timers: [] }))
      expect(keys(await claim(store, START, HOUR))).toEqual(['n1'])
    })

    it('keep which rows leave together: only those may have arrived', async () => {
      const opened = await open()
      const number = await fileOne(opened.store, 'a', () => ({ notices: [nag('n1'), nag('n2'), nag('n3')] }))
      const [one, two] = await claim(opened.store)
      if (!one || !two) throw new Error('three were to be claimed')
      await opened.store.bundle([one, two], 'roundup-1')
      const { store } = await opened.reopen()
      const again = await claim(store, START, 30_000)
      const marks = (sends: readonly Send[]) => sends.map((send) => [send.key, send.bundle, send.again])
      expect(marks(again)).toEqual([
        ['n1', 'roundup-1', true],
        ['n2', 'roundup-1', true],
        ['n3', undefined, undefined],
      ])
      const [first, second, third] = again
      if (!first || !second || !third) throw new Error('three were to be claimed')
      const retry = { is: 'retry', at: START, why: 'timeout (+1 s)' } as const
      await settle(store, [first], { ...retry, unsure: true })
      await settle(store, [second], retry)
      await settle(store, [third], { is: 'held', at: START + HOUR, why: 'budget' })
      const marked = await claim(store)
      expect(marks(marked)).toEqual([
        ['n1', 'roundup-1', true],
        ['n2', undefined, undefined],
      ])
      await settle(store, marked, { ...SENT, digest: 'roundup-2' })
      const lines = await store.messages(number)
      expect(lines.map(({ bundle, state }) => [bundle, state])).toEqual([
        ['roundup-2', 'sent'],
        ['roundup-2', 'sent'],
        [undefined, 'waiting'],
      ])
      // Holding is no try.
      expect(await claim(store, START + HOUR)).toMatchObject([{ key: 'n3', attempts: 0, held: 'budget' }])
    })

    it('keep why a row waited after it was sent', async () => {
      const { store } = await open()
      const number = await fileOne(store, 'a', () => ({ notices: [nag('n1')] }))
      await settle(store, await claim(store), { is: 'held', at: START + HOUR, why: 'budget' })
      await settle(store, await claim(store, START + HOUR), SENT, START + HOUR)
      expect(await store.messages(number)).toMatchObject([{ why: 'budget', state: 'sent', settled: START + HOUR }])
    })
  })
}
