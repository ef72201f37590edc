/** Contract: lists, tasks, timers, settings. */
import { describe, expect, it } from 'vitest'
import type { Task } from '../../src/rules/views.ts'
import { acting, DAY, decide, fileOne, filing, HOUR, listed, type Open, START, task } from './samples.ts'

/** What pages, sweeps and clocks read. */
export function readingContract(open: Open): void {
  listContract(open)
  tasksContract(open)
  timersContract(open)

  it('keeps policies once and settings as set last', async () => {
    const { store } = await open()
    await store.keepPolicy('v1', 'version: 1', START)
    await store.keepPolicy('v1', 'another', START)
    expect(await store.policySource('v1')).toBe('version: 1')
    expect(await store.policySource('v2')).toBeUndefined()
    expect(await store.setting('clock')).toBeUndefined()
    await store.setSetting('clock', '1')
    await store.setSetting('clock', '2')
    expect(await store.setting('clock')).toBe('2')
    await store.setSetting('clock/b', 'x')
    await store.setSetting('clocks', 'y')
    expect(await store.settings('clock/')).toEqual(new Map([['clock/b', 'x']]))
  })

  it('raises a whole number and never lowers it, whoever raises it at the same time', async () => {
    const { store } = await open()
    expect(await store.raiseSetting('n', 9)).toBe(9)
    expect(await store.raiseSetting('n', 1_000_000_000_000)).toBe(1_000_000_000_000)
    expect(await store.raiseSetting('n', 10)).toBe(1_000_000_000_000)
    const all = Array.from({ length: 8 }, (_, i) => store.raiseSetting('m', ((i * 5) % 8) + 1))
    expect(Math.max(...(await Promise.all(all)))).toBe(8)
    expect(await store.setting('m')).toBe('8')
  })

  it('remembers which files were ever used', async () => {
    const { store } = await open()
    const used = 'a'.repeat(64)
    expect(await store.usesFile(used)).toBe(false)
    const number = await fileOne(store, 'a', () => ({ files: [used] }))
    await decide(store, acting('k', number), () => ({ files: [used] }))
    await decide(store, acting('w', number, 'withdraw'))
    expect([await store.usesFile(used), await store.usesFile('b'.repeat(64))]).toEqual([true, false])
  })

  it('lists the numbers of open cases page by page, and counts them', async () => {
    const { store } = await open()
    for (const id of ['a', 'b', 'c', 'd']) await fileOne(store, id)
    await decide(store, acting('w', 'C-20261122-0002', 'withdraw'))
    expect(await store.openCases(undefined, 2)).toEqual(['C-20261122-0001', 'C-20261122-0003'])
    expect(await store.openCases('C-20261122-0003', 2)).toEqual(['C-20261122-0004'])
    expect(await store.counts()).toEqual({ cases: 4, open: 3, timers: 0, outbox: 0, givenUp: 0 })
  })

  it('finds open cases in which nobody is asked, or something is never due, page by page', async () => {
    const { store } = await open()
    const due = { due: START }
    const tasks: Readonly<Record<string, readonly Task[]>> = {
      a: [task('review#1', ['li'], due)],
      b: [],
      c: [task('review#1', ['li'], due), task('plan#1', [], due)],
      d: [],
      e: [task('review#1', ['li'], due), task('plan#1', ['li'])],
    }
    for (const id of Object.keys(tasks)) await fileOne(store, id, () => ({ tasks: tasks[id] ?? [] }))
    await decide(store, acting('w', 'C-20261122-0004', 'withdraw'))
    expect(await store.unwatched(undefined, 2)).toEqual({ numbers: ['C-20261122-0002'], next: 'C-20261122-0002' })
    const rest = { numbers: ['C-20261122-0003', 'C-20261122-0005'] }
    expect(await store.unwatched('C-20261122-0002', 3)).toEqual(rest)
  })

  it('tells what waits: rows of the outbox by platform, timers that are due, and since when', async () => {
    const { store } = await open()
    expect(await store.backlog(START)).toEqual({ outbox: [], timers: { due: 0 } })
    const number = await fileOne(store, 'a')
    const place = { in: 'channel', channel: 'quality' } as const
    const view = (lane: string) => ({ lane, place, key: 'case' })
    const timer = (key: string, at: number) => ({ key, number, at })
    await decide(store, acting('k', number), () => ({
      views: [view('slack:C1'), view('slack:C2'), view('wecom:q:1')],
      timers: [timer('a', START - HOUR), timer('b', START), timer('c', START + HOUR)],
    }))
    const oldest = (await store.backlog(START)).outbox[0]?.oldest
    expect(await store.backlog(START)).toEqual({
      outbox: [
        { platform: 'slack', waiting: 2, oldest },
        { platform: 'wecom', waiting: 1, oldest },
      ],
      timers: { due: 2, oldest: START - HOUR },
    })
    expect(oldest).toBeGreaterThanOrEqual(START - HOUR)
  })
}

function listContract(open: Open): void {
  describe('list', () => {
    it('gives every case once, newest first, whatever the page size', async () => {
      const { store } = await open()
      for (let i = 0; i < 7; i += 1) await fileOne(store, `k${i}`, undefined, filing(`k${i}`, 'x', { later: i % 3 }))
      const whole = (await listed(store)).items.map((row) => row.number)
      const tails = ['0006', '0003', '0005', '0002', '0007', '0004', '0001']
      expect(whole).toEqual(tails.map((tail) => `C-20261122-${tail}`))
      const paged: string[] = []
      let after: string | undefined
      do {
        const page = await listed(store, after === undefined ? { limit: 2 } : { limit: 2, after })
        paged.push(...page.items.map((row) => row.number))
        after = page.next
      } while (after !== undefined)
      expect(paged).toEqual(whole)
    })

    it('filters by stage, grade, filer and openness', async () => {
      const { store } = await open()
      const a = await fileOne(store, 'a', undefined, filing('a', 'x', { grade: 'A', filer: 'liu' }))
      const b = await fileOne(store, 'b', undefined, filing('b', 'x', { grade: 'B', filer: 'liu' }))
      const c = await fileOne(store, 'c', undefined, filing('c', 'x', { grade: 'B' }))
      await decide(store, acting('w', b, 'withdraw'))
      const numbers = async (filter: object) => (await listed(store, filter)).items.map((row) => row.number)
      expect(await numbers({ grade: 'B' })).toEqual([c, b])
      expect(await numbers({ filer: 'liu', open: true })).toEqual([a])
      expect(await numbers({ open: false })).toEqual([b])
      expect(await numbers({ stage: 'withdrawn' })).toEqual([b])
      const [ended] = (await listed(store, { open: false })).items
      expect(ended).toMatchObject({ outcome: 'withdrawn', amount: { minor: 50_001, currency: 'CNY' } })
    })

    it('finds text literally in number, customer, product and text', async () => {
      const { store } = await open()
      await fileOne(
        store,
        'a',
        undefined,
        filing('a', '冰箱不制冷 100% broken', { customer: '张三', product: 'BX_200' }),
      )
      await fileOne(store, 'b', undefined, filing('b', 'washes 100 times', { product: 'BX-200' }))
      const found = async (text: string) => (await listed(store, { text })).items.length
      expect(await Promise.all(['张三', 'bx_200', '100%', '不制冷', '-0002', '100', "'"].map(found))).toEqual([
        1, 1, 1, 1, 1, 2, 0,
      ])
    })

    it('refuses a cursor it did not give out', async () => {
      const { store } = await open()
      for (const after of ['x', '!!', btoa('[1]'), btoa('{"filed":1}')]) {
        expect(await store.list({ after })).toEqual({ refused: 'bad_request', field: 'after' })
      }
    })
  })
}

function tasksContract(open: Open): void {
  it('knows what each person has to do, most urgent first', async () => {
    const { store } = await open()
    const later = task('review#1', ['li', 'chen'], { due: START + 5 * HOUR })
    const a = await fileOne(store, 'a', () => ({ tasks: [later, task('plan#1', ['li'])] }))
    const b = await fileOne(store, 'b', () => ({ tasks: [task('review#1', ['li'], { due: START + HOUR })] }))
    const mine = await store.tasksOf('li')
    expect(mine.map((one) => [one.row.number, one.task.id])).toEqual([
      [b, 'review#1'],
      [a, 'review#1'],
      [a, 'plan#1'],
    ])
    expect(mine[1]?.task).toEqual(later)
    const early = { li: { open: 3, late: 0 }, chen: { open: 1, late: 0 } }
    expect(await store.waiting(START)).toEqual(early)
    expect(await store.waiting(START + 2 * HOUR)).toEqual({ li: { open: 3, late: 1 }, chen: { open: 1, late: 0 } })
    expect(await store.waiting(START)).toEqual(early)
    expect((await listed(store, { person: 'chen' })).items.map((row) => row.number)).toEqual([a])
    await decide(store, acting('k', a), () => ({ tasks: [task('review#1', ['chen'], { revision: 3 })] }))
    expect(await store.waiting(START)).toEqual({ li: { open: 1, late: 0 }, chen: { open: 1, late: 0 } })
    expect((await store.tasksOf('chen'))[0]?.task.revision).toBe(3)
  })
}

function timersContract(open: Open): void {
  it('keeps timers as the difference, and gives those that are due, oldest first', async () => {
    const { store } = await open()
    const ring = (key: string, at: number) => ({ key, number: 'C-20261122-0001', at })
    const number = await fileOne(store, 'a', () => ({
      timers: [ring('b', START + 2), ring('a', START + 3), ring('c', START + DAY)],
    }))
    expect((await store.due(START + 3, 10)).map((timer) => timer.key)).toEqual(['b', 'a'])
    expect(await store.due(START + 3, 1)).toEqual([ring('b', START + 2)])
    expect(await store.nextTimer(START + 3)).toBe(START + DAY)
    await store.postpone('b', START + HOUR)
    expect((await store.due(START + 3, 10)).map((timer) => timer.key)).toEqual(['a'])
    const moved = { timers: [ring('b', START + 2), ring('c', START + 1), ring('d', START + 9 * DAY)] }
    await decide(store, acting('k', number), () => moved)
    expect(await store.due(START + 3, 10)).toEqual([ring('c', START + 1)])
    expect(await store.nextTimer(START + 1)).toBe(START + HOUR)
    await decide(store, acting('l', number, 'withdraw'))
    expect(await store.nextTimer(0)).toBeUndefined()
    expect((await store.counts()).timers).toBe(0)
  })
}
