/** Servers that die at fault points, one after the other on one database, while people go on working. */
import { once } from 'node:events'
import type { FaultPoint } from '../../faults.ts'
import type { Chance } from '../../rehearsal/chance.ts'
import { makeFront } from '../front.ts'
import { type Home, startServer } from '../rehearsed.ts'
import { type Started, stopped } from '../serving.ts'
import type { Doom } from './armed.ts'

const ARMED = 'src/stories/accidents/armed.ts'

/** What people were told was done: the highest revision of each case. */
export type Acknowledged = ReadonlyMap<string, number>

export interface Doomed {
  /** Where it is reached, through a front that stays while servers die. */
  readonly url: string
  readonly acknowledged: Acknowledged
  /** Lives, and dies as it must; gives where. */
  die(doom: Doom): Promise<FaultPoint>
  /** Lives on, from now. */
  live(): Promise<void>
  /** Stops it as an operator would; gives the exit code. */
  stop(): Promise<number | null>
  /** Frees the process and the front, whatever state they are in. */
  end(): void
}

/** Leases of a process that died are waited for. Nobody wants to wait here: each server's clock is ahead of its dead one's. */
const AFTER_LEASES = 31_000

/** How often each point is still to be died at, and the next death. */
export interface Fate {
  /** Undefined when every point was died at as often as it should. */
  next(): Doom | undefined
  /** It died there. */
  died(at: FaultPoint): void
  /** Points that are still to come. */
  left(): readonly FaultPoint[]
}

/** Deaths at each of these points so many times, in any order. */
export function fateOf(points: readonly FaultPoint[], times: number, chance: Chance): Fate {
  const left = points.flatMap((point) => Array.from({ length: times }, () => point))
  let nth = 0
  return {
    next() {
      if (left.length === 0) return undefined
      nth += 1
      const others = [...new Set(left)]
      return { at: chance.pick(left), after: chance.between(1, 4), patience: 12, others, ahead: nth * AFTER_LEASES }
    },
    died: (at) => void left.splice(left.indexOf(at), 1),
    left: () => left,
  }
}

/** Servers in one home, none of which lives yet. */
export async function makeDoomed(home: Home): Promise<Doomed> {
  const acknowledged = new Map<string, number>()
  const front = await makeFront(home.port, {
    asked: () => undefined,
    answered(path, _, answer) {
      if (path === '/playground/api/act') note(acknowledged, JSON.parse(answer))
      return 'pass'
    },
  })
  let server: Started | undefined
  let ahead = 0

  return {
    url: front.url,
    acknowledged,
    async die(doom) {
      ahead = doom.ahead
      server = startServer(home, [ARMED, JSON.stringify(doom)])
      let said = ''
      server.child.stdio[3]?.on('data', (bytes: Buffer) => {
        said += bytes.toString()
      })
      const [code, signal] = await once(server.child, 'close')
      if (signal !== 'SIGKILL' || said === '')
        await server.ready.then(() => Promise.reject(new Error(`ended: ${code}`)))
      return said as FaultPoint
    },
    async live() {
      const never: Doom = { at: 'desk/taken', after: Number.MAX_SAFE_INTEGER, patience: 0, others: [], ahead }
      server = startServer(home, [ARMED, JSON.stringify({ ...never, ahead: ahead + AFTER_LEASES })])
      await server.ready
    },
    stop: async () => (server ? stopped(server.child) : null),
    end() {
      server?.child.kill('SIGKILL')
      front.close()
    },
  }
}

function note(acknowledged: Map<string, number>, answer: { is?: string; number?: string; revision?: number }): void {
  const { is, number, revision } = answer
  if (is !== 'done' || number === undefined || revision === undefined) return
  acknowledged.set(number, Math.max(acknowledged.get(number) ?? 0, revision))
}
