/**
 * Task ids of cards, `<number>_r<revision>_<n>`: each is used once for ever, so the last `n` of each case is remembered,
 * with the position each card asked at, which its click has to name.
 */
import type { PlatformParts } from '../../src/ports.ts'

/** What a task id says. */
export interface TaskName {
  readonly number: string
  readonly revision: number
  readonly n: string
}

export interface TaskIds {
  /** A new id for a card of this case. */
  next(number: string, revision: number, position: string | undefined): Promise<string>
  /** The position the card asked at; undefined when it had none or is not known any more. */
  position(task: TaskName): Promise<string | undefined>
}

interface Row {
  readonly last: number
  readonly at: Readonly<Record<string, string>>
}

/** Cards of a case whose position is remembered: its newest. */
const REMEMBERED = 60

/** Reads a task id; undefined when we did not make it. */
export function readTask(id: string): TaskName | undefined {
  const [, number, revision, n] = /^([A-Z]{1,4}-\d{8}-\d{4,20})_r(\d{1,9})_(\d{1,9})$/.exec(id) ?? []
  return number === undefined || revision === undefined || n === undefined
    ? undefined
    : { number, revision: Number(revision), n }
}

/** Ids remembered in `memory`, given out one after the other. */
export function makeTaskIds(memory: PlatformParts['memory']): TaskIds {
  const turns = new Map<string, Promise<unknown>>()
  const rowOf = async (number: string): Promise<Row> => {
    const kept = await memory.get(`tasks/${number}`)
    return kept === undefined ? { last: 0, at: {} } : (JSON.parse(kept) as Row)
  }

  async function give(number: string, revision: number, position: string | undefined): Promise<string> {
    const row = await rowOf(number)
    const n = row.last + 1
    const at = { ...row.at, ...(position === undefined ? {} : { [n]: position }) }
    const newest = Object.fromEntries(Object.entries(at).slice(-REMEMBERED))
    await memory.set(`tasks/${number}`, JSON.stringify({ last: n, at: newest }))
    return `${number}_r${revision}_${n}`
  }

  return {
    next(number, revision, position) {
      const before = turns.get(number) ?? Promise.resolve()
      const turn = before.catch(() => {}).then(() => give(number, revision, position))
      turns.set(number, turn)
      const done = (): void => {
        if (turns.get(number) === turn) turns.delete(number)
      }
      turn.then(done, done)
      return turn
    },
    position: async ({ number, n }) => (await rowOf(number)).at[n],
  }
}
