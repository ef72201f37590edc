/** Which claims a command will probably ask for, so that they come with the first read. A wrong guess costs nothing but time. */
import type { Incoming } from '../../src/ports.ts'
import type { Command } from '../../src/rules/commands.ts'
import type { Asked } from './memory.ts'

export interface Hints {
  /** What commands of this case asked for. */
  note(command: Command, asked: Asked): void
  /** All that these commands will probably ask for. */
  of(incoming: readonly Incoming[]): Asked
}

/** Cases whose question is remembered. */
const MOST = 1_000

/** Remembers the last question about each of the cases asked about last. */
export function hints(): Hints {
  const byCase = new Map<string, Asked>()
  return {
    note(command, asked) {
      if (!('number' in command)) return
      byCase.delete(command.number)
      byCase.set(command.number, asked)
      for (const oldest of byCase.keys()) {
        if (byCase.size <= MOST) return
        byCase.delete(oldest)
      }
    },
    of(incoming) {
      const all = incoming.flatMap(({ command }) => ('number' in command ? (byCase.get(command.number) ?? []) : []))
      return {
        keys: [...new Set(all.flatMap((asked) => asked.keys))],
        since: Math.min(...all.map(({ since }) => since)),
      }
    },
  }
}
