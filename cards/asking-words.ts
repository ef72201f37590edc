/** What an approval card says of the decision itself: its rule, what was voided before it, who was added, asked or set aside. */
import type { Asking, Position, Question, StepState } from '../src/rules/case.ts'
import type { Mode } from '../src/rules/policy.ts'
import { askedForStep, personAdded } from '../src/rules/steps.ts'
import { say } from './catalogue.ts'
import type { Block } from './model.ts'
import { actorName, amountWords, insteadWords, peopleNames } from './names.ts'
import type { Scene } from './scene.ts'
import { freeText } from './scene.ts'
import { whyWords } from './whole-story.ts'

const quiet = (text: string): Block => ({ block: 'text', tone: 'quiet', text })
const warn = (text: string): Block => ({ block: 'text', tone: 'warn', text })

/** Why earlier approvals no longer count, and what was asked and answered; before everything else. */
export function groundBlocks(asking: Asking, position: Position, scene: Scene): readonly Block[] {
  const { lang } = scene
  const voided = asking.voided && say(lang, 'card.voided', { why: say(lang, `void.${asking.voided}`) })
  return [
    ...(voided ? [warn(voided)] : []),
    ...unusualBlocks(asking, scene),
    ...questionBlocks(position.questions ?? [], scene),
  ]
}

/** That the amount is outside the band, and what whoever planned it says to that. */
function unusualBlocks({ unusual, proposal }: Asking, scene: Scene): readonly Block[] {
  const { lang, policy, case: state } = scene
  if (unusual?.lower === undefined || unusual.upper === undefined) return []
  const { currency } = proposal.amount
  const words = (minor: number): string => amountWords({ minor, currency }, scene)
  const said = state.values[policy.approval.precedents?.reason ?? '']
  const reason = typeof said === 'string' && said !== '' ? freeText(said, scene) : undefined
  const { n, lower, upper } = unusual
  return [warn(say(lang, 'card.unusual', { n, lower: words(lower), upper: words(upper), reason }))]
}

function questionBlocks(questions: readonly Question[], scene: Scene): readonly Block[] {
  return questions
    .filter((one) => one.answer !== undefined)
    .flatMap((one) => [quiet(questionWords(one, scene)), ...answerBlocks(one, scene)])
}

/** Who asked whom what. */
export function questionWords({ by, of, text }: Question, scene: Scene): string {
  const { lang } = scene
  return say(lang, 'card.question', {
    who: actorName(by, scene),
    of: say(lang, `askable.${of}`),
    text: freeText(text, scene),
  })
}

function answerBlocks({ answer }: Question, scene: Scene): readonly Block[] {
  if (!answer) return []
  const words = say(scene.lang, 'card.answer', { who: actorName(answer.by, scene), text: freeText(answer.text, scene) })
  return [
    { block: 'text', text: words },
    ...(answer.files.length > 0 ? [{ block: 'files' as const, files: answer.files }] : []),
  ]
}

/** Why this step and by which rule it decides: the rules that fired, the policy's version, stand-ins, who was set aside. */
export function stepBlocks(step: StepState, scene: Scene): readonly Block[] {
  const { lang, case: state } = scene
  const asked = askedForStep(step, state, scene)
  const why = say(lang, 'card.why_you', { why: whyWords(step, scene), version: state.policy })
  const rule = ruleOf(step, asked.people.length, scene)
  const against = step.against ?? []
  return [
    ...insteadWords(asked, scene).map(quiet),
    ...asideBlocks(step, scene),
    ...(step.why.length > 0 ? [quiet(why)] : []),
    ...(step.added ? [quiet(say(lang, 'done.reason', { reason: freeText(step.added.reason, scene) }))] : []),
    ...(rule === undefined ? [] : [quiet(rule)]),
    ...(against.length > 0 ? [quiet(say(lang, 'card.against', { who: peopleNames(against, scene) }))] : []),
  ]
}

/** Whom the rules name and nobody asks any more: set aside by an administrator, or out of reach. */
export function asideBlocks(one: Pick<StepState, 'passed' | 'unreached'>, scene: Scene): readonly Block[] {
  const { passed = [], unreached = [] } = one
  const { lang } = scene
  return [
    ...(passed.length > 0 ? [warn(say(lang, 'card.passed', { who: peopleNames(passed, scene) }))] : []),
    ...(unreached.length > 0 ? [warn(say(lang, 'card.unreached', { who: peopleNames(unreached, scene) }))] : []),
  ]
}

/** The rule in words, where more than one person is asked. */
function ruleOf({ step }: StepState, n: number, { lang, policy }: Scene): string | undefined {
  const mode: Mode | undefined = personAdded(step) === undefined ? policy.approval.steps[step]?.mode : undefined
  if (mode === undefined || n < 2) return undefined
  if (mode === 'any') return say(lang, 'card.rule.any', { n })
  if (mode === 'all') return say(lang, 'card.rule.all', { n })
  return 'groups' in mode ? say(lang, 'card.rule.groups') : say(lang, 'card.rule.quorum', { n, need: mode.quorum })
}
