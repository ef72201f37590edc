/** A real Redress that is killed while people use it: the moments of death, and the server that dies of them. */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Chance } from '../rehearsal/chance.ts'
import type { Watch } from './front.ts'
import { freePort, makeFront } from './front.ts'
import { startServer } from './rehearsed.ts'
import { type Started, stopped } from './serving.ts'

/** The database in a victim's folder. */
export const DATABASE = 'redress.db'

/**
 * How it dies: while it starts; at any moment of its work; while the clock is moved and timers ring; or after it did what
 * somebody asked and before it could say so. It comes after so many acts that were done since its start, so that deaths
 * are spread over the same work on a slow machine and a fast one, and then so many milliseconds.
 */
export interface Kill {
  readonly how: 'starting' | 'moment' | 'moving' | 'unanswered'
  readonly acts: number
  readonly after: number
}

/**
 * So many deaths, spread over a play of so many complaints. The first is an unanswered one: it falls among the filings,
 * which nothing but their key keeps single.
 */
export function killsBy(chance: Chance, count: number, complaints: number): readonly Kill[] {
  const most = Math.max(2, Math.floor((complaints * ACTS_EACH) / count))
  return Array.from({ length: count }, (_, i): Kill => {
    const how = i === 0 ? 'unanswered' : chance.pick(['starting', 'moment', 'moment', 'moving', 'unanswered'] as const)
    return { how, acts: chance.between(2, most), after: chance.between(0, LONGEST[how]) }
  })
}

/** A complaint takes about eight acts to its end; fewer, so that all deaths come before the last of them. */
const ACTS_EACH = 6

/** In milliseconds: a start takes about one second, what follows an act a few hundredths. */
const LONGEST = { starting: 1_200, moment: 60, moving: 60, unanswered: 0 } as const

/** A server to kill. */
export interface Victim {
  /** Where it is reached through the front; nobody answers there while it is dead. */
  readonly url: string
  /** Starts it and kills it, once for each; `dead` looks at what it left before it is started again. Lives at the end. */
  suffer(kills: readonly Kill[], dead: (nth: number) => Promise<void>): Promise<void>
  /** How many acts were done and never answered. */
  lost(): number
  /** Lost answers, behind what was asked, that were not given in the very same words when it was asked again. */
  owed(): readonly (readonly [asked: string, answer: string])[]
  /** Stops it as an operator would; gives the exit code. */
  stop(): Promise<number | null>
  /** Frees the process and the front, whatever state they are in. */
  end(): void
}

/** A server on a database in `folder`, not started yet. */
export async function makeVictim(folder: string): Promise<Victim> {
  const port = await freePort()
  const home = { database: join(folder, DATABASE), files: join(folder, 'files'), port }
  const owed = new Map<string, string>()
  let lost = 0
  let armed: Watch | undefined
  const front = await makeFront(port, {
    asked: (path) => armed?.asked(path),
    answered(path, asked, answer) {
      if (owed.get(asked) === answer) owed.delete(asked)
      return armed?.answered(path, asked, answer) ?? 'pass'
    },
  })
  let server: Started | undefined

  async function dieOf(one: Kill, { child, ready }: Started): Promise<void> {
    const over = once(child, 'exit')
    if (one.how !== 'starting') {
      await ready
      await Promise.race([fatal(one, child), over])
    }
    await pause(one.after)
    if (child.exitCode !== null) throw new Error(`the server ended by itself with ${child.exitCode}`)
    child.kill('SIGKILL')
    await over
  }

  /** Resolves when the time has come; an unanswered death strikes by itself, before anybody else hears of the answer. */
  function fatal({ how, acts }: Kill, child: ChildProcess): Promise<void> {
    let done = 0
    return new Promise((resolve) => {
      const strike = (): void => {
        armed = undefined
        resolve()
      }
      armed = {
        asked(path) {
          if (how === 'moving' && done >= acts && path === '/playground/api/clock') strike()
        },
        answered(path, asked, answer) {
          if (path === '/playground/api/act' && answer.includes('"is":"done"')) done += 1
          if (done < acts || how === 'moving') return 'pass'
          strike()
          if (how !== 'unanswered') return 'pass'
          child.kill('SIGKILL')
          owed.set(asked, answer)
          lost += 1
          return 'cut'
        },
      }
    })
  }

  return {
    url: front.url,
    lost: () => lost,
    owed: () => [...owed],
    async suffer(kills, dead) {
      for (const [i, one] of kills.entries()) {
        server = startServer(home)
        await dieOf(one, server)
        await dead(i)
      }
      server = startServer(home)
      await server.ready
    },
    stop: async () => (server ? stopped(server.child) : null),
    end() {
      server?.child.kill('SIGKILL')
      front.close()
    },
  }
}
