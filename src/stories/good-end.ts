/** The end of a rehearsal that accidents befell: every complaint came to its end, and everything was said exactly once. */
import { expect } from 'vitest'
import { cardsAreFresh, everythingWasSaid, holdsTogether, remembered } from './aftermath.ts'
import type { Played, Rehearsal } from './rehearsed.ts'

/** Waits for the players; every complaint came to its end, as far as they know. Gives the numbers, in order. */
export async function endsWell(rehearsal: Rehearsal, cases: number): Promise<readonly string[]> {
  return endedWell(await rehearsal.done, cases)
}

/** The same of players who have ended. */
export function endedWell({ code, printed, complained }: Played, cases: number): readonly string[] {
  expect(complained).toBe('')
  const rows = printed
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  const { summary } = rows.pop()
  expect(rows.filter((row) => row.stuck)).toEqual([])
  expect(summary).toMatchObject({ cases, stuck: 0 })
  expect(code).toBe(0)
  return rows.map((row) => row.number).sort()
}

/** What a server that was stopped after such an end must have left: these complaints, nothing open, nothing twice. */
export async function leftInOrder(
  database: string,
  texts: readonly string[],
  numbers: readonly string[],
): Promise<void> {
  await remembered(database, async (memory) => {
    await holdsTogether(memory, 'at the end')
    expect(memory.cases.map(({ state }) => state.values.text).sort()).toEqual([...texts].sort())
    expect(memory.cases.map(({ state }) => state.number).sort()).toEqual(numbers)
    expect(memory.cases.filter(({ state }) => !state.ended)).toEqual([])
    expect(await memory.store.counts()).toMatchObject({ open: 0, timers: 0, outbox: 0, givenUp: 0 })
    await everythingWasSaid(memory)
    await cardsAreFresh(memory)
  })
}
