/** The card of an approval with what is told of other cases on it, drawn over many closed cases. */
import { join } from 'node:path'
import { closedOnPostgres, closedOnSqlite } from '../../data/bench/fill-closed.ts'
import { ownDatabase } from '../../data/bench/server.ts'
import { openPostgres } from '../../data/postgres/open.ts'
import { openSqlite } from '../../data/sqlite/open.ts'
import { context, filed, live, policy, yuan } from '../../data/testing/shipped.ts'
import { digestOf } from '../claim-rows.ts'
import { makeCompany } from '../company.ts'
import { testDatabase } from '../config.ts'
import { makeDrawing } from '../drawing.ts'
import type { Store } from '../ports.ts'
import type { Case } from '../rules/case.ts'
import { claimKeys } from '../rules/claims.ts'
import type { Money } from '../rules/nouns.ts'
import { tasksFor } from '../rules/tasks.ts'
import { type Effort, type Finding, quantile, type Series } from './figures.ts'
import { onStage } from './processes.ts'

const CASES = 100_000
const QUICK_CASES = 1_000
const DRAWINGS = 300
const QUICK_DRAWINGS = 20

/** How many earlier cases had the same order number. */
const PAST = 10

const CATEGORY = 'quality.failure.no_cooling'
const COMPANY = makeCompany(policy, live)

export async function measure({ rounds, quick }: Effort): Promise<Finding> {
  const server = testDatabase()
  const cases = quick ? QUICK_CASES : CASES
  const leaves = Object.keys(policy.categories).filter((path) => policy.categories[path]?.leaf)
  const state = decided()
  const [order = ''] = claimKeys(policy, state)
  const closed = {
    ...{ cases, past: PAST, key: digestOf(order), newest: context.now - 1 },
    categories: [CATEGORY, ...leaves.filter((path) => path !== CATEGORY)],
  }
  const times = quick ? QUICK_DRAWINGS : DRAWINGS
  return onStage(async ({ folder }) => {
    const file = join(folder, 'closed.db')
    closedOnSqlite(file, closed)
    const series = await drawn('', openSqlite({ file, ...UNNUMBERED }).store, state, { rounds, times })
    if (server !== undefined) {
      const { url, drop } = await ownDatabase(server, `redress_precedents_${process.pid}`)
      await closedOnPostgres(url, closed)
      series.push(
        ...(await drawn('PostgreSQL: ', (await openPostgres({ url, ...UNNUMBERED })).store, state, { rounds, times })),
      )
      await drop()
    }
    return {
      title: `An approval's card drawn over ${cases.toLocaleString('en')} closed cases`,
      series,
      notes: [
        `Each of ${times} drawings a round reads up to 200 precedents of the category and ${PAST} earlier grants for the same order. The aim is 30 ms for the slowest of a hundred.`,
        ...(server === undefined ? ['PostgreSQL: not measured, DATABASE_URL_TEST names none.'] : []),
      ],
    }
  })
}

const never = (): string => {
  throw new Error('a drawing numbers nothing')
}
const UNNUMBERED = { numberFor: never, dayOf: never }

/** A case whose refund the supervisor is asked about. */
function decided(): Case {
  const place = { category: CATEGORY, line: 'fridge', purchase_channel: 'mall' }
  const proposal = { kind: 'refund', amount: yuan(450) as Money, payee: '张三' }
  const product = { customer: '张三', product: '冰箱', model: 'BCD-500', batch: 'B', order_no: 'TB-2026-0001' }
  return {
    ...filed({ ...place, ...product }),
    positions: [
      {
        ...{ key: 'approval#1', stage: 'approval', visit: 1, entered: context.now, since: 2, bound: 2, tries: 0 },
        ...{ pauses: [], nagged: [] },
        asking: {
          ...{ proposal, at: 0 },
          sequence: [[{ step: 'supervisor', why: ['tier.le.50000'], given: [], handed: {} }]],
        },
      },
    ],
  }
}

/** Milliseconds of a drawing, the middle and the slowest of a hundred, and of the same without looking at other cases. */
async function drawn(
  on: string,
  store: Store,
  state: Case,
  { rounds, times }: { readonly rounds: number; readonly times: number },
): Promise<Series[]> {
  const [task] = tasksFor(state, COMPANY.under(policy.version))
  const place = { in: 'person', person: task?.people[0] ?? '' } as const
  const send = { number: state.number, key: 'task/approval#1/supervisor', place }
  const drawing = (read: Pick<Store, 'precedents' | 'pastClaims'>) =>
    makeDrawing({
      store: { ...read, case: async () => ({ ...state }) },
      ...{ company: COMPANY, clock: { now: () => context.now }, loadPolicy: async () => undefined },
    })
  const whole = drawing(store)
  const alone = drawing({ precedents: async () => [], pastClaims: async () => [] })
  const said = JSON.stringify((await whole(send, 'en'))?.card)
  if (!said.includes('Nearest precedents (5)') || !said.includes(`${PAST} cases closed`)) throw new Error(said)
  const middle: number[] = []
  const slowest: number[] = []
  const bare: number[] = []
  for (let round = 0; round < rounds; round++) {
    const took = await timed(times, () => whole(send))
    middle.push(quantile(took, 0.5))
    slowest.push(quantile(took, 0.99))
    bare.push(quantile(await timed(times, () => alone(send)), 0.5))
  }
  await store.close()
  return [
    { name: `${on}drawn, the middle`, unit: 'ms', values: middle },
    { name: `${on}drawn, p99`, unit: 'ms', values: slowest },
    { name: `${on}drawn without other cases, the middle`, unit: 'ms', values: bare },
  ]
}

async function timed(times: number, work: () => Promise<unknown>): Promise<readonly number[]> {
  const took: number[] = []
  for (let n = 0; n < times; n++) {
    const began = performance.now()
    await work()
    took.push(performance.now() - began)
  }
  return took
}
