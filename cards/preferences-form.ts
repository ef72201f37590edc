/** The form in which people set their own things. */
import type { Lang, PersonId } from '../src/rules/nouns.ts'
import { SENTENCES, say } from './catalogue.ts'
import type { Choice, Form, FormField } from './model.ts'

/** What the form is drawn from. Dates are days, as `2026-11-22`; `standIns` are the people who may be chosen. */
export interface PreferencesDrawing {
  readonly lang: Lang
  readonly standIns: readonly Choice[]
  readonly quiet?: { readonly from: string; readonly to: string }
  /** Whether letters are wished; absent where none could reach them beside their chat. */
  readonly letters?: boolean
  /** Whether reminders are wished in roundups only; absent where the policy has none. */
  readonly roundups?: boolean
  readonly standIn?: { readonly person: PersonId; readonly from: string; readonly until: string }
}

/** The id of the form. */
export const PREFERENCES_FORM = 'preferences'

/** Labels of its fields, for refusals about them. */
export const PREFERENCE_LABELS = {
  language: SENTENCES['form.language'],
  quiet_from: SENTENCES['form.quiet_from'],
  quiet_to: SENTENCES['form.quiet_to'],
  roundups: SENTENCES['form.roundups'],
  letters: SENTENCES['form.letters'],
  stand_in: SENTENCES['form.stand_in'],
  stand_in_from: SENTENCES['form.stand_in_from'],
  stand_in_until: SENTENCES['form.stand_in_until'],
} as const

/** Draws it with what is set now. */
export function drawPreferences({ lang, standIns, standIn, quiet, letters, roundups }: PreferencesDrawing): Form {
  const languages: readonly Choice[] = [
    { id: 'zh', label: say(lang, 'form.language_zh') },
    { id: 'en', label: say(lang, 'form.language_en') },
  ]
  const field = (id: keyof typeof PREFERENCE_LABELS, kind: FormField['kind'], value?: string | boolean): FormField => ({
    id,
    label: PREFERENCE_LABELS[id][lang],
    required: id === 'language',
    redraws: false,
    ...(id === 'stand_in' ? { hint: say(lang, 'form.stand_in_hint') } : {}),
    ...(id === 'roundups' ? { hint: say(lang, 'form.roundups_hint') } : {}),
    ...(id === 'letters' ? { hint: say(lang, 'form.letters_hint') } : {}),
    ...(id === 'quiet_from' ? { hint: say(lang, 'form.quiet_hint') } : {}),
    ...(value === undefined ? {} : { value }),
    kind,
  })
  const away: readonly FormField[] = [
    field('stand_in', { input: 'person', options: standIns }, standIn?.person),
    field('stand_in_from', { input: 'date' }, standIn?.from),
    field('stand_in_until', { input: 'date' }, standIn?.until),
  ]
  return {
    id: PREFERENCES_FORM,
    verb: 'preferences',
    lang,
    title: say(lang, 'form.preferences'),
    intro: [],
    // Where nobody may stand in, nothing is asked about it.
    fields: [
      field('language', { input: 'select', options: languages, many: false }, lang),
      field('quiet_from', { input: 'time' }, quiet?.from),
      field('quiet_to', { input: 'time' }, quiet?.to),
      ...(roundups === undefined ? [] : [field('roundups', { input: 'checkbox' }, roundups)]),
      ...(letters === undefined ? [] : [field('letters', { input: 'checkbox' }, letters)]),
      ...(standIns.length === 0 ? [] : away),
    ],
    submit: say(lang, 'form.save'),
    cancel: say(lang, 'term.cancel'),
  }
}
