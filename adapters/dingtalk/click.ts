/**
 * Clicks and forms on cards. The platform waits two seconds: what the click did is committed, and the card's new drawing
 * rides along with the answer. Who clicked is the platform's `userId`; anybody who sees a card can click it, so the desk
 * decides, never the button.
 */
import { refusalText } from '../../cards/refusals.ts'
import type { Caller, PlatformParts, Reply } from '../../src/ports.ts'
import { VERBS, type Verb } from '../../src/rules/nouns.ts'
import { actorOf, personOf, userAddress } from './address.ts'
import { type CardCalls, readTrack } from './card-calls.ts'
import type { Evidence } from './evidence.ts'
import type { FormSessions, Turn } from './form-session.ts'
import { type CardClick, readClick } from './payloads.ts'
import { clampBytes, plainText } from './plain-text.ts'
import type { Quota } from './quota.ts'
import { cardAsText, NO_FORM, type Params } from './render.ts'
import type { Replies, Where } from './reply.ts'
import type { Rides } from './rides.ts'
import { type DingtalkSettings, NAME, type Tuning } from './settings.ts'
import type { Frame } from './stream-client.ts'
import type { Answering } from './supervisor.ts'
import { makeTurns } from './turns.ts'
import { fillWord, WORDS } from './words.ts'

export interface ClickParts {
  readonly parts: PlatformParts
  readonly settings: DingtalkSettings
  readonly tuning: Pick<Tuning, 'clickGuard' | 'rideWait'>
  readonly quota: Quota
  readonly sessions: FormSessions
  readonly cards: CardCalls | undefined
  readonly rides: Rides
  readonly replies: Replies
  readonly evidence: Evidence
}

/** What a click came to: values for everybody, and for the one who clicked. */
interface Outcome {
  readonly open: Params
  readonly mine: Params
  /** The card itself may have changed: its drawing is waited for. */
  readonly changes: boolean
  /** What follows after the answer. */
  readonly after?: () => Promise<void>
}

interface Click extends CardClick {
  readonly key: string
  readonly caller: Caller
}

/** Handler of the cards' topic. */
export function makeClicking(tools: ClickParts): (frame: Frame, answering: Answering) => Promise<void> {
  const { parts, settings, quota, rides } = tools
  const turns = makeTurns()
  /** What frames that are being answered come to: one that comes again meanwhile gets the same. */
  const running = new Map<string, Promise<object>>()

  return async (frame, answering) => {
    const read = readClick(frame.data)
    if (read === 'spent') {
      quota.pushesSpent()
      answering.done(null)
      return
    }
    quota.push()
    if (read === undefined || (read.corpId !== undefined && read.corpId !== settings.corpId)) {
      parts.meter.count(NAME, 'refused_frames', { topic: 'card' })
      answering.refuse(read === undefined ? 400 : 403)
      return
    }
    const id = frame.headers.messageId
    const before = running.get(id)
    if (before !== undefined) {
      answering.done(await before)
      return
    }
    const begun = parts.wall()
    const lang = personOf(read.user, parts.directory())?.lang ?? parts.company().lang
    const caller: Caller = { actor: actorOf(read.user, parts.directory()), via: NAME, lang }
    const ride = rides.open(read.track)
    const work = turns.take(read.track, () =>
      answer(tools, { ...read, caller, key: `${NAME}/${id}` }, answering, ride, begun),
    )
    running.set(id, work)
    try {
      await work
    } finally {
      running.delete(id)
      ride.close()
      parts.meter.gauge(NAME, 'last_click_milliseconds', parts.wall() - begun)
    }
  }
}

/** Answers once: in time with what happened, or with "working on it", and then what happened is put on the card. Gives the answer. */
async function answer(
  tools: ClickParts,
  click: Click,
  answering: Answering,
  ride: ReturnType<Rides['open']>,
  begun: number,
): Promise<object> {
  const { parts, tuning } = tools
  const left = (): number => tuning.clickGuard - (parts.wall() - begun)
  const processing = responseOf({ status_text: WORDS.processing[click.caller.lang] }, { outcome: 'processing' })
  let late = false
  const guard = setTimeout(
    () => {
      late = true
      parts.meter.count(NAME, 'late_clicks')
      answering.done(processing)
    },
    Math.max(0, left()),
  )
  const outcome = await act(tools, click).finally(() => clearTimeout(guard))
  if (late) {
    ride.close()
    await putLate(tools, click, outcome)
    await outcome.after?.()
    return processing
  }
  const wait = Math.min(tuning.rideWait, left() - 100)
  const passenger = outcome.changes && wait > 0 ? await ride.passenger(wait) : undefined
  const drawn = passenger?.params
  const response = responseOf({ ...drawn?.open, ...outcome.open }, { ...drawn?.labels, ...outcome.mine })
  const went = answering.done(response)
  passenger?.went(went)
  await outcome.after?.()
  return response
}

function responseOf(open: Params, mine: Params): object {
  return {
    cardUpdateOptions: { updateCardDataByKey: true, updatePrivateDataByKey: true },
    cardData: { cardParamMap: open },
    userPrivateData: { cardParamMap: mine },
  }
}

/** The answer came too late for the platform: the card is brought up to date by a call. */
async function putLate({ cards, parts }: ClickParts, { track, user }: Click, outcome: Outcome): Promise<void> {
  const failure = await cards?.put(track, { status_text: '', ...outcome.open }, { [user]: outcome.mine })
  if (failure !== undefined) parts.log.warn({ why: failure.why }, 'a late answer was not put on its card')
}

async function act(tools: ClickParts, click: Click): Promise<Outcome> {
  const { parts, sessions } = tools
  if (click.form !== undefined) return ofTurn(tools, click, await sessions.take(click.track, click.caller, click.form))
  if (click.act === 'close') {
    await sessions.close(click.track)
    return { open: NO_FORM, mine: saying(WORDS.formClosed[click.caller.lang], 'ok'), changes: false }
  }
  const verb = VERBS.find((one) => one === click.act)
  if (verb === undefined || !Number.isInteger(click.revision)) {
    const { message, fix } = refusalText(
      { refused: 'unknown_verb', params: { verb: click.act.slice(0, 40) } },
      click.caller.lang,
    )
    return { open: {}, mine: saying(`${message}\n${fix}`, 'unknown_verb'), changes: false }
  }
  return ofReply(tools, click, await parts.reception.click(click.caller, pressed(verb, click), click.key))
}

function pressed(verb: Verb, { number, revision, track }: Click) {
  const { position } = readTrack(track)
  return { verb, number, revision, ...(position === undefined ? {} : { position }) }
}

/** What the platform's toast and the card say to whoever clicked. `outcome` is what the template's toast looks at. */
function saying(text: string, outcome: string): Params {
  return { said: clampBytes(plainText(text), 900), outcome }
}

async function ofTurn(tools: ClickParts, click: Click, turn: Turn): Promise<Outcome> {
  switch (turn.is) {
    case 'page':
      return { open: turn.params, mine: saying(turn.said, 'page'), changes: false }
    case 'none':
      return { open: NO_FORM, mine: saying(WORDS.formOver[click.caller.lang], 'no_form'), changes: false }
    case 'over':
      return ofOver(tools, click, turn)
    case 'files': {
      await tools.evidence.expect(click.user, { is: 'form', track: click.track, field: turn.field })
      const words = fillWord(WORDS.sendFiles[click.caller.lang], { field: turn.label })
      return { open: NO_FORM, mine: saying(words, 'files'), changes: false }
    }
    case 'chat': {
      const after = async (): Promise<void> => {
        const reply = await tools.parts.conversation.ask(click.caller, turn.form, turn.key)
        await tools.replies.give(whereOf(click), click.caller, reply, turn.key)
      }
      return { open: NO_FORM, mine: saying(WORDS.goOnInChat[click.caller.lang], 'chat'), changes: false, after }
    }
  }
}

async function ofOver(tools: ClickParts, click: Click, turn: Extract<Turn, { is: 'over' }>): Promise<Outcome> {
  const outcome = await ofReply(tools, click, turn.reply)
  if (turn.reply.is !== 'done') return outcome
  const open = { ...NO_FORM, ...formDone(click), ...outcome.open }
  if (!turn.takesFiles) return { ...outcome, open }
  await tools.evidence.expect(click.user, { is: 'case', number: turn.reply.number })
  const words = `${turn.reply.message.text}\n${WORDS.mayAddFiles[click.caller.lang]}`
  return { ...outcome, open, mine: saying(words, 'ok') }
}

/** A form card is over when its form is; a task's card is drawn by the house. */
function formDone({ track }: Click): Params {
  return track.startsWith('form:') ? { status: 'done' } : {}
}

async function ofReply(tools: ClickParts, click: Click, reply: Reply): Promise<Outcome> {
  switch (reply.is) {
    case 'form':
      return openForm(tools, click, reply)
    case 'done':
      return { open: {}, mine: saying(reply.message.text, 'ok'), changes: !click.track.startsWith('form:') }
    case 'refused':
      return { open: {}, mine: saying(reply.message.text, reply.code), changes: false }
    case 'say':
      return { open: {}, mine: saying(reply.message.text, 'ok'), changes: false }
    case 'card':
      return { open: {}, mine: saying(cardAsText(reply.card).text, 'ok'), changes: false }
    case 'errors':
      return { open: {}, mine: saying(reply.errors.map(({ text }) => text).join('\n'), reply.code), changes: false }
  }
}

/** In a direct chat the form opens on the very card; from a group it goes to the direct chat, where nobody reads along. */
async function openForm(tools: ClickParts, click: Click, { form }: Extract<Reply, { is: 'form' }>): Promise<Outcome> {
  const { sessions, replies } = tools
  const params = readTrack(click.track).direct ? await sessions.begin(click.track, click.key, form) : undefined
  if (params !== undefined) return { open: params, mine: saying('', 'form'), changes: false }
  const after = (): Promise<void> => replies.openForm(whereOf(click), click.caller, form, click.key)
  return { open: {}, mine: saying(WORDS.formSent[click.caller.lang], 'form_sent'), changes: false, after }
}

function whereOf({ user }: Click): Where {
  return { address: userAddress(user), account: user, direct: true, staff: true }
}
