/** The whole policy as it is written. Unknown keys are errors everywhere. */
import { z } from 'zod'
import { alarms } from './schema-alarms.ts'
import { batches, emergency, surges } from './schema-batches.ts'
import { categories, derived, families, fields, forms, kinds, options } from './schema-fields.ts'
import {
  acknowledge,
  approval,
  budget,
  clocks,
  duplicates,
  flow,
  ladder,
  matrix,
  routes,
  snooze,
  texts,
  worth,
} from './schema-flow.ts'
import { noise } from './schema-noise.ts'
import { calendars, channels, people, services, skills, teams } from './schema-people.ts'
import { hedges, promises } from './schema-promises.ts'
import { condition, currency, id, label, lang, whole, zone } from './schema-words.ts'

const company = z.strictObject({
  name: label,
  lang,
  tz: zone,
  currency,
  /** Digits after the point of each accepted currency. */
  digits: z.record(currency, whole().min(0).max(4)).exactOptional(),
  number_prefix: z.string({ error: 'prefix' }).regex(/^[A-Z]{1,4}$/, { error: 'prefix' }),
  calendar: id,
})

export const rawPolicy = z
  .strictObject({
    version: whole().min(1),
    company,
    people,
    teams,
    skills: skills.exactOptional(),
    channels,
    services: services.exactOptional(),
    calendars,
    families,
    categories,
    options: options.exactOptional(),
    kinds,
    fields,
    derived,
    forms,
    routes: routes.exactOptional(),
    flow,
    approval,
    matrix,
    worth: worth.exactOptional(),
    duplicates: duplicates.exactOptional(),
    budget: budget.exactOptional(),
    noise: noise.exactOptional(),
    alarms: alarms.exactOptional(),
    batches: batches.exactOptional(),
    surges: surges.exactOptional(),
    emergency: emergency.exactOptional(),
    promises: promises.exactOptional(),
    hedges: hedges.exactOptional(),
    clocks,
    complex: condition.exactOptional(),
    dwell: id.exactOptional(),
    ladder: ladder.exactOptional(),
    acknowledge: acknowledge.exactOptional(),
    snooze: snooze.exactOptional(),
    pauses: z.record(id, label).exactOptional(),
    texts,
    received: id.exactOptional(),
    mail: z.strictObject({ customer: id }).exactOptional(),
  })
  .meta({ title: 'Redress policy', description: "A company's rules for complaints and compensation." })

export type RawPolicy = z.infer<typeof rawPolicy>

/** The parts that are always live; a case is not bound to them and they do not count towards the version. */
export const LIVE_KEYS: readonly string[] = [
  'people',
  'teams',
  'skills',
  'channels',
  'calendars',
  'services',
  'budget',
  'noise',
]
