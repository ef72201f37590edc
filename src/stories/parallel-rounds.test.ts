/** Parallel branches that are used up, and parallel stages within branches. */
import { afterEach, describe, expect, test } from 'vitest'
import type { Edit } from './changed-policy.ts'
import type { Wire } from './house.ts'
import type { Asked } from './side-by-side.ts'
import { asked, BOOKS, LAW, LEDGER, REFUND, sideBySide, stagesAfterPlan, tasksOf } from './side-by-side.ts'

let now: Asked
afterEach(() => now.close())

/** This stage is entered only once in a case; after that its branch goes to `exhausted`. */
function once(edit: Edit, stage: string, exhausted: string): void {
  edit.add(`flow.stages.${stage}.rounds`, 1)
  edit.add(`flow.stages.${stage}.next.exhausted`, exhausted)
}

describe('a branch whose rounds are used up', () => {
  /** The first round goes back to the plan; the second one finds the books used up. */
  async function secondRound(exhausted: string, opinions: object = {}): Promise<void> {
    now = await asked((edit) => {
      sideBySide(edit, opinions)
      once(edit, 'books', exhausted)
    })
    await now.house.as(LAW).does('return', now.number, { reason: '措辞' })
    await now.house.as(now.engineer).does('submit', now.number, REFUND)
  }

  test('counts as done when it leads to the join: the other one is still waited for', async () => {
    await secondRound('join')
    expect(await now.house.asked(now.number)).toEqual([LAW])
    await now.says(LAW)
    expect((await stagesAfterPlan(now)).slice(-3)).toEqual(['opinions', 'law', 'approval'])
  })

  test('counts as the first one done under join: any', async () => {
    await secondRound('join', { join: 'any' })
    expect((await stagesAfterPlan(now)).at(-1)).toBe('approval')
    expect((await tasksOf(now)).openTasks.map((task: Wire) => task.stage)).toEqual(['approval'])
  })

  test('may go on within its branch', async () => {
    await secondRound('ledger')
    expect((await now.house.asked(now.number)).toSorted()).toEqual([LAW, LEDGER])
  })

  test('ends all branches when it leads out of them', async () => {
    await secondRound('board')
    expect(await now.house.store.case(now.number)).toMatchObject({ positions: [{ stage: 'board' }] })
  })
})

describe('a parallel stage within a branch', () => {
  /** The money branch is itself two: books and ledger side by side. */
  function nested(edit: Edit, outer: 'all' | 'any'): void {
    sideBySide(edit, { branches: { money: 'both', law: 'law' }, join: outer })
    const inner = { branches: { one: 'books', two: 'ledger' }, join: 'all', next: 'join' }
    edit.add('flow.stages.both', { kind: 'parallel', name: 'Both', ...inner })
    edit.set('flow.stages.books.next.submit', 'join')
  }

  test('whose branches are all used up is done at once, and what stands beside it is still asked', async () => {
    now = await asked((edit) => {
      nested(edit, 'all')
      for (const stage of ['books', 'ledger']) once(edit, stage, 'join')
    })
    await now.house.as(LAW).does('return', now.number, { reason: '措辞' })
    await now.house.as(now.engineer).does('submit', now.number, REFUND)
    expect(await now.house.asked(now.number)).toEqual([LAW])
    await now.says(LAW)
    expect((await stagesAfterPlan(now)).at(-1)).toBe('approval')
  })

  test('joins from the inside out', async () => {
    now = await asked((edit) => nested(edit, 'all'))
    expect((await now.house.asked(now.number)).toSorted()).toEqual([BOOKS, LAW, LEDGER])
    for (const person of [LEDGER, LAW, BOOKS]) {
      expect((await stagesAfterPlan(now)).at(-1)).not.toBe('approval')
      await now.says(person)
    }
    expect((await stagesAfterPlan(now)).at(-1)).toBe('approval')
  })

  test('ends with the branch it belongs to', async () => {
    now = await asked((edit) => nested(edit, 'any'))
    await now.says(LAW)
    expect(await now.house.store.case(now.number)).toMatchObject({ positions: [{ stage: 'approval' }] })
  })

  test('left for a stage outside ends everything around it', async () => {
    now = await asked((edit) => nested(edit, 'all'))
    await now.house.as(LEDGER).does('return', now.number, { reason: '不对' })
    expect(await now.house.store.case(now.number)).toMatchObject({ positions: [{ stage: 'plan' }] })
    expect(await now.house.asked(now.number)).toEqual([now.engineer])
  })
})
