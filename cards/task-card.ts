/** A card that asks somebody for something: the question, the whole story, when it is due, and the buttons. */
import type { Asking, Instruction, Position, StepState } from '../src/rules/case.ts'
import { openQuestion } from '../src/rules/case.ts'
import { spanOf } from '../src/rules/clock-span.ts'
import { clockOf } from '../src/rules/clocks.ts'
import { paidOn, restOf } from '../src/rules/payments.ts'
import type { Stage } from '../src/rules/policy.ts'
import { questionOfStep } from '../src/rules/tasks.ts'
import { actionsOf } from './actions.ts'
import { asideBlocks, groundBlocks, questionWords, stepBlocks } from './asking-words.ts'
import { chosenBlocks } from './assignment-words.ts'
import { batchBlocks } from './batch-words.ts'
import { pauseWords } from './case-card.ts'
import { say } from './catalogue.ts'
import { spanWords } from './format.ts'
import { likelyBlocks, mergedBlocks } from './merge-words.ts'
import type { Block, Card, Row } from './model.ts'
import { amountWords, fieldLabel, giverNames, inWords, stageName, stepName } from './names.ts'
import { customerText } from './notices.ts'
import { budgetBlocks, optionBlocks } from './plan-blocks.ts'
import { comparisonBlocks } from './precedent-words.ts'
import { promiseRows } from './promise-words.ts'
import type { Scene } from './scene.ts'
import { fieldWords, isLate, momentWords, planWords, positionOf, stageOfKey } from './scene.ts'
import { trailBlocks } from './trail.ts'
import { onItWords } from './waiting-words.ts'
import { complaintBlocks, filesBlocks, filledRows, gradeRows, lastReasonBlocks, sameWords } from './whole-story.ts'

/** Draws an open task. Its position must be open; see `draw.ts`. */
export function taskCard(scene: Scene, position: Position, stage: Stage): Card {
  const { spec, case: state, lang, policy } = scene
  const question = questionOf(position, stage, scene)
  return {
    key: spec.key,
    number: state.number,
    revision: state.revision,
    lang,
    state: 'open',
    header: taskHeader(scene),
    tone: isLate(position, policy) ? 'late' : 'ask',
    blocks: [
      { block: 'text', text: question },
      ...dueBlocks(position, scene),
      ...lastReasonBlocks(scene, position),
      ...batchBlocks(scene),
      ...(stage.verbs.includes('merge') ? likelyBlocks(state.likened, scene) : []),
      ...complaintBlocks(scene),
      ...mergedBlocks(scene),
      ...rowBlocks(scene, position),
      ...filesBlocks(scene),
      ...stageBlocks(position, stage, scene),
    ],
    actions: actionsOf(scene),
    fallback: say(lang, 'card.task_fallback', { question, number: state.number }),
  }
}

/** The header that an open task and its resolved twin share: stage, step, number, product. */
export function taskHeader(scene: Scene): string {
  const { spec, lang, case: state } = scene
  const stage = stageName(positionOf(scene)?.stage ?? stageOfKey(spec.position ?? ''), scene)
  const step = spec.step === undefined || spec.step === '' ? undefined : stepName(spec.step, scene)
  return say(lang, 'card.task_header', {
    stage,
    // A stage of one step often bears its name.
    step: step === stage ? undefined : step,
    number: state.number,
    product: fieldWords('product', scene, 40),
  })
}

function questionOf(position: Position, stage: Stage, scene: Scene): string {
  const { lang, policy, case: state } = scene
  const question = openQuestion(position)
  if (question && questionOfStep(scene.spec.step) !== undefined) {
    const text = questionWords(question, scene)
    return question.of === 'customer' ? say(lang, 'ask.ask_customer', { text }) : say(lang, 'ask.answer', { text })
  }
  if (stage.kind === 'decision')
    return say(lang, 'ask.decision', { plan: position.asking && planWords(position.asking.proposal, scene) })
  if (stage.kind === 'payment') {
    const instruction = state.instructions.find((one) => one.id === position.instruction)
    const plan = instruction && planWords(instruction.proposal, scene)
    if (!instruction || paidOn(instruction) === 0) return say(lang, 'ask.payment', { plan })
    // Whoever pays in parts must not read the whole as what is to be paid now.
    return say(lang, 'ask.payment_rest', { plan, rest: amountWords(restOf(instruction), scene) })
  }
  if (stage.kind === 'customer') return say(lang, 'ask.customer')
  if (stage.kind === 'callback') return say(lang, 'ask.callback')
  const form = stage.kind === 'form' ? policy.forms[stage.form] : undefined
  return say(lang, 'ask.form', { form: form ? inWords(form.name, lang) : stageName(position.stage, scene) })
}

/** The due moment, never the time left: a card must not change by itself. */
function dueBlocks(position: Position, scene: Scene): readonly Block[] {
  const { lang, spec } = scene
  const task = scene.tasks.find((one) => one.position === position.key && (one.step ?? '') === (spec.step ?? ''))
  const blocks: Block[] = []
  if (task?.due !== undefined) {
    const due = momentWords(task.due, scene)
    blocks.push(
      isLate(position, scene.policy)
        ? { block: 'text', text: say(lang, 'card.late', { due }), tone: 'warn' }
        : { block: 'text', text: say(lang, 'card.due', { due, span: allowedWords(position, scene) }), tone: 'quiet' },
    )
  }
  const pause = position.pauses.find((one) => one.to === undefined)
  if (pause)
    blocks.push({ block: 'text', text: say(lang, 'card.paused', { why: pauseWords(pause.why, scene) }), tone: 'quiet' })
  const onIt = onItWords(position, scene)
  if (onIt !== undefined) blocks.push({ block: 'text', text: onIt, tone: 'quiet' })
  blocks.push(...asideBlocks(openQuestion(position) ?? position, scene))
  blocks.push(...chosenBlocks(position, scene))
  if (task?.fallback) blocks.push({ block: 'text', text: say(lang, 'card.fallback_people'), tone: 'warn' })
  return blocks
}

/** How much time the policy gives for this, by the level of the case. */
function allowedWords(position: Position, scene: Scene): string | undefined {
  const clock = clockOf(position, scene)
  return clock && spanWords(spanOf(clock, scene.case, scene.policy), scene.lang)
}

function rowBlocks(scene: Scene, position: Position): readonly Block[] {
  const { lang, case: state } = scene
  const instruction = state.instructions.find((one) => one.id === position.instruction)
  const rows: readonly Row[] = [
    ...(instruction
      ? [{ label: say(lang, 'card.instruction'), value: instruction.id }, ...partRows(instruction, scene)]
      : []),
    ...(instruction || position.asking ? [] : plannedRows(scene)),
    ...gradeRows(scene),
    ...promiseRows(scene),
    ...filledRows(scene),
    ...(position.tries > 0
      ? [{ label: say(lang, 'card.tries_label'), value: say(lang, 'card.tries', { n: position.tries }) }]
      : []),
  ]
  return rows.length === 0 ? [] : [{ block: 'fields', rows }]
}

/** What was paid of it already and has not come back, and what is open. */
function partRows(instruction: Instruction, scene: Scene): readonly Row[] {
  const { lang } = scene
  const minor = paidOn(instruction)
  if (minor === 0) return []
  const paid = amountWords({ ...instruction.proposal.amount, minor }, scene)
  const value = say(lang, 'card.paid_rest', { paid, rest: amountWords(restOf(instruction), scene) })
  return [{ label: say(lang, 'card.paid_so_far'), value }]
}

function stageBlocks(position: Position, stage: Stage, scene: Scene): readonly Block[] {
  if (position.asking)
    return [
      ...groundBlocks(position.asking, position, scene),
      ...askingBlocks(position.asking, scene),
      ...optionBlocks(position.asking.proposal, scene),
      ...budgetBlocks(position.asking, scene),
      ...comparisonBlocks(position.asking, scene),
      ...trailBlocks(scene),
    ]
  if (stage.kind !== 'customer') return []
  const message = customerText(stage.notice, scene)
  return message ? [{ block: 'text', tone: 'quote', text: message.text }] : []
}

/** What is planned or being carried out, for those whose question does not already say it. */
function plannedRows(scene: Scene): readonly Row[] {
  const { plan_kind: kind, plan_amount: amount, payee } = scene.case.values
  if (typeof kind !== 'string' || typeof amount !== 'object' || !('minor' in amount)) return []
  const words = planWords({ kind, amount, payee: typeof payee === 'string' ? payee : '' }, scene)
  return [{ label: say(scene.lang, 'term.kind_label'), value: words }]
}

/** What other cases about the same order or machine were granted, and what it comes to. */
function linkedBlocks({ linked, proposal }: Asking, scene: Scene): readonly Block[] {
  const days = scene.policy.approval.sumOver?.days
  if (!linked || days === undefined) return []
  const { lang } = scene
  const total = { ...linked.sum, minor: linked.sum.minor + proposal.amount.minor }
  const text = say(lang, 'card.linked', {
    same: sameWords(scene),
    days,
    sum: amountWords(linked.sum, scene),
    numbers: numbersWords(linked.numbers, scene),
    total: amountWords(total, scene),
  })
  const under = (linked.under ?? []).map(({ field, sum, numbers }) =>
    say(lang, 'card.linked_under', {
      same: fieldLabel(field, scene),
      sum: amountWords(sum, scene),
      numbers: numbersWords(numbers, scene),
    }),
  )
  return [{ block: 'text', tone: 'warn', text: [text, ...under].join('\n') }]
}

/** The first five case numbers, then how many there are. */
function numbersWords(numbers: readonly string[], { lang }: Scene): string {
  const names = numbers.slice(0, 5).join(say(lang, 'term.comma'))
  return numbers.length <= 5 ? names : say(lang, 'term.and_more_cases', { names, n: numbers.length })
}

/** Why this step, who has approved so far, and who comes after. */
function askingBlocks(asking: Asking, scene: Scene): readonly Block[] {
  const { lang, spec } = scene
  const comma = say(lang, 'term.comma')
  const steps = asking.sequence.flat()
  const mine = steps.find((step) => step.step === spec.step)
  const given = steps.filter((step) => step.given.length > 0)
  const later = asking.sequence
    .slice(asking.at)
    .flat()
    .filter((step) => step.step !== spec.step && step.given.length === 0)
  const withPeople = (step: StepState): string => {
    const [name, who] = [stepName(step.step, scene), giverNames(step, scene)]
    // The step of an added approver bears their name already.
    return name.endsWith(who) ? name : `${name} ${who}`
  }
  const quiet = (text: string): Block => ({ block: 'text', tone: 'quiet', text })
  return [
    ...linkedBlocks(asking, scene),
    ...(mine ? stepBlocks(mine, scene) : []),
    ...(given.length > 0 ? [quiet(say(lang, 'card.said_yes', { who: given.map(withPeople).join(comma) }))] : []),
    ...(later.length > 0
      ? [quiet(say(lang, 'card.still_asked', { who: later.map((step) => stepName(step.step, scene)).join(comma) }))]
      : []),
  ]
}
