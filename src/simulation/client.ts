/**
 * The hands of people: what they press and send goes to some house that is open, again with the same key when no answer
 * came, and now and then twice or late, as networks do.
 */
import type { Form } from '../../cards/model.ts'
import type { Caller, Reply } from '../platform-port.ts'
import type { Chance } from '../rehearsal/chance.ts'
import type { Client, Element, Deed as PlainDeed, Form as PlainForm, Reply as PlainReply } from '../rehearsal/port.ts'
import type { Millis, Refusal, Verb } from '../rules/nouns.ts'
import { isRefusal } from '../rules/nouns.ts'
import type { Agenda } from './agenda.ts'
import type { Home } from './estate.ts'
import type { Deed, Ledger } from './ledger.ts'
import type { Fault } from './options.ts'
import type { Time } from './time.ts'

export interface Hands {
  readonly time: Time
  readonly agenda: Agenda
  readonly ledger: Ledger
  readonly faults: ReadonlySet<Fault>
  chanceOf(...purpose: readonly (string | number)[]): Chance
  /** A house that is open, or undefined: then they try again later. */
  home(chance: Chance): Home | undefined
  caller(person: string): Caller
  wrong(what: string): void
  trace(line: string): void
  /** How often something was sent. */
  count(what: 'sent' | 'done' | 'refused' | 'again'): void
}

type Going = (home: Home) => Promise<Reply>

const MINUTE: Millis = 60_000

/** When somebody acts: on the minute, or together with others on the tenth. */
export function moment(now: Millis, after: Millis, chance: Chance): Millis {
  const grid = chance.happens(0.6) ? 10 * MINUTE : MINUTE
  return Math.ceil((now + after) / grid) * grid
}

/** The hands, as stand-in people use them. */
export function makeClient(hands: Hands): Pick<Client, 'act' | 'settle'> {
  const { time, agenda, ledger } = hands

  function deliver(deed: Deed, go: Going, nth: number, answered: (reply: Reply) => void): void {
    const chance = hands.chanceOf('deliver', deed.key, nth)
    const home = hands.home(chance)
    const later = (): void =>
      agenda.at(time.now() + chance.between(1, 20) * MINUTE, () => deliver(deed, go, nth + 1, answered))
    if (home === undefined) return later()
    hands.count(nth === 0 ? 'sent' : 'again')
    deed.unheard++
    let open = true
    // Nobody waits longer than this for an answer; whoever does not get one tries again, or leaves it.
    agenda.at(time.now() + 2 * MINUTE, () => {
      if (open && nth < 6 && chance.happens(0.85)) later()
      open = false
    })
    go(home).then(
      (reply) => {
        if (home.life.dead) return
        open = false
        deed.unheard--
        const wrong = ledger.answered(deed, reply)
        if (wrong !== undefined) hands.wrong(wrong)
        hands.count(reply.is === 'done' ? 'done' : 'refused')
        hands.trace(`${deed.person} ${deed.verb} ${deed.key}: ${said(reply)}`)
        answered(reply)
      },
      (error: unknown) => {
        if (home.life.dead) return
        deed.unheard--
        if (!open) return
        open = false
        hands.trace(`${deed.person} ${deed.verb} ${deed.key}: ${error instanceof Error ? error.message : error}`)
        if (nth < 6) later()
      },
    )
  }

  function send(deed: Deed, go: Going): Promise<Reply> {
    ledger.open(deed)
    return new Promise((resolve) => {
      deliver(deed, go, 0, resolve)
      const chance = hands.chanceOf('again', deed.key)
      if (!hands.faults.has('again') || !chance.happens(0.12)) return
      const after = chance.pick([0, 0, 1000, 2 * MINUTE, 180 * MINUTE, 9 * 24 * 60 * MINUTE])
      agenda.at(time.now() + after, () => deliver(deed, go, 100, () => undefined))
    })
  }

  async function act(plain: PlainDeed, key = ''): Promise<PlainReply> {
    const caller = hands.caller(plain.as)
    if (plain.do === 'redraw') return redraw(plain, caller)
    const chance = hands.chanceOf('think', key, plain.as)
    // Reading and writing take time, and meanwhile others act.
    if (plain.do === 'submit') {
      const at = moment(time.now(), chance.happens(0.1) ? 600 * MINUTE : chance.between(0, 20) * MINUTE, chance)
      await new Promise<void>((resolve) => agenda.at(at, resolve))
    }
    const { deed, go } = meant(plain, caller, key, time.now())
    return plainReply(await send(deed, go))
  }

  async function redraw({ form, values, as }: PlainDeed & { readonly do: 'redraw' | 'submit' }, caller: Caller) {
    const home = hands.home(hands.chanceOf('redraw', as, form.id))
    if (home === undefined) return { is: 'said' } as const
    const failed = (): Refusal => ({ refused: 'unexpected' })
    const drawn = await home.house.reception.redraw(caller, { ...placed(form), values }).catch(failed)
    return isRefusal(drawn)
      ? { is: 'refused' as const, code: drawn.refused }
      : { is: 'form' as const, form: plain(drawn) }
  }

  return { act, settle: async () => undefined }
}

function meant(plain: PlainDeed, caller: Caller, key: string, sent: Millis): { deed: Deed; go: Going } {
  const person = plain.as
  if (plain.do === 'command')
    return {
      deed: { key, person, verb: 'say', sent, unheard: 0 },
      go: ({ house }) => house.reception.hear(caller, plain.text, key),
    }
  if (plain.do === 'press') {
    const [number = '', revision = ''] = plain.button.ref.split(':')
    const click = { verb: plain.button.verb as Verb, number, revision: Number(revision) }
    return {
      deed: { key, person, verb: click.verb, number, sent, unheard: 0 },
      go: ({ house }) => house.reception.click(caller, click, key),
    }
  }
  const { form, values } = plain
  const text = form.number === undefined ? { text: String(values.text) } : {}
  return {
    deed: { key, person, verb: verbOf(form), number: form.number, ...text, sent, unheard: 0 },
    go: ({ house }) => house.reception.submit(caller, { ...placed(form), values }, key),
  }
}

/** Forms are named after their verb, or stand for a submit; payment's stands for paying. */
function verbOf({ id, number }: PlainForm): string {
  if (number === undefined) return 'file'
  if (id === 'payment') return 'pay'
  return OWN_FORMS.has(id) ? id : 'submit'
}

const OWN_FORMS: ReadonlySet<string> = new Set([
  ...['approve', 'reject', 'return', 'transfer', 'withdraw', 'amend', 'note', 'fail', 'pause', 'resume'],
  ...['urge', 'unmask', 'room', 'merge'],
])

const placed = ({ id, number, position, revision }: Pick<Form, 'id' | 'number' | 'position' | 'revision'>) => ({
  id,
  ...(number === undefined ? {} : { number }),
  ...(position === undefined ? {} : { position }),
  ...(revision === undefined ? {} : { revision }),
})

/** A form as stand-in people read it. */
function plain(form: Form): PlainForm {
  return {
    ...placed(form),
    fields: form.fields.map(({ id, required, redraws, value, kind }) => ({
      ...{ id, required, redraws, element: kind as Element },
      ...(value === undefined ? {} : { value }),
    })),
  }
}

function plainReply(reply: Reply): PlainReply {
  switch (reply.is) {
    case 'form':
      return { is: 'form', form: plain(reply.form) }
    case 'card':
      return { is: 'card', buttons: [] }
    case 'errors':
      return { is: 'errors', code: reply.code, fields: reply.errors.map(({ field = '' }) => field) }
    case 'done':
      return { is: 'done', number: reply.number }
    case 'refused':
      return { is: 'refused', code: reply.code }
    case 'say':
      return { is: 'said' }
  }
}

const said = (reply: Reply): string =>
  reply.is === 'done'
    ? `done ${reply.number}:${reply.revision}`
    : 'code' in reply
      ? `${reply.is} ${reply.code}`
      : reply.is
