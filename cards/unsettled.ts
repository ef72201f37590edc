/** The answer to `reconcile`: what is instructed and not settled, by day and method. */
import type { Instruction } from '../src/rules/case.ts'
import type { Values } from '../src/rules/nouns.ts'
import type { Balance } from '../src/rules/payments.ts'
import { paidOn, restOf } from '../src/rules/payments.ts'
import { say } from './catalogue.ts'
import { dayOf } from './format.ts'
import { mask } from './masks.ts'
import type { Message } from './model.ts'
import { amountWords, kindName } from './names.ts'
import type { Reader } from './reader.ts'
import { showValue } from './values.ts'

/** An instruction on the list, with the case's values and whoever reads under the case's own rules. */
export interface Unsettled {
  readonly instruction: Instruction
  readonly balance: Balance
  readonly values: Values
  readonly reader: Reader
}

/** Draws the list; `more`: there are further ones that are not in `listed`. Payees are masked, as in every list. */
export function drawUnsettled(listed: readonly Unsettled[], more: boolean, reader: Pick<Reader, 'lang'>): Message {
  const { lang } = reader
  if (listed.length === 0) return { text: say(lang, 'answer.settled'), lang }
  const lines: string[] = [say(lang, 'answer.unsettled', { n: listed.length })]
  let before = ''
  for (const one of listed) {
    const heading = headingOf(one)
    if (heading !== before) lines.push(heading)
    before = heading
    lines.push(`• ${lineOf(one)}`)
  }
  return { text: [...lines, ...(more ? [say(lang, 'answer.more')] : [])].join('\n'), lang }
}

function headingOf({ instruction, values, reader }: Unsettled): string {
  const { policy, directory, lang, tz } = reader
  const field = Object.hasOwn(policy.fields, 'pay_method') ? policy.fields.pay_method : undefined
  const value = values.pay_method
  const method =
    field && value !== undefined ? showValue(field, value, { policy, directory, lang, masked: true }) : undefined
  return say(lang, 'answer.unsettled_day', { day: dayOf(instruction.issued, lang, tz), method })
}

function lineOf({ instruction, balance, reader }: Unsettled): string {
  const { lang, policy } = reader
  const { kind, amount, payee } = instruction.proposal
  const minor = paidOn(instruction)
  return say(lang, 'answer.unsettled_line', {
    id: instruction.id,
    balance: say(lang, `balance.${balance}`),
    kind: kindName(kind, reader),
    amount: amountWords(amount, reader),
    payee: mask(policy.fields.payee?.personal ?? 'name', payee) || undefined,
    paid: minor === 0 ? undefined : amountWords({ ...amount, minor }, reader),
    rest: amountWords(restOf(instruction), reader),
  })
}
