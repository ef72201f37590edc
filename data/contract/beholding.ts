/** Contract: another case, as it is when a command is decided. */
import { describe, expect, it } from 'vitest'
import type { Judge } from '../../src/ports.ts'
import { acting, fileOne, filing, judgeWith, type Open, START } from './samples.ts'

/** Another case by its number, also as earlier commands of the batch left it. */
export function beholdingContract(open: Open): void {
  describe('another case', () => {
    it('is as it is, and nothing where there is none', async () => {
      const { store } = await open()
      const [a, b] = [await fileOne(store, 'a'), await fileOne(store, 'b', undefined, filing('b', 'Another text'))]
      const seen: unknown[] = []
      const judge: Judge = (command, loaded) => {
        seen.push([loaded.other(b)?.values.text, loaded.other('C-20200101-0001')])
        return judgeWith()(command, loaded)
      }
      await store.apply([{ command: acting('k', a) }], judge, START)
      expect(seen.at(-1)).toEqual(['Another text', undefined])
    })

    it('is as the commands before in the same batch left it, also one that they filed', async () => {
      const { store } = await open()
      const [a, b] = [await fileOne(store, 'a'), await fileOne(store, 'b')]
      const third = `${a.slice(0, -1)}3`
      const seen = new Map<string, unknown>()
      const judge: Judge = (command, loaded) => {
        seen.set(command.id, [loaded.other(b)?.ended?.outcome, loaded.other(third)?.number])
        return judgeWith()(command, loaded)
      }
      const commands = [acting('first', a), acting('end', b, 'withdraw'), filing('c'), acting('last', a)]
      const applied = await store.apply(
        commands.map((command) => ({ command })),
        judge,
        START,
      )
      expect(applied.map((one) => 'answer' in one)).toEqual([true, true, true, true])
      expect([seen.get('first'), seen.get('last')]).toEqual([
        [undefined, undefined],
        ['withdrawn', third],
      ])
    })
  })
}
