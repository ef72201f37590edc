/** The whole story of a complaint on one screen (F086): claim, what was found out, grade and why, attachments. */
import type { Position } from '../src/rules/case.ts'
import type { PlannedStep } from '../src/rules/facts.ts'
import type { FieldId, FileRef } from '../src/rules/nouns.ts'
import type { Field } from '../src/rules/policy.ts'
import { say } from './catalogue.ts'
import { maskedFile } from './masks.ts'
import type { Block, Row } from './model.ts'
import { actorName, amountWords, derivedName, fieldLabel, inWords, personName, stageName } from './names.ts'
import { contactFiles } from './promise-words.ts'
import type { Reader } from './reader.ts'
import { ruleWords } from './rule-words.ts'
import type { Scene } from './scene.ts'
import { fieldWords, freeText, isMasked, momentWords } from './scene.ts'
import { oneLine } from './text.ts'

/** More rows than this do not fit on one screen. */
export const MOST_ROWS = 20

/** Fields that stand elsewhere on the card. */
const ELSEWHERE: readonly FieldId[] = ['text', 'plan_kind', 'plan_amount', 'payee']

/** What the customer wrote, quoted and shortened. */
export function complaintBlocks(scene: Scene, max = 300): readonly Block[] {
  const { text } = scene.case.values
  if (typeof text !== 'string' || text.trim() === '') return []
  return [{ block: 'text', tone: 'quote', text: freeText(text, scene, max) }]
}

/** A row that may have to give way: the lightest goes first, of equals the last. */
interface Weighed {
  readonly row: Row
  readonly weight: number
}

/**
 * The filled fields of intake and of every form filled in since, each once, in that order. When they are too many, the
 * lightest give way, and how many did is said.
 */
export function filledRows(scene: Scene, most: number = MOST_ROWS): readonly Row[] {
  const { policy, lang } = scene
  const intake = policy.forms[policy.flow.intake]?.fields ?? []
  const rows: readonly Weighed[] = shownFields(scene).flatMap((field) => {
    const value = fieldWords(field.id, scene, 240)
    if (value === undefined || value === '') return []
    return [
      { row: { label: inWords(field.label, lang), value }, weight: weightOf(field, intake.includes(field.id), scene) },
    ]
  })
  if (rows.length <= most) return rows.map((one) => one.row)
  const kept = new Set([...rows].sort((a, b) => b.weight - a.weight).slice(0, most - 1))
  const more = say(lang, 'card.more_rows', { n: rows.length - kept.size, number: scene.case.number })
  return [...rows.filter((one) => kept.has(one)).map((one) => one.row), { label: '…', value: more }]
}

/**
 * What matters most to whoever reads a task: what was found out since, what it is about and what is asked for; then
 * what was chosen at intake, then what was typed there; masked contact data least of all. The living card is read by
 * those around the case, so there the customer's part comes first.
 */
function weightOf(field: Field, early: boolean, scene: Scene): number {
  if (isMasked(field, scene) && field.personal !== 'name') return 0
  const telling = ['tree', 'choices', 'money'].includes(field.type)
  if (scene.spec.kind === 'case') return early ? (telling ? 4 : 3) : field.long ? 1 : 2
  if (!early || telling) return 3
  return field.type === 'choice' ? 2 : 1
}

function shownFields({ case: state, policy }: Scene): readonly Field[] {
  const visited = state.past.map((past) => policy.flow.stages[past.stage])
  const open = state.positions.map((position) => policy.flow.stages[position.stage])
  const later = [...visited, ...open].flatMap((stage) => (stage && 'form' in stage ? [stage.form] : []))
  const ids = new Set([policy.flow.intake, ...later].flatMap((form) => policy.forms[form]?.fields ?? []))
  return [...ids]
    .filter((id) => !ELSEWHERE.includes(id))
    .map((id) => policy.fields[id])
    .filter((field) => field !== undefined)
    .filter((field) => field.type !== 'files')
}

/** Every derived value with the rule that fired (F033, C01). */
export function gradeRows({ case: state, policy, lang }: Scene): readonly Row[] {
  return policy.derived.flatMap((rule) => {
    const derived = state.derived[rule.id]
    if (derived === undefined || derived.value === '' || (rule.id === 'alert' && derived.why === 'else')) return []
    const why = derived.why === 'else' ? say(lang, 'term.otherwise') : ruleWords(derived.why, { policy, lang })
    const value = derivedName(rule, derived.value, lang)
    return [{ label: inWords(rule.label, lang), value: oneLine(say(lang, 'card.why_rule', { value, why }), 200) }]
  })
}

/** All files of the case, those of notes and contacts last. Where others read along, their names tell nobody's name. */
export function filesBlocks({ case: state, policy, shared }: Scene): readonly Block[] {
  const fromFields = Object.values(policy.fields)
    .filter((field) => field.type === 'files')
    .flatMap((field) => (state.values[field.id] as readonly FileRef[] | undefined) ?? [])
  const files = [...fromFields, ...state.notes.flatMap((note) => note.files), ...contactFiles(state)]
  const shown = shared ? files.map((file) => maskedFile(file, state.values, policy)) : files
  return shown.length === 0 ? [] : [{ block: 'files', files: shown }]
}

/**
 * The last reason given for a return, rejection or failure: a warning at the step that has to answer it, a reminder at
 * the step that gave it. Elsewhere it is no longer news.
 */
export function lastReasonBlocks(scene: Scene, position: Position): readonly Block[] {
  const { case: state, lang } = scene
  const { lastReason } = state
  if (lastReason === undefined) return []
  const mine = state.past.some((past) => past.stage === position.stage && past.left === lastReason.at)
  if (lastReason.at !== position.entered && !mine) return []
  const text = say(lang, 'card.last_reason', {
    who: actorName(lastReason.by, scene),
    at: momentWords(lastReason.at, scene),
    reason: freeText(lastReason.text, scene, 300),
  })
  return [{ block: 'text', text, tone: mine ? 'quiet' : 'warn' }]
}

/** Why an approval step is asked, in words: the tier's bounds, the flow, or the rule as the policy has it. */
export function whyWords(planned: PlannedStep, reader: Reader): string {
  return planned.why.map((why) => oneWhy(why, reader)).join(say(reader.lang, 'term.semicolon'))
}

/** What links cases whose amounts count together: `订单号或序列号`. */
export function sameWords(reader: Reader): string {
  const labels = (reader.policy.approval.sumOver?.same ?? []).map((field) => fieldLabel(field, reader))
  return labels.length === 0 ? '' : labels.reduce((left, right) => say(reader.lang, 'rule.one_of', { left, right }))
}

function oneWhy(why: string, reader: Reader): string {
  const { lang, policy } = reader
  if (why.startsWith('added.')) return say(lang, 'why.added', { who: personName(why.slice('added.'.length), reader) })
  if (why.startsWith('stage.')) return say(lang, 'why.stage', { stage: stageName(why.slice('stage.'.length), reader) })
  if (why === 'budget') return say(lang, 'why.budget')
  const sum = /^sum\.(\d+)d$/.exec(why)
  if (sum) return say(lang, 'why.sum', { days: sum[1], same: sameWords(reader) })
  const band = /^band\.(above|below)\.(\d+)$/.exec(why)
  if (band) return say(lang, band[1] === 'above' ? 'why.band_above' : 'why.band_below', { n: Number(band[2]) })
  const tier = /^tier\.(?:le\.(\d+)|else)$/.exec(why)
  if (tier === null) return ruleWords(why, reader)
  const { tiers } = policy.approval
  const le = tier[1] === undefined ? undefined : Number(tier[1])
  const index = tiers.findIndex((one) => one.le === le)
  const words = (minor: number): string => amountWords({ minor, currency: policy.company.currency }, reader)
  const below = tiers[index - 1]?.le
  if (le === undefined)
    return below === undefined ? say(lang, 'why.any_amount') : say(lang, 'why.tier_over', { amount: words(below) })
  if (below === undefined) return say(lang, 'why.tier_up_to', { amount: words(le) })
  return say(lang, 'why.tier_between', { from: words(below), amount: words(le) })
}
