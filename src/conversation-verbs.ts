/** Decisions in words: `同意 N`, `驳回 N 原因`, `转交 N @人`, `办 N`. What is offered is what stands on the person's own card. */
import { say } from '../cards/catalogue.ts'
import { asksForReason } from '../cards/reason-form.ts'
import { beginForm } from './conversation-begin.ts'
import { joined } from './conversation-form.ts'
import type { ConversationParts, Ground } from './conversation-ground.ts'
import { groundOf, tell } from './conversation-ground.ts'
import type { Half, HalfClick } from './conversation-memory.ts'
import type { Meant } from './conversation-words.ts'
import type { Offer } from './offers.ts'
import { offersFor } from './offers.ts'
import type { Caller, Reply, Utterance } from './ports.ts'
import { groundsOf } from './precedents.ts'
import { refuse } from './reception-answers.ts'
import { CASE_VERBS } from './rules/may.ts'
import type { PersonId, Verb } from './rules/nouns.ts'
import { isRefusal } from './rules/nouns.ts'

/** What was begun: something half said, or an answer alone. */
export interface Begun {
  readonly half?: Half
  readonly reply: Reply
}

/** What `办` does where it is offered, first things first. */
const WORK: readonly Verb[] = ['submit', 'pay', 'resume']

/** Does the verb, or begins what it asks for. Undefined: nothing of this kind waits, so the words were not for us. */
export async function beginVerb(
  parts: ConversationParts,
  caller: Caller,
  asked: { readonly verb: Verb | 'do'; readonly meant: Meant; readonly rest: string },
  said: Utterance,
  key: string,
): Promise<Begun | undefined> {
  const number = await whichCase(parts, caller, asked.verb, asked.meant)
  if (number === undefined) return undefined
  if (typeof number !== 'string') return { reply: await several(parts, caller, key) }
  const ground = await groundOf(parts, caller, number)
  if (isRefusal(ground)) return { reply: refuse((await today(parts, caller)).reader, ground) }
  const { state } = ground
  const person = caller.actor.kind === 'person' ? caller.actor.id : undefined
  const offers =
    state && person !== undefined
      ? offersFor({
          ...{ ...ground, state, person, now: parts.clock.now(), shared: true },
          grounds: await groundsOf(parts.store, state, ground.timely.policy),
        })
      : []
  const offer = offers.find(({ action }) =>
    asked.verb === 'do' ? WORK.includes(action.verb) : action.verb === asked.verb,
  )
  if (offer) return useOffer(parts, caller, offer, { ...asked, said, key })
  const decisions = offers.filter(({ action, card }) => card !== undefined && !action.minor)
  const [decision] = decisions
  if (asked.verb === 'do' && decision?.card) {
    const list = decisions.map(({ action }) => `“${action.label} ${number}”`).join(say(caller.lang, 'term.comma'))
    return { reply: tell(caller, joined(decision.card.fallback, say(caller.lang, 'talk.what_to_do', { list }))) }
  }
  // Not offered: the desk says why, in its own words. Revision 0 was seen by nobody, so nothing can come of it.
  const verb = asked.verb === 'do' ? 'submit' : asked.verb
  return { reply: await parts.reception.click(caller, { verb, number, revision: 0 }, key) }
}

async function today(parts: ConversationParts, caller: Caller): Promise<Ground> {
  const ground = await groundOf(parts, caller)
  if (isRefusal(ground)) throw new Error(ground.refused)
  return ground
}

async function several(parts: ConversationParts, caller: Caller, key: string): Promise<Reply> {
  const mine = await parts.reception.hear(caller, 'mine', key)
  if (mine.is !== 'say') return mine
  return tell(caller, joined(say(caller.lang, 'talk.which'), mine.message.text))
}

/** The number meant; several; or undefined when nothing waits that could be. */
async function whichCase(
  parts: ConversationParts,
  caller: Caller,
  verb: Verb | 'do',
  meant: Meant,
): Promise<string | readonly string[] | undefined> {
  if (meant.by === 'number') return meant.number
  if (caller.actor.kind !== 'person') return undefined
  const waiting = await parts.store.tasksOf(caller.actor.id)
  const fitting = waiting.filter(({ task }) => verb === 'do' || task.verbs.includes(verb)).map(({ row }) => row.number)
  const own = CASE_VERBS.includes(verb as Verb) && meant.by === 'end' ? await openCasesOf(parts, caller.actor.id) : []
  const all = [...new Set([...fitting, ...own])]
  const hits = meant.by === 'end' ? all.filter((number) => Number(number.split('-').at(-1)) === meant.end) : all
  return hits.length > 1 ? hits : hits[0]
}

async function openCasesOf(parts: ConversationParts, person: PersonId): Promise<readonly string[]> {
  const page = await parts.store.list({ filer: person, open: true, limit: 200 })
  return isRefusal(page) ? [] : page.items.map(({ number }) => number)
}

async function useOffer(
  parts: ConversationParts,
  caller: Caller,
  { action, position, card }: Offer,
  { said, rest, key }: { readonly said: Utterance; readonly rest: string; readonly key: string },
): Promise<Begun> {
  const { verb, number, revision, confirm } = action
  const click = { verb, number, revision, ...(position === undefined ? {} : { position }) }
  const words = rest === '' ? '' : say(caller.lang, 'talk.words_left', { words: rest.slice(0, 60), number })
  if (confirm) {
    const text = joined(words, card?.header, `${confirm.title}\n${confirm.text}`, say(caller.lang, 'talk.how.confirm'))
    const half: HalfClick = { is: 'click', id: `draft/${key}`, ...click, text }
    return { half, reply: tell(caller, text) }
  }
  const reply = await parts.reception.click(caller, click, key)
  if (reply.is === 'done')
    return { reply: { ...reply, message: { ...reply.message, text: joined(reply.message.text, words) } } }
  if (reply.is !== 'form') return { reply }
  const about = card !== undefined && (verb === 'pay' || asksForReason(verb)) ? card.fallback : undefined
  return beginForm(parts, caller, reply.form, { key, rest, said, ...(about === undefined ? {} : { about }) })
}
