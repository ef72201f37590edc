/** What a replica that died had acknowledged: another one works it, once, and never what the living have in hand. */
import { describe, expect, it, vi } from 'vitest'
import type { Duty } from '../../src/ports.ts'
import { listOf, makeEstate } from './estate.ts'
import { makeJournal } from './journal.ts'

const log = { info() {}, warn() {}, error() {} }

/** Memory and names that replicas share; a name is free once its holder is gone. */
function shared() {
  const rows = new Map<string, string>()
  const memory = {
    get: async (key: string) => rows.get(key),
    set: async (key: string, value: string) => void rows.set(key, value),
    all: async (prefix: string) => new Map([...rows].filter(([key]) => key.startsWith(prefix))),
  }
  const holders = new Map<string, string>()
  const waiting = new Map<string, () => Promise<void>>()
  const soleOf = (replica: string) => (name: string, duty: Duty) => ({
    async start() {
      if (holders.has(name)) return void waiting.set(name, duty.begin)
      holders.set(name, replica)
      await duty.begin()
    },
    async stop() {
      if (holders.get(name) === replica) holders.delete(name)
    },
    mine: () => holders.get(name) === replica,
  })
  const die = async (replica: string): Promise<void> => {
    for (const [name, holder] of [...holders]) {
      if (holder !== replica) continue
      holders.delete(name)
      await waiting.get(name)?.()
    }
  }
  return { rows, memory, soleOf, die }
}

describe('the estate of a replica', () => {
  it('is taken over when it is dead, oldest first, and not before', async () => {
    const { rows, memory, soleOf, die } = shared()
    const a = makeEstate({ memory, sole: soleOf('a'), replica: 'a', log, heirs: { inbox: async () => undefined } })
    await a.start()
    const journal = makeJournal<string>(memory, listOf('inbox', 'a'), 10)
    await journal.add('k1', 'first')
    await journal.add('k2', 'second')
    const heard: unknown[] = []
    const heir = vi.fn(async (key: string, entry: unknown) => void heard.push([key, entry]))
    const b = makeEstate({ memory, sole: soleOf('b'), replica: 'b', log, heirs: { inbox: heir } })
    await b.start()
    expect(heard).toEqual([])
    await die('a')
    expect(heard).toEqual([
      ['k1', 'first'],
      ['k2', 'second'],
    ])
    expect([...rows.values()].filter((text) => text !== '')).toEqual([])
    await b.stop()
  })

  it('stays where it is until the heir has it', async () => {
    const { rows, memory, soleOf } = shared()
    await makeJournal<string>(memory, listOf('inbox', 'dead'), 10).add('k', 'kept')
    const full = async (): Promise<void> => {
      throw new Error('no room')
    }
    const b = makeEstate({ memory, sole: soleOf('b'), replica: 'b', log, heirs: { inbox: full } })
    await b.start()
    expect([...rows.values()].filter((text) => text !== '')).toHaveLength(1)
    await b.stop()
  })

  it('of a process that was alone, before there were replicas, is taken over too', async () => {
    const { memory, soleOf } = shared()
    await makeJournal<string>(memory, 'held', 10).add('k', 'kept')
    const heir = vi.fn(async () => undefined)
    const b = makeEstate({ memory, sole: soleOf('b'), replica: 'b', log, heirs: { held: heir } })
    await b.start()
    expect(heir).toHaveBeenCalledWith('k', 'kept')
    await b.stop()
  })
})
