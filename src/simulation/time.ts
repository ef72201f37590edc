/**
 * Virtual time for a whole process: timeouts, dates and random numbers are the simulation's, so that months pass in
 * seconds and nothing depends on how fast the machine is. Taken over once, never given back: a simulation runs in a
 * process of its own.
 */
import type { Millis } from '../rules/nouns.ts'

export interface Time {
  now(): Millis
  /** The next moment somebody waits for. What looks round every few seconds anyhow (POLL and longer) does not count. */
  nextTimeout(): Millis | undefined
  /** Time passes as for a machine that slept: all that was due meanwhile happens now, in order. */
  passTo(moment: Millis): void
  /** Something outside the event loop was begun (a statement of a database), and ended. */
  begin(): void
  end(): void
  /** Something happened that others may react to. */
  stir(): void
  /** Resolves when nothing happens any more by itself. */
  quiet(): Promise<void>
}

/** From here on a timeout only bounds something; it never drives time. */
const POLL: Millis = 5_000
/** Turns of the event loop without any sign of life: the desk and the commit queue wait for two at most. */
const STILL = 5

/** Nothing that happens in one moment takes so many. */
const ENDLESS = 30_000

interface Waiting {
  readonly due: Millis
  readonly order: number
  drives: boolean
  readonly ring: () => void
}

/** Takes the process over. `random` stands in for Math.random. */
export function takeOver(start: Millis, random: () => number): Time {
  const turn = globalThis.setImmediate
  const waiting = new Set<Waiting>()
  let now = start
  let order = 0
  let stirred = 0
  let outside = 0
  let ended: (() => void) | undefined

  function wait(work: (...args: unknown[]) => void, ms = 0, args: unknown[] = []): object {
    const entry: Waiting = {
      due: now + Math.max(1, ms),
      order: order++,
      drives: ms < POLL,
      ring: () => work(...args),
    }
    waiting.add(entry)
    // What a process would not stay for is not worth waiting for.
    const unref = (): object => {
      entry.drives = false
      return handle
    }
    const handle = { entry, ref: () => handle, unref, hasRef: () => entry.drives, close: () => stop(handle) }
    return Object.assign(handle, { refresh: () => handle, [Symbol.toPrimitive]: () => entry.order })
  }
  const stop = (handle: unknown): void => {
    const entry = (handle as { readonly entry?: Waiting } | undefined)?.entry
    if (entry !== undefined) waiting.delete(entry)
  }

  Object.assign(globalThis, {
    setTimeout: (work: () => void, ms?: number, ...args: unknown[]) => wait(work, ms, args),
    clearTimeout: stop,
  })
  Date.now = () => now
  performance.now = () => now - start
  Math.random = random

  return {
    now: () => now,
    nextTimeout: () => {
      let next: Millis | undefined
      for (const { due, drives } of waiting) if (drives && (next === undefined || due < next)) next = due
      return next
    },
    passTo(moment) {
      now = Math.max(now, moment)
      const due = [...waiting].filter((one) => one.due <= now)
      for (const one of due.sort((a, b) => a.due - b.due || a.order - b.order)) {
        if (!waiting.delete(one)) continue
        stirred++
        one.ring()
      }
    },
    begin: () => {
      outside++
      stirred++
    },
    end: () => {
      outside--
      stirred++
      ended?.()
    },
    stir: () => {
      stirred++
    },
    async quiet() {
      let seen = -1
      let turns = 0
      for (let still = 0; still < STILL; still++) {
        if (++turns > ENDLESS) throw new Error('it never comes to rest')
        if (outside > 0) await new Promise<void>((resolve) => (ended = resolve))
        ended = undefined
        await new Promise<void>((resolve) => turn(resolve))
        if (stirred === seen && outside === 0) continue
        seen = stirred
        still = -1
      }
    },
  }
}
