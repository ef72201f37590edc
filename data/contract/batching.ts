/** Contract: deciding commands together comes to the same as deciding them one by one. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Applied, Store } from '../../src/ports.ts'
import type { Command } from '../../src/rules/commands.ts'
import { acting, filing, judgeWith, notice, type Open, START, task, view } from './samples.ts'

type Step = readonly [kind: 'file' | 'note' | 'reject' | 'urge' | 'withdraw' | 'clash' | 'again', which: number]

/** Commands on up to three cases; `clash` fails while it is written, `again` repeats an earlier key. */
function commandsOf(steps: readonly Step[]): readonly Command[] {
  const commands: Command[] = []
  for (const [index, [kind, which]] of steps.entries()) {
    const number = `C-20261122-000${1 + (which % 3)}`
    if (kind === 'file') commands.push(filing(`k${index}`))
    else if (kind === 'again') commands.push(commands[which % Math.max(commands.length, 1)] ?? filing(`k${index}`))
    else if (kind === 'clash') commands.push(acting(`clash${index}`, number))
    else commands.push(acting(`k${index}`, number, kind))
  }
  return commands
}

const clashing = judgeWith((state, command) => ({
  tasks: state.ended ? [] : [task(`t#${state.revision}`, ['li'])],
  timers: [{ key: `${state.number}/${state.revision}`, number: state.number, at: START + state.revision }],
  views: [view('quality')],
  notices: [notice('li', command.id.startsWith('clash') ? (undefined as unknown as string) : `n${state.revision}`)],
}))

/** Any order of filing, acting, refusing, failing and repeating. */
export function batchingContract(open: Open): void {
  it('comes to the same in one call as in many (property)', async () => {
    const kind = fc.constantFrom<Step[0]>('file', 'note', 'reject', 'urge', 'withdraw', 'clash', 'again')
    const steps = fc.array(fc.tuple(kind, fc.nat(9)), { minLength: 2, maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(steps, async (drawn) => {
        const commands = commandsOf(drawn)
        const [whole, single] = [await open(), await open()]
        const together = await whole.store.apply(
          commands.map((command) => ({ command })),
          clashing,
          START,
        )
        const apart: Applied[] = []
        for (const command of commands) apart.push(...(await single.store.apply([{ command }], clashing, START)))
        expect(together.map(seen)).toEqual(apart.map(seen))
        expect(await everything(whole.store)).toEqual(await everything(single.store))
      }),
      { numRuns: 25 },
    )
  })
}

const seen = (applied: Applied): unknown => ('error' in applied ? 'error' : applied.answer)

/** All that can be read of up to three cases. */
async function everything(store: Store): Promise<unknown> {
  const cases = ['1', '2', '3'].map(async (last) => {
    const number = `C-20261122-000${last}`
    expect(await store.verify(number)).toBeUndefined()
    return [await store.case(number), await store.facts(number), await store.messages(number)]
  })
  const rest = [store.list({}), store.tasksOf('li'), store.due(START + 100, 100), store.counts(), store.nextSend()]
  return [await Promise.all(cases), await Promise.all(rest)]
}
