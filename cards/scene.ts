/** One case in front of one reader: what the card drawings share. */
import type { Case, Position } from '../src/rules/case.ts'
import type { CaseRun } from '../src/rules/case-clocks.ts'
import type { Moment } from '../src/rules/clocks.ts'
import type { Proposal } from '../src/rules/facts.ts'
import type { Ground } from '../src/rules/ground.ts'
import { rungOf, warns } from '../src/rules/ladder.ts'
import type { FieldId, Millis, Value } from '../src/rules/nouns.ts'
import type { Field, Policy } from '../src/rules/policy.ts'
import type { CardSpec, Task } from '../src/rules/views.ts'
import { moment } from './format.ts'
import { mask, maskFree } from './masks.ts'
import { derivedLabel, proposalWords } from './names.ts'
import type { Reader } from './reader.ts'
import { oneLine, quote } from './text.ts'
import { showValue } from './values.ts'

/** What a card is drawn from. `shared`: others read it too (a channel), so personal data is masked (C23). */
export interface Scene extends Reader {
  readonly spec: CardSpec
  readonly case: Case
  readonly tasks: readonly Task[]
  readonly shared: boolean
  /** What the case waits for by itself, where the drawing says what happens next. */
  readonly moments?: readonly Moment[]
  /** What is known of other cases, on the card of a decision. */
  readonly ground?: Ground
  /** The clocks of the whole case that run. */
  readonly clocks?: readonly CaseRun[]
  /** Takes down every moment that is written, as it is written. */
  readonly written?: { words: string; at: Millis }[]
}

/** The position a task card is about, while it is open. */
export function positionOf({ case: state, spec }: Scene): Position | undefined {
  return state.positions.find((position) => position.key === spec.position)
}

/**
 * True when a field is shown masked. In a channel all personal data is; in a direct message contact data is too (whoever
 * needs it uses the unmask verb), but not for those whose very task is to pay, tell or call the customer. An account
 * number that is kept encrypted is shown in full by no card.
 */
export function isMasked(field: Field, scene: Scene): boolean {
  if (field.personal === undefined) return false
  if (scene.shared) return true
  return field.personal !== 'name' && !worksWithCustomer(scene)
}

function worksWithCustomer({ policy, spec }: Scene): boolean {
  const stage = spec.position === undefined ? undefined : policy.flow.stages[stageOfKey(spec.position)]
  return stage?.kind === 'payment' || stage?.kind === 'customer' || stage?.kind === 'callback'
}

/** The stage of a position key (`<stage>#<visit>`). */
export function stageOfKey(key: string): string {
  const hash = key.lastIndexOf('#')
  return hash < 0 ? key : key.slice(0, hash)
}

/** A moment of the case as its reader writes it; the year is told when it is not the one in which it was filed. */
export function momentWords(at: Millis, { case: state, lang, tz, written }: Scene): string {
  const words = moment(at, lang, tz, state.filed)
  written?.push({ words, at })
  return words
}

/** A field of the case on one line, or undefined while it is unfilled. */
export function fieldWords(id: FieldId, scene: Scene, max = 160): string | undefined {
  const field = Object.hasOwn(scene.policy.fields, id) ? scene.policy.fields[id] : undefined
  const value: Value | undefined = scene.case.values[id]
  if (field === undefined || value === undefined) return undefined
  const shown = showValue(field, value, { ...scene, masked: isMasked(field, scene) })
  const safe =
    scene.shared && field.personal === undefined && field.type === 'text'
      ? maskFree(shown, scene.case.values, scene.policy)
      : shown
  return oneLine(safe, max)
}

/** What somebody wrote, with its lines, personal data masked where others read along. */
export function freeText(text: string, scene: Scene, max = 400): string {
  return quote(scene.shared ? maskFree(text, scene.case.values, scene.policy) : text, max)
}

/** The payee as this reader may see it. */
export function payeeWords(payee: string, scene: Scene): string {
  if (!scene.shared || payee === '') return oneLine(payee, 60)
  const field = payee === scene.case.values.customer ? scene.policy.fields.customer : scene.policy.fields.payee
  return oneLine(mask(field?.personal ?? 'name', payee), 60)
}

/** Kind, amount and payee in one phrase. */
export function planWords(proposal: Proposal, scene: Scene): string {
  return proposalWords(proposal, scene, payeeWords(proposal.payee, scene))
}

/** Grade, level and alert as short words, joined; an alert that no rule raised is not worth a word. */
export function badges(state: Case, policy: Policy, lang: Reader['lang']): string {
  return ['impact', 'level', 'alert']
    .map((id) => {
      const rule = policy.derived.find((one) => one.id === id)
      const { value, why } = state.derived[id] ?? { value: '', why: '' }
      if (rule === undefined || value === '' || (id === 'alert' && why === 'else')) return ''
      return derivedLabel(rule, value, lang)
    })
    .filter((word) => word !== '')
    .join(' · ')
}

/** True when a rung at or past the end of the clock has been told: the position is late. No running clock is read. */
export function isLate(position: Position, policy: Policy): boolean {
  return position.nagged.some((told) => {
    const rung = rungOf(told, policy)
    return rung !== undefined && !warns(rung)
  })
}
