/** `reconcile`: what somebody could pay and is not settled, in the cases that are open. */
import { drawUnsettled, type Unsettled } from '../cards/unsettled.ts'
import type { Caller, Reply } from './ports.ts'
import type { Counter } from './reception.ts'
import { refuse } from './reception-answers.ts'
import type { Case, Instruction } from './rules/case.ts'
import type { Timely } from './rules/clocks.ts'
import type { PersonId } from './rules/nouns.ts'
import { isRefusal } from './rules/nouns.ts'
import { balanceOf, stageOf } from './rules/payments.ts'
import { barred, qualifies } from './rules/people.ts'

/** How many instructions the answer shows. */
const LIST_LENGTH = 40
/** How many open cases are looked through for one answer. */
const MOST_CASES = 2000

/** Only what the asker could pay themselves is listed; to everybody else the list is empty. */
export async function reconcile(counter: Counter, caller: Caller): Promise<Reply> {
  const reader = counter.readerOf(caller)
  if (caller.actor.kind !== 'person') return refuse(reader, { refused: 'not_a_person' })
  const found: Unsettled[] = []
  for await (const { number } of openCases(counter)) {
    const scene = await counter.find(caller, number)
    if (isRefusal(scene)) continue
    const { state, timely } = scene
    for (const instruction of state.instructions) {
      const balance = balanceOf(instruction)
      if (balance === 'paid' || balance === 'failed' || balance === 'cancelled') continue
      if (!couldPay(caller.actor.id, instruction, state, timely)) continue
      found.push({ instruction, balance, values: state.values, reader: scene.reader })
    }
  }
  found.sort((a, b) => orderOf(a) - orderOf(b) || (methodOf(a) < methodOf(b) ? -1 : 1))
  const message = drawUnsettled(found.slice(0, LIST_LENGTH), found.length > LIST_LENGTH, reader)
  return { is: 'say', message }
}

/** Whole days, so that methods stand together within one. */
const orderOf = ({ instruction, reader }: Unsettled): number =>
  Number(
    new Intl.DateTimeFormat('sv-SE', { timeZone: reader.tz, dateStyle: 'short' })
      .format(instruction.issued)
      .replaceAll('-', ''),
  )

const methodOf = ({ values }: Unsettled): string => String(values.pay_method ?? '')

async function* openCases({ store }: Counter): AsyncGenerator<{ readonly number: string }> {
  let after: string | undefined
  let looked = 0
  do {
    const page = await store.list({ open: true, limit: 200, ...(after === undefined ? {} : { after }) })
    if (isRefusal(page)) return
    yield* page.items.filter(({ amount }) => amount !== undefined)
    looked += page.items.length
    after = page.next
  } while (after !== undefined && looked < MOST_CASES)
}

function couldPay(person: PersonId, instruction: Instruction, state: Case, timely: Timely): boolean {
  const stage = timely.policy.flow.stages[stageOf(instruction)]
  if (stage?.kind !== 'payment' || barred(timely.policy, state, 'payer').has(person)) return false
  return qualifies(stage.who, person, state, timely)
}
