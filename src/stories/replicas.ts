/** Equal replicas of a real Redress on one PostgreSQL, as processes: one of them is killed every few seconds and started again. */
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from './front.ts'
import { startServer } from './rehearsed.ts'
import { type Started, stopped } from './serving.ts'

interface Replica {
  readonly url: string
  readonly port: number
  process: Started
}

export interface Replicas {
  readonly urls: readonly string[]
  /** Kills one after the other, one every so many milliseconds, and starts it again, until `over` resolves; gives how often. */
  killEvery(ms: number, over: Promise<unknown>, killed?: (nth: number) => void): Promise<number>
  /** Stops all as an operator would; gives the exit codes. */
  stop(): Promise<readonly (number | null)[]>
  /** Frees the processes, whatever state they are in. */
  end(): void
}

/** Starts so many on the database at this address, attachments in the database too; resolves when all are ready. */
export async function startReplicas(database: string, count = 2): Promise<Replicas> {
  const replicas: Replica[] = []
  for (let i = 0; i < count; i++) {
    const port = await freePort()
    const process = startServer({ database, port })
    replicas.push({ url: `http://127.0.0.1:${port}`, port, process })
    // The first one brings the schema up to date; nobody else need wait for the same.
    await process.ready.catch((error: unknown) => {
      end()
      throw error
    })
  }

  function end(): void {
    for (const { process } of replicas) process.child.kill('SIGKILL')
  }

  async function replace(replica: Replica): Promise<void> {
    const { child } = replica.process
    if (child.exitCode !== null) throw new Error(`a replica ended by itself with ${child.exitCode}`)
    const over = once(child, 'exit')
    child.kill('SIGKILL')
    await over
    replica.process = startServer({ database, port: replica.port })
  }

  return {
    urls: replicas.map(({ url }) => url),
    async killEvery(ms, over, killed) {
      let going = true
      const played = over.then(
        () => {
          going = false
        },
        () => {
          going = false
        },
      )
      let kills = 0
      while (going) {
        await Promise.race([pause(ms), played])
        if (!going) break
        const victim = replicas[kills % replicas.length]
        if (victim === undefined) break
        // Somebody has to be there: on a slow machine a start takes longer than the time between two deaths.
        await Promise.all(replicas.map(({ process }) => process.ready))
        await replace(victim)
        kills += 1
        killed?.(kills)
      }
      await Promise.all(replicas.map(({ process }) => process.ready))
      return kills
    },
    stop: () => Promise.all(replicas.map(({ process }) => stopped(process.child))),
    end,
  }
}
