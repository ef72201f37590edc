/** Messages that are frozen when a command commits: words to customers, nags, and words to colleagues. */
import type { Case } from '../src/rules/case.ts'
import { levelOf } from '../src/rules/environment.ts'
import type { Proposal } from '../src/rules/facts.ts'
import type { Directory, Lang, Money, Text } from '../src/rules/nouns.ts'
import type { Policy } from '../src/rules/policy.ts'
import type { NoticeSpec } from '../src/rules/views.ts'
import type { Filling } from './catalogue.ts'
import { fillText, say, sayAny } from './catalogue.ts'
import { maskFree } from './masks.ts'
import type { Brief, Message } from './model.ts'
import { amountWords, inWords, kindName, personName } from './names.ts'
import { receivedPromises } from './promise-words.ts'
import { paramWords } from './refusals.ts'
import { oneLine, quote } from './text.ts'
import { showValue } from './values.ts'

/** What a notice is written from. `lang` is the reader's; a customer reads the case's own language instead. */
export interface Writing {
  readonly case: Case
  readonly policy: Policy
  readonly directory: Directory
  readonly lang: Lang
  readonly tz: string
}

const TONES: Readonly<Record<string, NonNullable<Message['tone']>>> = { nag: 'warn', word: 'plain', customer: 'plain' }

/** Parameters that name what the company itself has: colleagues, stages, the case. */
const NAMED: ReadonlySet<string> = new Set(['number', 'stage', 'owner', 'by', 'outcome', 'due', 'on_it', 'until'])

/** The exact message of a notice. Throws on a text id that neither the catalogue nor the policy knows: a fault of ours. */
export function writeNotice(spec: NoticeSpec, writing: Writing): Message {
  if (spec.kind === 'customer') {
    const message = customerText(spec.text, writing, spec.params)
    if (message === undefined) throw new Error(`the policy has no text ${spec.text}`)
    return message
  }
  const { case: state, lang } = writing
  const params: Record<string, Filling> = { number: state.number }
  for (const [name, value] of Object.entries(spec.params)) {
    const words = paramWords(name, value, lang, writing)
    // What somebody wrote about a customer reaches people who are not asked to know.
    params[name] = typeof words === 'string' && !NAMED.has(name) ? maskFree(words, state.values, writing.policy) : words
  }
  const text = sayAny(lang, spec.text, params)
  if (text === undefined) throw new Error(`the catalogue has no sentence ${spec.text}`)
  const urgent = levelOf(state) === 1 || spec.urgent ? { urgent: true } : {}
  const brief = spec.kind === 'nag' ? { brief: briefOf(spec, params, writing) } : {}
  return { text: quote(text, 2000), lang, number: state.number, tone: TONES[spec.kind] ?? 'plain', ...urgent, ...brief }
}

/** A reminder in a few words, from what its sentence is filled with. */
function briefOf({ params, place }: NoticeSpec, written: Readonly<Record<string, Filling>>, writing: Writing): Brief {
  const { due } = params
  const reader = place.in === 'person' ? personName(place.person, writing) : undefined
  const said = (one: Filling): string =>
    typeof one === 'object' && 'zh' in one ? inWords(one, writing.lang) : typeof one === 'string' ? one : ''
  const what = [written.stage, written.what].map(said).find((one) => one !== '') ?? ''
  const who = typeof written.owner === 'string' && written.owner !== reader ? written.owner : ''
  return {
    what: oneLine(what, 60),
    ...(who === '' ? {} : { who }),
    ...(typeof due === 'object' && 'at' in due ? { due: due.at } : {}),
    level: levelOf(writing.case),
  }
}

/**
 * A text of the policy, filled in the language of the case. Amount and kind are filled only once they are approved: no
 * promise is made before (F079). Undefined when the policy has no such text.
 */
export function customerText(
  id: string,
  writing: Omit<Writing, 'lang'>,
  params: NoticeSpec['params'] = {},
): (Message & { readonly subject: string }) | undefined {
  const { case: state, policy } = writing
  const wording = Object.hasOwn(policy.texts, id) ? policy.texts[id] : undefined
  if (wording === undefined) return undefined
  const { lang } = state
  const fillings = customerFillings(writing, params)
  const write = (text: Text): string => fillText(text[lang], fillings, lang)
  return {
    text: quote(write(wording.body), 4000),
    subject: write(wording.subject).replace(/\s+/g, ' '),
    lang,
    number: state.number,
  }
}

function customerFillings(
  writing: Omit<Writing, 'lang'>,
  params: NoticeSpec['params'],
): Readonly<Record<string, Filling>> {
  const { case: state, policy, directory } = writing
  const { lang } = state
  const fillings: Record<string, Filling> = {}
  for (const field of Object.values(policy.fields)) {
    const value = state.values[field.id]
    if (value !== undefined && field.within !== 'matrix')
      fillings[field.id] = showValue(field, value, { policy, directory, lang, masked: false })
  }
  for (const [name, value] of Object.entries(params)) fillings[name] = paramWords(name, value, lang, writing)
  const settled = settledProposal(state)
  const open = say(lang, 'term.to_be_settled')
  return {
    ...fillings,
    number: state.number,
    wording: state.worded?.text,
    promises: receivedPromises(state, policy.company.tz),
    company: inWords(policy.company.name, lang),
    kind: settled ? kindName(settled.kind, { policy, lang }) : open,
    amount: settled ? amountWords(settled.amount, { policy, lang }) : open,
    plan_kind: settled ? kindName(settled.kind, { policy, lang }) : open,
    plan_amount: settled ? amountWords(settled.amount, { policy, lang }) : open,
  }
}

/**
 * What the customer may be told: right after a payment what that one paid; else what was paid or is being paid, what is
 * granted, what the last decision approved as long as nothing of it has changed since, or a kind that costs nothing and
 * so needs nobody's approval.
 */
export function settledProposal(state: Case): Pick<Proposal, 'kind' | 'amount'> | undefined {
  const last = state.past.at(-1)
  const paidNow = last?.result === 'paid' && state.instructions.find((one) => one.position === last.key)
  if (paidNow) return paidNow.proposal
  const { plan_kind: kind, plan_amount: amount } = state.values as {
    readonly plan_kind?: string
    readonly plan_amount?: Money
  }
  const instructed = state.instructions.findLast((one) => one.state === 'paid' || one.state === 'issued')
  const decided = state.past.findLast((past) => past.result === 'approved' && past.asking !== undefined)?.asking
    ?.proposal
  const same = (one: Proposal): boolean =>
    one.kind === kind && one.amount.minor === amount?.minor && one.amount.currency === amount.currency
  const settled = [state.granted, instructed?.proposal, decided].find((one) => one !== undefined && same(one))
  if (settled) return settled
  return kind !== undefined && amount?.minor === 0 ? { kind, amount } : undefined
}
