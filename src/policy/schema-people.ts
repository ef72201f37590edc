/** Who works here, where they are reached and when they work: the part of a policy that is always live. */
import { z } from 'zod'
import { date, id, label, lang, personId, valueId, zone } from './schema-words.ts'

const accounts = z.record(id, z.string().min(1))

const personShape = {
  name: label,
  lang: lang.exactOptional(),
  tz: zone.exactOptional(),
  email: z.email({ error: 'email' }).exactOptional(),
  leader: personId.exactOptional(),
  roles: z.array(id).exactOptional(),
  /** What speaks for them where one of several is assigned. */
  skills: z.array(id).exactOptional(),
  regions: z.array(valueId).exactOptional(),
  tiers: z.array(valueId).exactOptional(),
  accounts: accounts.exactOptional(),
}

const teamShape = {
  name: label,
  lead: personId.exactOptional(),
  members: z.array(personId),
  calendar: id.exactOptional(),
  /** By platform: a group that the platform keeps, whose people are members too. */
  groups: z.record(id, z.string().min(1)).exactOptional(),
}

/** Besides `name`, each key is a platform and its value the channel's address there. */
const channel = z
  .strictObject({ name: label.exactOptional() })
  .catchall(z.union([z.string().min(1), z.record(id, z.string().min(1))]))

export const people = z.record(personId, z.strictObject(personShape))
export const teams = z.record(id, z.strictObject(teamShape))
export const channels = z.record(id, channel)
export const services = z.record(personId, label)
/** What skills are called. */
export const skills = z.record(id, label)

/** DIRECTORY_FILE: parts of people, teams and channels laid over the policy's; `null` takes somebody out. */
export const rawDirectory = z.strictObject({
  people: z
    .record(personId, z.strictObject({ ...personShape, name: label.exactOptional() }).nullable())
    .exactOptional(),
  teams: z
    .record(
      id,
      z
        .strictObject({ ...teamShape, name: label.exactOptional(), members: z.array(personId).exactOptional() })
        .nullable(),
    )
    .exactOptional(),
  channels: z.record(id, channel.nullable()).exactOptional(),
  skills: z.record(id, label.nullable()).exactOptional(),
})

const hours = z.string({ error: 'hours' }).regex(/^\d{1,2}:\d{2}\s*-\s*\d{1,2}:\d{2}$/, { error: 'hours' })
const days = z
  .string({ error: 'days' })
  .regex(/^(?:mon|tue|wed|thu|fri|sat|sun)(?:-(?:mon|tue|wed|thu|fri|sat|sun))?$/, { error: 'days' })

export const rawCalendar = z.strictObject({
  tz: zone,
  week: z.record(days, z.array(hours)),
  /** Name of a set of year files in data/calendars. */
  holidays: id.exactOptional(),
  extra_workdays: z.array(date).exactOptional(),
  extra_holidays: z.array(date).exactOptional(),
})
export const calendars = z.record(id, rawCalendar)

export type RawCalendar = z.infer<typeof rawCalendar>
export type RawDirectory = z.infer<typeof rawDirectory>
export type RawPeople = {
  readonly people: z.infer<typeof people>
  readonly teams: z.infer<typeof teams>
  readonly channels: z.infer<typeof channels>
  readonly skills?: z.infer<typeof skills>
}
