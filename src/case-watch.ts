/** Finds open cases that nobody is asked about, or of which nothing ever reminds anybody, and tells the operators once. */
import { unattendedMessage } from '../cards/operator.ts'
import type { Company } from './company.ts'
import type { Log } from './log.ts'
import { type OperatorParts, reachesOperators } from './operators.ts'
import type { Holds, Store } from './ports.ts'
import type { Millis } from './rules/nouns.ts'
import { LACKS, type Lack, lacksOf } from './rules/unattended.ts'

/** Cases looked at in one go, so that clicks get their turn in between. */
const SLICE = 1_000
/** So many are remembered as told; more at once are a fault of the set-up, which the first of them say. */
const MOST = 1_000
/** A replica that looks and dies leaves it to the others after this. */
const HELD: Millis = 9 * 60_000
/** The setting that keeps what was told: a JSON record of lacks by case number. */
const TOLD = 'unattended'
/** The setting that keeps how many there were at the last look. */
export const UNATTENDED = 'unattended.count'

export interface CaseWatchParts extends OperatorParts {
  readonly company: Company
  readonly store: Pick<Store, 'unwatched' | 'case' | 'messages' | 'setting' | 'setSetting'>
  readonly holds: Holds
  readonly log: Log
  loadPolicy(version: string): Promise<void>
  /** Real time, for holds. */
  readonly wall: () => Millis
}

type Found = Readonly<Record<string, readonly Lack[]>>

/** Looks through all open cases; of several replicas one does. What reached nobody is told again at the next look. */
export function makeCaseWatch(parts: CaseWatchParts): () => Promise<void> {
  const { company, store, holds, log, wall } = parts

  async function lacking(number: string): Promise<readonly Lack[]> {
    const state = await store.case(number)
    if (!state || state.ended) return []
    await parts.loadPolicy(state.policy)
    const lines = await store.messages(number)
    const underWay = lines.filter(({ kind, state: stands }) => kind === 'notice' && stands === 'waiting')
    return lacksOf(state, company.under(state.policy), new Set(underWay.map(({ key }) => key.split('@')[0] ?? key)))
  }

  async function look(): Promise<Found> {
    const found: Record<string, readonly Lack[]> = {}
    let count = 0
    for (let after: string | undefined; ; ) {
      const { numbers, next } = await store.unwatched(after, SLICE)
      for (const number of numbers) {
        const lacks = await lacking(number)
        if (lacks.length === 0) continue
        count += 1
        if (count <= MOST) found[number] = lacks
      }
      if (next === undefined) break
      after = next
      await new Promise((resolve) => setImmediate(resolve))
    }
    await store.setSetting(UNATTENDED, String(count))
    return found
  }

  return async () => {
    if (!(await holds.take('cases', HELD, wall()))) return
    const before: Found = JSON.parse((await store.setting(TOLD)) ?? '{}')
    const found = await look()
    const kept: Record<string, readonly Lack[]> = {}
    for (const lack of LACKS) {
      const those = Object.keys(found).filter((number) => found[number]?.includes(lack))
      const fresh = those.filter((number) => !before[number]?.includes(lack))
      let told = those.filter((number) => !fresh.includes(number))
      if (fresh.length > 0) {
        log.warn({ code: lack, count: fresh.length, number: fresh[0] }, 'open cases are unattended')
        const message = unattendedMessage(lack, fresh, company.current.company.lang)
        if (await reachesOperators(message, `unattended/${lack}/${fresh.join('+').slice(0, 200)}`, parts)) told = those
      }
      for (const number of told) kept[number] = [...(kept[number] ?? []), lack]
    }
    const now = JSON.stringify(kept)
    if (now !== JSON.stringify(before)) await store.setSetting(TOLD, now)
  }
}
