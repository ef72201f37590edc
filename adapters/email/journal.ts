/**
 * What was handed to the mail server, kept over a restart: no server recognises a letter it has already taken, so we do.
 * A fixed number of slots, so that it never grows: the older of two candidates makes room. Only digests are kept.
 */
import { createHash } from 'node:crypto'
import type { PlatformParts, SendOutcome } from '../../src/ports.ts'
import type { Millis } from '../../src/rules/nouns.ts'

/** `begun`: handed over, and nobody wrote down what came of it: it may have arrived. */
export type Known = 'sent' | 'begun' | undefined

export interface Journal {
  known(key: string): Promise<Known>
  /** Before it is handed over. */
  begin(key: string): Promise<void>
  /** What came of it. What certainly did not arrive is forgotten, so that it may be tried again. */
  end(key: string, outcome: SendOutcome['is']): Promise<void>
}

interface Entry {
  readonly key: string
  readonly at: Millis
  readonly is: 'sent' | 'begun'
}

const SLOTS = 8192

/** A journal in `memory`. */
export function makeJournal(memory: PlatformParts['memory'], wall: () => Millis): Journal {
  async function slots(mark: string) {
    const names = [0, 4].map((at) => `letter/${Number.parseInt(mark.slice(at, at + 4), 16) % SLOTS}`)
    return Promise.all(names.map(async (name) => ({ name, entry: readEntry(await memory.get(name)) })))
  }

  async function find(key: string) {
    const mark = createHash('sha256').update(key).digest('hex').slice(0, 40)
    const both = await slots(mark)
    const own = both.find(({ entry }) => entry?.key === mark)
    const oldest = both.toSorted((a, b) => (a.entry?.at ?? 0) - (b.entry?.at ?? 0))[0]
    return { mark, own, name: (own ?? oldest)?.name ?? '' }
  }

  async function write(key: string, is: Entry['is']): Promise<void> {
    const { mark, name } = await find(key)
    await memory.set(name, JSON.stringify({ key: mark, at: wall(), is } satisfies Entry))
  }

  return {
    known: async (key) => (await find(key)).own?.entry?.is,
    begin: (key) => write(key, 'begun'),
    async end(key, outcome) {
      if (outcome === 'unknown') return
      if (outcome === 'sent') return write(key, 'sent')
      const { own } = await find(key)
      if (own !== undefined) await memory.set(own.name, '')
    },
  }
}

function readEntry(kept: string | undefined): Entry | undefined {
  return kept === undefined || kept === '' ? undefined : (JSON.parse(kept) as Entry)
}
