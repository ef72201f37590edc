/**
 * A chat without forms: words, decisions, and forms asked question by question. It shapes what people say for the reception
 * and the desk; it never decides. What is half said is a draft per person and platform, and survives a restart.
 */
import { say } from '../cards/catalogue.ts'
import { steers } from './conversation-answers.ts'
import { beginFiling, beginForm } from './conversation-begin.ts'
import { joined } from './conversation-form.ts'
import type { ConversationParts } from './conversation-ground.ts'
import { tell } from './conversation-ground.ts'
import type { Half, HalfClick, Turn } from './conversation-memory.ts'
import { makeMemories } from './conversation-memory.ts'
import { answerForm, askAgain } from './conversation-reply.ts'
import type { Begun } from './conversation-verbs.ts'
import { beginVerb } from './conversation-verbs.ts'
import type { Asked } from './conversation-words.ts'
import { readAsked } from './conversation-words.ts'
import type { Caller, Conversation, Reply, Utterance } from './ports.ts'

export type { ConversationParts } from './conversation-ground.ts'

/** One message on its way through. */
interface Said {
  readonly parts: ConversationParts
  readonly caller: Caller
  readonly said: Utterance
  readonly key: string
  readonly open: readonly Half[]
}

/**
 * Opens the conversation that all platforms share. `main.ts` gives it what the reception has, the drafts of the store and
 * the reception itself: `makeConversation({ reception, desk, store, drafts, files, company, clock, loadPolicy })`.
 */
export function makeConversation(parts: ConversationParts): Conversation {
  const memories = makeMemories(parts.drafts, () => parts.clock.now())
  return {
    say: (caller, spoken, key) =>
      memories.turn(caller, key, (open) =>
        listen({ parts, caller, said: withPeople(parts, caller, spoken), key, open }),
      ),
    async ask(caller, form, key) {
      const said = { text: '' }
      const reply = await memories.turn(caller, key, async (open) => {
        const begun = await beginForm(parts, caller, form, { key, rest: '', said })
        return put({ parts, caller, said, key, open }, begun, true)
      })
      return reply ?? tell(caller, say(caller.lang, 'talk.nothing_open'))
    },
  }
}

/** Mentions by account become people, so that nobody below knows accounts. */
function withPeople(parts: ConversationParts, { via }: Caller, said: Utterance): Utterance {
  if (said.people === undefined) return said
  const { people } = parts.company.live.directory
  const named = said.people.map((id) =>
    Object.hasOwn(people, id) ? id : (Object.values(people).find(({ accounts }) => accounts[via] === id)?.id ?? id),
  )
  return { ...said, people: named }
}

async function listen(it: Said): Promise<Turn> {
  const top = it.open.at(-1)
  const asked = readAsked(it.said.text)
  if (top?.is === 'click') return answerClick(it, top, asked)
  if (top?.is === 'form') return withinForm(it, asked)
  if (asked) return begin(it, asked)
  const idle = steers(['confirm', 'cancel'], it.said.text) !== undefined
  return { open: it.open, reply: idle ? tell(it.caller, say(it.caller.lang, 'talk.nothing_open')) : undefined }
}

/** Words that ask for something, with nothing or something else under way. */
async function begin(it: Said, asked: Asked): Promise<Turn> {
  const { parts, caller, said, key, open } = it
  switch (asked.is) {
    case 'help':
      return { open, reply: tell(caller, say(caller.lang, 'talk.help')) }
    case 'hear': {
      const reply = await parts.reception.hear(caller, asked.words, key)
      if (reply.is !== 'form') return { open, reply }
      return put(it, await beginForm(parts, caller, reply.form, { key, rest: '', said }), true)
    }
    case 'file':
    case 'verb': {
      const begun =
        asked.is === 'file'
          ? await beginFiling(parts, caller, { rest: asked.rest, said, key })
          : await beginVerb(parts, caller, asked, said, key)
      return begun ? put(it, begun, asked.rest === '') : { open, reply: undefined }
    }
  }
}

/**
 * Puts what was begun on top. The same form once more, with nothing new said, goes on where it was, bound to what is seen
 * now; with new words it takes the other's place.
 */
async function put({ parts, caller, open }: Said, begun: Begun, bare: boolean): Promise<Turn> {
  const { half, reply } = begun
  if (half?.is !== 'form') return { open: half ? [...open, half] : open, reply }
  const isSame = (one: Half): boolean =>
    one.is === 'form' && one.form === half.form && one.number === half.number && one.position === half.position
  const others = open.filter((one) => !isSame(one))
  const before = open.find(isSame)
  if (before?.is !== 'form' || !bare || Object.keys(half.values).length > 0) return { open: [...others, half], reply }
  const { revision, about } = half
  const seen = { ...(revision === undefined ? {} : { revision }), ...(about === undefined ? {} : { about }) }
  const again = await askAgain(parts, caller, { ...before, ...seen })
  return { open: again.half ? [...others, again.half] : others, reply: again.reply }
}

/** A message while a form is open: an answer, unless it plainly asks for something else. */
async function withinForm(it: Said, asked: Asked | undefined): Promise<Turn> {
  const { parts, caller, open } = it
  const half = open.at(-1)
  if (half?.is !== 'form') return begin(it, asked ?? { is: 'help' })
  if (asked?.is === 'file' && asked.rest === '' && half.verb === 'file') {
    const { reply } = await askAgain(parts, caller, half, say(caller.lang, 'talk.still_open'))
    return { open, reply }
  }
  if (asked && isElse(asked)) return goingOn(it, await begin(it, asked))
  const step = await answerForm(parts, caller, half, it.said)
  const below = open.slice(0, -1)
  return step.half
    ? { open: [...below, step.half], reply: step.reply }
    : goingOn(it, { open: below, reply: step.reply })
}

/** Within a form only what cannot be an answer asks for something else: known words alone, or a verb with a number. */
function isElse(asked: Asked): boolean {
  if (asked.is === 'file') return asked.rest === '' || /[=＝]/.test(asked.rest)
  return asked.is !== 'verb' || asked.meant.by === 'number'
}

/** When something is over or answered beside it, the form below asks its question again. */
async function goingOn({ parts, caller, open: before }: Said, turn: Turn): Promise<Turn> {
  const below = turn.open.at(-1)
  const isAsked = turn.open.length >= before.length && below !== before.at(-1)
  if (below?.is !== 'form' || isAsked || !turn.reply) return turn
  const again = await askAgain(parts, caller, below)
  if (again.reply.is !== 'say') return turn
  const go = say(caller.lang, 'talk.go_on')
  return { ...turn, reply: withMore(turn.reply, joined(go, again.reply.message.text)) }
}

function withMore(reply: Reply, text: string): Reply {
  if (reply.is !== 'say' && reply.is !== 'done' && reply.is !== 'refused') return reply
  return { ...reply, message: { ...reply.message, text: joined(reply.message.text, text) } }
}

/** True when the words name another case: a yes after looking at that one must not count for this one. */
function isAboutAnother(words: string, number: string): boolean {
  return words.startsWith('show ') && words !== `show ${number}`
}

/** A yes, a no, a look at the very case, or something else, which drops what waited: no later yes may hit an old question. */
async function answerClick(it: Said, half: HalfClick, asked: Asked | undefined): Promise<Turn> {
  const { parts, caller, open } = it
  const below = open.slice(0, -1)
  const steer = steers(['confirm', 'yes', 'cancel', 'no', 'back'], it.said.text)
  const sameVerb = asked?.is === 'verb' && asked.verb === half.verb && asked.meant.by === 'waiting' && asked.rest === ''
  if (steer === 'confirm' || steer === 'yes' || sameVerb) {
    const { verb, number, revision, position, id } = half
    const click = { verb, number, revision, ...(position === undefined ? {} : { position }) }
    return goingOn(it, { open: below, reply: await parts.reception.click(caller, click, id) })
  }
  if (steer !== undefined) return goingOn(it, { open: below, reply: tell(caller, say(caller.lang, 'talk.cancelled')) })
  if (!asked) return { open, reply: tell(caller, half.text) }
  if (asked.is === 'help' || (asked.is === 'hear' && !isAboutAnother(asked.words, half.number))) {
    const turn = await begin(it, asked)
    return turn.reply ? { open, reply: withMore(turn.reply, half.text) } : turn
  }
  const rest = { ...it, open: below }
  return below.at(-1)?.is === 'form' ? withinForm(rest, asked) : begin(rest, asked)
}
