/** A form that changes the level says which clocks it moves, before it is sent: corrections, and stages that grade (I14). */
import { say } from '../cards/catalogue.ts'
import { moment } from '../cards/format.ts'
import { fieldsBehind } from '../cards/forms.ts'
import type { Block, Form } from '../cards/model.ts'
import { inWords, stageName } from '../cards/names.ts'
import type { Scene } from './reception.ts'
import type { Said } from './reception-forms.ts'
import { derive, levelOf, merged } from './rules/environment.ts'
import type { Millis } from './rules/nouns.ts'
import { clocksMoved, type MovedClock } from './rules/regrade.ts'

/**
 * The form with what it would do to clocks; fields that decide about the level draw it anew. The clock of a place that is left
 * by handing it in ends, and is not told of. A form that decides about no level stays as it is.
 */
export function sayingMoves(form: Form, { state, timely, reader }: Scene, change: Said['values'], now: Millis): Form {
  if (form.verb !== 'amend' && form.verb !== 'submit') return form
  const { policy } = timely
  const deciding = fieldsBehind(policy, 'level')
  if (!form.fields.some(({ id }) => deciding.has(id))) return form
  const leaving = form.verb === 'submit' ? form.position : undefined
  const derived = derive(policy, merged(state.values, change), state.visits, state.alarms)
  // Asked of what stands there as well: opening a form changes no level, whatever decided about it until now.
  const base = derive(policy, state.values, state.visits, state.alarms)
  const moves =
    levelOf({ derived: base }) === levelOf({ derived }) ? [] : clocksMoved(state, derived, timely, now, leaving)
  const words = moves.map((move): Block => ({ block: 'text', tone: 'warn', text: wordsOf(move, reader, now) }))
  return {
    ...form,
    intro: [...form.intro, ...words],
    // Not words: nobody wants a form that changes while they type.
    fields: form.fields.map((field) =>
      deciding.has(field.id) && field.kind.input !== 'text' ? { ...field, redraws: true } : field,
    ),
  }
}

function wordsOf({ position, clock, before, after, breach }: MovedClock, reader: Scene['reader'], now: Millis): string {
  const { lang, tz } = reader
  const at = (due: Millis): string => moment(due, lang, tz, now)
  const name = inWords(clock.name, lang)
  const stage = position ? stageName(position.stage, reader) : name
  const params = {
    stage,
    clock: name === stage ? undefined : name,
    before: at(before),
    after: at(after),
  }
  const moved = say(lang, 'form.clock_moves', params)
  if (breach === undefined) return moved
  return `${moved}${lang === 'zh' ? '' : ' '}${say(lang, breach === 'made' ? 'form.breach_made' : 'form.breach_cured')}`
}
