/** A real Redress in a process of its own, to be told to stop as an operator tells it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where commands are run. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** A running server. */
export interface Serving {
  readonly url: string
  /** Everything it wrote to its log and its terminal so far. */
  said(): string
  /** Asks it to stop. */
  signal(signal: 'SIGTERM' | 'SIGINT'): void
  /** Resolves when it has ended: its status, and how long that took since the first signal, in milliseconds. */
  ended(): Promise<{ readonly status: number | null; readonly ms: number }>
  /** Ends it whatever it is doing. */
  kill(): void
}

/** A process of Redress, which may not listen yet. */
export interface Started {
  readonly child: ChildProcess
  /** Its address once it listens. Rejects with what it said when it ends before that. */
  readonly ready: Promise<string>
  said(): string
}

/** Starts a server with these settings alone. */
export function startProcess(
  env: Readonly<Record<string, string>>,
  program: readonly string[] = ['src/redress.js', 'start'],
): Started {
  const child = spawn(process.execPath, program, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] })
  let said = ''
  const ready = new Promise<string>((resolve, reject) => {
    const hear = (bytes: Buffer): void => {
      said += bytes.toString()
      const found = /^Redress (http:\S+?)\/$/m.exec(said)?.[1]
      if (found !== undefined) resolve(found)
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    child.on('exit', (code, signal) => reject(new Error(`the server ended with ${code ?? signal}: ${said}`)))
  })
  // Whoever kills it while it starts does not wait for it to be ready.
  ready.catch(() => undefined)
  return { child, ready, said: () => said }
}

/** Stops it as an operator would; gives the exit code. */
export async function stopped(child: ChildProcess): Promise<number | null> {
  const over = once(child, 'exit')
  child.kill('SIGTERM')
  const [code] = await over
  return code as number | null
}

/** Starts it on the database in a folder; resolves when it listens. */
export async function serve(folder: string, env: Readonly<Record<string, string>> = {}): Promise<Serving> {
  const { child, ready, said } = startProcess({
    DATABASE_URL: `file:${join(folder, 'redress.db')}`,
    FILES_URL: `file:${join(folder, 'files')}`,
    PORT: '0',
    ...env,
  })
  let asked = 0
  const over = once(child, 'exit')
  return {
    url: await ready,
    said,
    signal(signal) {
      if (asked === 0) asked = performance.now()
      child.kill(signal)
    },
    async ended() {
      const [status] = (await over) as [number | null]
      return { status, ms: performance.now() - asked }
    },
    kill: () => void child.kill('SIGKILL'),
  }
}
