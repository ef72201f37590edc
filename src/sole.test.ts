/** One replica at a time: who begins, who follows one that died or let go, and what a database that is away changes. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Holds } from './ports.ts'
import { makeSole } from './sole.ts'

/** Names held in one place, as the table does. */
function table() {
  const rows = new Map<string, { readonly holder: string; readonly until: number }>()
  const state = { down: false }
  const of = (holder: string): Holds => ({
    async take(name, lasts, wall) {
      if (state.down) throw new Error('the database is away')
      const row = rows.get(name)
      if (row !== undefined && row.holder !== holder && row.until > wall) return false
      rows.set(name, { holder, until: wall + lasts })
      return true
    },
    async free(name) {
      if (rows.get(name)?.holder === holder) rows.delete(name)
    },
  })
  return { of, state }
}

const log = { info() {}, error() {} }

function replica(holds: Holds) {
  const did: string[] = []
  const sole = makeSole({ holds, wall: Date.now, log }, 'stream', {
    begin: async () => void did.push('begin'),
    end: async () => void did.push('end'),
  })
  return { sole, did }
}

describe('a duty of one replica', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date', 'performance'] }))
  afterEach(() => void vi.useRealTimers())

  it('is done by the first, and by another within seconds of its death', async () => {
    const { of } = table()
    // A replica that died: it took the name and never comes back.
    expect(await of('a').take('stream', 6_000, Date.now())).toBe(true)
    const b = replica(of('b'))
    await b.sole.start()
    expect(b.did).toEqual([])
    await vi.advanceTimersByTimeAsync(4_000)
    expect(b.sole.mine()).toBe(false)
    await vi.advanceTimersByTimeAsync(4_000)
    expect(b.did).toEqual(['begin'])
    await b.sole.stop()
  })

  it('stays with whoever has it, and goes on at once when that one stops', async () => {
    const { of } = table()
    const [a, b] = [replica(of('a')), replica(of('b'))]
    await a.sole.start()
    await b.sole.start()
    await vi.advanceTimersByTimeAsync(60_000)
    expect([a.did, b.did]).toEqual([['begin'], []])
    await a.sole.stop()
    expect(a.did).toEqual(['begin', 'end'])
    await vi.advanceTimersByTimeAsync(1_600)
    expect(b.did).toEqual(['begin'])
    await b.sole.stop()
  })

  it('ends where it is before anybody else may begin, when the database cannot be asked', async () => {
    const { of, state } = table()
    const a = replica(of('a'))
    await a.sole.start()
    state.down = true
    await vi.advanceTimersByTimeAsync(4_000)
    expect(a.did).toEqual(['begin'])
    await vi.advanceTimersByTimeAsync(3_500)
    expect(a.did).toEqual(['begin', 'end'])
    state.down = false
    await vi.advanceTimersByTimeAsync(2_000)
    expect(a.did).toEqual(['begin', 'end', 'begin'])
    await a.sole.stop()
  })
})
