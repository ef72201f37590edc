/** People who bring a complaint of the shipped policy to where a test needs it, through a platform's wire. */
import type { Bench, Seen, SeenCard, SeenForm } from './contract.ts'

/** A refrigerator that does not cool: family product, impact B, so 800 needs a director. */
export const FILING = {
  text: '冰箱买了三天就不制冷',
  category: 'quality.failure.no_cooling',
  customer: '张伟',
  phone: '13800138000',
  product: 'BCD-480',
  line: 'fridge',
  model: 'BCD-480W',
  batch: 'B1',
  purchase_channel: 'mall',
} as const

const REVIEW = { verdict: 'complaint', safety: 'none', core_function: 'lost', scope: 'one', wish: ['refund'] }
const APPRAISAL = { cause_kind: 'design', root_cause: '压缩机', advice: '退款' }
const PLAN = {
  plan_kind: 'refund',
  plan_amount: '800.00',
  plan_reason: '按约定',
  plan_due: '2027-01-15',
  payee: '张伟',
  pay_method: 'bank',
  account: '6222021234567890',
}

export interface Cast {
  /** Files the refrigerator; gives its number. */
  file(): Promise<string>
  /** The form somebody got; throws with what they got instead. */
  formOf(seen: Promise<Seen>): Promise<SeenForm>
  /** Who is asked to review. */
  reviewer(number: string): Promise<string>
  /** The newest open card of a case at somebody's direct messages. */
  cardOf(person: string, number: string): Promise<SeenCard>
  /** Whoever is asked first presses the button and fills in the form. */
  work(number: string, verb: string, values: Readonly<Record<string, unknown>>): Promise<string>
}

/** Their hands on a bench. */
export function makeCast(bench: Bench): Cast {
  let turn = 0
  const key = (): string => {
    turn += 1
    return `cast-${turn}`
  }
  const cast: Cast = {
    async file() {
      const form = await cast.formOf(bench.hear('wang.li', '', key()))
      const seen = await bench.submit('wang.li', form, FILING, key())
      if (seen.number === undefined) throw new Error(`not filed: ${seen.text}`)
      return seen.number
    },
    async formOf(seen) {
      const got = await seen
      if (got.form === undefined) throw new Error(`no form: ${got.is} ${got.text}`)
      return got.form
    },
    reviewer: async (number) => (await askedFor(bench, number))[0] ?? '',
    async cardOf(person, number) {
      const open = (await bench.cards(`person/${person}`)).filter(
        (card) => card.number === number && card.state === 'open',
      )
      const card = open.at(-1)
      if (card === undefined) throw new Error(`${person} has no open card of ${number}`)
      return card
    },
    async work(number, verb, values) {
      await bench.house.settle()
      const [person = ''] = await askedFor(bench, number)
      const form = await cast.formOf(bench.click(person, await cast.cardOf(person, number), verb, key()))
      const seen = await bench.submit(person, form, values, key())
      if (seen.is !== 'done') throw new Error(`${verb} by ${person}: ${seen.is} ${seen.text}`)
      await bench.house.settle()
      return person
    },
  }
  return cast
}

/** People with an open task at this case. */
async function askedFor({ house }: Bench, number: string): Promise<readonly string[]> {
  const people = Object.keys(house.shelf.company.live.directory.people)
  const found = await Promise.all(
    people.map(async (id) => ((await house.store.tasksOf(id)).some(({ row }) => row.number === number) ? [id] : [])),
  )
  return found.flat()
}

/** A refund of 800 that waits for its one approver. */
export async function caseAtApproval(
  bench: Bench,
): Promise<{ readonly number: string; readonly card: SeenCard; readonly approver: string }> {
  const cast = makeCast(bench)
  const number = await cast.file()
  await cast.work(number, 'submit', REVIEW)
  await cast.work(number, 'submit', APPRAISAL)
  await cast.work(number, 'submit', PLAN)
  const [approver = ''] = await askedFor(bench, number)
  return { number, approver, card: await cast.cardOf(approver, number) }
}

/** The same, approved: everybody in finance has the payment form open. */
export async function caseAtPayment(bench: Bench): Promise<{
  readonly number: string
  readonly forms: readonly { readonly person: string; readonly form: SeenForm }[]
}> {
  const cast = makeCast(bench)
  const { number, card, approver } = await caseAtApproval(bench)
  const seen = await bench.click(approver, card, 'approve', 'approve')
  if (seen.is !== 'done') throw new Error(`not approved: ${seen.text}`)
  await bench.house.settle()
  const forms = []
  for (const person of await askedFor(bench, number)) {
    const opened = bench.click(person, await cast.cardOf(person, number), 'pay', `pay-${person}`)
    forms.push({ person, form: await cast.formOf(opened) })
  }
  return { number, forms }
}
