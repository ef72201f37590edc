/** Contract: closed cases as precedents by category, and what they were granted under a key, as of a moment. */
import { describe, expect, it } from 'vitest'
import type { ClaimRow, Judge, Store } from '../../src/ports.ts'
import { acting, DAY, fileOne, filing, judgeWith, type Open, START } from './samples.ts'

const ORDER = 'a'.repeat(64)
const SERIAL = 'b'.repeat(64)

/** How a case ends; what is not said is ordinary. */
interface End {
  readonly category?: string
  readonly outcome?: string
  readonly at?: number
  readonly minor?: number
  readonly currency?: string
  readonly kind?: string
  readonly customer?: string
  readonly claims?: readonly ClaimRow[]
}

const claim = (key: string, minor: number, happened = START): ClaimRow => ({
  ...{ key, happened, slice: `P/${minor}`, amount: { minor, currency: 'CNY' } },
})

/** Files a case and ends it so; gives its number. */
async function lived(store: Store, id: string, end: End): Promise<string> {
  const { category = 'quality.noise', outcome = 'closed', at = START, minor = 100, currency = 'CNY' } = end
  const number = await fileOne(store, id)
  const judge: Judge = (command, loaded) => {
    const verdict = judgeWith(() => ({ claims: end.claims ?? [] }))(command, loaded)
    if (!verdict.write) return verdict
    const { write } = verdict
    const amount = { minor, currency }
    const values = { ...write.state.values, plan_kind: end.kind ?? 'refund', plan_amount: amount, model: 'BCD-500' }
    return {
      ...verdict,
      write: {
        ...write,
        state: { ...write.state, values, ended: { stage: 'closed', outcome, at } },
        row: { ...write.row, category, customer: end.customer ?? '', amount, outcome },
      },
    }
  }
  await store.apply([{ command: acting(`end ${id}`, number) }], judge, START)
  return number
}

/** Newest first by category, before a moment, of one currency; only what was carried out. */
export function precedingContract(open: Open): void {
  describe('precedents', () => {
    it('are closed cases of the categories asked for, the newest of each, ended before the moment', async () => {
      const opened = await open()
      const noise = { before: START + 10 * DAY, currency: 'CNY', each: 10, categories: ['quality.noise'] }
      const old = await lived(opened.store, 'old', { at: START, customer: '张三' })
      const young = await lived(opened.store, 'young', { at: START + DAY, minor: 300, kind: 'coupon' })
      const other = await lived(opened.store, 'other', { category: 'quality.smell', outcome: 'unconfirmed' })
      await lived(opened.store, 'rejected', { outcome: 'rejected' })
      await lived(opened.store, 'dollars', { currency: 'USD' })
      await lived(opened.store, 'no plan', { kind: '' })
      await fileOne(opened.store, 'open', undefined, filing('open'))
      const { store } = await opened.reopen()
      const numbers = async (wanted: object) =>
        (await store.precedents({ ...noise, ...wanted })).map(({ number }) => number)
      expect(await store.precedents(noise)).toEqual([
        {
          ...{ number: young, category: 'quality.noise', product: '', model: 'BCD-500', grade: 'C', kind: 'coupon' },
          ...{ amount: { minor: 300, currency: 'CNY' }, ended: START + DAY, customer: '' },
        },
        {
          ...{ number: old, category: 'quality.noise', product: '', model: 'BCD-500', grade: 'C', kind: 'refund' },
          ...{ amount: { minor: 100, currency: 'CNY' }, ended: START, customer: '张三' },
        },
      ])
      expect(await numbers({ before: START + DAY })).toEqual([old])
      expect(await numbers({ each: 1 })).toEqual([young])
      expect(await numbers({ categories: ['quality.smell', 'quality.noise'], each: 1 })).toEqual([other, young])
      expect(await numbers({ categories: [] })).toEqual([])
    })

    it('are there for whoever decides, as the port gives them', async () => {
      const { store } = await open()
      await lived(store, 'noise', {})
      await lived(store, 'smell', { category: 'quality.smell' })
      const wanted = { before: START + DAY, currency: 'CNY', each: 10, categories: ['quality.noise'] }
      const smell = { ...wanted, categories: ['quality.smell'] }
      const seen: unknown[] = []
      const judge: Judge = (command, loaded) => {
        const found = [loaded.precedents(wanted), loaded.claims([ORDER], 0), loaded.precedents(smell)]
        seen.push(found)
        return judgeWith()(command, loaded)
      }
      await store.apply([{ command: filing('asks') }], judge, START)
      expect(seen).toEqual([[await store.precedents(wanted), [], await store.precedents(smell)]])
    })

    it('say what closed cases were granted under a key, after one moment and ended before another', async () => {
      const { store } = await open()
      const both = [claim(ORDER, 200), claim(SERIAL, 200)]
      const first = await lived(store, 'first', { at: START + DAY, claims: both, customer: '李四' })
      const second = await lived(store, 'second', { at: START + 2 * DAY, claims: [claim(ORDER, 50, START + DAY)] })
      await lived(store, 'rejected', { outcome: 'rejected', claims: [claim(ORDER, 70)] })
      await fileOne(store, 'open', () => ({ claims: [claim(ORDER, 80)] }))
      const found = async (keys: readonly string[], since: number, before: number) =>
        (await store.pastClaims(keys, since, before)).map((one) => [one.key[0], one.number, one.amount.minor])
      expect(await found([ORDER], 0, START + 9 * DAY)).toEqual([
        ['a', first, 200],
        ['a', second, 50],
      ])
      expect(await found([ORDER], START, START + 9 * DAY)).toEqual([['a', second, 50]])
      expect(await found([SERIAL, ORDER], 0, START + 2 * DAY)).toEqual([
        ['b', first, 200],
        ['a', first, 200],
      ])
      expect(await found([], 0, START + 9 * DAY)).toEqual([])
      const [one] = await store.pastClaims([SERIAL], 0, START + 9 * DAY)
      expect(one).toEqual({ ...claim(SERIAL, 200), slice: undefined, number: first, customer: '李四' })
    })
  })
}
