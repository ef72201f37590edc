/** Contract: which cases are about the same, how many by window, and that decisions of one batch see each other. */
import { describe, expect, it } from 'vitest'
import type { Judge, SamenessRow } from '../../src/ports.ts'
import { MOST_SAME, type Same } from '../../src/rules/sameness.ts'
import { acting, DAY, decide, fileOne, filing, HOUR, judgeWith, type Open, START } from './samples.ts'

const MODEL = 'a'.repeat(64)
const PHONE = 'b'.repeat(64)

const row = (key: string, happened = START): SamenessRow => ({ key, happened })

/** A judge that notes what it finds before it writes. */
function looking(look: (loaded: Parameters<Judge>[1]) => unknown) {
  const seen: unknown[] = []
  const judge: Judge = (command, loaded) => {
    seen.push(look(loaded))
    return judgeWith()(command, loaded)
  }
  return { judge, seen }
}

const beside = (sameness?: readonly SamenessRow[]) => ({ ...(sameness && { sameness }) })

const found = (all: readonly Same[]): readonly string[] => all.map((one) => `${one.number} ${one.key[0]}`)

/** Sameness by key and time, replaced as a whole, visible within a batch. */
export function likeningContract(open: Open): void {
  describe('sameness', () => {
    it('is found by key, after a moment, newest first, and counted by window', async () => {
      const { store } = await open()
      const numbers: string[] = []
      for (const hours of [0, 2, 1]) {
        const rows = [row(MODEL, START + hours * HOUR), ...(hours === 1 ? [row(PHONE, START + HOUR)] : [])]
        numbers.push(await fileOne(store, `f${hours}`, () => beside(rows)))
      }
      const [first, third, second] = numbers as [string, string, string]
      const { judge, seen } = looking(({ sameness, tally }) => [
        found(sameness([MODEL], START - 1)),
        found(sameness([MODEL, PHONE], START)),
        found(sameness([], 0)),
        tally(MODEL, [
          { from: START - DAY, to: START },
          { from: START, to: START + 2 * HOUR },
          { from: START + DAY, to: START + 2 * DAY },
        ]),
      ])
      await store.apply([{ command: acting('k', first) }], judge, START)
      expect(seen.at(-1)).toEqual([
        [`${third} a`, `${second} a`, `${first} a`],
        expect.arrayContaining([`${third} a`, `${second} a`, `${second} b`]),
        [],
        [1, 2, 0],
      ])
    })

    it('is what the case last wrote, also after closing and opening again; written by nobody, it stays', async () => {
      const opened = await open()
      const a = await fileOne(opened.store, 'a', () => beside([row(MODEL)]))
      const b = await fileOne(opened.store, 'b', () => beside([row(MODEL)]))
      await decide(opened.store, acting('k', a), () => beside([row(PHONE)]))
      await decide(opened.store, acting('l', b))
      const { store } = await opened.reopen()
      const { judge, seen } = looking(({ sameness }) => found(sameness([MODEL, PHONE], 0)))
      await store.apply([{ command: acting('m', a) }], judge, START)
      expect(seen.at(-1)).toEqual([`${b} a`, `${a} b`])
    })

    it('of one decision is seen by the next of the same batch, also what changed, and gone when it fails', async () => {
      const { store } = await open()
      const old = await fileOne(store, 'old', () => beside([row(MODEL)]))
      const counted = new Map<string, number>()
      const judge: Judge = (command, loaded) => {
        counted.set(command.id, loaded.sameness([MODEL], 0).length)
        return judgeWith(({ number }) => beside([row(number === old ? PHONE : MODEL)]))(command, loaded)
      }
      const failing: Judge = (command, loaded) => {
        const verdict = judge(command, loaded)
        if (command.id !== 'b' || !verdict.write) return verdict
        // Two rows with one key and moment cannot be stored.
        return { ...verdict, write: { ...verdict.write, sameness: [row(MODEL), row(MODEL)] } }
      }
      const batch = [filing('a'), filing('b'), filing('c'), acting('d', old), filing('e')]
      const applied = await store.apply(
        batch.map((command) => ({ command })),
        failing,
        START,
      )
      expect(applied.map((one) => 'error' in one)).toEqual([false, true, false, false, false])
      // `a`, `c`, not `b`; `old` is about something else since `d`. A store may ask a judge more than once: the last counts.
      expect(['a', 'c', 'd', 'e'].map((id) => counted.get(id))).toEqual([1, 2, 3, 2])
    })

    it('is bounded', async () => {
      const { store } = await open()
      const many = Array.from({ length: MOST_SAME + 5 }, (_, i) => ({ command: filing(`f${i}`) }))
      await store.apply(
        many,
        judgeWith(() => beside([row(MODEL)])),
        START,
      )
      const { judge, seen } = looking(({ sameness, tally }) => [
        sameness([MODEL], 0).length,
        tally(MODEL, [{ from: 0, to: START }])[0],
      ])
      await store.apply([{ command: filing('last') }], judge, START)
      expect(seen.at(-1)).toEqual([MOST_SAME, MOST_SAME + 5])
    })
  })
}
