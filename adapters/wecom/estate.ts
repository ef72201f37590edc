/**
 * What a replica accepted and had not done when it died: another one takes it into its own lists. Whoever lives holds a name
 * that the others stand in line for, so nothing is taken from the living.
 */
import type { AdapterLog, PlatformParts, Sole } from '../../src/ports.ts'
import type { Millis } from '../../src/rules/nouns.ts'
import { readKept } from './journal.ts'

/** New replicas are looked for so often. */
const LOOK: Millis = 10_000

/** Takes an entry over; resolves when it is kept here. */
export type Heir = (key: string, entry: unknown) => Promise<void>

export interface EstateParts extends Pick<PlatformParts, 'memory' | 'sole' | 'replica'> {
  readonly log: AdapterLog
  /** By the name of the list. */
  readonly heirs: Readonly<Record<string, Heir>>
}

export interface Estate {
  start(): Promise<void>
  stop(): Promise<void>
}

/** The name of a replica's own list; a process that is alone goes on with the list it always had. */
export const listOf = (list: string, replica: string): string => (replica === '' ? list : `${list}@${replica}`)

/** Nothing is inherited before `start`. A process that is alone has nobody to inherit from. */
export function makeEstate({ memory, sole, replica, log, heirs }: EstateParts): Estate {
  const nothing = async (): Promise<void> => undefined
  const own = sole(nameOf(replica), { begin: nothing, end: nothing })
  const lines = new Map<string, Sole>()
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> = Promise.resolve()

  /** The replicas with something left in a list, but for ourselves. */
  async function others(): Promise<ReadonlySet<string>> {
    const ids = new Set<string>()
    for (const list of Object.keys(heirs)) {
      for (const [key, text] of await memory.all(list)) {
        const [, id = ''] = /^[^@/]+(?:@([^/]+))?\//.exec(key) ?? []
        if (text !== '' && id !== replica) ids.add(id)
      }
    }
    return ids
  }

  async function look(): Promise<void> {
    const found = await others()
    for (const [id, line] of lines) {
      if (found.has(id)) continue
      lines.delete(id)
      await line.stop()
    }
    for (const id of found) {
      if (lines.has(id)) continue
      const line = sole(nameOf(id), { begin: () => inherit(id), end: nothing })
      lines.set(id, line)
      await line.start()
    }
  }

  async function inherit(id: string): Promise<void> {
    let count = 0
    for (const [list, heir] of Object.entries(heirs)) {
      for (const { name, key, entry } of readKept(await memory.all(`${listOf(list, id)}/`))) {
        // Ours first: what is in both is done twice, which changes nothing; what is in neither is lost.
        await heir(key, entry)
        await memory.set(name, '')
        count += 1
      }
    }
    if (count > 0) log.info({ count }, 'took over what a replica that died had accepted')
  }

  const next = (): Promise<void> => {
    looking = looking.then(look).catch((err: unknown) => log.error({ err }, 'what others left could not be read'))
    return looking
  }

  return {
    async start() {
      if (replica === '') return
      await own.start()
      timer = setInterval(() => void next(), LOOK)
      timer.unref()
      await next()
    },
    async stop() {
      if (replica === '') return
      clearInterval(timer)
      await looking
      await Promise.all([...lines.values()].map((line) => line.stop()))
      await own.stop()
    },
  }
}

const nameOf = (id: string): string => `wecom/estate/${id}`
