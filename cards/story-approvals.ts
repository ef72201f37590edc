/** The approvals of a case: what was asked, of whom and why, and what each of them said. */
import type { Asking, StepState } from '../src/rules/case.ts'
import type { Fact, Happening } from '../src/rules/facts.ts'
import { askedForStep } from '../src/rules/steps.ts'
import { say } from './catalogue.ts'
import { mask, maskFree } from './masks.ts'
import {
  amountWords,
  giverNames,
  insteadWords,
  peopleNames,
  personName,
  proposalWords,
  stageName,
  stepName,
} from './names.ts'
import type { Timed } from './story-clocks.ts'
import { iso } from './story-clocks.ts'
import { resultWords } from './story-stages.ts'
import { quote } from './text.ts'
import { sameWords, whyWords } from './whole-story.ts'

/** One step of an approval. `after` counts the sets that are heard before it. */
export interface ApprovalStep {
  readonly name: string
  readonly why: string
  readonly state: 'approved' | 'turned_down' | 'asked' | 'later' | 'dropped'
  readonly words: string
  readonly after: number
  readonly at?: string
  readonly reason?: string
  readonly handed: readonly string[]
}

/** One decision: kind, amount and payee, and the steps it was put before. */
export interface Approval {
  readonly stage: string
  readonly visit: number
  readonly plan: string
  readonly linked?: string
  readonly open: boolean
  readonly result?: string
  readonly steps: readonly ApprovalStep[]
}

interface Decision {
  readonly key: string
  readonly stage: string
  readonly visit: number
  readonly asking?: Asking
  readonly result?: string
}

/** Every decision of the case, oldest first. */
export function approvals(timed: Timed, facts: readonly Fact[]): readonly Approval[] {
  const decisions: readonly Decision[] = [...timed.state.past, ...timed.state.positions]
  return decisions.flatMap((one) => (one.asking ? [approvalOf(one, one.asking, timed, facts)] : []))
}

function approvalOf(decision: Decision, asking: Asking, timed: Timed, facts: readonly Fact[]): Approval {
  const { reader } = timed
  const { proposal, linked } = asking
  const personal = reader.policy.fields.payee?.personal ?? 'name'
  const open = decision.result === undefined
  const ending = endingOf(decision.key, facts)
  const result = decision.result === undefined ? undefined : resultWords(decision.result, reader.lang)
  return {
    stage: stageName(decision.stage, reader),
    visit: decision.visit,
    plan: proposalWords(proposal, reader, proposal.payee === '' ? '' : mask(personal, proposal.payee)),
    ...(linked === undefined
      ? {}
      : {
          linked: say(reader.lang, 'page.linked', {
            same: sameWords(reader),
            sum: amountWords(linked.sum, reader),
            numbers: linked.numbers.slice(0, 5).join(say(reader.lang, 'term.comma')),
          }),
        }),
    open,
    ...(result === undefined ? {} : { result }),
    steps: asking.sequence.flatMap((set, after) =>
      set.map((step) => stepOf(step, { after, at: asking.at, open, ending }, timed)),
    ),
  }
}

type Ending = { readonly at: number; readonly what: Extract<Happening, { is: 'turned_down' }> }

/** The no that ended a decision. */
function endingOf(position: string, facts: readonly Fact[]): Ending | undefined {
  for (const { at, what } of facts) if (what.is === 'turned_down' && what.position === position) return { at, what }
  return undefined
}

interface Where {
  readonly after: number
  readonly at: number
  readonly open: boolean
  readonly ending: Ending | undefined
}

function stepOf(step: StepState, where: Where, timed: Timed): ApprovalStep {
  const { reader, state } = timed
  const { lang } = reader
  const handed = Object.entries(step.handed).map(([from, to]) =>
    say(lang, 'page.handed', { from: personName(from, reader), to: personName(to, reader) }),
  )
  const common = { name: stepName(step.step, reader), why: whyWords(step, reader), after: where.after, handed }
  const { ending } = where
  if (ending?.what.step === step.step) {
    const who = personName(ending.what.person, reader)
    const reason = quote(maskFree(ending.what.reason, state.values, reader.policy), 600)
    const words = say(lang, 'page.step_rejected', { who })
    return { ...common, state: 'turned_down', words, at: iso(ending.at), reason }
  }
  if (step.given.length > 0) {
    const who = giverNames(step, reader)
    const at = step.heard === undefined ? {} : { at: iso(step.heard) }
    return { ...common, state: 'approved', words: say(lang, 'page.step_approved', { who }), ...at }
  }
  if (!where.open) return { ...common, state: 'dropped', words: say(lang, 'page.step_dropped') }
  if (where.after > where.at) return { ...common, state: 'later', words: say(lang, 'page.step_later') }
  const found = askedForStep(step, state, timed.company)
  const asked = say(lang, 'page.step_asked', { who: peopleNames(found.people, reader) })
  const words = [asked, ...insteadWords(found, reader)].join(say(lang, 'term.semicolon'))
  return { ...common, state: 'asked', words }
}
