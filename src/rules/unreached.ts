/** Somebody whom nothing reaches any more: what they were asked passes to the next by rule, visibly (D17). */
import type { Case, Position } from './case.ts'
import { openQuestion } from './case.ts'
import type { UnreachedCommand } from './commands.ts'
import type { Happening } from './facts.ts'
import { askedAt, type Found } from './people.ts'
import { answerers, withThoseAway } from './rescue.ts'
import { askedForStep } from './steps.ts'
import type { Context } from './story.ts'
import { Story } from './story.ts'
import { tasksAt } from './tasks.ts'
import type { Task } from './views.ts'

/**
 * Each task of the position that asks this person passes on. Nothing happens where they are not asked any more, nor where
 * nobody else would be: then it stays theirs, for the day they are back, and the operators have the card.
 */
export function passOn(state: Case, command: UnreachedCommand, context: Context): Story {
  const { actor, via, position: key, person, why } = command
  const story = new Story(state, context, actor, via)
  const position = state.positions.find((one) => one.key === key)
  if (!position || state.ended) return story
  for (const task of tasksAt(position, state, context)) {
    if (!task.people.includes(person)) continue
    const { standsFor } = foundFor(task, position, state, context)
    const step = task.step === undefined ? {} : { step: task.step }
    const what: Happening = {
      is: 'unreached',
      position: key,
      ...step,
      people: withThoseAway({ people: [person], standsFor }),
      why,
    }
    const trial = new Story(story.state, context, actor, via)
    trial.record(what)
    const after = tasksAt(trial.position(key), trial.state, context).find(({ step: same }) => same === task.step)
    if (after && after.people.length > 0) story.record(what)
  }
  return story
}

/** How the people of a task were found. */
function foundFor(task: Task, position: Position, state: Case, context: Context): Pick<Found, 'standsFor'> {
  const question = openQuestion(position)
  if (question) return answerers(question, state, context)
  const step = position.asking?.sequence.flat().find((one) => one.step === task.step)
  return step ? askedForStep(step, state, context) : askedAt(position, state, context)
}
