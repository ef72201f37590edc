/** What people type after `/complaint` (or 投诉, 客诉): nothing opens the form; help, list, mine, show, note and reconcile answer. */

import type { CommandWord } from '../cards/catalogue/answer-sentences.ts'
import { COMMAND_WORDS } from '../cards/catalogue/answer-sentences.ts'
import { say } from '../cards/catalogue.ts'
import { drawList, drawShown, helpMessage } from '../cards/lists.ts'
import type { Card } from '../cards/model.ts'
import type { Reader } from '../cards/reader.ts'
import { askingCards, offersFor } from './offers.ts'
import type { Caller, Reception, Reply } from './ports.ts'
import { groundsOf } from './precedents.ts'
import type { Counter, Scene } from './reception.ts'
import { messageTo, refuse, withValues } from './reception-answers.ts'
import { openBulk } from './reception-bulk.ts'
import { filled, intakeForm, readAnswer } from './reception-forms.ts'
import { reconcile } from './reception-payments.ts'
import { preferencesForm } from './reception-self.ts'
import { caseRuns } from './rules/case-clocks.ts'
import { momentsFor } from './rules/clocks.ts'
import { offeredUnasked } from './rules/may.ts'
import { isRefusal, type PersonId, type Value } from './rules/nouns.ts'
import { tasksFor } from './rules/tasks.ts'

/** How many cases `list` shows. */
const LIST_LENGTH = 10
/** How many open tasks `mine` shows. */
const MINE_LENGTH = 30

/** Listens for the words of the contract, in both languages. Anything else opens the form with it as the text. */
export function makeHearing(counter: Counter): Reception['hear'] {
  return async (caller, words, key, prefill) => {
    const reader = counter.readerOf(caller)
    // Only the words we look for are normalised (full-width letters and digits); what people write stays as it is.
    const [, first = '', number, rest = ''] = /^\s*(\S*)\s*(\S*)\s*([\s\S]*)$/.exec(words) ?? []
    const named = number ? number.normalize('NFKC').toUpperCase() : undefined
    switch (wordOf(first.normalize('NFKC'))) {
      case 'help':
        return { is: 'say', message: helpMessage(reader.lang) }
      case 'list':
        return list(counter, reader)
      case 'mine':
        return mine(counter, caller, reader)
      case 'show':
        return show(counter, caller, reader, named)
      case 'note':
        return note(counter, caller, reader, named, rest.trim(), key)
      case 'settings': {
        const form = preferencesForm(counter, caller)
        return isRefusal(form) ? refuse(reader, form) : { is: 'form', form }
      }
      case 'reconcile':
        return reconcile(counter, caller)
      case 'bulk':
        return openBulk(counter, caller)
      case undefined:
        return openIntake(counter, caller, reader, {
          ...prefill,
          ...(words.trim() === '' ? {} : { text: words.trim() }),
        })
    }
  }
}

function wordOf(first: string): CommandWord | undefined {
  const word = first.toLowerCase()
  return (Object.keys(COMMAND_WORDS) as CommandWord[]).find((id) =>
    (COMMAND_WORDS[id] as readonly string[]).includes(word),
  )
}

/** The intake form with what is known already. What a form could not take is left out, but never what somebody wrote. */
async function openIntake(
  counter: Counter,
  caller: Caller,
  reader: Reader,
  known: Readonly<Record<string, unknown>>,
): Promise<Reply> {
  if (caller.actor.kind === 'account' && !reader.policy.flow.strangersMayFile)
    return refuse(reader, { refused: 'may_not_file' })
  const company = counter.company.under(reader.policy.version)
  const values: Record<string, Value> = {}
  for (const [field, value] of Object.entries(known)) {
    const read = await readAnswer(company, counter.files, { [field]: value })
    if (!('length' in read)) Object.assign(values, filled(read.values))
    else if (field === 'text') return refuse(reader, read[0] ?? { refused: 'bad_request', field })
  }
  return { is: 'form', form: intakeForm(reader, values) }
}

async function list(counter: Counter, reader: Reader): Promise<Reply> {
  const page = await counter.store.list({ limit: LIST_LENGTH })
  if (isRefusal(page)) return refuse(reader, page)
  const listed = await Promise.all(page.items.map((row) => withValues(counter.store, { row })))
  const now = counter.clock.now()
  return { is: 'say', message: drawList('list', listed, page.next !== undefined, { ...reader, now }) }
}

async function mine(counter: Counter, caller: Caller, reader: Reader): Promise<Reply> {
  if (caller.actor.kind !== 'person') return refuse(reader, { refused: 'not_a_person' })
  const waiting = await counter.store.tasksOf(caller.actor.id)
  const listed = await Promise.all(waiting.slice(0, MINE_LENGTH).map((one) => withValues(counter.store, one)))
  const now = counter.clock.now()
  return { is: 'say', message: drawList('mine', listed, waiting.length > MINE_LENGTH, { ...reader, now }) }
}

async function show(counter: Counter, caller: Caller, reader: Reader, number: string | undefined): Promise<Reply> {
  if (number === undefined) return { is: 'say', message: messageTo(reader, say(reader.lang, 'answer.show_usage')) }
  if (caller.actor.kind !== 'person') return refuse(reader, { refused: 'not_a_person' })
  const scene = await counter.find(caller, number)
  if (isRefusal(scene)) return refuse(reader, scene)
  const { state, timely } = scene
  const facts = await counter.store.facts(state.number)
  // Whoever filed it is seldom asked: here they find what they may do all the same (withdraw, correct, remind).
  const now = counter.clock.now()
  const verbs = offeredUnasked({ person: caller.actor.id, state, company: timely, now })
  const cards = await ownCards(counter, scene, caller.actor.id)
  const own = { verbs, cards, clocks: caseRuns(state, timely), moments: momentsFor(state, timely) }
  return { is: 'card', card: drawShown(state, facts, tasksFor(state, timely), scene.reader, own) }
}

/** The cards of those tasks that ask this person, with what decisions tell of other cases. */
async function ownCards(
  { store, clock }: Counter,
  { state, timely, reader }: Scene,
  person: PersonId,
): Promise<readonly Card[]> {
  const tasks = tasksFor(state, timely)
  if (!tasks.some(({ people }) => people.includes(person))) return []
  const grounds = await groundsOf(store, state, timely.policy)
  const offers = offersFor({ reader, timely, state, person, now: clock.now(), shared: true, grounds })
  return askingCards(offers, tasks, person)
}

async function note(
  counter: Counter,
  caller: Caller,
  reader: Reader,
  number: string | undefined,
  text: string,
  key: string,
): Promise<Reply> {
  if (number === undefined || text === '')
    return { is: 'say', message: messageTo(reader, say(reader.lang, 'answer.note_usage')) }
  const scene = await counter.find(caller, number)
  if (isRefusal(scene)) return refuse(reader, scene)
  return counter.act(caller, 'note', { state: scene.state }, { reason: text }, undefined, key)
}
