/** Contract: the playground's log. */
import { describe, expect, it } from 'vitest'
import { type Open, START } from './samples.ts'

/** Posts, changes of posts, and reading them back. */
export function chattingContract(open: Open): void {
  describe('chat log', () => {
    const post = (key: string, to = 'channel/quality') => ({ key, to, body: { says: key } })

    it('posts once per key', async () => {
      const { chat } = await open()
      const id = await chat.post(post('a'), START)
      expect(await chat.post({ ...post('a'), body: 'other' }, START + 1)).toBe(id)
      expect(await chat.get(id)).toEqual({
        ...{ id, seq: 1, to: 'channel/quality', posted: START, changed: START, body: { says: 'a' } },
      })
      expect(await chat.get(id + 1)).toBeUndefined()
    })

    it('tells every change after a point once, oldest change first', async () => {
      const { chat } = await open()
      expect(await chat.last()).toBe(0)
      const ids = await Promise.all(['a', 'b', 'c'].map((key) => chat.post(post(key), START)))
      const seen = await chat.last()
      expect(await chat.revise(ids[0] ?? 0, { says: 'new' }, START + 5)).toBe(true)
      expect(await chat.revise(999, 'x', START)).toBe(false)
      expect(await chat.since(seen, 10)).toEqual([
        { id: ids[0], seq: seen + 1, to: 'channel/quality', posted: START, changed: START + 5, body: { says: 'new' } },
      ])
      expect((await chat.since(0, 10)).map((one) => one.id)).toEqual([ids[1], ids[2], ids[0]])
      expect(await chat.since(0, 2)).toHaveLength(2)
    })

    it('gives the newest posts to one place, oldest first, also after opening again', async () => {
      const opened = await open()
      for (const key of ['a', 'b', 'c']) await opened.chat.post({ ...post(key), number: 'C-1' }, START)
      await opened.chat.post(post('d', 'person/li'), START)
      const { chat } = await opened.reopen()
      const newest = await chat.at('channel/quality', 2)
      expect(newest.map((one) => [one.body, one.number])).toEqual([
        [{ says: 'b' }, 'C-1'],
        [{ says: 'c' }, 'C-1'],
      ])
    })

    it('pages back from a post, and gives what was posted about one case wherever it stands', async () => {
      const { chat } = await open()
      const ids: number[] = []
      for (const [key, number, to] of [
        ['a', 'C-1', 'channel/quality'],
        ['b', 'C-2', 'channel/quality'],
        ['c', 'C-1', 'person/li'],
        ['d', 'C-1', 'channel/quality'],
      ] as const) {
        ids.push(await chat.post({ ...post(key, to), number }, START))
      }
      const says = (posts: readonly { readonly body: unknown }[]) => posts.map(({ body }) => body)
      expect(says(await chat.at('channel/quality', 5, ids[3]))).toEqual([{ says: 'a' }, { says: 'b' }])
      expect(says(await chat.at('channel/quality', 1, ids[3]))).toEqual([{ says: 'b' }])
      expect(says(await chat.about('C-1', 9))).toEqual([{ says: 'a' }, { says: 'c' }, { says: 'd' }])
      expect(says(await chat.about('C-1', 2))).toEqual([{ says: 'c' }, { says: 'd' }])
      expect(await chat.about('C-3', 9)).toEqual([])
    })
  })
}
