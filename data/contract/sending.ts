/** Contract: outbox, lanes, leases, and the cards that stand. */
import { describe, expect, it } from 'vitest'
import type { Send, Settlement, Store } from '../../src/ports.ts'
import { acting, card, decide, fileOne, HOUR, notice, type Open, START, view } from './samples.ts'

const SENT: Settlement = { is: 'sent', handle: 'h1' }

/** Claims at one moment of both clocks. */
const claim = (store: Store, now = START, wall = 0, perLane = 10, lanes = 10) => store.claim(now, wall, perLane, lanes)

const settle = (store: Store, sends: readonly Send[], outcome: Settlement, now = START) =>
  store.settle(
    sends.map((send) => ({ send, outcome })),
    now,
  )

/** How views and notices leave. */
export function sendingContract(open: Open): void {
  lanesContract(open)
  viewsContract(open)
  noticesContract(open)
}

function lanesContract(open: Open): void {
  describe('lanes', () => {
    it('are claimed at most so many, oldest row first, and belong to their claimer until settled', async () => {
      const { store } = await open()
      await fileOne(store, 'a', () => ({
        notices: ['l1', 'l2', 'l3'].flatMap((l) => [notice(l, `${l}/1`), notice(l, `${l}/2`)]),
      }))
      const first = await claim(store, START, 0, 1, 2)
      expect(first.map((send) => send.key)).toEqual(['l1/1', 'l2/1'])
      expect((await claim(store)).map((send) => send.key)).toEqual(['l3/1', 'l3/2'])
      expect(await claim(store)).toEqual([])
      await settle(store, first, SENT)
      expect((await claim(store)).map((send) => send.key)).toEqual(['l1/2', 'l2/2'])
    })

    it('come free when their lease runs out, and when the store is opened again', async () => {
      const opened = await open()
      await fileOne(opened.store, 'a', () => ({ notices: [notice('l', 'n')] }))
      expect(await claim(opened.store, START, 1_000)).toHaveLength(1)
      expect(await claim(opened.store, START, 30_999)).toHaveLength(0)
      expect(await claim(opened.store, START, 31_000)).toHaveLength(1)
      const { store } = await opened.reopen()
      expect(await claim(store, START, 31_000)).toHaveLength(1)
    })

    it('say which rows may have arrived: claimed and never settled, or tried with an unknown outcome', async () => {
      const opened = await open()
      const { store } = opened
      await fileOne(store, 'a', () => ({ notices: ['l', 'm', 'n'].map((lane) => notice(lane, lane)) }))
      const [lost, unclear, refused] = await claim(store)
      if (!lost || !unclear || !refused) throw new Error('three were to be claimed')
      expect([lost, unclear, refused].map((send) => send.again)).toEqual([undefined, undefined, undefined])
      const retry = { is: 'retry', at: START, why: 'timeout (+1 s)' } as const
      await settle(store, [unclear], { ...retry, unsure: true })
      await settle(store, [refused], { ...retry, unsure: false })
      const marks = (sends: readonly Send[]) => sends.map(({ key, again }) => `${key} ${again ?? ''}`.trim()).sort()
      expect(marks(await claim(store))).toEqual(['m true', 'n'])
      expect(marks(await claim(store, START, 30_000))).toEqual(['l true', 'm true', 'n true'])
      const reopened = await opened.reopen()
      expect(marks(await claim(reopened.store, START, 30_000))).toEqual(['l true', 'm true', 'n true'])
      expect((await reopened.store.messages(lost.number)).map(({ why }) => why)).toEqual([
        undefined,
        'unknown: timeout (+1 s)',
        'timeout (+1 s)',
      ])
    })

    it('come free when the clock of the machine was set back by more than a lease lasts', async () => {
      const { store } = await open()
      await fileOne(store, 'a', () => ({ notices: [notice('l', 'n')] }))
      expect(await claim(store, START, 10 * HOUR)).toHaveLength(1)
      expect(await claim(store, START, 9 * HOUR)).toEqual([expect.objectContaining({ key: 'n', again: true })])
    })

    it('give rows up to the first that has to wait', async () => {
      const { store } = await open()
      await fileOne(store, 'a', () => ({ notices: [notice('l', '1'), notice('l', '2'), notice('l', '3')] }))
      const [, second] = await claim(store)
      if (!second) throw new Error('three were to be claimed')
      await settle(store, [second], { is: 'retry', at: START + HOUR, why: 'later' })
      expect((await claim(store)).map((send) => send.key)).toEqual(['1'])
    })

    it('keep their order: nothing passes a row that has to wait', async () => {
      const { store } = await open()
      await fileOne(store, 'a', () => ({ notices: [notice('l', '1'), notice('l', '2'), notice('m', '3')] }))
      const [first, second, other] = await claim(store)
      if (!first || !second || !other) throw new Error('three were to be claimed')
      await settle(store, [other], SENT)
      await settle(store, [first], { is: 'retry', at: START + HOUR, why: 'the platform says: later' })
      expect(await claim(store, START + HOUR - 1)).toEqual([])
      expect(await store.nextSend()).toBe(START + HOUR)
      const again = await claim(store, START + HOUR)
      expect(again.map((send) => [send.key, send.attempts])).toEqual([
        ['1', 1],
        ['2', 0],
      ])
      await settle(store, again, SENT)
      expect(await store.nextSend()).toBeUndefined()
      expect((await store.counts()).outbox).toBe(0)
    })
  })
}

function viewsContract(open: Open): void {
  describe('views', () => {
    const beside = () => ({ views: [view('quality')] })

    it('of one card wait as one row with the newest revision wanted', async () => {
      const { store } = await open()
      const number = await fileOne(store, 'a', beside)
      await decide(store, acting('b', number), beside, START + 5)
      const [send, none] = await claim(store)
      expect(none).toBeUndefined()
      expect(send).toEqual({
        ...{ id: send?.id, lane: 'quality', number, key: 'case', kind: 'view', wanted: 3, attempts: 0, queued: START },
        place: { in: 'channel', channel: 'quality' },
      })
    })

    it('keep the card exactly as it was drawn, and tell the next drawing of it', async () => {
      const { store } = await open()
      const number = await fileOne(store, 'a', beside)
      await settle(store, await claim(store), { is: 'sent', handle: 'h7', card: card(number, 2), digest: 'd2' })
      const told = { handle: 'h7', revision: 2, digest: 'd2', state: 'open' }
      expect(await store.card('quality', number, 'case')).toEqual({ ...told, model: card(number, 2) })
      await decide(store, acting('b', number), beside)
      const sends = await claim(store)
      expect(sends).toEqual([expect.objectContaining({ told, wanted: 3 })])
      await settle(store, sends, { is: 'sent', handle: 'h7', card: card(number, 3, 'done'), digest: 'd3' })
      expect((await store.messages(number)).map(({ shown }) => shown)).toEqual([
        { revision: 2, digest: 'd2' },
        { revision: 3, digest: 'd3' },
      ])
      expect(await store.card('quality', number, 'case')).toMatchObject({ revision: 3, digest: 'd3', state: 'done' })
      expect(await store.card('elsewhere', number, 'case')).toBeUndefined()
    })

    it('wanted again while under way are queued again, unless drawn that new already', async () => {
      const { store } = await open()
      const number = await fileOne(store, 'a', beside)
      const sends = await claim(store)
      await decide(store, acting('b', number), beside)
      await settle(store, sends, { is: 'sent', handle: 'h', card: card(number, 2), digest: '' })
      const again = await claim(store)
      expect(again).toEqual([expect.objectContaining({ wanted: 3, told: expect.objectContaining({ revision: 2 }) })])
      await decide(store, acting('c', number), beside)
      await settle(store, again, { is: 'sent', handle: 'h', card: card(number, 4), digest: '' })
      expect(await claim(store)).toEqual([])
    })

    it('with nothing to say leave no line behind', async () => {
      const { store } = await open()
      const number = await fileOne(store, 'a', beside)
      await settle(store, await claim(store), { is: 'skipped' })
      expect(await store.messages(number)).toEqual([])
      expect(await store.nextSend()).toBeUndefined()
    })
  })
}

function noticesContract(open: Open): void {
  describe('notices', () => {
    it('with a key that was queued before are dropped, whatever became of the first', async () => {
      const { store } = await open()
      const beside = () => ({ notices: [notice('l', 'n', 'first')] })
      const number = await fileOne(store, 'a', beside)
      await decide(store, acting('b', number), () => ({ notices: [notice('m', 'n', 'second')] }))
      const sends = await claim(store)
      expect(sends).toEqual([
        expect.objectContaining({ lane: 'l', message: { text: 'first', lang: 'en' }, noticeKind: 'nag' }),
      ])
      await settle(store, sends, { is: 'skipped' })
      await decide(store, acting('c', number), beside)
      expect(await store.nextSend()).toBeUndefined()
      expect(await claim(store)).toEqual([])
    })

    it('that may wait are not claimed before their moment, and hold up nothing else', async () => {
      const { store } = await open()
      const later = { ...notice('l~later', 'n1'), notBefore: START + HOUR }
      await fileOne(store, 'a', () => ({ notices: [later, notice('l', 'n2')] }))
      expect((await claim(store, START, 0, 10, 2)).map(({ key }) => key)).toEqual(['n2'])
      expect((await claim(store, START + HOUR - 1, 0, 10, 2)).map(({ key }) => key)).toEqual([])
      expect((await claim(store, START + HOUR, 0, 10, 2)).map(({ key }) => key)).toEqual(['n1'])
    })

    it('keep what happened to them for the page of the case', async () => {
      const { store } = await open()
      const to = (person: string) => ({ in: 'person', person }) as const
      const customer = { ...notice('l', 'n1', 'We are sorry'), kind: 'customer', reportTo: 'told#1' } as const
      const number = await fileOne(store, 'a', () => ({ notices: [customer, notice('m', 'n2'), notice('o', 'n3')] }))
      const [one, two] = await claim(store, START, 0, 10, 2)
      if (!one || !two) throw new Error('two were to be claimed')
      expect(one).toMatchObject({ reportTo: 'told#1', noticeKind: 'customer' })
      await settle(store, [one], SENT, START + 7)
      await settle(store, [two], { is: 'given_up', why: 'no such person' }, START + 8)
      expect(await store.messages(number)).toEqual([
        {
          lane: 'l',
          place: to('l'),
          key: 'n1',
          kind: 'notice',
          queued: START,
          settled: START + 7,
          state: 'sent',
          text: 'We are sorry',
        },
        {
          ...{
            lane: 'm',
            place: to('m'),
            key: 'n2',
            kind: 'notice',
            queued: START,
            settled: START + 8,
            state: 'given_up',
          },
          ...{ why: 'no such person', text: 'Please look' },
        },
        { lane: 'o', place: to('o'), key: 'n3', kind: 'notice', queued: START, state: 'waiting', text: 'Please look' },
      ])
      expect(await store.counts()).toMatchObject({ outbox: 1, givenUp: 1 })
    })

    it('settled twice stay as they were settled first', async () => {
      const { store } = await open()
      const number = await fileOne(store, 'a', () => ({ notices: [notice('l', 'n')] }))
      const sends = await claim(store)
      await settle(store, sends, SENT)
      await settle(store, sends, { is: 'given_up', why: 'late' })
      expect(await store.messages(number)).toEqual([expect.objectContaining({ state: 'sent' })])
    })
  })
}
