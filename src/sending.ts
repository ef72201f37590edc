/** One outbox row, from what is wanted to what came of it: draw it fresh, compare it with what stands, send or update. */
import type { Card } from '../cards/model.ts'
import { type Pace, splitLane } from './lanes.ts'
import type { Abilities, Clock, Platform, Send, SendOutcome, Settlement } from './ports.ts'
import { outcomeOf, settleFailure } from './retry.ts'
import type { Millis } from './rules/nouns.ts'

/** A card as the case is now. `digest` is equal when and only when people would see no difference. */
export interface Drawn {
  readonly card: Card
  readonly digest: string
}

export type ViewSend = Extract<Send, { readonly kind: 'view' }>
export type NoticeSend = Extract<Send, { readonly kind: 'notice' }>

export interface SendingParts {
  readonly platforms: ReadonlyMap<string, Platform>
  /** Reads the case again and draws the card; undefined when there is nothing to show there any more. */
  draw(send: ViewSend): Promise<Drawn | undefined>
  readonly clock: Clock
  readonly pace: Pace
  readonly random: () => number
  /** How long a platform's call may take before its outcome counts as unknown. */
  readonly patience: Millis
}

/** Sends rows. `platformOf` is absent for a platform that is off. */
export interface Sending {
  attempt(send: Send): Promise<Settlement>
  platformOf(send: Send): Platform | undefined
}

/** May a card that stands already be changed into this one? What may be changed only once is kept for closing. */
export function mayUpdate(abilities: Abilities, card: Card, told?: { readonly state: 'open' | 'done' }): boolean {
  if (abilities.updates === 'once') return card.state === 'done' && told?.state !== 'done'
  return abilities.updates === 'anytime'
}

/** A sender. Rows queued before it was made may have been sent by a process that died before it could say so. */
export function makeSending(parts: SendingParts): Sending {
  const { platforms, clock, pace } = parts
  const born = clock.now()
  const uncertain = new Set<string>()

  const platformOf = (send: Send) => platforms.get(splitLane(send.lane).platform)
  const mayHaveArrived = (send: Send) => send.queued < born || uncertain.has(nameOf(send))

  /** A call to the platform at its pace. */
  async function call(send: Send, to: Platform, how: () => Promise<SendOutcome>): Promise<SendOutcome> {
    await pace(send.lane, to.abilities.perLaneSecond)
    return outcomeOf(how, parts.patience)
  }

  function failed(send: Send, outcome: Exclude<SendOutcome, { is: 'sent' }>, repeatable: boolean): Settlement {
    const result = settleFailure({ outcome, before: send.attempts, repeatable, now: clock.now() }, parts.random)
    if (result.is === 'retry' && outcome.is === 'unknown') uncertain.add(nameOf(send))
    return result
  }

  async function sendNotice(send: NoticeSend, to: Platform): Promise<Settlement> {
    const { address } = splitLane(send.lane)
    const key = `${send.number}|${send.key}|${send.lane}`
    const outcome = await call(send, to, () => to.sendMessage(address, send.message, key))
    if (outcome.is === 'sent') return { is: 'sent', handle: outcome.handle }
    return failed(send, outcome, to.abilities.recognisesKeys)
  }

  async function update(send: ViewSend, to: Platform, handle: string, { card, digest }: Drawn): Promise<Settlement> {
    const { address } = splitLane(send.lane)
    const key = `${nameOf(send)}|${send.id}|${digest}`
    const outcome = await call(send, to, () => to.updateCard(address, handle, card, key))
    if (outcome.is === 'sent') return { is: 'sent', handle: outcome.handle, card, digest }
    // Changing a card into the same card twice is harmless where cards may be changed at any time.
    return failed(send, outcome, to.abilities.recognisesKeys || to.abilities.updates === 'anytime')
  }

  async function post(send: ViewSend, to: Platform, drawn: Drawn): Promise<Settlement> {
    const again = mayHaveArrived(send) && to.abilities.recognisesKeys
    if (drawn.card.state === 'done' && !again) return { is: 'skipped' }
    const { address } = splitLane(send.lane)
    const outcome = await call(send, to, () => to.sendCard(address, drawn.card, nameOf(send)))
    if (outcome.is !== 'sent') return failed(send, outcome, to.abilities.recognisesKeys)
    // Where the key was known already, an older drawing stands: bring it up to date.
    if (again && mayUpdate(to.abilities, drawn.card)) return update(send, to, outcome.handle, drawn)
    return { is: 'sent', handle: outcome.handle, ...drawn }
  }

  async function sendView(send: ViewSend, to: Platform): Promise<Settlement> {
    const drawn = await parts.draw(send)
    if (drawn === undefined) return { is: 'skipped' }
    if (send.told === undefined) return post(send, to, { card: drawn.card, digest: drawn.digest })
    if (send.told.digest === drawn.digest || !mayUpdate(to.abilities, drawn.card, send.told)) return { is: 'skipped' }
    return update(send, to, send.told.handle, drawn)
  }

  return {
    platformOf,
    async attempt(send) {
      const to = platformOf(send)
      if (to === undefined) return failed(send, { is: 'retry', after: 0, why: 'platform_off' }, true)
      const result = await (send.kind === 'view' ? sendView(send, to) : sendNotice(send, to))
      if (result.is !== 'retry') uncertain.delete(nameOf(send))
      return result
    },
  }
}

/** Names a card or notice at its place for ever. */
const nameOf = (send: Send): string => `${send.lane}|${send.number}|${send.key}`
