/** A real Redress in a process of its own, to be told to stop as an operator tells it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

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

/** Starts it on the database in a folder; resolves when it listens. */
export async function serve(folder: string, env: Readonly<Record<string, string>> = {}): Promise<Serving> {
  const child = spawn(process.execPath, ['src/redress.js', 'start'], {
    cwd: ROOT,
    env: {
      DATABASE_URL: `file:${join(folder, 'redress.db')}`,
      FILES_URL: `file:${join(folder, 'files')}`,
      PORT: '0',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  let asked = 0
  const over = once(child, 'exit')
  const url = new Promise<string>((resolve, reject) => {
    const hear = (bytes: Buffer): void => {
      said += bytes.toString()
      const found = /^Redress (http:\S+?)\/$/m.exec(said)?.[1]
      if (found !== undefined) resolve(found)
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    void over.then(([code, signal]) => reject(new Error(`the server ended with ${code ?? signal}: ${said}`)))
  })
  return {
    url: await url,
    said: () => said,
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
