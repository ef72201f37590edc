/** The way through a form asked in words: what is required first, then the summary; small forms submit themselves. */
import type { Standing, Step } from './conversation-form.ts'
import { askFor, heard, isStep, joined, missingIn, stand, summaryOf } from './conversation-form.ts'
import type { ConversationParts } from './conversation-ground.ts'
import { isOwn, tell } from './conversation-ground.ts'
import type { HalfForm } from './conversation-memory.ts'
import { submit } from './conversation-submit.ts'
import type { Caller, Reply } from './ports.ts'

/** Rounds in which named words find their fields: each may make further fields appear. */
const ROUNDS = 5

/** Goes on: named words find their fields, then the next required question, the summary, or the submit itself. */
export async function advance(parts: ConversationParts, caller: Caller, from: HalfForm, before = ''): Promise<Step> {
  const { asking: _answered, listed: _listed, ...rest } = from
  const placed = await placeWords(parts, caller, { ...rest, branch: '' })
  if ('reply' in placed) return placed
  const { standing, wrong } = placed
  if (wrong) return askFor(parts, standing, wrong.field, joined(before, wrong.text))
  const [next] = missingIn(standing).filter(({ id }) => !standing.half.left.includes(id))
  if (next) return askFor(parts, standing, next.id, before)
  const { half, form } = standing
  if (isOwn(half)) {
    const [first] = form.fields
    if (Object.keys(half.values).length === 0 && first) return askFor(parts, standing, first.id, before)
    if (form.intro.length === 0) return submit(parts, standing)
  }
  if (half.lenient && half.trail.length === 0) {
    const filed = await submit(parts, standing)
    return { ...filed, reply: withBefore(filed.reply, before) }
  }
  return { half, reply: tell(caller, joined(before, summaryOf(standing))) }
}

function withBefore(reply: Reply, before: string): Reply {
  if (reply.is !== 'done' && reply.is !== 'say') return reply
  return { ...reply, message: { ...reply.message, text: joined(reply.message.text, before) } }
}

/** Puts words that were named into the fields they name, as these appear. */
async function placeWords(
  parts: ConversationParts,
  caller: Caller,
  from: HalfForm,
): Promise<Step | { readonly standing: Standing; readonly wrong?: { readonly field: string; readonly text: string } }> {
  let half = from
  for (let round = 0; ; round += 1) {
    const standing = await stand(parts, caller, half)
    if (isStep(standing)) return standing
    const named = standing.form.fields.filter(({ id }) => Object.hasOwn(half.words, id))
    if (named.length === 0 || round === ROUNDS) return { standing }
    for (const field of named) {
      const { [field.id]: words = '', ...others } = half.words
      half = { ...half, words: others }
      const { value, problem = '', half: asked } = heard(parts, { ...standing, half }, field, words, [])
      if (value === undefined)
        return { standing: { ...standing, half: asked ?? half }, wrong: { field: field.id, text: problem } }
      half = { ...half, values: { ...half.values, [field.id]: value } }
    }
  }
}
