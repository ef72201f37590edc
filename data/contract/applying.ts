/** Contract: deciding and committing commands. */
import { describe, expect, it } from 'vitest'
import type { Judge } from '../../src/ports.ts'
import { acting, DAY, decide, fileOne, filing, judgeWith, type Open, START, view } from './samples.ts'

/** Answers, keys, numbers and the isolation of commands from each other. */
export function applyingContract(open: Open): void {
  describe('apply', () => {
    it('files a case and gives back exactly what the judge wrote', async () => {
      const { store } = await open()
      const number = await fileOne(store, 'k1')
      expect(number).toBe('C-20261122-0001')
      const kept = await store.case(number)
      expect(kept).toMatchObject({ number, revision: 2, values: { text: 'The fridge does not cool' } })
      const facts = await store.facts(number)
      expect(facts.map((f) => [f.seq, f.what.is])).toEqual([
        [1, 'filed'],
        [2, 'entered'],
      ])
      expect(await store.verify(number)).toBeUndefined()
      expect(await store.case('C-20261122-0002')).toBeUndefined()
    })

    it('shows a later command of the same call what an earlier one wrote', async () => {
      const { store } = await open()
      const number = 'C-20261122-0001'
      const batch = [filing('a'), acting('b', number), acting('c', number)]
      const applied = await store.apply(
        batch.map((command) => ({ command })),
        judgeWith(),
        START,
      )
      expect(applied).toEqual([2, 3, 4].map((revision) => ({ answer: { number, revision } })))
    })

    it('numbers by local day, and gives no number to a case that was not written', async () => {
      const { store } = await open()
      const refusing: Judge = (_, loaded) => {
        loaded.freshNumber()
        return { answer: { refused: 'bad_request' } }
      }
      await store.apply([{ command: filing('r') }], refusing, START)
      expect(await fileOne(store, 'a')).toBe('C-20261122-0001')
      expect(await fileOne(store, 'b')).toBe('C-20261122-0002')
      expect(await decide(store, filing('c'), undefined, START + DAY)).toMatchObject({ number: 'C-20261123-0001' })
    })

    it('keeps nothing of a refusal: the same key is judged again', async () => {
      const { store } = await open()
      const number = await fileOne(store, 'a')
      expect(await decide(store, acting('k', number, 'reject'))).toEqual({ refused: 'not_yours' })
      expect(await decide(store, acting('k', number, 'note'))).toEqual({ number, revision: 3 })
    })

    it('refuses to judge a case it does not know', async () => {
      const { store } = await open()
      expect(await decide(store, acting('k', 'C-1'))).toEqual({ refused: 'not_found' })
    })
  })
  keysContract(open)
  isolationContract(open)
}

function keysContract(open: Open): void {
  describe('inbox keys', () => {
    it('answers a repeated key with its first answer and does nothing', async () => {
      const { store } = await open()
      const number = await fileOne(store, 'a')
      expect(await decide(store, acting('k', number))).toEqual({ number, revision: 3 })
      expect(await decide(store, acting('k', number))).toEqual({ number, revision: 3, repeated: true })
      expect((await store.case(number))?.revision).toBe(3)
    })

    it('does so inside one call as well', async () => {
      const { store } = await open()
      const number = await fileOne(store, 'a')
      const twice = [{ command: acting('k', number) }, { command: acting('k', number) }]
      const applied = await store.apply(twice, judgeWith(), START)
      expect(applied).toEqual([
        { answer: { number, revision: 3 } },
        { answer: { number, revision: 3, repeated: true } },
      ])
    })

    it('refuses a key that comes again with another body', async () => {
      const { store } = await open()
      const first = await decide(store, filing('k'), undefined, START, 'one')
      expect(await decide(store, filing('k', 'other'), undefined, START, 'two')).toEqual({ refused: 'key_reused' })
      expect(await decide(store, filing('k'), undefined, START, 'one')).toEqual({ ...first, repeated: true })
      expect((await store.counts()).cases).toBe(1)
    })

    it('compares bodies only where both are known', async () => {
      const { store } = await open()
      const answer = await decide(store, filing('k'))
      expect(await decide(store, filing('k'), undefined, START, 'one')).toEqual({ ...answer, repeated: true })
    })

    it('forgets keys older than asked, and no others', async () => {
      const { store } = await open()
      await decide(store, filing('old'), undefined, START)
      await decide(store, filing('new'), undefined, START + DAY)
      expect(await store.forgetKeys(START + DAY)).toBe(1)
      expect(await decide(store, filing('new'), undefined, START + DAY)).toHaveProperty('repeated', true)
      expect(await decide(store, filing('old'), undefined, START)).not.toHaveProperty('repeated')
    })
  })
}

function isolationContract(open: Open): void {
  describe('one bad command', () => {
    it('whose judge throws harms none of its neighbours', async () => {
      const { store } = await open()
      const number = await fileOne(store, 'a')
      const batch = [acting('x', number), acting('y', number, 'urge'), acting('z', number)]
      const applied = await store.apply(
        batch.map((command) => ({ command })),
        judgeWith(),
        START,
      )
      expect(applied[0]).toEqual({ answer: { number, revision: 3 } })
      expect(applied[1]).toHaveProperty('error', new Error('the judge stumbled'))
      expect(applied[2]).toEqual({ answer: { number, revision: 4 } })
      expect(await store.verify(number)).toBeUndefined()
    })

    it('whose write fails half-way leaves no trace', async () => {
      const { store } = await open()
      const first = await fileOne(store, 'a')
      const clashing = judgeWith((state, command) => ({
        views: [view('quality')],
        timers: [{ key: `${state.number}/1`, number: state.number, at: command.id === 'bad' ? START + 0.5 : START }],
      }))
      const batch = [acting('x', first), filing('bad'), acting('z', first)]
      const applied = await store.apply(
        batch.map((command) => ({ command })),
        clashing,
        START,
      )
      expect(applied.map((one) => 'error' in one)).toEqual([false, true, false])
      expect(await store.counts()).toMatchObject({ cases: 1, timers: 1, outbox: 1 })
      expect(await store.facts('C-20261122-0002')).toEqual([])
      expect(await fileOne(store, 'bad')).toBe('C-20261122-0002')
    })

    it('whose facts do not continue the case is not written', async () => {
      const { store } = await open()
      const number = await fileOne(store, 'a')
      const honest = judgeWith()
      const skipping: Judge = (command, loaded) => {
        const { answer, write } = honest(command, loaded)
        if (!write) return { answer }
        return { answer, write: { ...write, facts: write.facts.map((f) => ({ ...f, seq: f.seq + 1 })) } }
      }
      const [applied] = await store.apply([{ command: acting('k', number) }], skipping, START)
      expect(applied).toHaveProperty('error')
      expect((await store.case(number))?.revision).toBe(2)
    })

    it('that changes the case it was given does not change the case', async () => {
      const { store } = await open()
      const number = await fileOne(store, 'a')
      const meddling: Judge = (_, loaded) => {
        Object.assign(loaded.case ?? {}, { revision: 99 })
        return { answer: { refused: 'not_yours' } }
      }
      await store.apply([{ command: acting('k', number) }], meddling, START)
      expect((await store.case(number))?.revision).toBe(2)
    })
  })
}
