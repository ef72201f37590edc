/** The whole story of a complaint on one screen (F086): claim, what was found out, grade and why, attachments. */
import type { PlannedStep } from '../src/rules/facts.ts'
import type { FieldId, FileRef } from '../src/rules/nouns.ts'
import type { Field } from '../src/rules/policy.ts'
import { say } from './catalogue.ts'
import { moment } from './format.ts'
import type { Block, Row } from './model.ts'
import { actorName, amountWords, derivedName, inWords, stageName } from './names.ts'
import type { Reader } from './reader.ts'
import type { Scene } from './scene.ts'
import { fieldWords, freeText } from './scene.ts'
import { oneLine } from './text.ts'

/** More rows than this do not fit on one screen. */
export const MOST_ROWS = 18

/** Fields that stand elsewhere on the card. */
const ELSEWHERE: readonly FieldId[] = ['text', 'plan_kind', 'plan_amount', 'payee']

/** What the customer wrote, quoted and shortened. */
export function complaintBlocks(scene: Scene, max = 300): readonly Block[] {
  const { text } = scene.case.values
  if (typeof text !== 'string' || text.trim() === '') return []
  return [{ block: 'text', tone: 'quote', text: freeText(text, scene, max) }]
}

/** The filled fields of intake and of every form filled in since, each once, in that order. What does not fit is counted. */
export function filledRows(scene: Scene, most: number = MOST_ROWS): readonly Row[] {
  const rows = shownFields(scene).flatMap((field) => {
    const value = fieldWords(field.id, scene)
    return value === undefined || value === '' ? [] : [{ label: inWords(field.label, scene.lang), value }]
  })
  if (rows.length <= most) return rows
  const rest = rows.length - most + 1
  const more = say(scene.lang, 'card.more_rows', { n: rest, number: scene.case.number })
  return [...rows.slice(0, most - 1), { label: '…', value: more }]
}

function shownFields({ case: state, policy }: Scene): readonly Field[] {
  const visited = state.past.map((past) => policy.flow.stages[past.stage])
  const open = state.positions.map((position) => policy.flow.stages[position.stage])
  const forms = [
    policy.flow.intake,
    ...[...visited, ...open].flatMap((stage) => (stage && 'form' in stage ? [stage.form] : [])),
  ]
  const ids = new Set(forms.flatMap((form) => policy.forms[form]?.fields ?? []))
  return [...ids]
    .filter((id) => !ELSEWHERE.includes(id))
    .map((id) => policy.fields[id])
    .filter((field) => field !== undefined && field.type !== 'files') as readonly Field[]
}

/** Every derived value with the rule that fired (F033, C01). */
export function gradeRows({ case: state, policy, lang }: Scene): readonly Row[] {
  return policy.derived.flatMap((rule) => {
    const derived = state.derived[rule.id]
    if (derived === undefined || derived.value === '' || derived.value === 'none') return []
    const why = derived.why === 'else' ? say(lang, 'term.otherwise') : derived.why
    const value = derivedName(rule, derived.value, lang)
    return [{ label: inWords(rule.label, lang), value: oneLine(say(lang, 'card.why_rule', { value, why }), 200) }]
  })
}

/** All files of the case, those of notes last. */
export function filesBlocks({ case: state, policy }: Scene): readonly Block[] {
  const fromFields = Object.values(policy.fields)
    .filter((field) => field.type === 'files')
    .flatMap((field) => (state.values[field.id] as readonly FileRef[] | undefined) ?? [])
  const files = [...fromFields, ...state.notes.flatMap((note) => note.files)]
  return files.length === 0 ? [] : [{ block: 'files', files }]
}

/** The last reason given for a return, rejection or failure; a warning while it is what this step has to answer. */
export function lastReasonBlocks(scene: Scene, entered: number | undefined): readonly Block[] {
  const { lastReason } = scene.case
  if (lastReason === undefined) return []
  const text = say(scene.lang, 'card.last_reason', {
    who: actorName(lastReason.by, scene),
    at: moment(lastReason.at, scene.lang, scene.tz),
    reason: freeText(lastReason.text, scene, 300),
  })
  return [{ block: 'text', text, tone: lastReason.at === entered ? 'warn' : 'quiet' }]
}

/** Why an approval step is asked, in words: the tier's bounds, the flow, or the rule as the policy has it. */
export function whyWords(planned: PlannedStep, reader: Reader): string {
  return planned.why.map((why) => oneWhy(why, reader)).join(say(reader.lang, 'term.semicolon'))
}

function oneWhy(why: string, reader: Reader): string {
  const { lang, policy } = reader
  if (why.startsWith('stage.')) return say(lang, 'why.stage', { stage: stageName(why.slice('stage.'.length), reader) })
  const tier = /^tier\.(?:le\.(\d+)|else)$/.exec(why)
  if (tier === null) return say(lang, 'why.rule', { rule: why })
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
