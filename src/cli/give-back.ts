/** Gives memory back to the system that only the start needed. Node would keep it for garbage that an idle Redress never makes. */
import { setTimeout as pause } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Millis } from '../rules/nouns.ts'

/** After a start, until whoever waited for it has been served: everything stands still for about a tenth of a second. */
const SOON: Millis = 2_000

/** Collects all garbage once, a little later, and lets go of the pages it lay on. Keeps no process alive. */
export async function giveBackSoon(): Promise<void> {
  await pause(SOON, undefined, { ref: false })
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as NodeJS.GCFunction
  collect({ type: 'major', execution: 'sync', flavor: 'last-resort' })
}
