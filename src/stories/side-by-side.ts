/** Rules under which opinions are asked side by side, and a case in which they are. */
import type { Edit } from './changed-policy.ts'
import { edited, policyFile } from './changed-policy.ts'
import type { Told, Wire } from './house.ts'
import { tell } from './house.ts'
import { stagesOf, TERMS, upToPlan } from './road.ts'

export const REFUND = { ...TERMS, plan_kind: 'refund', plan_amount: '300' }
export const [BOOKS, LEDGER, LAW] = ['bai.lu', 'he.ying', 'fan.zhe'] as const

/** After the plan, the books (and then the ledger) and the law are asked side by side before it goes to approval. */
export function sideBySide(edit: Edit, opinions: object = {}): void {
  const stage = (name: string, who: string, next: object) => {
    const form = { kind: 'form', form: 'opinion', clock: 'opinion', verbs: ['submit', 'return', 'note'] }
    edit.add(`flow.stages.${name}`, { ...form, name, who, next: { return: 'plan', ...next } })
  }
  edit.add('fields.opinion', { type: 'text', required: true, label: 'Opinion' })
  edit.add('forms.opinion', { name: 'Opinion', fields: ['opinion'] })
  edit.add('clocks.opinion', { name: 'Opinion', from: 'entered', all: '3h' })
  edit.add('flow.stages.opinions', {
    kind: 'parallel',
    name: 'Opinions',
    branches: { money: ['books', 'ledger'], law: 'law' },
    join: 'all',
    next: 'approval',
    ...opinions,
  })
  stage('books', 'person.bai.lu', { submit: 'ledger' })
  stage('ledger', 'person.he.ying', { submit: 'join' })
  stage('law', 'person.fan.zhe', { submit: 'join' })
  edit.set('flow.stages.plan.next.submit', 'opinions')
  edit.add('flow.stages.plan.rounds', 9)
  edit.add('flow.stages.plan.next.exhausted', 'board')
}

export interface Asked {
  readonly house: Told
  readonly number: string
  readonly engineer: string
  /** This person, who is asked, gives their opinion. */
  says(person: string): Promise<void>
  close(): Promise<void>
}

/** A house with these rules, and a case in it whose plan was just sent in. */
export async function asked(change: (edit: Edit) => void): Promise<Asked> {
  const file = policyFile(edited(change))
  const house = await tell({ policyFile: file.path, env: { API_TOKENS: 'crm:a-secret-only-stories-know:read' } })
  const { number, engineer } = await upToPlan(house)
  await house.as(engineer).does('submit', number, REFUND)
  return {
    house,
    number,
    engineer,
    async close() {
      await house.close()
      file.remove()
    },
    says: (person) => house.as(person).does('submit', number, { opinion: `${person} agrees` }),
  }
}

/** The stages entered since the plan was sent in. */
export const stagesAfterPlan = async ({ house, number }: Asked): Promise<readonly string[]> =>
  (await stagesOf(house, number)).slice(3)

/** The newest card that stands with this person. */
export const cardOf = async ({ house, number }: Asked, person: string): Promise<Wire> =>
  (await house.as(person).cards(number)).findLast((post) => post.to === `person/${person}`)?.body

/** The case as the API shows it. */
export async function tasksOf({ house, number }: Asked): Promise<Wire> {
  const headers = { authorization: 'Bearer a-secret-only-stories-know' }
  return (await fetch(`${house.url}/api/v1/complaints/${number}`, { headers })).json()
}
