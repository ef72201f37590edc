/** The resolved twin of a task card: the same header, no buttons, what was decided, by whom, when and why. */
import type { Asking, Past, Position } from '../src/rules/case.ts'
import { openQuestion } from '../src/rules/case.ts'
import { hasSpoken } from '../src/rules/steps.ts'
import { questionOfStep } from '../src/rules/tasks.ts'
import { say } from './catalogue.ts'
import type { Block, Card, Row } from './model.ts'
import { actorName, giverNames, outcomeName, peopleNames, personName } from './names.ts'
import type { Scene } from './scene.ts'
import { freeText, momentWords, planWords, positionOf } from './scene.ts'
import { taskHeader } from './task-card.ts'

interface Ending {
  readonly text: string
  readonly tone: 'good' | 'bad' | 'neutral'
  readonly reason?: string
}

/** Draws the twin from what the case keeps of the position, or from the position itself while others still hold it. */
export function doneCard(scene: Scene): Card {
  const { spec, case: state, lang } = scene
  const past = state.past.findLast((one) => one.key === spec.position)
  const position = positionOf(scene)
  const ending =
    questionEnding(past ?? position, scene) ??
    (past ? endingOf(past, scene) : position ? movedOn(position, scene) : moved(scene))
  return {
    key: spec.key,
    number: state.number,
    revision: state.revision,
    lang,
    state: 'done',
    header: taskHeader(scene),
    tone: ending.tone,
    blocks: [
      {
        block: 'text',
        text: ending.text,
        tone: ending.tone === 'good' ? 'good' : ending.tone === 'bad' ? 'warn' : 'plain',
      },
      ...(ending.reason === undefined
        ? []
        : [
            {
              block: 'text' as const,
              tone: 'quote' as const,
              text: say(lang, 'done.reason', { reason: freeText(ending.reason, scene) }),
            },
          ]),
      ...planBlocks(past ?? position, scene),
      ...outcomeBlocks(past, scene),
    ],
    actions: [],
    fallback: say(lang, 'card.task_fallback', { question: ending.text, number: state.number }),
  }
}

function moved({ lang }: Scene): Ending {
  return { text: say(lang, 'done.moved'), tone: 'neutral' }
}

/** What became of a question, on the card of whoever was to answer it. */
function questionEnding(from: Past | Position | undefined, scene: Scene): Ending | undefined {
  const index = questionOfStep(scene.spec.step)
  if (index === undefined) return undefined
  const { lang } = scene
  const answer = from?.questions?.[index]?.answer
  if (!answer) return { text: say(lang, 'done.dropped'), tone: 'neutral' }
  const words = { who: actorName(answer.by, scene), at: momentWords(answer.at, scene) }
  return { text: say(lang, 'done.answered', words), tone: 'good' }
}

function endingOf(past: Past, scene: Scene): Ending {
  const { lang } = scene
  const at = momentWords(past.left, scene)
  const who = actorName(past.by, scene)
  const reason = past.reason === undefined ? {} : { reason: past.reason }
  switch (past.result) {
    case 'submit':
      return { text: say(lang, 'done.submit', { who, at }), tone: 'good' }
    case 'approved':
      return {
        text: say(lang, 'done.approved', {
          who: approvers(past.asking, scene) ?? who,
          at: heardAt(past.asking, scene) ?? (lastSet(past.asking, scene) ? at : undefined),
        }),
        tone: 'good',
      }
    case 'reject':
    case 'rejected':
      return { text: approvedThen(say(lang, 'done.rejected', { who, at }), past.asking, scene), tone: 'bad', ...reason }
    case 'return':
    case 'returned':
      return {
        text: approvedThen(say(lang, 'done.returned', { who, at }), past.asking, scene),
        tone: 'neutral',
        ...reason,
      }
    case 'recalled':
      return {
        text: approvedThen(say(lang, 'done.recalled', { who, at }), past.asking, scene),
        tone: 'neutral',
        ...reason,
      }
    case 'paid':
      return { text: say(lang, 'done.paid', { who, at }), tone: 'good' }
    case 'failed':
      return { text: say(lang, 'done.failed', { who, at }), tone: 'bad', ...reason }
    case 'told':
      return { text: say(lang, 'done.told', { at }), tone: 'good' }
    case 'exhausted':
      return { text: say(lang, 'done.exhausted', { at }), tone: 'neutral', ...reason }
    case 'cancelled':
      return { text: approvedThen(say(lang, 'done.cancelled', { at }), past.asking, scene), tone: 'neutral', ...reason }
    default:
      return { text: say(lang, 'done.left', { who, at }), tone: 'neutral', ...reason }
  }
}

/** Who approved the step this card is about; undefined when nobody did. */
function approvers(asking: Asking | undefined, scene: Scene): string | undefined {
  const step = asking?.sequence.flat().find((one) => one.step === scene.spec.step)
  return step === undefined || step.given.length === 0 ? undefined : giverNames(step, scene)
}

/** When the step this card is about was approved. */
function heardAt(asking: Asking | undefined, scene: Scene): string | undefined {
  const heard = asking?.sequence.flat().find((step) => step.step === scene.spec.step)?.heard
  return heard === undefined ? undefined : momentWords(heard, scene)
}

/** The decision's end is the moment of the last set's approval, of no earlier one. */
function lastSet(asking: Asking | undefined, { spec }: Scene): boolean {
  const last = asking?.sequence.at(-1) ?? []
  return last.length === 1 && last[0]?.step === spec.step
}

/** A step that had approved before somebody else ended the decision says both. */
function approvedThen(text: string, asking: Asking | undefined, scene: Scene): string {
  const who = approvers(asking, scene)
  return who === undefined
    ? text
    : `${say(scene.lang, 'done.approved', { who, at: heardAt(asking, scene) })}${say(scene.lang, 'term.semicolon')}${text}`
}

/** The position is open but no longer asks here: approved and waiting for others, handed on, or put off. */
function movedOn(position: Position, scene: Scene): Ending {
  const { lang, spec } = scene
  const me = spec.place.in === 'person' ? spec.place.person : undefined
  const step = position.asking?.sequence.flat().find((one) => one.step === spec.step)
  if (step) {
    const handed = me === undefined ? undefined : step.handed[me]
    if (handed !== undefined)
      return { text: say(lang, 'done.transferred', { who: personName(handed, scene) }), tone: 'neutral' }
    const question = openQuestion(position)
    if (question && !hasSpoken(step, me ?? '')) {
      const who = peopleNames(
        scene.tasks.flatMap((task) => (task.position === position.key ? task.people : [])),
        scene,
      )
      return { text: say(lang, 'done.asked', { who }), tone: 'neutral' }
    }
    if (me !== undefined && step.against?.includes(me))
      return { text: say(lang, 'done.against', { who: personName(me, scene) }), tone: 'neutral' }
    if (step.given.length === 0) return moved(scene)
    const waiting = [
      ...new Set(scene.tasks.filter((task) => task.position === position.key).flatMap((task) => task.people)),
    ]
    const at = heardAt(position.asking, scene)
    const said = say(lang, 'done.approved', { who: giverNames(step, scene), at })
    if (waiting.length === 0) return { text: said, tone: 'good' }
    const rest = say(lang, 'done.others', { who: peopleNames(waiting, scene) })
    return { text: `${said}${say(lang, 'term.semicolon')}${rest}`, tone: 'good' }
  }
  if (position.opens !== undefined && position.tries > 0) {
    return { text: say(lang, 'done.unanswered', { opens: momentWords(position.opens, scene) }), tone: 'neutral' }
  }
  const { assignee } = position
  if (assignee !== undefined && assignee !== me)
    return { text: say(lang, 'done.transferred', { who: personName(assignee, scene) }), tone: 'neutral' }
  return moved(scene)
}

function planBlocks(from: Past | Position | undefined, scene: Scene): readonly Block[] {
  const { lang, case: state } = scene
  const instruction = state.instructions.findLast((one) => one.position === from?.key)
  const proposal = instruction?.proposal ?? from?.asking?.proposal
  if (proposal === undefined) return []
  const rows: Row[] = [{ label: say(lang, 'term.kind_label'), value: planWords(proposal, scene) }]
  if (instruction) rows.push({ label: say(lang, 'card.instruction'), value: instruction.id })
  if (instruction?.voucher)
    rows.push({ label: say(lang, 'card.voucher'), value: freeText(instruction.voucher, scene, 120) })
  return [{ block: 'fields', rows }]
}

/** A step that was cut short says what became of the case. */
function outcomeBlocks(past: Past | undefined, scene: Scene): readonly Block[] {
  const { lang, case: state } = scene
  if (past?.result !== 'cancelled' || !state.ended) return []
  const text = say(lang, 'card.outcome', {
    outcome: outcomeName(state.ended, scene),
    at: momentWords(state.ended.at, scene),
  })
  return [{ block: 'text', tone: 'quiet', text }]
}
