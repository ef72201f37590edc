/** What was sent about a case and to whom, and the case as its customer knows it. */
import type { Position } from '../src/rules/case.ts'
import type { Spot, Task } from '../src/rules/views.ts'
import { say } from './catalogue.ts'
import { delayWords } from './delay-words.ts'
import { moment } from './format.ts'
import { maskFree } from './masks.ts'
import { inWords, peopleNames, personName, stageName } from './names.ts'
import type { Reader } from './reader.ts'
import { stageOfKey } from './scene.ts'
import type { Timed } from './story-clocks.ts'
import { iso } from './story-clocks.ts'
import { oneLine, quote } from './text.ts'

/** A line of the outbox. */
export interface SentMessage {
  readonly place: Spot
  readonly key: string
  readonly kind: 'view' | 'notice'
  readonly queued: number
  readonly settled?: number
  readonly state: 'waiting' | 'sent' | 'given_up'
  readonly why?: string
  /** Not sent before this. */
  readonly notBefore?: number
  readonly text?: string
}

/** A message as the page shows it: what, to whom, whether it arrived, and why it waited. */
export interface StoryMessage {
  readonly to: string
  readonly kind: 'card' | 'message' | 'customer'
  readonly text: string
  readonly state: SentMessage['state']
  readonly at: string
  readonly why?: string
}

/** Everything that was sent, in the order in which it was queued. Personal data is masked: many read this page. */
export function storyMessages(
  sent: readonly SentMessage[],
  { state, reader }: Pick<Timed, 'state' | 'reader'>,
): readonly StoryMessage[] {
  return sent.map((line) => {
    const customer = isToCustomer(line)
    const text =
      line.kind === 'view'
        ? cardWords(line.key, reader)
        : quote(maskFree(line.text ?? '', state.values, reader.policy), 4000)
    const why = delayWords(line, reader)
    return {
      to: toWords(line.place, reader),
      kind: line.kind === 'view' ? 'card' : customer ? 'customer' : 'message',
      text,
      state: line.state,
      at: iso(line.settled ?? line.queued),
      ...(why === undefined ? {} : { why }),
    }
  })
}

/** Messages that waited or still wait, each on a line with why and how long; for whoever reads without the page. */
export function delayLines(sent: readonly SentMessage[], timed: Pick<Timed, 'state' | 'reader'>): readonly string[] {
  const { lang } = timed.reader
  return storyMessages(sent, timed).flatMap(({ to, kind, text, why }) =>
    why === undefined ? [] : [say(lang, 'waited.line', { to, what: kind === 'card' ? text : oneLine(text, 60), why })],
  )
}

function isToCustomer({ kind, place }: SentMessage): boolean {
  return kind === 'notice' && place.in === 'customer'
}

function toWords(place: Spot, reader: Reader): string {
  if (place.in === 'customer') return say(reader.lang, 'page.to_customer')
  if (place.in === 'person') return personName(place.person, reader)
  if (place.in === 'room') return say(reader.lang, 'term.room')
  const channel = reader.directory.channels[place.channel]
  return say(reader.lang, 'page.to_channel', { name: channel ? inWords(channel.name, reader.lang) : place.channel })
}

/** What a card is about: the case, or the stage it asks for. */
function cardWords(key: string, reader: Reader): string {
  const [kind, position] = key.split('/')
  const card = say(reader.lang, 'page.card_in')
  if (kind !== 'task' || position === undefined) return card
  return say(reader.lang, 'term.pair', { label: card, value: stageName(stageOfKey(position), reader) })
}

/** The case as the customer knows it: what they were sent, and whether it waits for their answer. */
export interface CustomerView {
  readonly words: string
  readonly messages: readonly StoryMessage[]
  readonly waits?: CustomerWait
}

/** An answer of the customer's that somebody of ours has to write down. `people` may do it; `from`: not before then. */
export interface CustomerWait {
  readonly words: string
  readonly people: readonly string[]
  readonly verb?: 'submit' | 'resume'
  readonly position: string
  readonly revision: number
  readonly from?: string
}

/** Draws the customer's side from the case and from what was sent. */
export function customerView(sent: readonly SentMessage[], timed: Timed, tasks: readonly Task[]): CustomerView {
  const toThem = sent.filter(isToCustomer)
  const waits = timed.state.positions.map((position) => waitAt(position, timed, tasks)).find((one) => one !== undefined)
  return {
    words: knows(toThem, timed),
    messages: storyMessages(toThem, timed),
    ...(waits === undefined ? {} : { waits }),
  }
}

function knows(toThem: readonly SentMessage[], { state, reader }: Timed): string {
  const { lang } = reader
  if (state.ended) return say(lang, 'page.cust_ended')
  if (toThem.length === 0) return say(lang, 'page.cust_silent')
  const told = state.past.some((past) => past.result === 'told')
  return say(lang, told ? 'page.cust_told' : 'page.cust_received')
}

function waitAt(
  position: Position,
  { state, company, reader }: Timed,
  tasks: readonly Task[],
): CustomerWait | undefined {
  const stage = company.policy.flow.stages[position.stage]
  const task = tasks.find((one) => one.position === position.key)
  const { lang, tz } = reader
  const base = { position: position.key, revision: position.bound, people: task?.people ?? [] }
  const who = peopleNames(base.people, reader)
  if (position.pauses.some((pause) => pause.to === undefined && pause.why === 'customer'))
    return { ...base, verb: 'resume', words: say(lang, 'page.wait_pause', { who }) }
  if (stage?.kind === 'callback' && position.opens !== undefined) {
    const receiver = typeof state.values.receiver === 'string' ? personName(state.values.receiver, reader) : who
    const at = moment(position.opens, lang, tz)
    return {
      ...base,
      from: iso(position.opens),
      words: say(lang, 'page.wait_callback_later', { at, who: receiver }),
    }
  }
  if (stage?.kind === 'callback') return { ...base, verb: 'submit', words: say(lang, 'page.wait_callback', { who }) }
  if (stage?.kind === 'customer' && position.byHand === true)
    return { ...base, verb: 'submit', words: say(lang, 'page.wait_tell', { who }) }
  // A form for whoever talks to the customer, in which the clock may wait for the customer: they are asked something.
  const asksCustomer = stage?.kind === 'form' && stage.who.kind === 'field' && stage.who.id === 'receiver'
  if (asksCustomer && stage.pauseOn.includes('customer'))
    return { ...base, verb: 'submit', words: say(lang, 'page.wait_information', { who }) }
  return undefined
}
