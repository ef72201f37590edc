import { describe, expect, it } from 'vitest'
import { makeJournal } from './journal.ts'

/** A memory whose writes end when the test says so, in any order. */
function slowMemory() {
  const rows = new Map<string, string>()
  const waiting: (() => void)[] = []
  return {
    rows,
    waiting,
    memory: {
      get: async (key: string) => rows.get(key),
      set: (key: string, value: string) =>
        new Promise<void>((resolve) => {
          waiting.push(() => {
            rows.set(key, value)
            resolve()
          })
        }),
    },
    end: () => {
      for (const one of waiting.splice(0)) one()
    },
  }
}

describe('a journal', () => {
  it('gives back what was left, oldest first, and uses its slots again', async () => {
    const rows = new Map<string, string>()
    const memory = {
      get: async (key: string) => rows.get(key),
      set: async (key: string, value: string) => void rows.set(key, value),
    }
    const journal = makeJournal<number>(memory, 'j', 3)
    for (const n of [1, 2, 3]) expect(await journal.add(`k${n}`, n)).toBe(true)
    expect(await journal.add('k4', 4)).toBe(false)
    expect(await journal.add('k2', 2)).toBe(true)
    journal.drop('k1')
    await journal.flush()
    expect(await journal.add('k4', 4)).toBe(true)
    const next = makeJournal<number>(memory, 'j', 3)
    expect(await next.left()).toEqual([
      ['k2', 2],
      ['k3', 3],
      ['k4', 4],
    ])
    expect(await next.add('k5', 5)).toBe(false)
    for (const key of ['k2', 'k3', 'k4']) next.drop(key)
    await next.flush()
    expect(await next.add('k6', 6)).toBe(true)
    expect(await makeJournal<number>(memory, 'j', 3).left()).toEqual([['k6', 6]])
    expect(rows.size).toBe(3)
  })

  it('never lets the late clearing of a slot take a new entry with it', async () => {
    const { memory, end, waiting, rows } = slowMemory()
    const journal = makeJournal<string>(memory, 'j', 1)
    const first = journal.add('a', 'A')
    end()
    expect(await first).toBe(true)
    journal.drop('a')
    // The slot is not empty on disk yet, so there is no room.
    expect(await journal.add('b', 'B')).toBe(false)
    end()
    await journal.flush()
    const second = journal.add('b', 'B')
    end()
    expect([await second, waiting.length]).toEqual([true, 0])
    expect([...rows.values()].join()).toContain('"B"')
  })

  it('keeps nothing of what could not be written', async () => {
    let fails = true
    const rows = new Map<string, string>()
    const memory = {
      get: async (key: string) => rows.get(key),
      async set(key: string, value: string) {
        if (fails) throw new Error('disk full')
        rows.set(key, value)
      },
    }
    const journal = makeJournal<number>(memory, 'j', 1)
    await expect(journal.add('a', 1)).rejects.toThrow('disk full')
    fails = false
    expect(await journal.add('a', 1)).toBe(true)
  })
})
