/** What the people of the sample company do: they file, fill in, decide, pay and call, all through the chat's own door. */
import type { Millis } from '../rules/nouns.ts'
import type { Chance } from './chance.ts'
import { chanceOf } from './chance.ts'
import { judge } from './judgement.ts'
import type { Life } from './lives.ts'
import { intakeValues, laterValues, reasonFor } from './lives.ts'
import type { Chore } from './look.ts'
import { pictureOf } from './pictures.ts'
import type { Client, Form, Person, Reply } from './port.ts'
import type { Plot, SeasonOptions, Turn } from './season.ts'
import { fillAndSend } from './stand-in.ts'

/** A complaint under way. `acts` counts what was done, `vain` what was not taken since. */
export interface Errand {
  readonly plot: Plot
  readonly line: number
  number?: string
  at: Millis
  acts: number
  vain: number
  over: boolean
}

/** Draws for one purpose of one step of a complaint. */
export function chanceFor({ line, acts }: Errand, what: string): Chance {
  return chanceOf(1, 'season', line, acts, what)
}

/** Somebody of the service files it, in its own language where somebody speaks it. */
export async function file(
  errand: Errand,
  { client, intake }: SeasonOptions,
  people: readonly Person[],
  now: Millis,
): Promise<void> {
  const chance = chanceFor(errand, 'file')
  const { complaint } = errand.plot
  const service = people.filter(({ roles }) => roles.includes('service'))
  const fluent = service.filter(({ lang }) => lang === complaint.lang)
  const as = chance.pick([fluent, service, people].find((some) => some.length > 0) ?? []).id
  const photos = await picturesOf(errand, client)
  const values = taken({ ...intakeValues(complaint, chance), ...photos }, intake.fields)
  const key = `season/${errand.line}/file`
  let reply = await client.act({ as, do: 'submit', form: { id: intake.form, fields: [] }, values }, key)
  if (reply.is !== 'done') {
    const opened = await client.act({ as, do: 'command', text: '/complaint' }, `${key}/open`)
    if (opened.is === 'form') reply = await fillIn(errand, { client, as, key, now }, opened.form, values)
  }
  if (reply.is === 'done') errand.number = reply.number
}

/** The customer's picture, uploaded, for the form's field of pictures. */
async function picturesOf({ plot, line }: Errand, client: Client): Promise<Life> {
  const { picture } = plot.complaint
  if (picture === undefined) return {}
  return { photos: [await client.upload(pictureOf(picture), `IMG_${2000 + line}.png`)] }
}

/** Fills in and sends, or presses, as the plot says. True when it was taken. */
export async function carryOut(errand: Errand, chore: Chore, { client }: SeasonOptions, now: Millis): Promise<boolean> {
  const { complaint, turns, moods } = errand.plot
  const chance = chanceFor(errand, chore.id)
  const as = chance.pick(chore.people)
  const key = `season/${errand.number}/${errand.acts}`
  const turn = turns[chore.stage]?.[chore.visit - 1]
  if (turn && chore.verbs.includes(turn.verb)) return takeTurn(errand, chore, turn, { client, as, key, now })
  const mood = moods[chore.visit - 1] ?? 'satisfied'
  const values = taken(laterValues(complaint, mood, new Date(now), chance), chore.fields)
  // Whoever knows the form sends it filled in; where it asks for something else, it is opened and filled in as it asks.
  if (chore.form !== undefined) {
    const sent = await client.act({ as, do: 'submit', form: formOf(errand, chore, chore.form), values }, key)
    if (sent.is === 'done') return true
  }
  const button = { verb: usual(chore), ref: `${errand.number}:${chore.revision}` }
  const pressed = await client.act({ as, do: 'press', button }, `${key}/press`)
  if (pressed.is !== 'form') return pressed.is === 'done'
  return (await fillIn(errand, { client, as, key, now }, pressed.form, values)).is === 'done'
}

function usual({ kind }: Chore): string {
  return kind === 'decision' ? 'approve' : kind === 'payment' ? 'pay' : 'submit'
}

/** Who does something, under which key, and when. */
interface Hand {
  readonly client: Client
  readonly as: string
  readonly key: string
  readonly now: Millis
}

async function takeTurn(errand: Errand, chore: Chore, { verb, to }: Turn, { client, as, key }: Hand): Promise<boolean> {
  const reason = reasonFor(verb, errand.plot.complaint, chanceFor(errand, 'reason'))
  const values = { reason, ...(to === undefined ? {} : { to }) }
  return (await client.act({ as, do: 'submit', form: formOf(errand, chore, verb), values }, key)).is === 'done'
}

/** Here it rests; its clock may be stopped for a reason. */
export async function rest(errand: Errand, chore: Chore, { client }: SeasonOptions): Promise<void> {
  const { pausedFor, complaint } = errand.plot
  errand.over = true
  const as = chore.people[0]
  if (pausedFor === undefined || as === undefined || !chore.verbs.includes('pause')) return
  const values = { reason: reasonFor(pausedFor, complaint, chanceFor(errand, 'pause')), to: pausedFor }
  await client.act({ as, do: 'submit', form: formOf(errand, chore, 'pause'), values }, `season/${errand.number}/pause`)
}

function formOf({ number }: Errand, { position, revision }: Chore, id: string): Form {
  return { id, fields: [], ...(number === undefined ? {} : { number }), position, revision }
}

/** The values for which the form has a field. */
function taken(values: Life, fields: readonly string[]): Life {
  return Object.fromEntries(Object.entries(values).filter(([id]) => fields.includes(id)))
}

/** Fills in a form as it asks: what is known stands in it already, the rest follows from the text and chance. */
function fillIn(errand: Errand, { client, as, key, now }: Hand, form: Form, known: Life): Promise<Reply> {
  const fields = form.fields.map((field) => {
    const value = known[field.id] ?? field.value
    return value === undefined ? field : { ...field, value }
  })
  const judgement = judge(errand.plot.complaint.text)
  const mind = { judgement, chance: chanceFor(errand, key), now: new Date(now), answer: 'satisfied' } as const
  return fillAndSend(client, { person: as, key: `${key}/by-hand` }, { ...form, fields }, mind)
}
