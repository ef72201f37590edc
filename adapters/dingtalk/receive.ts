/**
 * Messages to the robot. Each is worked on once, those of one person in their order, and acknowledged when what it does is
 * kept: what was not acknowledged comes again, so nothing is lost when the process dies in between. Only a message whose
 * own work takes very long (a large video) is acknowledged before.
 */
import { TALK_WORDS } from '../../cards/catalogue/conversation-sentences.ts'
import { refusalText } from '../../cards/refusals.ts'
import type { Caller, PlatformParts, Reply, Utterance } from '../../src/ports.ts'
import { type FileRef, isRefusal, type Millis, type Refusal } from '../../src/rules/nouns.ts'
import { actorOf, groupAddress, personOf, userAddress } from './address.ts'
import type { CardCalls } from './card-calls.ts'
import type { Downloads } from './downloads.ts'
import type { Evidence, Heard } from './evidence.ts'
import type { FormSessions } from './form-session.ts'
import { type RobotMessage, readRobot } from './payloads.ts'
import type { Quota } from './quota.ts'
import { plain, type Replies, type Where } from './reply.ts'
import { type DingtalkSettings, NAME, type Tuning } from './settings.ts'
import type { Frame } from './stream-client.ts'
import type { Answering } from './supervisor.ts'
import { makeTurns, type Turns } from './turns.ts'
import type { Webhooks } from './webhooks.ts'
import { fillWord, WORDS } from './words.ts'

export interface ReceiveParts {
  readonly parts: PlatformParts
  readonly settings: DingtalkSettings
  readonly tuning: Pick<Tuning, 'ackGuard'>
  readonly quota: Quota
  readonly replies: Replies
  readonly webhooks: Webhooks
  readonly downloads: Downloads
  readonly evidence: Evidence
  readonly sessions: FormSessions
  readonly cards: CardCalls | undefined
}

/** A word alone that files a complaint; with more behind it the conversation reads the line. */
const FILING = new RegExp(`^\\s*[/／]?(?:${TALK_WORDS.file.join('|')})\\s*$`, 'i')
/** Asked in a group: the id that the directory needs. */
const GROUP_ID = /^\s*(?:\/bind|绑定|群号|group id)\s*$/i

/** How long a message is recognised when it comes again; the platform repeats for a minute, we keep ten. */
const REMEMBERED: Millis = 10 * 60_000
const MOST_REMEMBERED = 20_000

/** Handler of the robot's topic. */
export function makeReceiving(tools: ReceiveParts): (frame: Frame, answering: Answering) => Promise<void> {
  const { parts, settings, tuning, quota } = tools
  const turns = makeTurns()
  const seen = makeSeen(parts.wall)

  return async (frame, answering) => {
    const message = readRobot(frame.data, frame.headers.messageId)
    if (message === 'spent') {
      quota.pushesSpent()
      answering.done(null)
      return
    }
    quota.push()
    if (message === undefined || (message.corpId !== undefined && message.corpId !== settings.corpId)) {
      parts.meter.count(NAME, 'refused_frames', { topic: 'robot' })
      answering.refuse(message === undefined ? 400 : 403)
      return
    }
    const work = seen.once(message.msgId, () => begin(tools, turns, message))
    let guard: NodeJS.Timeout | undefined
    let open = true
    const acknowledge = (): void => {
      if (open) answering.done(null)
      open = false
    }
    void work.begun.then(() => {
      if (open) guard = setTimeout(acknowledge, tuning.ackGuard)
    })
    try {
      // What fails was not kept: without an acknowledgement the message comes again, and is worked on again.
      await work.kept
      acknowledge()
    } finally {
      open = false
      clearTimeout(guard)
    }
    await work.over
  }
}

/** A message on its way: its turn has come; what it does is kept; its answer was given. */
interface Work {
  readonly begun: Promise<void>
  readonly kept: Promise<void>
  readonly over: Promise<void>
}

function begin(tools: ReceiveParts, turns: Turns, message: RobotMessage): Work {
  const begun = Promise.withResolvers<void>()
  const kept = Promise.withResolvers<void>()
  const over = turns.take(message.account, async () => {
    begun.resolve()
    try {
      const answer = await handle(tools, message)
      kept.resolve()
      await answer().catch((err: unknown) => tools.parts.log.error({ err }, 'an answer was not given'))
    } catch (error) {
      kept.reject(error)
    }
  })
  return { begun: begun.promise, kept: kept.promise, over }
}

/** Does what the message asks for; gives what is to be said about it. */
async function handle(tools: ReceiveParts, message: RobotMessage): Promise<Answer> {
  const { parts, replies, webhooks } = tools
  const directory = parts.directory()
  const person = message.staff ? personOf(message.account, directory) : undefined
  const caller: Caller = {
    actor: message.staff
      ? actorOf(message.account, directory)
      : { kind: 'account', platform: NAME, account: message.account },
    via: NAME,
    lang: person?.lang ?? parts.company().lang,
  }
  const where: Where = {
    address: message.direct ? userAddress(message.account) : groupAddress(message.conversationId),
    account: message.account,
    direct: message.direct,
    staff: message.staff,
  }
  webhooks.remember(where.address, message.webhook, message.webhookExpires)
  const said = await utteranceOf(tools, message)
  if (said.trouble !== undefined) await replies.words(where, plain(troubleWords(said.trouble, caller)))
  if (said.utterance === undefined) return async () => {}
  if (!message.direct && GROUP_ID.test(message.text)) {
    return () => replies.words(where, plain(fillWord(WORDS.groupId[caller.lang], { id: message.conversationId })))
  }
  return converse(tools, where, caller, said.utterance, `${NAME}/${message.msgId}`)
}

/** Says what there is to say. */
type Answer = () => Promise<void>

/** Files that are waited for, a form for a bare word, else the conversation that all chats share. */
async function converse(
  tools: ReceiveParts,
  where: Where,
  caller: Caller,
  said: Utterance,
  key: string,
): Promise<Answer> {
  const { parts, replies, evidence } = tools
  const give = (reply: Reply): Answer => {
    return () => replies.give(where, caller, reply, key)
  }
  const heard = where.direct ? await evidence.hear(where.account, caller, said, key) : undefined
  if (heard?.is === 'reply') return give(heard.reply)
  if (heard?.is === 'form') return goOn(tools, where, caller, heard)
  if (where.staff && replies.opensForms && said.files === undefined && FILING.test(said.text)) {
    await evidence.leave(where.account, caller, key)
    return give(await parts.reception.hear(caller, '', key))
  }
  const reply = await parts.conversation.say(caller, said, key)
  if (reply !== undefined && where.direct) await evidence.leave(where.account, caller, key)
  // Whoever speaks to the robot is answered, if only with what it understands.
  return give(reply ?? (await parts.reception.hear(caller, 'help', `${key}/help`)))
}

/** The files a form waited for are complete: it goes on where it stopped. */
async function goOn(
  { replies, sessions, cards }: ReceiveParts,
  where: Where,
  caller: Caller,
  { track, field, files }: Extract<Heard, { is: 'form' }>,
): Promise<Answer> {
  const turn = await sessions.take(track, caller, { [field]: files })
  if (turn.is === 'over') return () => replies.give(where, caller, turn.reply, track)
  if (turn.is === 'page') await cards?.put(track, turn.params, {})
  return () => replies.words(where, plain(turn.is === 'page' ? turn.said : WORDS.formOver[caller.lang]))
}

/** What was said, with its files stored; `trouble` when one of them could not be. */
async function utteranceOf(
  { parts, downloads }: ReceiveParts,
  message: RobotMessage,
): Promise<{ readonly utterance?: Utterance; readonly trouble?: Refusal | 'lost' }> {
  const fetched = await Promise.all(message.files.map(({ code, name }) => downloads.fetch(code, name)))
  const files = fetched.filter((one): one is FileRef => one !== 'lost' && !isRefusal(one))
  const trouble = fetched.find((one): one is Refusal | 'lost' => one === 'lost' || isRefusal(one))
  const directory = parts.directory()
  const people = message.mentioned.map((account) => personOf(account, directory)?.id).filter((id) => id !== undefined)
  const nothing = message.text === '' && files.length === 0
  return {
    ...(trouble === undefined ? {} : { trouble }),
    ...(nothing && trouble !== undefined
      ? {}
      : {
          utterance: {
            text: message.text,
            ...(files.length === 0 ? {} : { files }),
            ...(people.length === 0 ? {} : { people }),
          },
        }),
  }
}

function troubleWords(trouble: Refusal | 'lost', { lang }: Caller): string {
  if (trouble === 'lost') return WORDS.unreadable[lang]
  const { message, fix } = refusalText(trouble, lang)
  return `${message}\n${fix}`
}

/** Work by message id: a second time the first one's, unless that failed. */
function makeSeen(wall: () => Millis) {
  const works = new Map<string, { readonly at: Millis; readonly work: Work }>()
  function forget(): void {
    for (const [id, { at }] of works) {
      if (works.size <= MOST_REMEMBERED && wall() - at < REMEMBERED) break
      works.delete(id)
    }
  }
  return {
    once(id: string, how: () => Work): Work {
      const before = works.get(id)
      if (before !== undefined) return before.work
      forget()
      const work = how()
      works.set(id, { at: wall(), work })
      work.kept.catch(() => works.delete(id))
      return work
    },
  }
}
