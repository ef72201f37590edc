/** Waits until a process has nothing left to do: what follows an answer belongs to what the answer cost. */
import { setTimeout as pause } from 'node:timers/promises'

/** How long a look lasts, and the share of it that a process at rest may still use. */
const LOOK = 100
const LITTLE = 0.2

/** Milliseconds of processor time this process has used, told once it uses little. */
export async function cpuAtRest(): Promise<number> {
  for (let before = cpu(); ; ) {
    await pause(LOOK)
    const now = cpu()
    if (now - before < LOOK * LITTLE) return now
    before = now
  }
}

function cpu(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}
