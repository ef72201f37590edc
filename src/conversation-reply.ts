/** An answer to the question of a form that is open: words that steer it, values, files, or a choice from the summary. */
import { TEXT_NAMES } from '../cards/catalogue/conversation-sentences.ts'
import { say } from '../cards/catalogue.ts'
import type { FormField } from '../cards/model.ts'
import { above, steers } from './conversation-answers.ts'
import type { Standing, Step } from './conversation-form.ts'
import { askFor, heard, isStep, itemsOf, joined, questionOf, stand, valueIn } from './conversation-form.ts'
import type { ConversationParts } from './conversation-ground.ts'
import { checked, namesOf, noWords, tell } from './conversation-ground.ts'
import { isAllPairs, plainName, readLine } from './conversation-line.ts'
import type { HalfForm } from './conversation-memory.ts'
import { submit } from './conversation-submit.ts'
import { advance } from './conversation-walk.ts'
import type { Caller, Utterance } from './ports.ts'
import type { FileRef } from './rules/nouns.ts'
import { isRefusal } from './rules/nouns.ts'

type Open = Standing & { readonly parts: ConversationParts; readonly said: Utterance }

const STEERING = ['back', 'cancel', 'skip', 'done', 'confirm'] as const

/** What the words mean for the form that is open. */
export async function answerForm(
  parts: ConversationParts,
  caller: Caller,
  half: HalfForm,
  said: Utterance,
): Promise<Step> {
  const steer = steers(STEERING, said.text)
  if (steer === 'cancel') return { reply: tell(caller, say(caller.lang, 'talk.cancelled')) }
  const standing = await stand(parts, caller, half)
  if (isStep(standing)) return standing
  const open: Open = { ...standing, parts, said }
  if ((said.files?.length ?? 0) > 0) return takeFiles(open)
  const field = standing.form.fields.find(({ id }) => id === half.asking)
  if (steer === 'back') return goBack(open, field)
  if (field === undefined) return answerSummary(open, steer)
  if (steer === 'skip') return skip(open, field)
  if (steer === 'done' && (field.kind.input === 'files' || !field.required)) return advance(parts, caller, half)
  if (steer === 'done' && half.lenient) return submit(parts, standing)
  // A yes before its time leads to the summary; while something is missing, to that.
  if (steer === 'confirm' && field.kind.input !== 'text') return advance(parts, caller, half)
  return answerField(open, field)
}

/** Says again what is asked. */
export async function askAgain(parts: ConversationParts, caller: Caller, half: HalfForm, before = ''): Promise<Step> {
  const standing = await stand(parts, caller, half)
  if (isStep(standing)) return standing
  return { half, reply: tell(caller, joined(before, questionOf(parts, standing))) }
}

async function answerField(open: Open, field: FormField): Promise<Step> {
  const { parts, caller, half, said } = open
  if (field.kind.input !== 'text' || (!field.kind.long && /[=＝]/.test(said.text))) {
    const named = await takePairs(open)
    if (named) return named
  }
  const read = heard(parts, open, field, said.text, said.people ?? [])
  if (read.value !== undefined) return advance(parts, caller, withValue(half, field.id, read.value))
  if (read.half) return askFor(parts, { ...open, half: read.half }, field.id, read.problem)
  return askFor(parts, open, field.id, read.problem)
}

function withValue(half: HalfForm, id: string, value: unknown): HalfForm {
  return { ...half, values: { ...half.values, [id]: value }, left: half.left.filter((one) => one !== id) }
}

/** `电话=…` anywhere but in a long text: the line must be pairs and nothing else. */
async function takePairs({ parts, caller, half, ground, form, said }: Open): Promise<Step | undefined> {
  const ids = form.fields.map(({ id }) => id)
  const line = readLine(said.text, namesOf(ground, ids, { text: TEXT_NAMES }))
  if (!isAllPairs(line)) return undefined
  return advance(parts, caller, { ...half, words: { ...half.words, ...line.words } })
}

async function skip(open: Open, field: FormField): Promise<Step> {
  const { parts, caller, half, form } = open
  if (!field.required) return advance(parts, caller, half)
  if (half.lenient && field.id !== 'text') return advance(parts, caller, { ...half, left: [...half.left, field.id] })
  return askFor(parts, open, field.id, say(form.lang, 'talk.must'))
}

/** One level up a tree, else to the question before. */
async function goBack(open: Open, field: FormField | undefined): Promise<Step> {
  const { parts, half } = open
  const { listed: _listed, ...plain } = half
  if (field?.kind.input === 'tree' && half.branch !== '')
    return askFor(parts, { ...open, half: { ...plain, branch: above(half.branch) } }, field.id)
  const trail = field === undefined ? half.trail : half.trail.slice(0, -1)
  const before = trail.filter((id) => open.form.fields.some((one) => one.id === id)).at(-1)
  const to = before ?? field?.id ?? open.form.fields[0]?.id
  if (to === undefined) return askAgain(parts, open.caller, half)
  const kept = before === undefined ? trail : trail.slice(0, trail.lastIndexOf(before) + 1)
  return askFor(
    parts,
    { ...open, half: { ...plain, branch: '', trail: kept, left: half.left.filter((id) => id !== to) } },
    to,
  )
}

async function answerSummary(open: Open, steer: (typeof STEERING)[number] | undefined): Promise<Step> {
  const { parts, said, form } = open
  if (steer === 'confirm' || steer === 'done') return submit(parts, open)
  const chosen = itemNamed(open, said.text)
  if (chosen) return askFor(parts, open, chosen.id)
  return (await takePairs(open)) ?? askAgain(parts, open.caller, open.half, say(form.lang, 'talk.not_understood'))
}

/** An item of the summary by its number or its label. */
function itemNamed(open: Open, words: string): FormField | undefined {
  const { filled, missing, more } = itemsOf(open)
  const items = [...filled, ...missing, ...more]
  const number = /^\s*(\d{1,2})\s*[.、)）]?\s*$/.exec(words.normalize('NFKC'))?.[1]
  if (number !== undefined) return items[Number(number) - 1]
  const plain = plainName(words)
  return plain === '' ? undefined : items.find(({ label }) => plainName(label) === plain)
}

/** Files go to the field that is asked, else to the first one of the form that takes files. */
async function takeFiles(open: Open): Promise<Step> {
  const { parts, caller, half, form, ground, said } = open
  const takers = form.fields.filter(({ kind }) => kind.input === 'files')
  const field = takers.find(({ id }) => id === half.asking) ?? takers[0]
  if (field?.kind.input !== 'files') return askAgain(parts, caller, half, say(form.lang, 'talk.no_files'))
  const before = (valueIn(open, field) ?? []) as readonly FileRef[]
  const given = (said.files ?? []).filter((file) => !before.some(({ sha256 }) => sha256 === file.sha256))
  const all = [...before, ...given].slice(0, field.kind.max)
  const value = checked(ground, half, field, all)
  if (isRefusal(value)) return askAgain(parts, caller, half, noWords(ground, value))
  const kept = withValue(half, field.id, value)
  const left = before.length + given.length - all.length
  const got = joined(
    say(form.lang, 'talk.got_files', { n: all.length }),
    left > 0 ? say(form.lang, 'talk.many_files', { max: field.kind.max }) : '',
  )
  // Words that came along with a picture answer the question; a picture alone leaves it open.
  const words = said.text.trim()
  if (words === '' || half.asking === field.id) return askAgain(parts, caller, kept, got)
  const step = await answerForm(parts, caller, kept, { text: words, ...(said.people ? { people: said.people } : {}) })
  return step
}
