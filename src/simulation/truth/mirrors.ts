/** What a store keeps beside the facts must be what the facts say: the case, its row, its tasks, its timers, its chain. */
import { isDeepStrictEqual } from 'node:util'
import type { CaseRow, Store } from '../../ports.ts'
import type { Timely } from '../../rules/clocks.ts'
import { timersFor } from '../../rules/clocks.ts'
import { replay } from '../../rules/evolve.ts'
import type { Fact } from '../../rules/facts.ts'
import type { Millis, Money } from '../../rules/nouns.ts'
import { tasksFor } from '../../rules/tasks.ts'
import type { History } from './money.ts'

/** Remembers what was once read of each case, since facts are never changed. */
export interface Archive {
  /** Reads a case and says what is wrong with what is kept of it. */
  read(number: string): Promise<{ readonly history?: History; readonly wrong: readonly string[] }>
}

/** An archive over a store. */
export function makeArchive(storeNow: () => Store): Archive {
  const seen = new Map<string, readonly string[]>()
  return {
    async read(number) {
      const store = storeNow()
      const [state, facts, broken] = await Promise.all([store.case(number), store.facts(number), store.verify(number)])
      const wrong: string[] = []
      if (broken !== undefined) wrong.push(`${number}: its chain breaks at ${broken.seq}: ${broken.why}`)
      const texts = facts.map((fact) => JSON.stringify(fact))
      const before = seen.get(number) ?? []
      const changed = before.findIndex((text, i) => texts[i] !== text)
      if (changed >= 0) wrong.push(`${number}: fact ${changed + 1} is not what it was`)
      seen.set(number, texts)
      if (state === undefined) return { wrong: [...wrong, `${number} is gone`] }
      if (!isDeepStrictEqual(replayed(facts), state)) wrong.push(`${number} is not what its facts tell`)
      return { history: { number, state, facts }, wrong }
    },
  }
}

/** The fold, or undefined for facts that cannot follow each other. */
function replayed(facts: readonly Fact[]) {
  try {
    return replay(facts)
  } catch {
    return undefined
  }
}

/** What of the lists, tasks and timers differs from what these cases say now. */
export async function mirrorsOf(
  histories: readonly History[],
  store: Store,
  company: (policy: string) => Timely,
): Promise<readonly string[]> {
  const wrong: string[] = []
  const timers = Map.groupBy(await store.due(Number.MAX_SAFE_INTEGER, 100_000), (timer) => timer.number)
  const rows = new Map((await everyRow(store)).map((row) => [row.number, row]))
  const tasks = await everyTask(histories, store, company)
  for (const { number, state, facts } of histories) {
    const timely = company(state.policy)
    const wanted = timersFor(state, timely).map(({ key, at }) => `${key} ${at}`)
    const kept = (timers.get(number) ?? []).map(({ key, at }) => `${key} ${at}`)
    if (!same(wanted, kept)) wrong.push(`${number}: timers ${difference(wanted, kept)}`)
    const asks = tasksFor(state, timely).flatMap(({ id, people }) => people.map((person) => `${id} ${person}`))
    const listed = tasks.get(number) ?? []
    if (!same(asks, listed)) wrong.push(`${number}: tasks ${difference(asks, listed)}`)
    const row = rows.get(number)
    const told = rowOf({ number, state, facts })
    for (const [column, value] of Object.entries(told)) {
      const there = row?.[column as keyof CaseRow]
      if (!isDeepStrictEqual(there, value))
        wrong.push(`${number}: the list says ${column} ${JSON.stringify(there)} for ${JSON.stringify(value)}`)
    }
  }
  return wrong
}

/** The columns of a list, from the facts. */
function rowOf({ number, state, facts }: History): Partial<Record<keyof CaseRow, unknown>> {
  const first = facts[0]
  const amount = state.values.plan_amount as Money | undefined
  return {
    number,
    filed: first?.at,
    filer: first?.by.kind === 'person' ? first.by.id : '',
    stage: state.ended?.stage ?? state.positions[0]?.stage,
    outcome: state.ended?.outcome,
    customer: state.values.customer ?? '',
    owner: state.values.owner ?? '',
    amount,
  }
}

async function everyRow(store: Store): Promise<readonly CaseRow[]> {
  const rows: CaseRow[] = []
  for (let after: string | undefined; ; ) {
    const page = await store.list({ limit: 200, ...(after === undefined ? {} : { after }) })
    if ('refused' in page) throw new Error(page.refused)
    rows.push(...page.items)
    after = page.next
    if (after === undefined) return rows
  }
}

/** `<task> <person>` by case, as the lists of everybody's tasks hold them. */
async function everyTask(
  histories: readonly History[],
  store: Store,
  company: (policy: string) => Timely,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found: { readonly number: string; readonly line: string }[] = []
  const policy = histories[0]?.state.policy
  const people = policy === undefined ? [] : Object.keys(company(policy).directory.people)
  const lists = await Promise.all(people.map(async (person) => ({ person, tasks: await store.tasksOf(person) })))
  for (const { person, tasks } of lists) {
    for (const { task, row } of tasks) found.push({ number: row.number, line: `${task.id} ${person}` })
  }
  const byCase = Map.groupBy(found, ({ number }) => number)
  return new Map([...byCase].map(([number, lines]) => [number, lines.map(({ line }) => line)]))
}

const same = (a: readonly string[], b: readonly string[]): boolean => isDeepStrictEqual([...a].sort(), [...b].sort())

function difference(wanted: readonly string[], kept: readonly string[]): string {
  const missing = wanted.filter((one) => !kept.includes(one))
  const left = kept.filter((one) => !wanted.includes(one))
  return `missing [${missing.join('; ')}], left over [${left.join('; ')}]`
}

/** Clocks that should have rung by now, and cases that wait for nothing and nobody. */
export function lifeOf(
  { number, state, facts }: History,
  company: Timely,
  waiting: boolean,
  now: Millis,
): readonly string[] {
  if (state.ended) return []
  const wrong: string[] = []
  const timers = timersFor(state, company)
  const late = timers.filter(({ at }) => at < now - GRACE)
  if (late.length > 0) wrong.push(`${number}: ${late.map(({ key }) => key).join(', ')} should have rung`)
  const asked = tasksFor(state, company).some(({ people }) => people.length > 0)
  if (!asked && timers.length === 0 && !waiting) wrong.push(`${number} is open, and nobody is asked and no clock runs`)
  // Whoever leaves something lying for weeks is reminded, and so is who leads them.
  for (const position of state.positions) {
    const lies = position.opens === undefined && position.pauses.length === 0 && position.entered < now - LONG
    const waits = position.key.startsWith('told') || position.byHand === false
    if (!lies || waits || !tasksFor(state, company).some((task) => task.position === position.key)) continue
    const nags = facts.filter(({ what }) => what.is === 'nagged' && what.position === position.key).length
    if (nags < 3) wrong.push(`${number}: ${position.key} lay for weeks with ${nags} reminders`)
  }
  return wrong
}

/** A timer that failed is put off by so much at most; a house may be closed for a while. */
const GRACE: Millis = 6 * 3_600_000
/** The longest span (five working days) and both later reminders (half a day, two working days), over two long holidays. */
const LONG: Millis = 40 * 24 * 3_600_000
