/** The seal of the day, made once whoever is first, and told to the operators' channel: an anchor outside the database. */
import { notSealedMessage, sealedMessage } from '../cards/operator.ts'
import { dayOf } from './case-numbers.ts'
import type { Company } from './company.ts'
import { auditKey } from './house-key.ts'
import type { Log } from './log.ts'
import type { Holds, Platform, Seal, Seals, Store } from './ports.ts'
import { sendOperators, tellOperators } from './routing.ts'
import type { Millis } from './rules/nouns.ts'
import { type AuditKeys, auditKeys } from './seal.ts'
import { CannotSeal, requireKey, sealDay } from './sealing.ts'

/** The setting that keeps the number of the last seal that was told, and of the one that is being told. */
const TOLD = 'seal.told'
const TELLING = 'seal.telling'
/** A replica that seals and dies leaves it to the others after this. */
const HELD: Millis = 10 * 60_000
/** The setting that keeps the day on which somebody first looked and there was a case. */
const SINCE = 'seal.since'
/** A day is sealed from three in the morning on: until then it still belongs to the night before. */
const NIGHT: Millis = 3 * 3_600_000
/** So many seals that were never told are told at most; each covers those before it. */
const MOST_TOLD = 7

export interface DailySealParts {
  readonly seals: Seals
  /** Read, and in a playground made, when it is first needed. */
  readonly keys: () => AuditKeys
  readonly store: Pick<Store, 'setting' | 'setSetting'>
  readonly holds: Holds
  readonly platforms: ReadonlyMap<string, Platform>
  readonly company: Pick<Company, 'current'>
  readonly log: Log
  /** Real time, for holds. */
  readonly wall: () => Millis
}

export interface DailySeal {
  /**
   * Seals the day once it has come and is not sealed yet, however many nights were missed, and tells what was not told. To
   * be called every few minutes; a house without a seal is first sealed on the day after its first case.
   */
  look(now: Millis): Promise<void>
}

/** For a house. Throws CannotSeal when the key is not the one it was sealed with: nothing later could be proven. */
export async function openDailySeal(
  parts: Omit<DailySealParts, 'keys'> & { readonly config: Parameters<typeof auditKey>[0] },
): Promise<DailySeal> {
  let known: AuditKeys | undefined
  // Kept: in memory there is no file to find a made one again in.
  const keys = (): AuditKeys => {
    known ??= auditKeys(auditKey(parts.config))
    return known
  }
  await requireKey(parts.seals, keys)
  return makeDailySeal({ ...parts, keys })
}

/** Nothing is sealed before it is looked at. */
export function makeDailySeal(parts: DailySealParts): DailySeal {
  const { seals, store, log, platforms } = parts
  const words = () => parts.company.current.company

  let last: Promise<void> = Promise.resolve()

  /** One at a time, in this process and among replicas: the others find it done. */
  function alone(work: () => Promise<void>): Promise<void> {
    const turn = last.then(async () => {
      if (!(await parts.holds.take('seal', HELD, parts.wall()))) return
      await work().finally(() => parts.holds.free('seal'))
    })
    last = turn.catch(() => undefined)
    return turn
  }

  /** Gives how many cases do not stand where they were sealed before. */
  async function seal(day: string, now: Millis): Promise<number> {
    try {
      const made = await sealDay({ seals, keys: parts.keys() }, day, now)
      if (made === undefined) return 0
      log.info({ code: day, count: made.seal.cases }, 'sealed')
      if (made.odd > 0) log.error({ code: day, count: made.odd }, 'cases do not stand where they were sealed')
      return made.odd
    } catch (err) {
      log.error({ err, code: day }, 'not sealed')
      const stop = err instanceof CannotSeal ? err : { code: 'unexpected', day, mark: '' }
      await tellOperators(notSealedMessage(day, stop, words().lang), `not-sealed/${day}`, platforms)
      return 0
    }
  }

  async function untold(): Promise<readonly Seal[]> {
    const newest = await seals.newest()
    const told = Number((await store.setting(TOLD)) ?? 0)
    if (newest === undefined || newest.n <= told) return []
    return seals.list(Math.max(told, newest.n - MOST_TOLD), MOST_TOLD)
  }

  /** `odd` is about the newest of them. */
  async function tellAll(odd = 0): Promise<void> {
    const waiting = await untold()
    for (const one of waiting) {
      const told = await tell(one, one === waiting.at(-1) ? odd : 0)
      if (!told) return
      await store.setSetting(TOLD, String(one.n))
    }
  }

  /** True when it needs no telling any more. What may have arrived is repeated only where its key is recognised. */
  async function tell(one: Seal, odd: number): Promise<boolean> {
    const again = (await store.setting(TELLING)) === String(one.n)
    const able = [...platforms].filter(([, platform]) => !again || platform.abilities.recognisesKeys)
    await store.setSetting(TELLING, String(one.n))
    const outcomes = await sendOperators(sealedMessage({ ...one, odd }, words().lang), `seal/${one.day}`, new Map(able))
    const arrived = outcomes.some(({ is }) => is === 'sent' || is === 'unknown')
    for (const outcome of outcomes) {
      if (outcome.is !== 'sent') log.warn({ code: one.day, why: outcome.why }, 'the seal was not told everywhere')
    }
    // Nothing has left: the next try is a first one again.
    if (!arrived && !again) await store.setSetting(TELLING, '')
    return arrived || (again && outcomes.length === 0)
  }

  async function isDue(day: string): Promise<boolean> {
    const newest = await seals.newest()
    if (newest !== undefined) return newest.day < day
    const since = await store.setting(SINCE)
    if (since !== undefined) return since < day
    if ((await seals.heads(undefined, 1)).length > 0) await store.setSetting(SINCE, day)
    return false
  }

  return {
    async look(now) {
      const day = dayOf(now - NIGHT, words().tz)
      if (await isDue(day)) await alone(async () => tellAll(await seal(day, now)))
      else if ((await untold()).length > 0) await alone(() => tellAll())
    },
  }
}
