/** One step of a case in process with its state saved durably, against bpmn-engine with the same stages. */
import { join } from 'node:path'
import { makeLog } from '../log.ts'
import { type House, openHouse } from '../main.ts'
import type { Caller, FormAnswer } from '../ports.ts'
import { tasksFor } from '../rules/tasks.ts'
import { type Effort, type Finding, ratio, type Series } from './figures.ts'
import { configOf } from './filed.ts'
import { onStage } from './processes.ts'
import { bpmnSteps } from './steps-bpmn.ts'

/** One case on its way. */
interface Walk {
  /** What is not measured of a step. */
  prepare?(n: number): Promise<void>
  /** Carries out the `n`th step, durable when it resolves. */
  step(n: number): Promise<void>
  end?(): Promise<void>
}

/** Cases that are brought along their stages, one step after the other. */
export interface Steps {
  /** A new one that waits at its first stage. */
  begin(name: string): Promise<Walk>
  close(): Promise<void>
}

const FILING = {
  ...{ text: '冰箱买了三天就不制冷', category: 'quality.failure.no_cooling', customer: '张伟', phone: '13800138000' },
  ...{ product: 'BCD-480', line: 'fridge', model: 'BCD-480W', batch: 'B1', purchase_channel: 'mall' },
}

/** What each step's form says: review, appraisal, plan. */
const VALUES = [
  { verdict: 'complaint', safety: 'none', core_function: 'lost', scope: 'one', wish: ['refund'] },
  { cause_kind: 'design', root_cause: '压缩机', advice: '退款' },
  {
    ...{ plan_kind: 'refund', plan_amount: '800.00', plan_reason: '按约定', plan_due: '2027-01-15', payee: '张伟' },
    ...{ pay_method: 'bank', account: '6222021234567890' },
  },
]

export function measure({ rounds, quick }: Effort): Promise<Finding> {
  const cases = quick ? 2 : 40
  return onStage(async ({ folder }) => {
    const house = await openHouse(configOf(folder, 'steps.db'), { log: makeLog({ logLevel: 'error' }) })
    const sides = {
      product: houseSteps(house),
      kept: bpmnSteps(join(folder, 'kept.db'), VALUES, false),
      recovered: bpmnSteps(join(folder, 'recovered.db'), VALUES, true),
    }
    const seen = { product: [] as Spent[], kept: [] as Spent[], recovered: [] as Spent[] }
    const names = Object.keys(sides) as (keyof typeof sides)[]
    for (let round = -1; round < rounds; round++) {
      for (const name of round % 2 === 0 ? names : names.toReversed()) {
        const spent = await perStep(sides[name], cases, round)
        // The first turns warm up and do not count.
        if (round >= 0) seen[name].push(spent)
      }
    }
    for (const name of names) await sides[name].close()
    const { product, kept, recovered } = seen
    return {
      title: 'One step of a case in process, its state saved',
      series: [
        ...told('bpmn-engine kept in memory', kept, product),
        ...told('bpmn-engine recovered from what it saved', recovered, product),
        { name: 'product: a step', unit: 'ms', values: of(product, 'wall') },
        { name: 'product: its processor time', unit: 'ms', values: of(product, 'processor') },
      ],
      notes: [
        `A step is a form sent in and the next stage waiting: review, appraisal, plan of ${cases} complaints, one at a time, each durable before the next (SQLite, WAL, synchronous=FULL on both sides).`,
        'Product: the form is read and checked, the rules decide whether this person may and who is asked next, and facts, case, tasks, timers, messages to send and the answer are written.',
        'bpmn-engine 25.0.1: the stages of the usual way as user tasks, each with a gateway, without rules, people, clocks or messages; the task is signalled and getState() is saved as one row of JSON.',
      ],
    }
  })
}

function told(name: string, theirs: readonly Spent[], ours: readonly Spent[]): readonly Series[] {
  return [
    ratio(`${name} ÷ product`, of(theirs, 'wall'), of(ours, 'wall')),
    ratio(`${name} ÷ product: processor time`, of(theirs, 'processor'), of(ours, 'processor')),
    { name: `${name}: a step`, unit: 'ms', values: of(theirs, 'wall') },
  ]
}

const of = (turns: readonly Spent[], key: keyof Spent): readonly number[] => turns.map((turn) => turn[key])

interface Spent {
  readonly wall: number
  readonly processor: number
}

/** Milliseconds of a step, in the mean over all cases of a turn: the middle one would hide what a long one costs. */
async function perStep(side: Steps, cases: number, round: number): Promise<Spent> {
  let [wall, processor] = [0, 0]
  for (let n = 0; n < cases; n++) {
    const one = await side.begin(`${round}-${n}`)
    for (const step of VALUES.keys()) {
      await one.prepare?.(step)
      const [began, used] = [performance.now(), process.cpuUsage()]
      await one.step(step)
      wall += performance.now() - began
      const { user, system } = process.cpuUsage(used)
      processor += (user + system) / 1_000
    }
    await one.end?.()
  }
  const steps = cases * VALUES.length
  return { wall: wall / steps, processor: processor / steps }
}

const callerOf = (id: string): Caller => ({ actor: { kind: 'person', id }, via: 'playground', lang: 'zh' })

/** Complaints in a house that delivers nothing. */
function houseSteps(house: House): Steps {
  const { reception } = house
  return {
    async begin(name) {
      const filed = await reception.submit(callerOf('wang.li'), { id: 'intake', values: FILING }, name)
      if (filed.is !== 'done') throw new Error(JSON.stringify(filed))
      let ready: { readonly person: string; readonly form: FormAnswer } | undefined
      return {
        async prepare(n) {
          ready = await formOf(house, filed.number, `${name}-${n}`, VALUES[n] ?? {})
        },
        async step(n) {
          if (ready === undefined) throw new Error('no form was opened')
          const done = await reception.submit(callerOf(ready.person), ready.form, `${name}-${n}`)
          if (done.is !== 'done') throw new Error(JSON.stringify(done))
        },
      }
    },
    close: () => house.stop(),
  }
}

/** The form that the case asks for, filled in by the first person it asks. */
async function formOf({ store, shelf, reception }: House, number: string, key: string, values: object) {
  const state = await store.case(number)
  const [task] = state === undefined ? [] : tasksFor(state, shelf.company.under(state.policy))
  const position = state?.positions.find((one) => one.key === task?.position)
  if (task === undefined || position === undefined) throw new Error(`${number} asks nobody`)
  const person = task.people[0] ?? ''
  const clicked = { verb: 'submit', number, revision: position.bound, position: position.key } as const
  const opened = await reception.click(callerOf(person), clicked, `${key}-open`)
  if (opened.is !== 'form') throw new Error(JSON.stringify(opened))
  const { fields: _, ...form } = opened.form
  return { person, form: { ...form, values } as FormAnswer }
}
