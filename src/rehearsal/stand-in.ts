/**
 * The stand-in people: what somebody does with a card that asks them. Most do what they are asked; some refuse, return,
 * hand over, come late, or click twice. Everything follows from the seed, the case and the person.
 */

import type { Mind } from './answers.ts'
import { fillIn } from './answers.ts'
import type { Chance } from './chance.ts'
import { chanceOf } from './chance.ts'
import type { Judgement } from './judgement.ts'
import type { Button, Client, Form, Reply } from './port.ts'

/** A complaint under way. */
export interface Errand {
  readonly number: string
  readonly judgement: Judgement
  readonly amount?: string
}

/** A card that asks a person. */
export interface Ask {
  readonly person: string
  readonly post: number
  readonly key: string
  readonly buttons: readonly Button[]
  /** How often this person tried this card before. */
  readonly attempt: number
}

/** Share of cards that are answered late, so that clocks nag. */
const LATE = 0.08
/** How long late people wait, in hours. */
const LATE_HOURS = [26, 80] as const
/** Share of clicks done twice. */
const TWICE = 0.06

export interface StandIns {
  /** When this person will look at this card, in milliseconds after it asked them. */
  patience(errand: Errand, ask: Ask): number
  /** Does something with the card. Undefined when it was done, else why nothing came of it. */
  answer(errand: Errand, ask: Ask, now: Date, colleagues: readonly string[]): Promise<string | undefined>
}

/** Stand-ins for everybody. */
export function makeStandIns(client: Client, seed: number): StandIns {
  const chanceFor = (errand: Errand, ask: Ask, what: string): Chance =>
    chanceOf(seed, errand.number, ask.key, ask.person, ask.attempt, what)
  return {
    patience(errand, ask) {
      const chance = chanceFor(errand, ask, 'patience')
      return chance.happens(LATE) ? chance.between(...LATE_HOURS) * 3_600_000 : 0
    },
    async answer(errand, ask, now, colleagues) {
      const chance = chanceFor(errand, ask, 'answer')
      const verb = choose(ask, chance, ask.attempt > 1)
      const button = ask.buttons.find((one) => one.verb === verb)
      if (!button) return 'no button'
      if (chance.happens(0.02)) await intrude(chance.pick([...colleagues, 'stranger']), button, ask)
      return carryOut(errand, ask, button, chance, now)
    },
  }

  /** A click by somebody who may have no business here, without the post, which they cannot see. The server says what comes of it. */
  async function intrude(as: string, button: Button, { post }: Ask): Promise<void> {
    await client.act({ as, do: 'press', button }, `intrude/${post}/${button.ref}`)
  }

  async function carryOut(
    errand: Errand,
    ask: Ask,
    button: Button,
    chance: Chance,
    now: Date,
  ): Promise<string | undefined> {
    const { person, post } = ask
    const key = `${person}/${ask.attempt}/${ask.key}/${button.verb}/${button.ref}`
    const hurried = chance.happens(TWICE)
    const press = (which: string): Promise<Reply> => client.act({ as: person, do: 'press', button, post }, which)
    const reply = await twice(hurried, press, key)
    if (reply.is !== 'form') return obstacle(reply)
    const answer = chance.happens(0.82) ? 'satisfied' : chance.pick(['unsatisfied', 'unreached'] as const)
    const mind: Mind = {
      judgement: errand.judgement,
      chance,
      now,
      answer,
      ...(errand.amount === undefined ? {} : { amount: errand.amount }),
    }
    return obstacle(await fillAndSend(client, { person, key, hurried }, reply.form, mind))
  }
}

/** What stood in the way, in a word or two; undefined when nothing did. */
function obstacle(reply: Reply): string | undefined {
  if (reply.is === 'done') return undefined
  if (reply.is === 'refused') return reply.code
  return reply.is === 'errors' ? [reply.code, ...reply.fields].join(' ') : reply.is
}

/** Most times a form is drawn again because what was filled in asks for more. */
const REDRAWS = 4

/** Who fills in a form. Whoever is hurried sends it twice at once; it must be taken once. */
export interface Hand {
  readonly person: string
  readonly key: string
  readonly hurried?: boolean
}

/** Fills in a form as it grows, and submits it. */
export async function fillAndSend(client: Client, hand: Hand, opened: Form, mind: Mind): Promise<Reply> {
  const { person, key, hurried = false } = hand
  let form = opened
  let values = fillIn(form, mind)
  for (let n = 0; n < REDRAWS && form.fields.some((field) => field.redraws); n++) {
    const again = await client.act({ as: person, do: 'redraw', form, values })
    if (again.is !== 'form') break
    form = again.form
    const shown = new Set(form.fields.map(({ id }) => id))
    const kept = Object.fromEntries(Object.entries(values).filter(([id]) => shown.has(id)))
    // A bound that came with another choice wins over what was filled in before it.
    const grown = { ...fillIn(form, mind), ...withoutMoney(form, kept) }
    if (JSON.stringify(grown) === JSON.stringify(values)) break
    values = grown
  }
  const send = (which: string): Promise<Reply> => client.act({ as: person, do: 'submit', form, values }, which)
  const reply = await twice(hurried, send, `${key}/submit`)
  // What nobody had to fill in may be asked for after all, such as why an amount is unusual.
  const wanted = reply.is === 'errors' ? form.fields.filter(({ id }) => reply.fields.includes(id)) : []
  const empty = wanted.filter(({ id }) => values[id] === undefined)
  if (empty.length === 0) return reply
  values = { ...values, ...fillIn({ ...form, fields: empty.map((field) => ({ ...field, required: true })) }, mind) }
  return twice(hurried, send, `${key}/said`)
}

/** Does something once, or twice in the same moment under different keys; gives the better answer of the two. */
async function twice(really: boolean, act: (key: string) => Promise<Reply>, key: string): Promise<Reply> {
  if (!really) return act(key)
  const [one, other] = await Promise.all([act(key), act(`${key}/again`)])
  return one.is === 'done' ? one : other
}

function withoutMoney(form: Form, values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const bounded = form.fields.filter(({ element }) => element.input === 'money' && element.max !== undefined)
  const money = new Set(bounded.map(({ id }) => id))
  return Object.fromEntries(Object.entries(values).filter(([id]) => !money.has(id)))
}

/** Which button: mostly the one that moves the case on, and always so for whoever tried in vain before. */
function choose({ buttons }: Ask, chance: Chance, straight: boolean): string {
  const has = (verb: string): boolean => buttons.some((one) => one.verb === verb)
  if (has('approve'))
    return straight || chance.happens(0.88)
      ? 'approve'
      : chance.pick(['reject', 'return', 'transfer', 'ask', 'add'].filter(has))
  // Whoever is asked something answers; nobody else can go on before.
  if (has('answer')) return 'answer'
  if (has('pay')) return straight || chance.happens(0.94) ? 'pay' : chance.pick(['fail', 'return'].filter(has))
  if (!has('submit')) return ''
  const others = ['return', 'transfer', 'reject'].filter(has)
  return straight || others.length === 0 || chance.happens(0.93) ? 'submit' : chance.pick(others)
}
