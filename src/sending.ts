/**
 * One outbox row, from what is wanted to what came of it: draw it fresh, compare it with what stands, send or update.
 * Where a place is closed it goes to another; where the outcome of an earlier send is unknown it is looked up first.
 */
import type { Card, Message } from '../cards/model.ts'
import { faults } from './faults.ts'
import { type Elsewhere, fromHandle, handleAt, ownLane, type Pace, splitLane } from './lanes.ts'
import type { Abilities, Clock, Platform, Send, SendOutcome, Settlement } from './ports.ts'
import { outcomeOf, settleFailure } from './retry.ts'
import type { Millis } from './rules/nouns.ts'
import type { Reaction } from './rules/reactions.ts'
import type { Spot } from './rules/views.ts'

/** A card as the case is now. `digest` is equal when and only when people would see no difference. */
export interface Drawn {
  readonly card: Card
  readonly digest: string
}

export type ViewSend = Extract<Send, { readonly kind: 'view' }>
export type EffectSend = Extract<Send, { readonly kind: 'effect' }>
export type NoticeSend = Extract<Send, { readonly kind: 'notice' }>

/** Where a card is read that another place took. */
export interface ReadElsewhere {
  readonly readAt?: Spot
}

export interface SendingParts {
  readonly platforms: ReadonlyMap<string, Platform>
  /** Reads the case again and draws the card; undefined when there is nothing to show there any more. */
  draw(send: ViewSend & ReadElsewhere): Promise<Drawn | undefined>
  /** True for a reminder that waited until what it is about was done. */
  isMoot?(send: NoticeSend): Promise<boolean>
  /** Other lanes that may take what was meant for a closed one, best first. */
  elsewhere?(send: Send): readonly Elsewhere[]
  /** Tells the desk what came of an effect before it is settled; it may come twice. */
  onDone?(send: EffectSend, handle: string): Promise<unknown>
  /** Carries out what one case causes in another; it may come twice. */
  react?(reaction: Reaction): Promise<unknown>
  /** Tells that nothing reaches whom this was for, before it goes elsewhere; it may come twice. */
  onUnreached?(send: Send, why: string): Promise<unknown>
  /** Tells that a lane is closed, and which one took it. */
  onClosed?(send: Send, why: string, taker: string): void
  readonly clock: Clock
  readonly pace: Pace
  readonly random: () => number
  /** How long a platform's call may take before its outcome counts as unknown. */
  readonly patience: Millis
}

/** Rows that leave in one message, which has a name for ever. */
export interface Bundle {
  readonly sends: readonly [NoticeSend, ...NoticeSend[]]
  readonly message: Message
  readonly name: string
}

/** Sends rows. `platformOf` is absent for a platform that is off. */
export interface Sending {
  attempt(send: Send): Promise<Settlement>
  /** The same for rows that leave in one message; what it came to holds for each of them. */
  together(bundle: Bundle): Promise<Settlement>
  platformOf(send: Send): Platform | undefined
}

/** May a card that stands already be changed into this one? What may be changed only once is kept for closing. */
export function mayUpdate(abilities: Abilities, card: Card, told?: { readonly state: 'open' | 'done' }): boolean {
  if (abilities.updates === 'once') return card.state === 'done' && told?.state !== 'done'
  return abilities.updates === 'anytime'
}

/** A sender. It keeps nothing in mind: the store knows which rows may have been sent before. */
export function makeSending(parts: SendingParts): Sending {
  const { platforms, clock, pace } = parts

  const platformOf = (send: Send) => platforms.get(splitLane(send.lane).platform)

  /** A call to the platform at its pace. */
  async function call(lane: string, to: Platform, how: () => Promise<SendOutcome>): Promise<SendOutcome> {
    await pace(ownLane(lane), to.abilities.perLaneSecond)
    faults?.('delivery/send')
    const outcome = await outcomeOf(how, to.abilities.patience ?? parts.patience)
    faults?.('delivery/sent')
    return outcome
  }

  function failed(send: Send, outcome: Failure, to?: Platform): Settlement {
    const repeatable = to === undefined || to.abilities.recognisesKeys || to.lookup !== undefined
    const result = settleFailure(
      { outcome, before: send.attempts, repeatable, now: clock.now(), queued: send.queued },
      parts.random,
    )
    return result.is === 'retry' ? { ...result, unsure: outcome.is === 'unknown' || send.again === true } : result
  }

  /** Sends under `key`, but for what an earlier try may have carried out already where the platform can be searched. */
  async function once(send: Send, to: Platform, key: string, how: () => Promise<SendOutcome>): Promise<SendOutcome> {
    const { lookup } = to
    if (lookup === undefined || to.abilities.recognisesKeys || !send.again) return call(send.lane, to, how)
    const { address } = splitLane(send.lane)
    const found = await call(send.lane, to, async () => {
      const seen = await lookup.call(to, address, key, send.number)
      return seen.is === 'absent' ? { is: 'retry', after: 0, why: 'absent' } : seen
    })
    if (found.is === 'retry' && found.why === 'absent') return call(send.lane, to, how)
    return found.is === 'sent' ? found : { is: 'unknown', why: `look-up: ${found.why}` }
  }

  /** The first other lane that takes it. `post` sends there and gives the settlement, or undefined when it is closed too. */
  async function moved(
    send: Send,
    closed: Failure,
    about: readonly Send[],
    post: (other: Elsewhere, to: Platform, address: string) => Promise<Settlement | Failure>,
  ): Promise<Settlement> {
    let missed = false
    for (const other of parts.elsewhere?.(send) ?? []) {
      const { platform, address } = splitLane(other.lane)
      const to = platforms.get(platform)
      if (to === undefined || other.lane === ownLane(send.lane)) continue
      if (!missed && other.place.in !== 'person') {
        missed = true
        for (const one of about) await parts.onUnreached?.(one, closed.why)
      }
      const result = await post(other, to, address)
      if (result.is === 'closed') continue
      if (isFailure(result)) return failed(send, result, to)
      // Nothing is left to be sent where it passed to somebody else meanwhile; the operators hear of it all the same.
      if (result.is === 'sent' || (missed && result.is === 'skipped')) parts.onClosed?.(send, closed.why, other.lane)
      return result
    }
    if (!missed) for (const one of about) await parts.onUnreached?.(one, closed.why)
    return failed(send, closed)
  }

  async function sendNotice(send: NoticeSend, to: Platform): Promise<Settlement> {
    if (send.noticeKind === 'nag' && (await parts.isMoot?.(send))) return { is: 'skipped' }
    return sendBundle({ sends: [send], message: send.message, name: noticeName(send) }, to)
  }

  async function sendBundle({ sends, message, name }: Bundle, to: Platform): Promise<Settlement> {
    const [send] = sends
    const { address } = splitLane(send.lane)
    const outcome = await once(send, to, name, () => to.sendMessage(address, message, name))
    if (outcome.is === 'sent') return { is: 'sent', handle: outcome.handle }
    if (outcome.is !== 'closed') return failed(send, outcome, to)
    return moved(send, outcome, sends, async (other, platform, there) => {
      const moving = { ...send, lane: other.lane }
      const took = await once(moving, platform, name, () => platform.sendMessage(there, message, name))
      return took.is === 'sent' ? { is: 'sent', handle: handleAt(other.lane, took.handle) } : took
    })
  }

  async function update(send: ViewSend, standing: string, { card, digest }: Drawn): Promise<Settlement> {
    const { lane, handle } = fromHandle(standing, send.lane)
    const { platform, address } = splitLane(lane)
    const to = platforms.get(platform)
    if (to === undefined) return failed(send, { is: 'retry', after: 0, why: 'platform_off' })
    const key = `${nameOf(send)}|${send.id}|${digest}`
    const outcome = await call(lane, to, () => to.updateCard(address, handle, card, key))
    if (outcome.is === 'sent') return { is: 'sent', handle: sameLane(send, lane, outcome.handle), card, digest }
    if (outcome.is === 'gone' || outcome.is === 'closed') {
      // Nobody needs a new card that only says it is over. Where it still stands it is not told: a later look tries again.
      if (card.state === 'done')
        return outcome.is === 'closed' ? { is: 'skipped' } : { is: 'sent', handle: standing, card, digest }
      return post(send, to, { card, digest }, `${nameOf(send)}|after ${standing}`)
    }
    // Changing a card into the same card twice is harmless where cards may be changed at any time.
    return to.abilities.updates === 'anytime' ? failed(send, outcome) : failed(send, outcome, to)
  }

  async function post(send: ViewSend, to: Platform, drawn: Drawn, key = nameOf(send)): Promise<Settlement> {
    const again = send.again && (to.abilities.recognisesKeys || to.lookup !== undefined)
    if (drawn.card.state === 'done' && !again) return { is: 'skipped' }
    const { address } = splitLane(send.lane)
    const outcome = await once(send, to, key, () => to.sendCard(address, drawn.card, key))
    if (outcome.is === 'closed')
      return moved(send, outcome, [send], (other, taker) => postElsewhere(send, other, taker, key))
    if (outcome.is !== 'sent') return failed(send, outcome, to)
    await pin(send, to, address, outcome.handle)
    // Where the key was known already, an older drawing stands: bring it up to date.
    if (again && mayUpdate(to.abilities, drawn.card)) return update(send, outcome.handle, drawn)
    return { is: 'sent', handle: outcome.handle, ...drawn }
  }

  /** Draws it again for those who read at the other place: what one person may see is not for a channel. */
  async function postElsewhere(
    send: ViewSend,
    { lane, place }: Elsewhere,
    to: Platform,
    key: string,
  ): Promise<Settlement | Failure> {
    const drawn = await parts.draw({ ...send, lane, readAt: place })
    if (drawn === undefined || drawn.card.state === 'done') return { is: 'skipped' }
    const took = await once({ ...send, lane }, to, key, () => to.sendCard(splitLane(lane).address, drawn.card, key))
    return took.is === 'sent' ? { is: 'sent', handle: handleAt(lane, took.handle), ...drawn } : took
  }

  async function sendView(send: ViewSend, to: Platform): Promise<Settlement> {
    const place = send.told && placeOf(send, send.told.handle)
    const drawn = await parts.draw(place === undefined ? send : { ...send, readAt: place })
    faults?.('delivery/drawn')
    if (drawn === undefined) return { is: 'skipped' }
    if (send.told === undefined) return post(send, to, { card: drawn.card, digest: drawn.digest })
    if (send.told.digest === drawn.digest) return { is: 'skipped' }
    if (mayUpdate(to.abilities, drawn.card, send.told)) return update(send, send.told.handle, drawn)
    // What was closed for good cannot be opened again (a call that nobody answered, a task handed back): a new card asks.
    const reopened = send.told.state === 'done' && drawn.card.state === 'open'
    return reopened ? post(send, to, drawn, `${nameOf(send)}|after ${send.told.handle}`) : { is: 'skipped' }
  }

  /** What one case causes in another is a command to our own desk; a surprise there is tried again. */
  async function reacted(reaction: Reaction): Promise<Settlement> {
    await parts.react?.(reaction)
    return { is: 'sent', handle: '' }
  }

  /** Rooms: every step may be done twice, so that an unclear one is simply done again. */
  async function carryOut(send: EffectSend, to: Platform): Promise<Settlement> {
    const { rooms } = to
    const { effect } = send
    if (effect.do === 'react') return failed(send, { is: 'never', why: 'no_platform' }, to)
    if (rooms === undefined) return failed(send, { is: 'never', why: 'no_rooms' }, to)
    const outcome = await call(send.lane, to, () => {
      if (effect.do === 'open_room') return rooms.open(effect.room, nameOf(send))
      return effect.do === 'invite' ? rooms.invite(effect.handle, effect.people) : rooms.close(effect.handle)
    })
    if (outcome.is !== 'sent') return failed(send, outcome)
    if (effect.do === 'open_room') await parts.onDone?.(send, outcome.handle)
    return { is: 'sent', handle: outcome.handle }
  }

  /** The living card of a war room stays in sight; a pin that fails is no reason to post the card again. */
  async function pin({ place }: ViewSend, to: Platform, address: string, handle: string): Promise<void> {
    if (place.in === 'room')
      await outcomeOf(async () => (await to.rooms?.pin(address, handle)) ?? PINNED, parts.patience)
  }

  /** The place of a card that another lane took. */
  function placeOf(send: ViewSend, standing: string): Spot | undefined {
    const { lane } = fromHandle(standing, send.lane)
    return lane === send.lane ? undefined : parts.elsewhere?.(send).find((other) => other.lane === lane)?.place
  }

  return {
    platformOf,
    async together(bundle) {
      const [send] = bundle.sends
      const to = platformOf(send)
      return to === undefined ? failed(send, { is: 'retry', after: 0, why: 'platform_off' }) : sendBundle(bundle, to)
    },
    async attempt(send) {
      if (send.kind === 'effect' && send.effect.do === 'react') return reacted(send.effect.reaction)
      const to = platformOf(send)
      if (to === undefined) return failed(send, { is: 'retry', after: 0, why: 'platform_off' })
      if (send.kind === 'view') return sendView(send, to)
      return send.kind === 'effect' ? carryOut(send, to) : sendNotice(send, to)
    },
  }
}

/** Names a notice for ever: what the platform is given as its key. */
export const noticeName = (send: Pick<NoticeSend, 'number' | 'key' | 'lane'>): string =>
  `${send.number}|${send.key}|${ownLane(send.lane)}`

/** Names a card or notice at its place for ever. */
const nameOf = (send: Send): string => `${send.lane}|${send.number}|${send.key}`

const PINNED: SendOutcome = { is: 'sent', handle: '' }

type Failure = Exclude<SendOutcome, { readonly is: 'sent' }>

const isFailure = (result: Settlement | Failure): result is Failure =>
  ('after' in result && result.is === 'retry') || ['unknown', 'never', 'gone', 'closed'].includes(result.is)

/** A handle says where it is when that is not its own lane. */
const sameLane = (send: Send, lane: string, handle: string): string =>
  lane === send.lane ? handle : handleAt(lane, handle)
