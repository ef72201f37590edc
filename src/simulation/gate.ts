/**
 * The gate between a house and everything outside it. A house that is killed falls silent here at once: what it asked of
 * the store or of a platform before is carried out, and nothing comes back; what it asks after goes nowhere.
 */
import type { Judge, Store, Verdict } from '../ports.ts'
import type { Time } from './time.ts'

/** Whether a house is alive, and after how many more calls it dies: before the last of them is carried out, or after. */
export interface Life {
  readonly name: string
  dead: boolean
  doom?: { calls: number; readonly after: boolean }
}

/** What a simulated fault throws. */
export class Simulated extends Error {}

const NEVER = new Promise<never>(() => undefined)

/** Lets a call of a house through, or not. */
export async function through<T>(life: Life, time: Time, call: () => T | Promise<T>): Promise<T> {
  if (life.dead) return NEVER
  const { doom } = life
  const last = doom !== undefined && --doom.calls <= 0
  if (last && !doom.after) {
    life.dead = true
    return NEVER
  }
  time.begin()
  try {
    const result = await call()
    if (last) life.dead = true
    return life.dead ? NEVER : result
  } catch (error) {
    if (life.dead) return NEVER
    throw error
  } finally {
    time.end()
  }
}

/** What a store may suffer. Each is asked once per call. */
export interface StoreFaults {
  /** True when this call fails and nothing of it is kept. */
  fails(method: string): boolean
  /** True when what this command wants to write cannot be written. */
  spoils(command: string): boolean
  /** Called for every case that a command was about. */
  touched(number: string): void
}

/** Writes that a full disk or a lost connection may refuse. */
const WRITES: ReadonlySet<string> = new Set(['apply', 'settle', 'postpone', 'setSetting', 'claim'])

/** The store as a house sees it. */
export function gatedStore(store: Store, life: Life, time: Time, faults: StoreFaults): Store {
  return new Proxy(store, {
    get(target, name: keyof Store) {
      const method = target[name] as (...args: unknown[]) => Promise<unknown>
      if (name === 'close') return method
      return (...args: unknown[]) => {
        const called = name === 'apply' ? spoiling(args as Parameters<Store['apply']>, faults) : args
        return through(life, time, () => {
          if (WRITES.has(name) && faults.fails(name)) throw new Simulated('the disk is full')
          return method.apply(target, called)
        })
      }
    },
  })
}

/** A write with two equal claims is one that neither store can keep. */
function spoiling([incoming, judge, now]: Parameters<Store['apply']>, faults: StoreFaults): unknown[] {
  const spoiled = new Set(incoming.filter(({ command }) => faults.spoils(command.id)).map(({ command }) => command.id))
  const wrapped: Judge = (command, loaded): Verdict => {
    const verdict = judge(command, loaded)
    const { write } = verdict
    if (write === undefined) return verdict
    faults.touched(write.state.number)
    if (!spoiled.has(command.id)) return verdict
    const twice = { key: '0'.repeat(64), slice: 'spoiled', amount: { minor: 1, currency: 'CNY' }, happened: now }
    return { ...verdict, write: { ...write, claims: [...write.claims, twice, twice] } }
  }
  return [incoming, wrapped, now]
}
