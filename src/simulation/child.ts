/** Runs of the simulation in processes of their own, for tests: it takes time itself over. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface Ended {
  readonly code: number | null
  readonly printed: string
  readonly seconds: number
}

const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

/** Runs `once` or `soak` with these arguments. Killed after `limit` milliseconds: then the code is null. */
export function simulation(which: 'once' | 'soak', args: readonly string[], limit: number): Promise<Ended> {
  const began = Date.now()
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file(`./${which}.ts`), ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    const parts: string[] = []
    child.stdout.on('data', (part: Buffer) => parts.push(part.toString()))
    child.stderr.on('data', (part: Buffer) => parts.push(part.toString()))
    const killing = setTimeout(() => child.kill('SIGKILL'), limit)
    child.once('error', reject)
    child.once('close', (code) => {
      clearTimeout(killing)
      resolve({ code, printed: parts.join(''), seconds: (Date.now() - began) / 1000 })
    })
  })
}
