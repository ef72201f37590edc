/** Contract: what is granted under one key over several cases, and that decisions of one batch see each other. */
import { describe, expect, it } from 'vitest'
import type { ClaimRow, Judge } from '../../src/ports.ts'
import type { Claim } from '../../src/rules/claims.ts'
import { acting, decide, fileOne, filing, judgeWith, type Open, START } from './samples.ts'

const ORDER = 'a'.repeat(64)
const SERIAL = 'b'.repeat(64)

const row = (key: string, slice: string, minor: number, happened = START): ClaimRow => ({
  ...{ key, slice, happened, amount: { minor, currency: 'CNY' } },
})

/** A judge that notes what is granted under `keys` after `since` before it writes `rows` for the case. */
function looking(keys: readonly string[], since: number, rows: (number: string) => readonly ClaimRow[]) {
  const seen: (readonly Claim[])[] = []
  const judge: Judge = (command, loaded) => {
    seen.push(loaded.claims(keys, since))
    return judgeWith((state) => ({ claims: rows(state.number), guards: keys }))(command, loaded)
  }
  return { judge, seen }
}

/** Claims by key and time, replaced as a whole, visible within a batch, still there after closing. */
export function claimingContract(open: Open): void {
  describe('claims', () => {
    it('are found by key, after a moment, with number, slice and amount', async () => {
      const { store } = await open()
      const rows = [row(ORDER, 'P1', 100), row(ORDER, 'P2', 200, START + 1), row(SERIAL, 'P2', 200, START + 1)]
      const number = await fileOne(store, 'a', () => ({ claims: rows }))
      const find = async (keys: readonly string[], since: number) => {
        const { judge, seen } = looking(keys, since, () => rows)
        await store.apply([{ command: acting(`${keys}${since}`, number) }], judge, START)
        return (seen[0] ?? []).map((claim) => [claim.number, claim.slice, claim.amount])
      }
      const [first, second] = [100, 200].map((minor, i) => [number, `P${i + 1}`, { minor, currency: 'CNY' }])
      expect(await find([ORDER], START - 1)).toEqual([first, second])
      expect(await find([ORDER], START)).toEqual([second])
      expect(await find([ORDER, SERIAL], START)).toEqual([second, second])
      expect(await find(['c'.repeat(64)], 0)).toEqual([])
      expect(await find([], 0)).toEqual([])
    })

    it('are what the case last wrote, also after closing and opening again', async () => {
      const opened = await open()
      const a = await fileOne(opened.store, 'a', () => ({ claims: [row(ORDER, 'P1', 100)] }))
      const b = await fileOne(opened.store, 'b', () => ({ claims: [row(ORDER, 'P1', 50)] }))
      await decide(opened.store, acting('k', a), () => ({ claims: [row(ORDER, 'P2', 300), row(SERIAL, 'P2', 300)] }))
      const { store } = await opened.reopen()
      const { judge, seen } = looking([ORDER, SERIAL], 0, () => [])
      await store.apply([{ command: acting('l', a) }, { command: acting('m', b) }], judge, START)
      expect(seen.map((claims) => claims.map((claim) => `${claim.number} ${claim.slice}`))).toEqual([
        [`${a} P2`, `${b} P1`, `${a} P2`],
        [`${b} P1`],
      ])
    })

    it('of one decision are seen by the next of the same batch, and gone when it fails', async () => {
      const { store } = await open()
      const { judge, seen } = looking([ORDER], 0, (number) => [row(ORDER, number, 100)])
      const failing: Judge = (command, loaded) => {
        const verdict = judge(command, loaded)
        if (command.id !== 'b' || !verdict.write) return verdict
        // Two rows with one key cannot be stored.
        return { ...verdict, write: { ...verdict.write, claims: [row(SERIAL, 'x', 1), row(SERIAL, 'x', 2)] } }
      }
      const batch = ['a', 'b', 'c'].map((id) => ({ command: filing(id) }))
      const applied = await store.apply(batch, failing, START)
      expect(applied.map((one) => 'error' in one)).toEqual([false, true, false])
      // The last round: after a failure everything is decided anew.
      expect(seen.slice(-3).map((claims) => claims.length)).toEqual([0, 1, 1])
    })
  })
}
