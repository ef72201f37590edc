/** The receiving half: what a member typed, sent, clicked or chose in the menu becomes a call of the reception. */
import { refusalText } from '../../cards/refusals.ts'
import type { Caller, PlatformParts, Reply } from '../../src/ports.ts'
import { isRefusal, type Refusal, VERBS } from '../../src/rules/nouns.ts'
import { actorOf, personOf } from './address.ts'
import { type AnswerParts, answer } from './answer.ts'
import type { Clicks } from './clicks.ts'
import type { WecomEvent } from './events.ts'
import { fetchMedia } from './media.ts'
import { MENU_WORDS } from './menu.ts'
import { isPrivate, type Mention } from './robot.ts'
import { NAME } from './settings.ts'
import { readTask } from './task-ids.ts'
import { cutTo } from './width.ts'
import { IDLE_APP, WORDS } from './words.ts'

export interface ReceiveParts
  extends AnswerParts,
    Pick<PlatformParts, 'reception' | 'files' | 'directory' | 'company' | 'tellOperator'> {
  readonly clicks: Clicks
}

type Of<I extends WecomEvent['is']> = Extract<WecomEvent, { is: I }>

/** The words that file a complaint, alone. */
const COMMAND = /^\s*(?:\/\s*)?(?:complaint|投诉|客诉)\s*$/i

/** Works one event to its answer. Throws when it should be tried again. */
export async function receive(parts: ReceiveParts, event: WecomEvent): Promise<void> {
  if (event.is === 'idle_app') return parts.tellOperator(event.what, IDLE_APP)
  const caller = callerOf(parts, event.from)
  const key = `${NAME}/${event.key}`
  // Noted first: whatever the click decides may be told before it returns.
  if (event.is === 'button') parts.clicks.note(event.from, event.task, event.code)
  const reply = await replyTo(parts, caller, event, key)
  await answer(parts, { account: event.from, caller, key }, reply)
  if (event.is === 'button' && isLate(reply)) await closeCopy(parts, event, caller)
}

/** Hears what somebody said to the robot in a group; what the group shall not read goes to them alone. */
export async function receiveMention(parts: ReceiveParts, { from, text, key }: Mention): Promise<Reply> {
  const caller = callerOf(parts, from)
  const reply = await hear(parts, caller, text, `${NAME}/${key}`)
  if (isPrivate(reply)) await answer(parts, { account: from, caller, key: `${NAME}/${key}` }, reply)
  return reply
}

/** Says that something went wrong and nothing was changed. */
export async function apologise(parts: ReceiveParts, event: WecomEvent): Promise<void> {
  if (event.is === 'idle_app') return
  const caller = callerOf(parts, event.from)
  await answer(
    parts,
    { account: event.from, caller, key: `${NAME}/${event.key}` },
    refused({ refused: 'unexpected' }, caller),
  )
}

function callerOf({ directory, company }: ReceiveParts, account: string): Caller {
  const people = directory()
  const lang = personOf(account, people)?.lang ?? company().lang
  return { actor: actorOf(account, people), via: NAME, lang }
}

async function replyTo(
  parts: ReceiveParts,
  caller: Caller,
  event: Exclude<WecomEvent, Of<'idle_app'>>,
  key: string,
): Promise<Reply> {
  switch (event.is) {
    case 'text':
      return hear(parts, caller, event.text, key)
    case 'menu': {
      const words = MENU_WORDS[event.what]
      return words === undefined ? help(parts, caller, key) : parts.reception.hear(caller, words, key)
    }
    case 'file': {
      const file = await fetchMedia(parts.api, parts.files, event.media, event.name)
      if (isRefusal(file)) return refused(file, caller)
      const said = await parts.conversation.say(caller, { text: '', files: [file] }, key)
      return said ?? help(parts, caller, key)
    }
    case 'unreadable':
      return { is: 'say', message: { text: WORDS.unreadable[caller.lang], lang: caller.lang } }
    case 'button':
      return click(parts, caller, event, key)
  }
}

/** Everything typed to the app is meant for it: what means nothing is answered with help. */
async function hear(parts: ReceiveParts, caller: Caller, text: string, key: string): Promise<Reply> {
  // A bare word for filing opens the page; without pages the conversation asks step by step.
  if (parts.links !== undefined && COMMAND.test(text)) return parts.reception.hear(caller, '', key)
  const said = await parts.conversation.say(caller, { text }, key)
  return said ?? help(parts, caller, key)
}

/** What can be said here, as the conversation tells it. */
async function help({ conversation, reception }: ReceiveParts, caller: Caller, key: string): Promise<Reply> {
  const said = await conversation.say(caller, { text: 'help' }, `${key}/help`)
  return said ?? reception.hear(caller, 'help', `${key}/help`)
}

async function click(
  { reception, tasks }: ReceiveParts,
  caller: Caller,
  event: Of<'button'>,
  key: string,
): Promise<Reply> {
  const task = readTask(event.task)
  const verb = VERBS.find((one) => one === event.verb)
  if (task === undefined) return refused({ refused: 'not_found' }, caller)
  if (verb === undefined) return refused({ refused: 'unknown_verb', params: { verb: event.verb.slice(0, 40) } }, caller)
  const position = await tasks.position(task)
  const { number, revision } = task
  return reception.click(caller, { verb, number, revision, ...(position === undefined ? {} : { position }) }, key)
}

function refused(refusal: Refusal, caller: Caller): Reply {
  const { message, fix } = refusalText(refusal, caller.lang)
  return {
    is: 'refused',
    code: refusal.refused,
    message: { text: `${message}。${fix}`, lang: caller.lang, tone: 'warn' },
  }
}

const LATE: ReadonlySet<string> = new Set(['already_decided', 'already_done', 'case_ended', 'card_outdated'])

/** The card asks for nothing any more. */
const isLate = (reply: Reply): boolean => reply.is === 'refused' && LATE.has(reply.code)

/** Closes the copy of whoever clicked too late, with the code of that very click; the answer was given already. */
async function closeCopy(
  { api, settings, clicks, log }: ReceiveParts,
  event: Of<'button'>,
  { lang }: Caller,
): Promise<void> {
  const code = clicks.take(event.from, event.task)
  if (code === undefined) return
  const closed = await api.call({
    path: '/cgi-bin/message/update_template_card',
    body: {
      userids: [event.from],
      agentid: Number(settings.agentId),
      response_code: code,
      button: { replace_name: cutTo(WORDS.decided[lang], 10) },
    },
    repeatable: false,
  })
  if (!('ok' in closed)) log.warn({ failed: closed.failed }, 'a late copy was not closed')
}
