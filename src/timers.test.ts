import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { DAY, decide, fileOne, filing, HOUR, judgeWith, numbering, START } from '../data/contract/samples.ts'
import { openSqlite } from '../data/sqlite/open.ts'
import { makeLog } from './log.ts'
import type { Store } from './ports.ts'
import type { Answer, RingCommand, Timer } from './rules/commands.ts'
import { makeTimers, type Timers, type TimersParts } from './timers.ts'

let now: number
let store: Store
let close: () => Promise<void>
let number: string
let made: Timers[]

beforeEach(async () => {
  now = START
  made = []
  ;({ store, close } = openSqlite({ ...numbering, file: ':memory:' }))
})
afterEach(async () => {
  vi.useRealTimers()
  await Promise.all(made.map((timers) => timers.stop()))
  await close()
})

/** Files the case all tests are about, with timers `key → hours from now`. */
async function planned(hours: Record<string, number>): Promise<void> {
  number = await fileOne(store, 'file', (state) => ({ timers: left(state.number, hours) }))
}
const left = (of: string, hours: Record<string, number>): Timer[] =>
  Object.entries(hours).map(([key, at]) => ({ key, number: of, at: START + at * HOUR }))

/** A desk whose answer to a ring leaves these timers. */
const desk =
  (after: Record<string, number>, rung: string[] = []) =>
  async (command: RingCommand): Promise<Answer> => {
    rung.push(command.timer)
    const judge = judgeWith((state) => ({ timers: left(state.number, after) }))
    const [applied] = await store.apply([{ command }], judge, now)
    if (applied === undefined || 'error' in applied) throw new Error('failed')
    return applied.answer
  }

function timersWith(submit: TimersParts['submit'], more: Partial<TimersParts> = {}): Timers {
  const log = makeLog({ logLevel: 'silent' })
  const timers = makeTimers({ store, clock: { now: () => now }, submit, log, random: () => 1, ...more })
  made.push(timers)
  return timers
}

const dueKeys = async () => (await store.due(now, 100)).map((timer) => timer.key)

describe('due timers', () => {
  it('become commands of the clock under their own key, and those of later do not', async () => {
    await planned({ early: 1, late: 5 })
    const commands: RingCommand[] = []
    const submit = desk({ late: 5 })
    const timers = timersWith((command) => {
      commands.push(command)
      return submit(command)
    })
    expect(await timers.runDue()).toBe(0)
    now += 2 * HOUR
    expect(await timers.runDue()).toBe(1)
    expect(commands).toEqual([
      {
        do: 'ring',
        id: expect.stringMatching(/^early@\d+$/),
        actor: { kind: 'clock' },
        via: 'clock',
        number,
        timer: 'early',
      },
    ])
  })

  it('that become due by ringing others ring too', async () => {
    await planned({ first: 1 })
    now += 2 * HOUR
    const rung: string[] = []
    const timers = timersWith(async (command) => desk(command.timer === 'first' ? { second: 2 } : {}, rung)(command))
    expect(await timers.runDue()).toBe(2)
    expect(rung).toEqual(['first', 'second'])
  })

  it('are all rung after a long sleep, however many', async () => {
    const hours = Object.fromEntries(Array.from({ length: 1234 }, (_, i) => [`t${i}`, i % 50]))
    await planned(hours)
    now += 30 * DAY
    const rung = new Set<string>()
    const timers = timersWith(async (command) => {
      rung.add(command.timer)
      delete hours[command.timer]
      return desk(hours)(command)
    })
    expect(await timers.runDue()).toBe(1234)
    expect(rung.size).toBe(1234)
  })

  it('that fail by surprise are put off, a little longer each time, and do not stop the others', async () => {
    await planned({ bad: 1, good: 1 })
    now += HOUR
    const rung: string[] = []
    const timers = timersWith(async (command) => {
      if (command.timer === 'bad') throw new Error('surprise')
      return desk({ bad: 1 }, rung)(command)
    })
    expect(await timers.runDue()).toBe(1)
    expect(rung).toEqual(['good'])
    const waits: number[] = []
    for (let i = 0; i < 3; i++) {
      const next = (await store.nextTimer(now)) ?? now
      waits.push((next - now) / 1000)
      now = next
      await timers.runDue()
    }
    expect(waits).toEqual([11, 21, 41])
  })

  it('that are refused, or still there after they rang, are put off instead of ringing for ever', async () => {
    await planned({ refused: 1, stuck: 1 })
    now += HOUR
    let rings = 0
    const timers = timersWith(async (command) => {
      rings += 1
      if (command.timer === 'refused') return { refused: 'not_found' }
      return { number, revision: 2 }
    })
    await timers.runDue()
    expect(rings).toBe(2)
    expect(await dueKeys()).toEqual([])
    expect(await store.nextTimer(now)).toBe(now + 11_000)
  })

  it('asked for twice at once ring once', async () => {
    await planned({ one: 1 })
    now += HOUR
    const rung: string[] = []
    const timers = timersWith(desk({}, rung))
    expect(await Promise.all([timers.runDue(), timers.runDue()])).toEqual([1, 0])
    expect(rung).toEqual(['one'])
  })

  it('cannot be rung while the store does not answer, and are rung later', async () => {
    await planned({ one: 1 })
    now += HOUR
    let broken = true
    const due: Store['due'] = async (at, limit) => {
      if (broken) throw new Error('disk')
      return store.due(at, limit)
    }
    const timers = timersWith(desk({}), { store: { ...store, due } })
    await expect(timers.runDue()).rejects.toThrow('disk')
    broken = false
    expect(await timers.runDue()).toBe(1)
  })
})

describe('the beat', () => {
  it('rings what is due, and never overlaps itself', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
    await planned({ one: 1 })
    now += HOUR
    let inside = 0
    let most = 0
    const rung: string[] = []
    const timers = timersWith(async (command) => {
      inside += 1
      most = Math.max(most, inside)
      await new Promise((resolve) => setTimeout(resolve, 30_000))
      inside -= 1
      return desk({}, rung)(command)
    })
    timers.start()
    await vi.advanceTimersByTimeAsync(29_000)
    expect([inside, most, rung]).toEqual([1, 1, []])
    await vi.advanceTimersByTimeAsync(20_000)
    expect([inside, most, rung]).toEqual([0, 1, ['one']])
  })

  it('stops, and waits for what is being rung', async () => {
    await planned({ one: 1 })
    now += HOUR
    const rung: string[] = []
    let begin: (() => void) | undefined
    const begun = new Promise<void>((resolve) => (begin = resolve))
    const timers = timersWith(async (command) => {
      begin?.()
      await new Promise((resolve) => setTimeout(resolve, 20))
      return desk({}, rung)(command)
    })
    const running = timers.runDue()
    await begun
    await timers.stop()
    expect(rung).toEqual(['one'])
    expect(await running).toBe(1)
    expect(await timers.runDue()).toBe(0)
  })
})

describe('the night', () => {
  it('forgets command keys after thirty days, and does the other work even when one part fails', async () => {
    await decide(store, filing('old'))
    now += 31 * DAY
    await decide(store, filing('young'), undefined, now)
    const done: string[] = []
    const nightly = [
      { name: 'failing', run: async () => Promise.reject(new Error('x')) },
      { name: 'sweep', run: async () => done.push('sweep') },
    ]
    const timers = timersWith(desk({}), { nightly })
    timers.start()
    await timers.stop()
    expect(done).toEqual(['sweep'])
    expect(await decide(store, filing('young'), undefined, now)).toHaveProperty('repeated', true)
    expect(await decide(store, filing('old'), undefined, now)).not.toHaveProperty('repeated')
  })
})
