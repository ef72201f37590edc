/** Answers to what people type: help, lists, one case's story, and short words about what was done. */
import type { Case } from '../src/rules/case.ts'
import type { CaseRun } from '../src/rules/case-clocks.ts'
import type { Moment } from '../src/rules/clocks.ts'
import type { Fact } from '../src/rules/facts.ts'
import type { Lang, Millis, Values, Verb } from '../src/rules/nouns.ts'
import type { CardSpec, Task } from '../src/rules/views.ts'
import { caseCard } from './case-card.ts'
import { say } from './catalogue.ts'
import { moment, relative } from './format.ts'
import { maskExcerpt } from './masks.ts'
import type { Block, Card, Message, Row } from './model.ts'
import { derivedName, inWords, outcomeWords, personName, stageName } from './names.ts'
import type { Reader } from './reader.ts'
import { drawStory } from './story.ts'
import { oneLine } from './text.ts'
import { showValue } from './values.ts'

/** What of a case a list shows: the columns a store keeps for it. */
export interface ListRow {
  readonly number: string
  readonly stage: string
  readonly grade: string
  readonly owner: string
  readonly customer: string
  /** The beginning of the text, as long as `EXCERPT`. */
  readonly text: string
  readonly outcome?: string
}

/** A line of a list: the case, for "mine" the task that waits, and what the case knows of people, to be masked. */
export interface Listed {
  readonly row: ListRow
  readonly task?: Task
  readonly values?: Values
}

/** Who reads a list, and when: an answer is read at once, so it may say how much time is left. */
export interface ListReader extends Reader {
  readonly now: Millis
}

/** The answer to `list` or `mine`. `more`: there are further ones that are not in `listed`. */
export function drawList(what: 'list' | 'mine', listed: readonly Listed[], more: boolean, reader: ListReader): Message {
  const { lang } = reader
  if (listed.length === 0)
    return { text: say(lang, what === 'mine' ? 'answer.nothing_waiting' : 'answer.nothing_listed'), lang }
  const title = say(lang, `answer.${what}`, { n: listed.length })
  const lines = listed.map((one) => `• ${listLine(one, reader)}`)
  const approvals = listed.filter(({ task }) => task?.kind === 'decision').length
  const bulk = approvals > 1 ? [say(lang, 'answer.mine_bulk', { n: approvals })] : []
  return { text: [title, ...lines, ...(more ? [say(lang, 'answer.more')] : []), ...bulk].join('\n'), lang }
}

/** One case on one line: number, stage, grade, owner, due, and how it begins, without anybody's name or number. */
export function listLine({ row, task, values }: Listed, reader: ListReader): string {
  const { lang } = reader
  return say(lang, 'answer.list_line', {
    number: row.number,
    stage: stageWords(row, task, reader),
    grade: gradeWords(row.grade, reader),
    owner: row.owner === '' ? undefined : personName(row.owner, reader),
    due: dueWords(task?.due, reader),
    text: oneLine(maskExcerpt(row.text, values ?? { customer: row.customer }, reader.policy), 40),
  })
}

function dueWords(due: Millis | undefined, { lang, tz, now }: ListReader): string | undefined {
  if (due === undefined) return undefined
  const words = { due: moment(due, lang, tz, now), away: relative(due, now, lang) }
  return due < now ? say(lang, 'answer.was_due', words) : say(lang, 'answer.is_due', words)
}

function stageWords(row: ListRow, task: Task | undefined, reader: Reader): string {
  if (task?.kind === 'promise') return say(reader.lang, 'promise.task')
  const id = task?.stage ?? row.stage
  if (Object.hasOwn(reader.policy.flow.stages, id)) return stageName(id, reader)
  return row.outcome === undefined ? id : outcomeWords(row.outcome, reader.lang)
}

function gradeWords(grade: string, { policy, lang }: Reader): string {
  const rule = policy.derived.find((one) => one.id === 'impact')
  return rule ? derivedName(rule, grade, lang) : grade
}

/** What of a case stands in front of its reader besides: what they may do unasked, and their own open tasks' cards. */
export interface Own {
  readonly verbs?: readonly Verb[]
  readonly cards?: readonly Card[]
  /** The clocks of the whole case that run. */
  readonly clocks?: readonly CaseRun[]
  /** What the case waits for by itself. */
  readonly moments?: readonly Moment[]
}

/**
 * The answer to `show N`: the living card with all its fields, what it asks of the reader with everything their own card
 * says (some chats have room for a few lines of it only), what they may do, and the story beneath.
 */
export function drawShown(
  state: Case,
  facts: readonly Fact[],
  tasks: readonly Task[],
  reader: Reader,
  { verbs = [], cards = [], clocks = [], moments = [] }: Own = {},
): Card {
  const spec: CardSpec = { key: 'case', kind: 'case', place: { in: 'channel', channel: '' }, state: 'open', verbs }
  const card = caseCard(
    { ...reader, spec, case: state, tasks, clocks, moments, shared: true },
    Number.POSITIVE_INFINITY,
  )
  const title = say(reader.lang, 'answer.story')
  const text = [title, ...drawStory(facts, state, reader)].join('\n')
  const story: readonly Block[] = [{ block: 'divider' }, { block: 'text', text }]
  return { ...card, blocks: [...card.blocks, ...cards.flatMap((own) => saidBesides(own, card)), ...story] }
}

/** What a card says that the other does not, beneath a line. */
function saidBesides(own: Card, { blocks: known }: Card): readonly Block[] {
  const rows = new Set(known.flatMap((block) => (block.block === 'fields' ? block.rows.map(rowKey) : [])))
  const blocks = new Set(known.map((block) => JSON.stringify(block)))
  const more = own.blocks.flatMap((block): readonly Block[] => {
    if (block.block !== 'fields') return blocks.has(JSON.stringify(block)) ? [] : [block]
    const fresh = block.rows.filter((row) => !rows.has(rowKey(row)))
    return fresh.length === 0 ? [] : [{ ...block, rows: fresh }]
  })
  return more.length === 0 ? [] : [{ block: 'divider' }, ...more]
}

const rowKey = ({ label, value }: Row): string => JSON.stringify([label, value])

/** The answer to `help`. */
export function helpMessage(lang: Lang): Message {
  return { text: say(lang, 'answer.help'), lang }
}

/** A word to whoever just did something; what follows from it arrives through delivery. */
export function doneMessage(did: Verb | 'file', number: string, lang: Lang): Message {
  const text = did === 'file' ? say(lang, 'answer.filed', { number }) : say(lang, `answer.done.${did}`, { number })
  return { text, lang, number, tone: 'good' }
}

/** The contact data that was asked for with `unmask`, for that person's eyes only. */
export function unmaskedMessage(state: Case, reader: Reader): Message {
  const { policy, lang, directory } = reader
  const lines = Object.values(policy.fields).flatMap((field) => {
    const value = state.values[field.id]
    if (field.personal === undefined || value === undefined) return []
    const shown = showValue(field, value, { policy, directory, lang, masked: false })
    return [say(lang, 'term.pair', { label: inWords(field.label, lang), value: shown })]
  })
  const said = lines.length === 0 ? [say(lang, 'term.none')] : lines
  return {
    text: [say(lang, 'answer.done.unmask', { number: state.number }), ...said].join('\n'),
    lang,
    own: true,
    number: state.number,
  }
}
