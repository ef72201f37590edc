/**
 * The stand-in people: what somebody does with a card that asks them. Most do what they are asked; some refuse, return,
 * hand over, come late, or click twice. Everything follows from the seed, the case and the person.
 */

import type { Mind } from './answers.ts'
import { fillIn } from './answers.ts'
import type { Chance } from './chance.ts'
import { chanceOf } from './chance.ts'
import type { Button, Client, Form, Reply } from './client.ts'
import type { Judgement } from './judgement.ts'

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
  /** Does something with the card. False when nothing came of it. */
  answer(errand: Errand, ask: Ask, now: Date, colleagues: readonly string[]): Promise<boolean>
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
      const button = ask.buttons.find((one) => one.action_id === `redress.${verb}`)
      if (!button) return false
      if (chance.happens(0.02)) await clickAs(chance.pick(colleagues), button, ask)
      const done = await carryOut(errand, ask, button, chance, now)
      if (done && chance.happens(TWICE)) await clickAs(ask.person, button, ask, 'again')
      return done
    },
  }

  /** A click by somebody who may have no business here; whatever comes of it is the server's to say. */
  async function clickAs(person: string, button: Button, ask: Ask, which = 'stranger'): Promise<void> {
    await client.act(clickOf(person, button, ask), `${which}/${ask.post}/${ask.key}/${button.value}`)
  }

  async function carryOut(errand: Errand, ask: Ask, button: Button, chance: Chance, now: Date): Promise<boolean> {
    const key = `${ask.person}/${ask.attempt}/${ask.key}/${button.action_id}/${button.value}`
    const reply = await client.act(clickOf(ask.person, button, ask), key)
    if (reply.is !== 'form') return reply.is === 'done'
    const answer = chance.happens(0.82) ? 'satisfied' : chance.pick(['unsatisfied', 'unreached'] as const)
    const mind: Mind = {
      judgement: errand.judgement,
      chance,
      now,
      answer,
      ...(errand.amount === undefined ? {} : { amount: errand.amount }),
    }
    return (await fillAndSend(client, ask.person, reply.form, mind, key)).is === 'done'
  }
}

/** Most times a form is drawn again because what was filled in asks for more. */
const REDRAWS = 4

/** Fills in a form as it grows, and submits it. */
export async function fillAndSend(
  client: Client,
  person: string,
  opened: Form,
  mind: Mind,
  key: string,
): Promise<Reply> {
  let form = opened
  let values = fillIn(form, mind)
  for (let n = 0; n < REDRAWS && form.fields.some((field) => field.redraws); n++) {
    const again = await client.act({ as: person, do: 'redraw', ...placeOf(form), values })
    if (again.is !== 'form') break
    form = again.form
    const shown = new Set(form.fields.map((field) => field.block_id.replace(/^f\./, '')))
    const kept = Object.fromEntries(Object.entries(values).filter(([id]) => shown.has(id)))
    // A bound that came with another choice wins over what was filled in before it.
    const grown = { ...fillIn(form, mind), ...withoutMoney(form, kept) }
    if (JSON.stringify(grown) === JSON.stringify(values)) break
    values = grown
  }
  const sent = await client.act({ as: person, do: 'submit', ...placeOf(form), values }, `${key}/submit`)
  return sent
}

function withoutMoney(form: Form, values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const money = new Set(
    form.fields
      .filter((f) => f.element.input === 'money' && f.element.max !== undefined)
      .map((f) => f.block_id.replace(/^f\./, '')),
  )
  return Object.fromEntries(Object.entries(values).filter(([id]) => !money.has(id)))
}

function placeOf({ callback_id: form, number, position, revision }: Form): object {
  return {
    form,
    ...(number === undefined ? {} : { number }),
    ...(position === undefined ? {} : { position }),
    ...(revision === undefined ? {} : { revision }),
  }
}

function clickOf(person: string, { action_id: action, value }: Button, { post }: Ask): object {
  return { as: person, do: 'click', action, value, post }
}

/** Which button: mostly the one that moves the case on, and always so for whoever tried in vain before. */
function choose({ buttons }: Ask, chance: Chance, straight: boolean): string {
  const has = (verb: string): boolean => buttons.some((one) => one.action_id === `redress.${verb}`)
  if (has('approve'))
    return straight || chance.happens(0.88) ? 'approve' : chance.pick(['reject', 'return', 'transfer'].filter(has))
  if (has('pay')) return straight || chance.happens(0.94) ? 'pay' : chance.pick(['fail', 'return'].filter(has))
  if (!has('submit')) return ''
  const others = ['return', 'transfer', 'reject'].filter(has)
  return straight || others.length === 0 || chance.happens(0.93) ? 'submit' : chance.pick(others)
}
