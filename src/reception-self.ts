/** What people see and set of themselves: their own page, and their settings. */
import { say } from '../cards/catalogue.ts'
import { date } from '../cards/format.ts'
import type { Home } from '../cards/home.ts'
import { drawHome } from '../cards/home.ts'
import type { Form, Message } from '../cards/model.ts'
import { personName } from '../cards/names.ts'
import { drawPreferences, PREFERENCE_LABELS } from '../cards/preferences-form.ts'
import { dayOf } from './case-numbers.ts'
import type { Caller, FormAnswer, Reception, Reply } from './ports.ts'
import type { Preferences } from './preferences.ts'
import { possibleStandIns, TIME } from './preferences.ts'
import type { Counter } from './reception.ts'
import { errorsOn, messageTo, refuse, withValues } from './reception-answers.ts'
import type { Directory, PersonId, Refusal } from './rules/nouns.ts'
import { isRefusal } from './rules/nouns.ts'

/** Filed cases, and waiting tasks, read for somebody's page. */
const SHOWN = 20

/** Draws somebody's own page. An account mapped to nobody has none. */
export function makeHome(counter: Counter): Reception['home'] {
  return async (caller) => {
    if (caller.actor.kind !== 'person') return { refused: 'not_a_person' }
    const { id } = caller.actor
    const [waiting, filed] = await Promise.all([
      counter.store.tasksOf(id),
      counter.store.list({ filer: id, limit: SHOWN }),
    ])
    if (isRefusal(filed)) return filed
    return drawHome({
      reader: counter.readerOf(caller),
      now: counter.clock.now(),
      // The most urgent come first, and more than these are not shown.
      waiting: [
        ...(await Promise.all(waiting.slice(0, SHOWN).map((one) => withValues(counter.store, one)))),
        ...waiting.slice(SHOWN),
      ],
      filed: await Promise.all(filed.items.map((row) => withValues(counter.store, { row }))),
      moreFiled: filed.next !== undefined,
    }) satisfies Home
  }
}

/** Somebody's settings as a form. */
export function preferencesForm(counter: Counter, caller: Caller): Form | Refusal {
  if (caller.actor.kind !== 'person') return { refused: 'not_a_person' }
  const { id } = caller.actor
  const reader = counter.readerOf(caller)
  const { directory } = counter.company.live
  const { lang = directory.people[id]?.lang ?? caller.lang, ...own } = counter.preferences.preferencesOf(id)
  const { standIn, quiet, letters = false, roundups = false } = own
  const standIns = possibleStandIns(id, directory, today(counter, id))
  return drawPreferences({
    lang,
    standIns: standIns.map((person) => ({ id: person, label: personName(person, reader) })),
    ...(standIn === undefined ? {} : { standIn }),
    ...(quiet === undefined ? {} : { quiet }),
    ...(mayWishLetters(counter, id) ? { letters } : {}),
    ...(counter.company.live.noise ? { roundups } : {}),
  })
}

/** True where something urgent would reach them by letter beside their chat. */
function mayWishLetters({ lanesTo }: Counter, person: PersonId): boolean {
  return lanesTo({ in: 'person', person }, { urgent: true }).length > 1
}

/** Keeps what somebody set. */
export async function keepPreferences(counter: Counter, caller: Caller, form: FormAnswer): Promise<Reply> {
  const reader = counter.readerOf(caller)
  if (caller.actor.kind !== 'person') return refuse(reader, { refused: 'not_a_person' })
  const { id } = caller.actor
  const before = counter.preferences.preferencesOf(id)
  // What the form does not ask stays as it was.
  const asked = {
    ...form.values,
    ...(mayWishLetters(counter, id) ? {} : { letters: before.letters }),
    ...(counter.company.live.noise ? {} : { roundups: before.roundups }),
  }
  const wanted = readForm(asked, today(counter, id))
  if (isRefusal(wanted)) return errorsOn(reader, [named(wanted)])
  const refused = await counter.preferences.prefer(id, wanted)
  if (refused) return errorsOn(reader, [named(refused)])
  if (wanted.standIn && JSON.stringify(wanted.standIn) !== JSON.stringify(before.standIn))
    counter.tell(wanted.standIn.person, standInWord(counter.company.live.directory, id, wanted.standIn))
  const message = messageTo(
    { ...reader, lang: wanted.lang ?? reader.lang },
    say(wanted.lang ?? reader.lang, 'answer.preferences_kept'),
  )
  return { is: 'say', message: { ...message, tone: 'good' } }
}

function today(counter: Counter, person: PersonId): string {
  const { tz } = counter.company.live.directory.people[person] ?? counter.company.current.company
  return dayOf(counter.clock.now(), tz)
}

/** Reads the form; an empty stand-in means nobody, an empty first day today. */
function readForm(values: FormAnswer['values'], day: string): Preferences | Refusal {
  const text = (id: string): string => (typeof values[id] === 'string' ? values[id].trim() : '')
  const unknown = Object.keys(values).find((id) => !Object.hasOwn(PREFERENCE_LABELS, id))
  if (unknown !== undefined) return { refused: 'field_unknown', field: unknown.slice(0, 40) }
  const lang = text('language')
  if (lang !== 'zh' && lang !== 'en') return { refused: 'field_option', field: 'language' }
  const quiet = readQuiet(text('quiet_from'), text('quiet_to'))
  if (isRefusal(quiet)) return quiet
  const standIn = readStandIn(text('stand_in'), text('stand_in_from') || day, text('stand_in_until'))
  if (isRefusal(standIn)) return standIn
  return {
    ...{ lang, ...quiet, ...standIn },
    ...(values.letters === true ? { letters: true } : {}),
    ...(values.roundups === true ? { roundups: true } : {}),
  }
}

function readQuiet(from: string, to: string): Pick<Preferences, 'quiet'> | Refusal {
  if (from === '' && to === '') return {}
  if (from === '' || to === '') return { refused: 'field_required', field: from === '' ? 'quiet_from' : 'quiet_to' }
  if (!TIME.test(from)) return { refused: 'field_type', field: 'quiet_from' }
  if (!TIME.test(to)) return { refused: 'field_type', field: 'quiet_to' }
  return { quiet: { from, to } }
}

function readStandIn(person: string, from: string, until: string): Pick<Preferences, 'standIn'> | Refusal {
  if (person === '') return {}
  if (until === '') return { refused: 'field_required', field: 'stand_in_until' }
  if (!isDay(from)) return { refused: 'field_type', field: 'stand_in_from' }
  if (!isDay(until)) return { refused: 'field_type', field: 'stand_in_until' }
  return { standIn: { person, from, until } }
}

const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))

/** A refusal about a field says the field's name as people see it. */
function named(refusal: Refusal): Refusal {
  const label = PREFERENCE_LABELS[refusal.field as keyof typeof PREFERENCE_LABELS]
  return label === undefined ? refusal : { ...refusal, params: { ...refusal.params, field: label } }
}

function standInWord(
  directory: Directory,
  away: PersonId,
  { person, from, until }: { readonly person: PersonId; readonly from: string; readonly until: string },
): Message {
  const lang = directory.people[person]?.lang ?? 'zh'
  const who = personName(away, { directory, lang })
  return { text: say(lang, 'word.standing_in', { who, from: date(from, lang), until: date(until, lang) }), lang }
}
