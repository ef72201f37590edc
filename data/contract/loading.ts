/** Contract: what people have to do now, for whoever decides. */
import { describe, expect, it } from 'vitest'
import type { Judge } from '../../src/ports.ts'
import type { Workload } from '../../src/rules/assignment.ts'
import { acting, decide, fileOne, filing, HOUR, judgeWith, type Open, START, task } from './samples.ts'

/** A judge that notes what `people` have to do before it writes `tasks`. */
function looking(people: readonly string[], tasks: (number: string) => readonly ReturnType<typeof task>[]) {
  const seen: Readonly<Record<string, Workload>>[] = []
  const judge: Judge = (command, loaded) => {
    seen.push(loaded.workloads(people))
    return judgeWith((state) => ({ tasks: tasks(state.number) }))(command, loaded)
  }
  return { judge, seen }
}

/** Open tasks by person, those that are past due, and what earlier commands of a batch changed. */
export function loadingContract(open: Open): void {
  describe('workloads', () => {
    it('count the open tasks that ask somebody, and those past due; who has none has zeros', async () => {
      const { store } = await open()
      await fileOne(store, 'a', () => ({
        tasks: [task('review#1', ['li', 'wu']), task('told#1', ['li'], { due: START - HOUR })],
      }))
      const b = await fileOne(store, 'b', () => ({ tasks: [task('review#1', ['wu'], { due: START })] }))
      const { judge, seen } = looking(['li', 'wu', 'xu'], () => [])
      await store.apply([{ command: acting('k', b) }], judge, START)
      expect(seen.at(-1)).toEqual({ li: { open: 2, late: 1 }, wu: { open: 2, late: 0 }, xu: { open: 0, late: 0 } })
      // The case's own are gone now.
      await store.apply([{ command: acting('l', b) }], judge, START)
      expect(seen.at(-1)).toMatchObject({ wu: { open: 1 } })
    })

    it('are those after the commands before in the same batch', async () => {
      const { store } = await open()
      const a = await fileOne(store, 'a', () => ({ tasks: [task('review#1', ['li'])] }))
      const dealt = looking(['li', 'wu'], (number) => [task('plan#1', [number === a ? 'wu' : 'li'])])
      const commands = [acting('move', a), filing('b'), filing('c')].map((command) => ({ command }))
      await store.apply(commands, dealt.judge, START)
      const counts = dealt.seen.map(({ li, wu }) => [li?.open, wu?.open])
      expect(counts.slice(-3)).toEqual([
        [1, 0],
        [0, 1],
        [1, 1],
      ])
      const { judge, seen } = looking(['li', 'wu'], () => [])
      await store.apply([{ command: acting('z', a) }], judge, START)
      expect(seen.at(-1)).toMatchObject({ li: { open: 2 }, wu: { open: 1 } })
    })

    it('count what is done no more', async () => {
      const { store } = await open()
      const a = await fileOne(store, 'a', () => ({ tasks: [task('review#1', ['li'])] }))
      await decide(store, acting('k', a), () => ({ tasks: [] }))
      const { judge, seen } = looking(['li'], () => [])
      await store.apply([{ command: acting('l', a) }], judge, START)
      expect(seen.at(-1)).toEqual({ li: { open: 0, late: 0 } })
    })
  })
}
