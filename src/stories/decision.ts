/** A decision under a policy that a story has changed: on real storage, up to the first approver. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { PersonId } from '../rules/nouns.ts'
import { policySource } from './company.ts'
import type { Told, Wire } from './house.ts'
import { tell } from './house.ts'
import { TERMS, upToPlan } from './road.ts'

/** The shipped policy with parts of its text replaced; each must stand in it exactly once. */
export function changed(...changes: readonly (readonly [from: string, to: string])[]): string {
  const text = changes.reduce((source, [from, to]) => {
    if (source.split(from).length !== 2) throw new Error(`"${from}" does not stand once in the policy`)
    return source.replace(from, () => to)
  }, policySource)
  const file = join(mkdtempSync(join(tmpdir(), 'redress-decision-')), 'policy.yaml')
  writeFileSync(file, text)
  return file
}

/** A house under the shipped policy with these changes; closing it removes them. */
export async function tellChanged(...changes: readonly (readonly [from: string, to: string])[]): Promise<Told> {
  const policyFile = changed(...changes)
  const house = await tell({ policyFile })
  return {
    ...house,
    async close() {
      await house.close()
      rmSync(dirname(policyFile), { recursive: true, force: true })
    },
  }
}

/** Kinds that are paid out. */
const PAID: readonly string[] = ['cash', 'refund', 'coupon']

/** A plan that waits for its approval. */
export async function inApproval(
  house: Told,
  plan: object = {},
): Promise<{ readonly number: string; readonly engineer: PersonId }> {
  const { number, engineer } = await upToPlan(house)
  const { payee: _nobody, pay_method: _none, ...measure } = TERMS
  const terms = 'plan_kind' in plan && !PAID.includes(String(plan.plan_kind)) ? measure : TERMS
  await house.as(engineer).does('submit', number, { ...terms, plan_kind: 'refund', plan_amount: '800', ...plan })
  return { number, engineer }
}

/** What a refused click or form says: its code and words. */
export async function refusedTo(
  house: Told,
  person: PersonId,
  verb: string,
  number: string,
  values: object = {},
): Promise<{ readonly code: string; readonly words: string }> {
  const state = await house.store.case(number)
  const position = state?.positions.find((one) => one.asking) ?? state?.positions[0]
  const reply: Wire =
    verb === 'approve' || verb === 'claim' || verb === 'resume'
      ? await house.as(person).act({ do: 'click', action: `redress.${verb}`, value: `${number}:${position?.bound}` })
      : await house.as(person).act({
          do: 'submit',
          form: `redress.form.${verb}`,
          number,
          position: position?.key,
          revision: position?.bound,
          values: { reason: '试试', ...values },
        })
  if (reply.is !== 'refused' && reply.is !== 'errors')
    throw new Error(`${person} could ${verb}: ${JSON.stringify(reply)}`)
  return { code: reply.code, words: JSON.stringify(reply) }
}

/** What the newest card in front of somebody says about a case. */
export async function cardOf(house: Told, person: PersonId, number: string): Promise<string> {
  await house.settle()
  const cards = await house.as(person).cards(number)
  // The one that was posted last: an earlier one may have changed since.
  const own = cards.filter(({ to }) => to === `person/${person}`).sort((a, b) => a.id - b.id)
  return JSON.stringify(own.at(-1)?.body ?? {})
}

/** The story that `/complaint show` tells. */
export async function storyOf(house: Told, number: string): Promise<string> {
  return JSON.stringify(await house.as('meng.qi').act({ do: 'command', text: `/complaint show ${number}` }))
}
