/**
 * The organisation's month: 5,000 calls and 3,000 pushes in the standard edition, all its apps together (platform
 * document, section 9). What we use is counted, kept over a restart, shown in the metrics and by the doctor, and told to
 * the operators at 80 %.
 */
import type { PlatformParts } from '../../src/ports.ts'
import type { Millis } from '../../src/rules/nouns.ts'
import { NAME, type Tuning } from './settings.ts'
import { WORDS } from './words.ts'

/** What was used in a month (`2026-11`). `spent`: the platform said that nothing is left. */
export interface MonthUse {
  readonly month: string
  readonly calls: number
  readonly pushes: number
  readonly spent: { readonly calls: boolean; readonly pushes: boolean }
}

export interface Quota {
  /** Reads what was counted before a restart, or by a process beside this one. */
  open(): Promise<void>
  used(): MonthUse
  readonly limits: Tuning['month']
  call(): void
  push(): void
  /** The platform refuses calls for this month. */
  callsSpent(): void
  /** Pushes come without content from now on. */
  pushesSpent(): void
  /**
   * True while calls are not worth trying. One goes out an hour, in case the month was extended; whoever else wants to
   * call meanwhile waits for what becomes of it.
   */
  closed(): Promise<boolean>
  /** A call worked: whatever was spent has been extended. */
  worked(): void
  /** Milliseconds until the month begins anew in China. */
  untilMonth(): Millis
  /** Writes down what was counted since the last time. */
  close(): Promise<void>
}

const KEY = 'quota'
const EAST_8: Millis = 8 * 3_600_000
const SHARE = 0.8
const PROBE: Millis = 3_600_000
/** Longer than a call may take. */
const PROBE_LIMIT: Millis = 10_000
const WRITE_AFTER: Millis = 2_000

/** The month in China. */
function monthOf(now: Millis): string {
  return new Date(now + EAST_8).toISOString().slice(0, 7)
}

function monthEnd(now: Millis): Millis {
  const there = new Date(now + EAST_8)
  return Date.UTC(there.getUTCFullYear(), there.getUTCMonth() + 1, 1) - EAST_8
}

const NOTHING = { calls: false, pushes: false } as const

/** Counts for this process; two processes of one app each count their own. */
export function makeQuota({ memory, meter, wall, tellOperator, log }: PlatformParts, limits: Tuning['month']): Quota {
  let use: MonthUse = { month: monthOf(wall()), calls: 0, pushes: 0, spent: NOTHING }
  let nextProbe: Millis = 0
  let timer: NodeJS.Timeout | undefined
  /** The one call that tries whether the month was extended. */
  let probe: PromiseWithResolvers<void> | undefined

  function probed(): void {
    probe?.resolve()
    probe = undefined
  }

  async function write(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    try {
      await memory.set(KEY, JSON.stringify(use))
    } catch (err) {
      log.error({ err }, 'the month could not be counted')
    }
  }

  function change(more: Partial<MonthUse>): void {
    use = { ...use, ...more }
    meter.gauge(NAME, 'api_calls_month', use.calls)
    meter.gauge(NAME, 'pushes_month', use.pushes)
    warn('calls')
    warn('pushes')
    if (timer !== undefined) return
    timer = setTimeout(write, WRITE_AFTER)
    timer.unref()
  }

  function current(): MonthUse {
    const month = monthOf(wall())
    if (use.month !== month) use = { month, calls: 0, pushes: 0, spent: NOTHING }
    return use
  }

  function warn(what: 'calls' | 'pushes'): void {
    if (use.spent[what] || use[what] < limits[what] * SHARE) return
    tellOperator(`quota-${what}-${use.month}`, WORDS.quotaNear(use[what], limits[what], what))
  }

  function spend(what: 'calls' | 'pushes'): void {
    const now = current()
    if (!now.spent[what]) tellOperator(`spent-${what}-${now.month}`, WORDS.quotaSpent(what))
    change({ spent: { ...now.spent, [what]: true } })
  }

  return {
    limits,
    async open() {
      const kept = readUse(await memory.get(KEY))
      const now = current()
      if (kept?.month === now.month)
        use = { ...kept, calls: Math.max(kept.calls, now.calls), pushes: Math.max(kept.pushes, now.pushes) }
      meter.gauge(NAME, 'api_calls_month_limit', limits.calls)
      meter.gauge(NAME, 'pushes_month_limit', limits.pushes)
      change({})
    },
    used: current,
    call: () => change({ calls: current().calls + 1 }),
    push: () => {
      const now = current()
      change({ pushes: now.pushes + 1, spent: { ...now.spent, pushes: false } })
    },
    callsSpent() {
      probed()
      nextProbe = wall() + PROBE
      spend('calls')
    },
    pushesSpent: () => spend('pushes'),
    async closed() {
      if (!current().spent.calls) return false
      if (probe !== undefined) {
        await probe.promise
        return current().spent.calls
      }
      if (wall() < nextProbe) return true
      nextProbe = wall() + PROBE
      probe = Promise.withResolvers()
      setTimeout(probed, PROBE_LIMIT).unref()
      return false
    },
    worked() {
      probed()
      if (current().spent.calls) change({ spent: { ...use.spent, calls: false } })
    },
    untilMonth: () => monthEnd(wall()) - wall(),
    close: write,
  }
}

function readUse(text: string | undefined): MonthUse | undefined {
  try {
    const read = JSON.parse(text ?? 'null') as MonthUse | null
    return read !== null && Number.isInteger(read.calls) && Number.isInteger(read.pushes) ? read : undefined
  } catch {
    return undefined
  }
}
