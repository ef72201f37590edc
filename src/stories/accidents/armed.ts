/**
 * A server that dies at a fault point: what it is to die of stands on its own command line; then it starts as
 * `redress start` does. It says on its fourth channel where it died.
 */
import { writeSync } from 'node:fs'
import { argv, kill, pid } from 'node:process'
import { arm, type FaultPoint } from '../../faults.ts'

/** The death of one server. */
export interface Doom {
  /** Where it dies. */
  readonly at: FaultPoint
  /** It dies at the first such moment after the desk has committed so often. */
  readonly after: number
  /** When that moment has not come after so many more commits, any of `others` will do. */
  readonly patience: number
  readonly others: readonly FaultPoint[]
  /** Its clock is so far ahead: leases of a server that died before it have run out, in milliseconds. */
  readonly ahead: number
}

const doom = JSON.parse(argv[2] ?? '') as Doom
const SAYS = 3
let commits = 0

arm((at) => {
  if (at === 'desk/committed') commits += 1
  const due = commits >= doom.after && at === doom.at
  if (!due && !(commits >= doom.after + doom.patience && doom.others.includes(at))) return
  writeSync(SAYS, at)
  kill(pid, 'SIGKILL')
})

const real = Date.now
Date.now = () => real() + doom.ahead

argv.splice(2, argv.length, 'start')
await import(new URL('../../redress.js', import.meta.url).href)
