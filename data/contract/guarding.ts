/** Contract: what is written stays as it was written, and tampering shows. */
import { describe, expect, it } from 'vitest'
import { acting, decide, fileOne, type Open, type Opened } from './samples.ts'

/** Append-only facts, hash chains, and everything still there after closing. */
export function guardingContract(open: Open): void {
  describe('facts', () => {
    it('cannot be changed or deleted through the database', async () => {
      const opened = await withCase(open)
      await expect(opened.raw(`UPDATE fact SET body = '{}' WHERE seq = 1`)).rejects.toThrow('append-only')
      await expect(opened.raw('DELETE FROM fact WHERE seq = 3')).rejects.toThrow('append-only')
      expect(await opened.store.facts(opened.number)).toHaveLength(4)
    })

    const tampering: readonly (readonly [string, string, number])[] = [
      ['an edited body', `UPDATE fact SET body = replace(body, 'first note', 'other note') WHERE seq = 3`, 3],
      ['an edited moment', 'UPDATE fact SET happened = happened + 1 WHERE seq = 2', 2],
      ['a deletion in the middle', 'DELETE FROM fact WHERE seq = 2', 2],
      ['the last fact cut off', 'DELETE FROM fact WHERE seq = 4', 4],
      ['all facts gone', 'DELETE FROM fact', 1],
      [
        'two facts exchanged',
        `UPDATE fact SET seq = CASE seq WHEN 3 THEN -4 WHEN 4 THEN -3 END WHERE seq >= 3;
        UPDATE fact SET seq = -seq WHERE seq < 0`,
        3,
      ],
      [
        'the last fact cut off and the revision set back',
        'DELETE FROM fact WHERE seq = 4; UPDATE cases SET revision = 3',
        3,
      ],
      [
        'a fact too many',
        `INSERT INTO fact (number, seq, happened, body, hash)
        SELECT number, 5, happened, body, hash FROM fact WHERE seq = 4`,
        5,
      ],
      ['a body that is no JSON', `UPDATE fact SET body = 'x' WHERE seq = 4`, 4],
      ['a missing case', 'DELETE FROM cases', 1],
    ]
    for (const [what, sql, seq] of tampering) {
      it(`show ${what}`, async () => {
        const opened = await withCase(open)
        expect(await opened.store.verify(opened.number)).toBeUndefined()
        await opened.disarm()
        await opened.raw(sql)
        expect(await opened.store.verify(opened.number)).toMatchObject({ seq, why: expect.any(String) })
      })
    }

    it('of another case cannot stand in', async () => {
      const opened = await withCase(open)
      const other = await fileOne(opened.store, 'other')
      await opened.disarm()
      await opened.raw(`DELETE FROM fact WHERE number = '${other}'`)
      await opened.raw(`UPDATE fact SET number = '${other}' WHERE seq <= 2`)
      expect(await opened.store.verify(other)).toMatchObject({ seq: 1 })
    })
  })

  it('is all there after closing and opening again', async () => {
    const opened = await withCase(open)
    const { number, store } = opened
    const before = [await store.case(number), await store.facts(number), await store.list({}), await store.counts()]
    const { store: again } = await opened.reopen()
    expect([await again.case(number), await again.facts(number), await again.list({}), await again.counts()]).toEqual(
      before,
    )
    expect(await decide(again, acting('k3', number))).toMatchObject({ repeated: true })
    expect(await decide(again, acting('k5', number))).toEqual({ number, revision: 5 })
    expect(await again.verify(number)).toBeUndefined()
  })
}

async function withCase(open: Open): Promise<Opened & { readonly number: string }> {
  const opened = await open()
  const number = await fileOne(opened.store, 'a')
  await decide(opened.store, acting('k3', number, 'note', 'first note'))
  await decide(opened.store, acting('k4', number, 'note', 'second note'))
  return { ...opened, number }
}
