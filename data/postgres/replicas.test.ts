/** Replicas on one database: what they decide at the same time, which lanes they take, and what a database may be. */
import pg, { type Client } from 'pg'
import { describe, expect, it, vi } from 'vitest'
import type { Applied, Judge, Store } from '../../src/ports.ts'
import { workloadGuard } from '../../src/rules/assignment.ts'
import type { Command } from '../../src/rules/commands.ts'
import { isRefusal } from '../../src/rules/nouns.ts'
import { describePostgres } from '../../src/stories/test-database.ts'
import { acting, decide, fileOne, filing, judgeWith, notice, numbering, START, task } from '../contract/samples.ts'
import { MIGRATIONS } from '../migrations.ts'
import { openPostgres } from './open.ts'
import { schemasIn } from './testing/schemas.ts'

const ORDER = 'a'.repeat(64)

/** Grants 100 for one order while no more than 100 is granted. */
const capped: Judge = (command, loaded) => {
  const granted = loaded.claims([ORDER], 0).reduce((sum, claim) => sum + claim.amount.minor, 0)
  if (granted >= 100) return { answer: { refused: 'not_yours' } }
  const amount = { minor: 100, currency: 'CNY' }
  const claims = [{ key: ORDER, slice: 'P1', amount, happened: START }]
  return judgeWith(() => ({ claims, guards: [ORDER] }))(command, loaded)
}

/** Two cases. */
const pair = async (store: Store) => [await fileOne(store, 'a'), await fileOne(store, 'b')] as const

const isRefused = (one: Applied): boolean => 'answer' in one && isRefusal(one.answer)

describePostgres('replicas on PostgreSQL', (url) => {
  const schemas = schemasIn(url)

  const two = async (): Promise<{ a: Store; b: Store; at: string }> => {
    const at = await schemas.fresh()
    const [a, b] = [await schemas.opening(at), await schemas.opening(at)]
    return { a: a.store, b: b.store, at }
  }

  /**
   * Lets everybody read a table and nobody write it, while `meanwhile` goes on, until `until` is so; that is given a
   * connection to look around with.
   */
  const heldBack = async <T>(
    at: string,
    table: string,
    meanwhile: () => Promise<T>,
    until: (look: Client) => void | Promise<void>,
  ): Promise<T> => {
    const [held, look] = [await schemas.client(at), await schemas.client(at)]
    await held.query(`BEGIN; LOCK TABLE ${table} IN EXCLUSIVE MODE`)
    const going = meanwhile()
    await vi.waitFor(() => until(look), { timeout: 5_000, interval: 5 }).finally(() => held.query('COMMIT'))
    return going
  }
  /** What two stores answer that decide one command each at the same time: both asked their judge, `often` in all, before either wrote. */
  const atOnce = async (
    { a, b, at }: Awaited<ReturnType<typeof two>>,
    [one, other]: readonly [Command, Command],
    judge: Judge,
    often = 2,
  ) => {
    let asked = 0
    const counting: Judge = (command, loaded) => {
      asked += 1
      return judge(command, loaded)
    }
    const both = () =>
      Promise.all([a.apply([{ command: one }], counting, START), b.apply([{ command: other }], counting, START)])
    const applied = await heldBack(at, 'inbox', both, () => expect(asked).toBe(often))
    return { applied: applied.flat(), asked }
  }
  /** How many wait for a lock in a statement that says so. */
  const waiters = async (look: Client, what: string): Promise<number> => {
    const found = await look.query(
      `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE $1 AND datname = current_database()`,
      [`%${what}%`],
    )
    return found.rowCount ?? 0
  }

  describe('deciding at the same time', () => {
    it('grant two slices of one claim only once, though both read before either wrote', async () => {
      const stores = await two()
      const [one, other] = await pair(stores.a)
      // Each asks twice: once to say what is to be read. The second is then asked once more, and knows what to read.
      const { applied, asked } = await atOnce(stores, [acting('k0', one), acting('k1', other)], capped, 4)
      expect(applied.filter(isRefused)).toEqual([{ answer: { refused: 'not_yours' } }])
      expect(asked).toBe(5)
    })

    it('see each other where two cases come to be about the same: exactly one of them is the second', async () => {
      const stores = await two()
      const [one, other] = await pair(stores.a)
      const found: Record<string, number> = {}
      const judge: Judge = (command, loaded) => {
        found[command.id] = loaded.sameness([ORDER], 0).length
        return judgeWith(() => ({ sameness: [{ key: ORDER, happened: START }], guards: [ORDER] }))(command, loaded)
      }
      await atOnce(stores, [acting('k0', one), acting('k1', other)], judge, 4)
      expect(Object.values(found).sort()).toEqual([0, 1])
    })

    it('see each other where each looks at the other case: of two that end each other one does', async () => {
      const stores = await two()
      const [one, other] = await pair(stores.a)
      const judge: Judge = (command, loaded) => {
        const beside = loaded.other(loaded.case?.number === one ? other : one)
        return beside?.ended ? { answer: { refused: 'merge_ended' } } : judgeWith()(command, loaded)
      }
      const ends = [acting('k0', one, 'withdraw'), acting('k1', other, 'withdraw')] as const
      const { applied } = await atOnce(stores, ends, judge, 4)
      expect(applied.filter(isRefused)).toHaveLength(1)
    })

    it('see each other where two are dealt out: they go to two people', async () => {
      const stores = await two()
      const [one, other] = await pair(stores.a)
      const judge: Judge = (command, loaded) => {
        const { li, wu } = loaded.workloads(['li', 'wu'])
        const to = (li?.open ?? 0) > (wu?.open ?? 0) ? 'wu' : 'li'
        const guards = ['li', 'wu'].map(workloadGuard)
        return judgeWith(() => ({ tasks: [task('plan#1', [to])], guards }))(command, loaded)
      }
      await atOnce(stores, [acting('k0', one), acting('k1', other)], judge, 4)
      expect(await stores.a.waiting(START)).toEqual({ li: { open: 1, late: 0 }, wu: { open: 1, late: 0 } })
    })

    it('change one case one after the other: the second is decided again on what the first left', async () => {
      const stores = await two()
      const number = await fileOne(stores.a, 'a')
      const { applied } = await atOnce(stores, [acting('k0', number), acting('k1', number)], judgeWith())
      expect(applied.map((one) => 'answer' in one && 'revision' in one.answer && one.answer.revision).sort()).toEqual([
        3, 4,
      ])
      expect((await stores.a.case(number))?.notes).toHaveLength(2)
      expect(await stores.b.verify(number)).toBeUndefined()
    })

    it('do not put an older state back with a write that has no facts of its own', async () => {
      const { a, b, at } = await two()
      const number = await fileOne(a, 'a')
      let judged = 0
      const noting: Judge = (command, loaded) => {
        judged += 1
        return judgeWith()(command, loaded)
      }
      const sweeping: Judge = (command, loaded) => {
        const { answer, write } = noting(command, loaded)
        return write && loaded.case ? { answer, write: { ...write, facts: [], state: loaded.case } } : { answer }
      }
      const both = async () => {
        const noted = a.apply([{ command: acting('k', number) }], noting, START)
        await vi.waitFor(() => expect(judged).toBe(1), { interval: 5 })
        await Promise.all([noted, b.apply([{ command: acting('s', number) }], sweeping, START)])
      }
      await heldBack(at, 'inbox', both, () => expect(judged).toBe(2))
      expect((await a.case(number))?.notes).toHaveLength(1)
      expect(await a.verify(number)).toBeUndefined()
    })

    it('let a timer that both find due happen once', async () => {
      const stores = await two()
      const number = await fileOne(stores.a, 'a')
      const { applied } = await atOnce(stores, [acting('t', number), acting('t', number)], judgeWith())
      const first = { number, revision: 3 }
      expect(applied).toContainEqual({ answer: first })
      expect(applied).toContainEqual({ answer: { ...first, repeated: true } })
      expect(await stores.a.facts(number)).toHaveLength(3)
    })

    it('take two round trips for a command: one read, and one statement that checks and writes', async () => {
      const { a } = await two()
      const number = await fileOne(a, 'a')
      const asked = vi.spyOn(pg.Client.prototype, 'query')
      const beside = () => ({ notices: [notice('l', 'n')], guards: [ORDER] })
      await decide(a, acting('k', number), beside)
      // Replicas also listen to each other, in texts without names.
      const texts = asked.mock.calls.flatMap(([query]) => (query as { readonly text?: string }).text ?? [])
      asked.mockRestore()
      expect(texts).toEqual([expect.stringMatching(/^select/), expect.stringMatching(/^SELECT redress_write/)])
    })

    it('number cases without a gap and none twice', async () => {
      const { a, b } = await two()
      const filed = await Promise.all(Array.from({ length: 8 }, (_, i) => fileOne(i % 2 ? a : b, `k${i}`)))
      expect(filed.sort()).toEqual(Array.from({ length: 8 }, (_, i) => numbering.numberFor(START, i + 1)))
    })

    it('pass over numbers that another way of numbering has taken', async () => {
      const { a, at } = await two()
      const numberFor = (now: number, seq: number) => numbering.numberFor(now, 2 * seq)
      const even = await openPostgres({ url: at, ...numbering, numberFor })
      await Promise.all(['a', 'b'].map((id) => fileOne(even.store, id)))
      await even.close()
      await schemas.raw('DELETE FROM counter', at)
      const batch = ['c', 'd', 'e'].map((id) => ({ command: filing(id) }))
      const applied = await a.apply(batch, judgeWith(), START)
      const given = applied.map((one) => 'answer' in one && 'number' in one.answer && one.answer.number)
      expect(given).toEqual([1, 3, 5].map((seq) => numbering.numberFor(START, seq)))
    })

    it('keep an acknowledged decision, and take one again whose connection was cut', async () => {
      const { a, at } = await two()
      const number = await fileOne(a, 'a')
      const cutOff = async (look: Client) => {
        const cut = await look.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock'
           AND query LIKE '%redress_write%' AND datname = current_database()`,
        )
        expect(cut.rowCount).toBe(1)
      }
      const answer = await heldBack(at, 'fact', () => decide(a, acting('k', number)), cutOff)
      expect(answer).toEqual({ number, revision: 3 })
      expect(await a.facts(number)).toHaveLength(3)
    })
  })

  describe('lanes', () => {
    const queued = (store: Store, lanes: readonly string[]) =>
      fileOne(store, 'a', () => ({ notices: lanes.flatMap((l) => [notice(l, `${l}/1`), notice(l, `${l}/2`)]) }))

    it('are shared out: each belongs to one replica, with all its rows', async () => {
      const { a, b } = await two()
      const lanes = ['l1', 'l2', 'l3', 'l4', 'l5', 'l6']
      await queued(a, lanes)
      const [mine, theirs] = await Promise.all([a.claim(START, 0, 10, 3), b.claim(START, 0, 10, 3)])
      const rest = await a.claim(START, 0, 10, 6)
      const keys = [mine, theirs, rest].flat().map((send) => send.key)
      expect(keys.toSorted()).toEqual(lanes.flatMap((lane) => [`${lane}/1`, `${lane}/2`]))
      const [held, others] = [new Set([...mine, ...rest].map(({ lane }) => lane)), theirs.map(({ lane }) => lane)]
      expect(others.filter((lane) => held.has(lane))).toEqual([])
      expect(theirs.length).toBeGreaterThan(0)
    })

    it('of a replica that died go to another when the lease ends, and are not freed by its late word', async () => {
      const { a, b } = await two()
      await queued(a, ['l'])
      const [first, second] = await a.claim(START, 0, 10, 10)
      if (!first || !second) throw new Error('two were to be claimed')
      expect(await b.claim(START, 29_999, 10, 10)).toEqual([])
      expect((await b.claim(START, 30_000, 10, 10)).map((send) => send.again)).toEqual([true, true])
      await a.settle([{ send: first, outcome: { is: 'sent', handle: 'h' } }], START)
      expect(await a.claim(START, 30_001, 10, 10)).toEqual([])
      await b.settle([{ send: second, outcome: { is: 'sent', handle: 'h' } }], START)
      expect((await b.counts()).outbox).toBe(0)
    })

    it('are settled again when another replica and this one waited for each other', async () => {
      const at = await schemas.fresh()
      const { store } = await schemas.opening(`${at}%20-c%20deadlock_timeout%3D50`)
      await queued(store, ['l1', 'l2'])
      const sends = await store.claim(START, 0, 10, 10)
      const other = await schemas.client(at)
      const hold = (name: string) => other.query(`SELECT FROM lane WHERE name = '${name}' FOR UPDATE`)
      await other.query("SET deadlock_timeout = '10s'; BEGIN")
      await hold('l2')
      const outcome = { is: 'sent', handle: 'h' } as const
      const settled = store.settle(
        sends.map((send) => ({ send, outcome })),
        START,
      )
      const look = await schemas.client(at)
      await vi.waitFor(async () => expect(await waiters(look, '"lane"')).toBe(1), { interval: 5 })
      await hold('l1')
      await other.query('COMMIT')
      await settled
      expect((await store.counts()).outbox).toBe(0)
    })

    it('are not closed over what another replica is just queueing', async () => {
      const { a, b, at } = await two()
      const number = await fileOne(a, 'a', () => ({ notices: [notice('l', 'n1')] }))
      const sends = await a.claim(START, 0, 10, 10)
      let settled: Promise<void> | undefined
      const queueing = () => decide(b, acting('k', number), () => ({ notices: [notice('l', 'n2')] }))
      await heldBack(at, 'fact', queueing, async (look) => {
        expect(await waiters(look, 'redress_write')).toBe(1)
        const outcome = { is: 'sent', handle: 'h' } as const
        settled ??= a.settle(
          sends.map((send) => ({ send, outcome })),
          START,
        )
        // It waits for the lane, or (that would be the mistake) is done before the row is there.
        await Promise.race([settled, vi.waitFor(async () => expect(await waiters(look, '"lane"')).toBe(1))])
      })
      await settled
      expect((await b.claim(START, 0, 10, 10)).map((send) => send.key)).toEqual(['n2'])
    })
  })

  it('hold a name one at a time, until it ends, is given back, or was taken by a clock that had run far ahead', async () => {
    const at = await schemas.fresh()
    const [a, b] = [(await schemas.opening(at)).holds, (await schemas.opening(at)).holds]
    expect([await a.take('n', 1_000, START), await a.take('n', 1_000, START + 500)]).toEqual([true, true])
    expect([await b.take('n', 1_000, START + 1_499), await b.take('n', 1_000, START + 1_500)]).toEqual([false, true])
    await a.free('n')
    expect(await a.take('n', 1_000, START + 1_500)).toBe(false)
    await b.free('n')
    expect(await a.take('n', 1_000, START + 60_000)).toBe(true)
    expect([await b.take('n', 1_000, START + 51_000), await b.take('n', 1_000, START + 1_500)]).toEqual([false, true])
  })

  it('refuse a database of a newer version, of something else, and one that is not there, without its password', async () => {
    const newer = await schemas.fresh()
    await schemas.opening(newer)
    await schemas.raw(`INSERT INTO schema_version VALUES (${(MIGRATIONS.at(-1)?.version ?? 0) + 1}, 'later', 0)`, newer)
    await expect(openPostgres({ url: newer, ...numbering })).rejects.toThrow('newer Redress')
    await schemas.raw(`DELETE FROM schema_version WHERE name = 'later'`, newer)
    const away = new URL(url)
    Object.assign(away, { port: '9', password: 'geheim' })
    const refusal = openPostgres({ url: away.href, ...numbering })
    await expect(refusal).rejects.toThrow('cannot be reached')
    await expect(refusal).rejects.not.toThrow('geheim')
  })

  it('that only read see each commit and can write nothing', async () => {
    const { a, at } = await two()
    const number = await fileOne(a, 'a')
    const reader = await openPostgres({ url: at, ...numbering, readOnly: true })
    expect((await reader.store.case(number))?.revision).toBe(2)
    await expect(decide(reader.store, filing('c'))).rejects.toThrow('can only be read')
    await reader.close()
    await reader.close()
  })
})
