/** Servers as an operator starts them: a process, told by its address when it is ready. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

export interface Server {
  readonly url: string
  /** Milliseconds from its start until it said that it is ready. */
  readonly ready: number
  /** Resident memory in MiB, now; NaN where the system does not tell. */
  memory(): number
  stop(): Promise<void>
}

/** Stands in the arguments for the port, for what does not read it from its settings. */
export const PORT_HERE = '{port}'

/** Starts `node` with these arguments, at a free port or a given one, and waits until `/readyz` answers well. */
export async function startServer(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  at?: number,
): Promise<Server> {
  const port = at ?? (await freePort())
  const url = `http://127.0.0.1:${port}`
  const began = performance.now()
  const own = args.map((arg) => arg.replace(PORT_HERE, String(port)))
  const child = spawn(process.execPath, own, { cwd: ROOT, env: { ...env, PORT: String(port) }, stdio: 'ignore' })
  const over = once(child, 'exit')
  while (!(await isReady(url))) {
    if (child.exitCode !== null) throw new Error(`${args.join(' ')} ended with ${child.exitCode}`)
    if (performance.now() - began > 60_000) throw new Error(`${args.join(' ')} was not ready within a minute`)
    await pause(5)
  }
  const ready = performance.now() - began
  return {
    url,
    ready,
    memory: () => residentOf(child.pid ?? 0),
    async stop() {
      child.kill('SIGTERM')
      await over
    },
  }
}

async function isReady(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/readyz`)
    await answer.arrayBuffer()
    return answer.ok
  } catch {
    return false
  }
}

function residentOf(pid: number): number {
  try {
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
  } catch {
    return Number.NaN
  }
}

/** A port that nobody has just now. */
export async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}
