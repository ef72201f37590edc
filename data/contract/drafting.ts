/** Contract: half-filled forms. */
import { describe, expect, it } from 'vitest'
import { HOUR, type Open, START } from './samples.ts'

/** Keeping, reading back, taking turns, expiring. */
export function draftingContract(open: Open): void {
  describe('drafts', () => {
    const draft = (body: unknown, holder = 'chat/li', slot = 'words') => ({
      ...{ holder, slot, body, expires: START + HOUR },
    })

    it('are kept per person and slot, and survive opening again', async () => {
      const { drafts, reopen } = await open()
      expect(await drafts.get('chat/li', 'words', START)).toBeUndefined()
      expect(await drafts.keep(draft({ says: '半句话' }), 0, START)).toBe(true)
      expect(await drafts.keep(draft('other', 'chat/li', 'page'), 0, START)).toBe(true)
      expect(await drafts.keep(draft('hers', 'chat/wang'), 0, START)).toBe(true)
      const { drafts: again } = await reopen()
      expect(await again.get('chat/li', 'words', START + 1)).toEqual({
        ...{ holder: 'chat/li', slot: 'words', turn: 1, changed: START, body: { says: '半句话' } },
      })
      await again.drop('chat/li', 'words')
      expect(await again.get('chat/li', 'words', START)).toBeUndefined()
      expect((await again.get('chat/li', 'page', START))?.body).toBe('other')
      expect((await again.get('chat/wang', 'words', START))?.body).toBe('hers')
    })

    it('are changed by whoever read them last, and by nobody who did not', async () => {
      const { drafts } = await open()
      const both = await Promise.all([drafts.keep(draft('a'), 0, START), drafts.keep(draft('b'), 0, START)])
      expect(both).toEqual([true, false])
      expect(await drafts.keep(draft('c'), 0, START)).toBe(false)
      expect(await drafts.keep(draft('c'), 1, START + 1)).toBe(true)
      expect(await drafts.get('chat/li', 'words', START)).toMatchObject({ turn: 2, changed: START + 1, body: 'c' })
    })

    it('expire: then they are not there, another takes their place, and they are swept', async () => {
      const { drafts } = await open()
      await drafts.keep(draft('a'), 0, START)
      await drafts.keep(draft('b', 'chat/wang'), 0, START)
      expect(await drafts.get('chat/li', 'words', START + HOUR - 1)).toBeDefined()
      expect(await drafts.get('chat/li', 'words', START + HOUR)).toBeUndefined()
      expect(await drafts.keep({ ...draft('c'), expires: START + 3 * HOUR }, 0, START + HOUR)).toBe(true)
      expect(await drafts.forget(START + HOUR)).toBe(1)
      expect((await drafts.get('chat/li', 'words', START + HOUR))?.body).toBe('c')
    })
  })
}
