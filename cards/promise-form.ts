/** The fields of a promise: what the customer was promised, and until which day and time of whoever fills them in. */
import type { Lang } from '../src/rules/nouns.ts'
import { BOUNDS } from '../src/rules/policy.ts'
import { say } from './catalogue.ts'
import type { FormField } from './model.ts'

/** What was promised and until when; all of it stays empty where nothing was. */
export function promiseFields(lang: Lang): readonly FormField[] {
  const what: FormField = {
    id: 'promise',
    label: say(lang, 'form.promise'),
    hint: say(lang, 'form.promise_hint'),
    required: false,
    redraws: false,
    kind: { input: 'text', long: false, maxLength: BOUNDS.promise },
  }
  return [what, ...timeFields(lang, false)]
}

/** The day and the time until which it is to be done. */
export function timeFields(lang: Lang, required: boolean): readonly FormField[] {
  return [
    { id: 'day', label: say(lang, 'form.day'), required, redraws: false, kind: { input: 'date' } },
    { id: 'time', label: say(lang, 'form.time'), required, redraws: false, kind: { input: 'time' } },
  ]
}
