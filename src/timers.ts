/**
 * Due timers become commands from the actor `clock`. node-cron gives the beat; what is due is always read from the store,
 * so that a long sleep, a restart or a moved clock is caught up with in the same way.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { type ScheduledTask, schedule } from 'node-cron'
import { faults } from './faults.ts'
import type { Log } from './log.ts'
import type { Clock, Store } from './ports.ts'
import { backoff } from './retry.ts'
import type { Answer, RingCommand, Timer } from './rules/commands.ts'
import { isRefusal, type Millis } from './rules/nouns.ts'

/** Every five seconds. */
const TICK = '*/5 * * * * *'
/** Replicas look at a moment of their own within this, in milliseconds. */
const SPREAD: Millis = 4_000
/** Every minute and every ten, at odd seconds. */
const MINUTELY = '23 * * * * *'
const TEN_MINUTELY = '41 */10 * * * *'
/** Once a night, at an odd minute. */
const NIGHTLY = '17 3 * * *'
/** Timers rung together, and at most so many batches in one tick: clicks get their turn in between. */
const BATCH = 500
const BATCHES_PER_TICK = 20
/** How long a command's key is remembered. */
const KEYS_LIVE: Millis = 30 * 24 * 3_600_000

/** Regular work. A failure is logged under its name. */
export interface Job {
  readonly name: string
  run(now: Millis): Promise<unknown>
}

export interface TimersParts {
  readonly store: Pick<Store, 'due' | 'postpone' | 'forgetKeys'>
  readonly clock: Clock
  /** The desk. Rejects only on a surprise. */
  submit(command: RingCommand): Promise<Answer>
  readonly log: Log
  /** More to do once at the start and every night, e.g. sweeping files; a failure is logged under `name`. */
  readonly nightly?: readonly Job[]
  readonly minutely?: readonly Job[]
  /** Also done once at the start. */
  readonly tenMinutely?: readonly Job[]
  /** Counts timers that rang. */
  observe?(rung: number): void
  /** Numbers from 0 to 1; Math.random when absent. */
  readonly random?: () => number
  /**
   * Other replicas ring the same timers. The key of each makes it ring once; that they do not all look in the same instant
   * spares them most of the work that would come to nothing.
   */
  readonly shared?: boolean
}

export interface Timers {
  /** Starts the beat and does the nightly work once. */
  start(): void
  /** Stops the beat; resolves when nothing is being rung any more. */
  stop(): Promise<void>
  /**
   * Rings everything due now, and what becomes due by that, until nothing is; says how many commands were done. Calls
   * that overlap run one after the other.
   */
  runDue(): Promise<number>
}

/**
 * The ring command of a timer; its key is the timer's and its moment, so that it rings once. A timer that was put off
 * (a pause, a correction) just as it rang did nothing then, and must be heard at its new moment.
 */
export function ringCommand(timer: Timer): RingCommand {
  const id = `${timer.key}@${timer.at}`
  return { do: 'ring', id, actor: { kind: 'clock' }, via: 'clock', number: timer.number, timer: timer.key }
}

/** node-cron's own words (a beat came while the last one still ran) go to the log, not to the console. */
function quietly(log: Log) {
  const say = (text: string | Error) => log.debug(typeof text === 'string' ? { why: text } : { err: text }, 'cron')
  return { info: say, warn: say, debug: say, error: say }
}

/** Timers that do not beat yet. */
export function makeTimers(parts: TimersParts): Timers {
  const { store, clock, log, random = Math.random } = parts
  /** How often in a row a timer failed; it is postponed a little longer each time. */
  const failures = new Map<string, number>()
  let tasks: ScheduledTask[] = []
  let last: Promise<unknown> = Promise.resolve()
  let regularly: Promise<void> = Promise.resolve()
  let waiting = 0
  let stopping = false

  /** One at a time, in order. */
  function queue<T>(work: () => Promise<T>): Promise<T> {
    waiting += 1
    const turn = last.then(work).finally(() => {
      waiting -= 1
    })
    last = turn.catch(() => undefined)
    return turn
  }

  async function ringAll(batches: number): Promise<number> {
    const seen = new Set<string>()
    let done = 0
    for (let batch = 0; batch < batches && !stopping; batch++) {
      if (clock.sync) await clock.sync()
      const due = await store.due(clock.now(), BATCH)
      if (due.length === 0) break
      faults?.('timers/due')
      const rung = await Promise.all(due.map((timer) => ring(timer, seen.has(timer.key))))
      for (const timer of due) seen.add(timer.key)
      const count = rung.filter(Boolean).length
      done += count
      if (count > 0) parts.observe?.(count)
      await new Promise((resolve) => setImmediate(resolve))
    }
    return done
  }

  /** True when the command was done. A timer that is still there after it was rung would ring for ever: put off. */
  async function ring(timer: Timer, rangBefore: boolean): Promise<boolean> {
    if (rangBefore) return putOff(timer, { code: 'rang_before' })
    try {
      faults?.('timers/ring')
      const answer = await parts.submit(ringCommand(timer))
      faults?.('timers/rung')
      if (isRefusal(answer)) return putOff(timer, { code: answer.refused })
      failures.delete(timer.key)
      return true
    } catch (err) {
      return putOff(timer, { err })
    }
  }

  async function putOff(timer: Timer, why: object): Promise<false> {
    const times = (failures.get(timer.key) ?? 0) + 1
    failures.set(timer.key, times)
    const ms = 1000 + backoff(times, random)
    log.error({ ...why, number: timer.number, timer: timer.key, attempt: times, ms }, 'a timer was put off')
    await store.postpone(timer.key, clock.now() + ms)
    return false
  }

  async function tick(): Promise<void> {
    // What is being rung already reads the store until nothing is due: a beat in between has nothing to add.
    if (waiting > 0) return
    if (parts.shared) await sleep(random() * SPREAD)
    if (stopping) return
    await queue(() => ringAll(BATCHES_PER_TICK)).catch((err: unknown) => log.error({ err }, 'timers could not be rung'))
  }

  /** Apart from the ringing: looking something up elsewhere must not hold up a timer. */
  function regular(jobs: readonly Job[] = []): Promise<void> {
    regularly = regularly.then(() => (stopping ? undefined : work(jobs)))
    return regularly
  }

  async function work(jobs: readonly Job[]): Promise<void> {
    for (const { name, run } of jobs) {
      await run(clock.now()).catch((err: unknown) => log.error({ err, name }, 'regular work failed'))
    }
  }

  async function night(): Promise<void> {
    await work([{ name: 'keys', run: (now) => store.forgetKeys(now - KEYS_LIVE) }, ...(parts.nightly ?? [])])
  }

  return {
    start() {
      const options = { noOverlap: true, suppressMissedWarning: true, logger: quietly(log) }
      tasks = [
        schedule(TICK, tick, { ...options, name: 'tick' }),
        schedule(MINUTELY, () => regular(parts.minutely), { ...options, name: 'minute' }),
        schedule(TEN_MINUTELY, () => regular(parts.tenMinutely), { ...options, name: 'ten minutes' }),
        schedule(NIGHTLY, night, { ...options, name: 'night' }),
      ]
      queue(night).catch((err: unknown) => log.error({ err, name: 'night' }, 'regular work failed'))
      void regular(parts.tenMinutely)
    },
    async stop() {
      stopping = true
      for (const task of tasks.splice(0)) await task.destroy()
      await last
      await regularly
    },
    runDue: () => queue(() => ringAll(Number.POSITIVE_INFINITY)),
  }
}
