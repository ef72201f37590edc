/** Contacts and promises in words: on cards, on a case's page, and where one of several is chosen. */
import type { Case } from '../src/rules/case.ts'
import { askedBy } from '../src/rules/case-reminding.ts'
import type { FileRef, Lang, PersonId } from '../src/rules/nouns.ts'
import type { PromiseCount } from '../src/rules/promise-tally.ts'
import { givenPromises, owedPromises, type Promised, standingOf } from '../src/rules/promises.ts'
import { say } from './catalogue.ts'
import { moment } from './format.ts'
import type { Block, Row } from './model.ts'
import { actorName, inWords, peopleNames, personName } from './names.ts'
import type { Reader } from './reader.ts'
import { freeText, isLate, momentWords, type Scene } from './scene.ts'
import { oneLine } from './text.ts'

/** More open promises than these are counted on a card; its page has them all. */
const MOST = 3

/** What was promised, in the reader's language where the policy wrote it. */
export function promisedWords({ what }: Pick<Promised, 'what'>, lang: Lang): string {
  return typeof what === 'string' ? what : what[lang]
}

/** Promises that are still to be kept, with their moments, those that are due first. */
export function promiseRows(scene: Scene): readonly Row[] {
  const { lang, case: state } = scene
  const owed = owedPromises(state)
  const label = say(lang, 'promise.label')
  const rows = owed.slice(0, MOST).map((one) => ({ label, value: owedWords(one, scene) }))
  const more = owed.length - rows.length
  return more === 0 ? rows : [...rows, { label, value: say(lang, 'promise.more', { n: more }) }]
}

function owedWords(promise: Promised, scene: Scene): string {
  const { lang } = scene
  const words = { until: momentWords(promise.until, scene), what: whatOf(promise, scene), who: keeper(promise, scene) }
  return say(lang, standingOf(promise) === 'broken' ? 'promise.over' : 'promise.owed', words)
}

/** The clocks of the whole case that run: whom they are about, and when they are due. */
export function clockRows(scene: Scene): readonly Row[] {
  const { lang, case: state, clocks = [], policy } = scene
  return clocks.map((run) => ({
    label: inWords(run.clock.name, lang),
    value: say(lang, isLate(run.place, policy) ? 'promise.clock_late' : 'promise.clock', {
      who: peopleNames(askedBy(run, state, scene), scene),
      due: momentWords(run.due, scene),
    }),
  }))
}

/** Every promise of the case with what came of it. */
export function ledgerRows(scene: Scene): readonly Row[] {
  const { lang, case: state } = scene
  return (state.promises ?? []).map((one) => ({ label: say(lang, 'promise.label'), value: ledgerWords(one, scene) }))
}

function ledgerWords(promise: Promised, scene: Scene): string {
  const { kept } = promise
  if (!kept) return owedWords(promise, scene)
  return say(scene.lang, standingOf(promise) === 'late' ? 'promise.kept_late' : 'promise.kept', {
    until: momentWords(promise.until, scene),
    what: whatOf(promise, scene),
    at: momentWords(kept.at, scene),
    who: actorName(kept.by, scene),
  })
}

function whatOf(promise: Promised, scene: Scene): string {
  return oneLine(freeText(promisedWords(promise, scene.lang), scene), 120)
}

function keeper({ person, rule }: Promised, scene: Scene): string | undefined {
  return person === undefined || rule !== undefined ? undefined : personName(person, scene)
}

/** One of several promises, to choose it. */
export function promiseChoice(promise: Promised, { lang, tz }: Reader): string {
  const words = { until: moment(promise.until, lang, tz), what: oneLine(promisedWords(promise, lang), 40) }
  return say(lang, 'form.promise_choice', words)
}

/** What stands above a form with which the case may end while promises are open: they do not end with it. */
export function openPromiseBlocks(state: Case, lang: Lang): readonly Block[] {
  const n = givenPromises(state).length
  return n === 0 ? [] : [{ block: 'text', tone: 'warn', text: say(lang, 'form.promises_open', { n }) }]
}

/** How each of these people kept their promises, a line for each. */
export function promiseReport(
  counts: readonly (readonly [PersonId, PromiseCount])[],
  reader: Pick<Reader, 'lang' | 'directory'>,
): readonly string[] {
  const { lang } = reader
  if (counts.length === 0) return [say(lang, 'promise.nobody')]
  return counts.map(([person, { open, kept, late, broken }]) =>
    say(lang, 'promise.count', { who: personName(person, reader), open, kept, late, broken }),
  )
}

/** What the message at filing promises, in the customer's language, in one sentence; empty where it promises nothing. */
export function receivedPromises({ promises = [], lang }: Case, tz: string): string {
  return promises
    .filter(({ rule }) => rule !== undefined)
    .map((one) => say(lang, 'promise.in_text', { until: moment(one.until, lang, tz), what: promisedWords(one, lang) }))
    .join(say(lang, 'term.semicolon'))
}

/** The last talk with the customer. */
export function contactBlocks(scene: Scene): readonly Block[] {
  const last = scene.case.contacts?.at(-1)
  if (!last) return []
  const words = {
    who: actorName(last.by, scene),
    at: momentWords(last.at, scene),
    text: freeText(last.text, scene, 200),
  }
  return [{ block: 'text', tone: 'quiet', text: say(scene.lang, 'promise.contact', words) }]
}

/** The files of contacts and of promises that were kept. */
export function contactFiles({ contacts = [], promises = [] }: Case): readonly FileRef[] {
  return [...contacts.flatMap(({ files }) => files), ...promises.flatMap(({ kept }) => kept?.files ?? [])]
}
