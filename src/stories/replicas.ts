/** Equal replicas of a real Redress on one PostgreSQL, as processes: one of them is killed every few seconds and started again. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from './front.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const TOKEN = 'secret-secret-secret'

interface Replica {
  readonly url: string
  readonly port: number
  child: ChildProcess
  /** Rejects with what it said when it ends by itself before it is ready. */
  ready: Promise<void>
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
    replicas.push({ url: `http://127.0.0.1:${port}`, port, ...startOne(database, port) })
    // The first one brings the schema up to date; nobody else need wait for the same.
    await replicas.at(-1)?.ready
  }

  async function replace(replica: Replica): Promise<void> {
    const { child } = replica
    if (child.exitCode !== null) throw new Error(`a replica ended by itself with ${child.exitCode}`)
    const over = once(child, 'exit')
    child.kill('SIGKILL')
    await over
    Object.assign(replica, startOne(database, replica.port))
  }

  return {
    urls: replicas.map(({ url }) => url),
    async killEvery(ms, over, killed) {
      let going = true
      const stopped = over.then(
        () => {
          going = false
        },
        () => {
          going = false
        },
      )
      let kills = 0
      while (going) {
        await Promise.race([pause(ms), stopped])
        if (!going) break
        const victim = replicas[kills % replicas.length]
        if (victim === undefined) break
        // Somebody has to be there: on a slow machine a start takes longer than the time between two deaths.
        await Promise.all(replicas.map(({ ready }) => ready))
        await replace(victim)
        kills += 1
        killed?.(kills)
      }
      await Promise.all(replicas.map(({ ready }) => ready))
      return kills
    },
    stop: () =>
      Promise.all(
        replicas.map(async ({ child }) => {
          const over = once(child, 'exit')
          child.kill('SIGTERM')
          const [code] = await over
          return code as number | null
        }),
      ),
    end() {
      for (const { child } of replicas) child.kill('SIGKILL')
    },
  }
}

function startOne(database: string, port: number): Pick<Replica, 'child' | 'ready'> {
  const env = { DATABASE_URL: database, API_TOKENS: `crm:${TOKEN}:read`, PORT: String(port), LOG_LEVEL: 'error' }
  const child = spawn(process.execPath, ['src/redress.js', 'start'], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ready = new Promise<void>((resolve, reject) => {
    let said = ''
    const hear = (bytes: Buffer): void => {
      said = `${said}${bytes.toString()}`.slice(-10_000)
      if (said.includes('Redress http')) resolve()
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    child.on('exit', (code, signal) => reject(new Error(`a replica ended with ${code ?? signal}: ${said}`)))
  })
  // Whoever kills it while it starts does not wait for it to be ready.
  ready.catch(() => undefined)
  return { child, ready }
}

/** What `redress play` printed and how it ended. */
export interface Played {
  readonly code: number | null
  readonly printed: string
  readonly complained: string
}

/** Plays the complaints of a file against all replicas, in a process of its own. */
export async function playOn(urls: readonly string[], input: string, seed: number): Promise<Played> {
  const asked = urls.flatMap((url) => ['--url', url])
  const args = ['play', '--input', input, ...asked, '--token', TOKEN, '--seed', String(seed), '--json']
  const child = spawn(process.execPath, ['src/redress.js', ...args], {
    cwd: ROOT,
    env: {},
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  let complained = ''
  child.stdout.on('data', (bytes: Buffer) => {
    printed += bytes.toString()
  })
  child.stderr.on('data', (bytes: Buffer) => {
    complained += bytes.toString()
  })
  const [code] = await once(child, 'close')
  return { code: code as number | null, printed, complained }
}
