/**
 * What our own pages need beside the reception: what an address of a form opens for this person now, and a case with what
 * it offers them. It only reads: a page that is opened changes nothing.
 */

import { drawShown } from '../cards/lists.ts'
import type { Action, Card, Form } from '../cards/model.ts'
import type { ConversationParts, Ground } from './conversation-ground.ts'
import { groundOf } from './conversation-ground.ts'
import type { Offer } from './offers.ts'
import { askingCards, offersFor } from './offers.ts'
import type { Caller, FormTarget, Reply } from './ports.ts'
import { groundsOf } from './precedents.ts'
import { refuse } from './reception-answers.ts'
import { caseRuns } from './rules/case-clocks.ts'
import { momentsFor } from './rules/clocks.ts'
import { isCaseless, isRefusal } from './rules/nouns.ts'
import { tasksFor } from './rules/tasks.ts'

/** What a page shows first. */
export type PageOpened =
  | { readonly is: 'form'; readonly form: Form; readonly card?: Card }
  /** A button that acts at once: it is pressed on a page of its own, with all it is about. */
  | { readonly is: 'button'; readonly action: Action; readonly position?: string; readonly card: Card }
  | { readonly is: 'refused'; readonly reply: Extract<Reply, { is: 'refused' }> }

/** A case as its page shows it, and what the person may do there. */
export interface PageCase {
  readonly card: Card
  readonly offers: readonly { readonly action: Action; readonly position?: string }[]
}

export interface PageDesk {
  /** `key` is only for the record: opening never acts. */
  open(caller: Caller, target: FormTarget, key: string): Promise<PageOpened>
  case(caller: Caller, number: string, key: string): Promise<PageCase | Extract<Reply, { is: 'refused' }>>
}

/** Opens it over the same parts as the conversation. */
export function makePageDesk(parts: Omit<ConversationParts, 'drafts'>): PageDesk {
  const offersAt = async (caller: Caller, number: string): Promise<readonly Offer[]> => {
    const ground = await groundOf(parts, caller, number)
    return isRefusal(ground) ? [] : offersOn(caller, ground)
  }
  const offersOn = async (caller: Caller, ground: Ground): Promise<readonly Offer[]> => {
    const { state } = ground
    if (!state || caller.actor.kind !== 'person') return []
    const grounds = await groundsOf(parts.store, state, ground.timely.policy)
    return offersFor({ ...ground, state, grounds, person: caller.actor.id, now: parts.clock.now(), shared: false })
  }
  const noWay = (reply: Reply): Extract<Reply, { is: 'refused' }> => {
    if (reply.is === 'refused') return reply
    throw new Error(`a ${reply.is} where a form or a no was expected`)
  }

  async function openAt(caller: Caller, target: FormTarget & { number: string }, key: string): Promise<PageOpened> {
    const { verb, number, position } = target
    const found = (await offersAt(caller, number)).filter(({ action }) => action.verb === verb)
    const offer = found.find((one) => one.position === position) ?? (position === undefined ? found[0] : undefined)
    const at = offer?.position ?? position
    if (!offer || isCaseless(verb)) {
      const ground = await groundOf(parts, caller, number)
      if (isRefusal(ground)) return { is: 'refused', reply: noWay(refuse(readerOf(caller), ground)) }
      if (isCaseless(verb)) return { is: 'refused', reply: noWay(refuse(readerOf(caller), { refused: 'bad_request' })) }
      // Not offered: the desk says why. Revision 0 was seen by nobody, so nothing can come of it.
      const click = { verb, number, revision: 0, ...(at === undefined ? {} : { position: at }) }
      return { is: 'refused', reply: noWay(await parts.reception.click(caller, click, key)) }
    }
    const { action } = offer
    if (!action.opens) {
      const card = offer.card ?? (await shown(caller, number, key))
      return { is: 'button', action, card, ...(at === undefined ? {} : { position: at }) }
    }
    const click = { verb, number, revision: action.revision, ...(at === undefined ? {} : { position: at }) }
    const reply = await parts.reception.click(caller, click, key)
    if (reply.is !== 'form') return { is: 'refused', reply: noWay(reply) }
    return { is: 'form', form: reply.form, ...(offer.card ? { card: offer.card } : {}) }
  }

  const readerOf = (caller: Caller) => {
    const { policy, directory } = parts.company.under(parts.company.current.version)
    return { lang: caller.lang, tz: policy.company.tz, policy, directory }
  }

  async function shown(caller: Caller, number: string, key: string): Promise<Card> {
    const reply = await parts.reception.hear(caller, `show ${number}`, key)
    if (reply.is !== 'card') throw new Error(`a ${reply.is} where a card was expected`)
    return reply.card
  }

  /** Nobody reads along on a page: what the case asks of this person stands there as on their own card. */
  async function alone(
    { actor }: Caller,
    { state, timely, reader }: Ground,
    offers: readonly Offer[],
  ): Promise<Card | undefined> {
    if (!state || actor.kind !== 'person') return undefined
    const tasks = tasksFor(state, timely)
    const cards = askingCards(offers, tasks, actor.id)
    return drawShown(state, await parts.store.facts(state.number), tasks, reader, {
      cards,
      clocks: caseRuns(state, timely),
      moments: momentsFor(state, timely),
    })
  }

  return {
    async open(caller, target, key) {
      const { number } = target
      if (number !== undefined) return openAt(caller, { ...target, number }, key)
      const words = target.verb === 'preferences' ? 'settings' : target.verb === 'bulk' ? 'bulk' : ''
      const reply = await parts.reception.hear(caller, words, key)
      return reply.is === 'form' ? { is: 'form', form: reply.form } : { is: 'refused', reply: noWay(reply) }
    },
    async case(caller, number, key) {
      const reply = await parts.reception.hear(caller, `show ${number}`, key)
      if (reply.is !== 'card') return noWay(reply)
      const ground = await groundOf(parts, caller, number)
      if (isRefusal(ground)) return noWay(refuse(readerOf(caller), ground))
      const found = await offersOn(caller, ground)
      const offers = found.map(({ action, position }) => ({
        action,
        ...(position === undefined ? {} : { position }),
      }))
      return { card: (await alone(caller, ground, found)) ?? reply.card, offers }
    },
  }
}
