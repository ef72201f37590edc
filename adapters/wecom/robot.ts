/**
 * The robot of groups (智能机器人), off unless its id and secret are set: whoever mentions it in a group is heard as if they
 * had written to the app. One socket, kept open; frames `{cmd, headers: {req_id}, body}`. What may be private is answered
 * in the app's own chat, and the group is told so. Written from the documentation, never tried live.
 */
import { randomUUID } from 'node:crypto'
import type { AdapterLog, Reply } from '../../src/ports.ts'
import type { Lang, Millis, Text } from '../../src/rules/nouns.ts'
import { cutToBytes, flat } from './width.ts'
import { ROBOT } from './words.ts'
import { isRecord } from './xml.ts'

/** What somebody said to the robot. */
export interface Mention {
  readonly from: string
  readonly text: string
  readonly key: string
}

export interface RobotParts {
  readonly bot: { readonly id: string; readonly secret: string; readonly wsUrl: string }
  readonly log: AdapterLog
  readonly lang: () => Lang
  /** Hears it, answers privately what is private, and gives the reply. */
  hear(mention: Mention): Promise<Reply>
  tellOperator(key: string, text: Text): void
  readonly random?: () => number
  /** Times in milliseconds; ours when absent. */
  readonly pace?: Partial<Pace>
}

interface Pace {
  readonly ping: Millis
  readonly first: Millis
  readonly most: Millis
  /** After being refused or replaced by another connection: whoever set that up has to look. */
  readonly long: Millis
}

const PACE: Pace = { ping: 30_000, first: 1_000, most: 60_000, long: 5 * 60_000 }
/** Most bytes of an answer, and messages remembered so that none is heard twice. */
const BOUNDS = { answer: 20_000, remembered: 1_000, frame: 256 * 1024 } as const

export interface Robot {
  start(): void
  stop(): void
  /** True while it is subscribed. */
  ready(): boolean
}

type Frame = Readonly<Record<string, unknown>>

/** A robot that has not connected yet. It comes back by itself, ever more slowly, up to once a minute. */
export function makeRobot(parts: RobotParts): Robot {
  const pace = { ...PACE, ...parts.pace }
  const heard = new Set<string>()
  let socket: WebSocket | undefined
  let subscription = ''
  let ready = false
  let failures = 0
  let unanswered = 0
  let beat: NodeJS.Timeout | undefined
  let again: NodeJS.Timeout | undefined
  let stopping = false

  function connect(): void {
    if (stopping) return
    const line = new WebSocket(parts.bot.wsUrl)
    socket = line
    line.addEventListener('open', () => {
      subscription = randomUUID()
      send(line, 'aibot_subscribe', subscription, { bot_id: parts.bot.id, secret: parts.bot.secret })
    })
    line.addEventListener('message', ({ data }) => {
      const frame = frameOf(data)
      if (frame !== undefined) onFrame(line, frame)
    })
    line.addEventListener('close', () => {
      if (socket === line) retry(Math.min(pace.most, pace.first * 2 ** failures))
    })
    // An error is followed by a close.
    line.addEventListener('error', () => parts.log.warn({}, 'the robot’s socket failed'))
  }

  function retry(after: Millis): void {
    clearInterval(beat)
    clearTimeout(again)
    socket = undefined
    ready = false
    failures += 1
    if (stopping) return
    again = setTimeout(connect, after * (0.5 + (parts.random ?? Math.random)() / 2))
    again.unref()
  }

  /** Lets the line go without coming back at once. */
  function leave(line: WebSocket, key: string): void {
    socket = undefined
    line.close()
    parts.tellOperator(key, ROBOT[key === 'robot_refused' ? 'refused' : 'replaced'])
    retry(pace.long)
  }

  function onFrame(line: WebSocket, frame: Frame): void {
    unanswered = 0
    const id = requestOf(frame)
    if (id === subscription && !ready && frame.cmd === undefined) {
      if (frame.errcode !== 0) return leave(line, 'robot_refused')
      ready = true
      failures = 0
      beat = setInterval(() => ping(line), pace.ping)
      beat.unref()
      return
    }
    const body = isRecord(frame.body) ? frame.body : {}
    if (frame.cmd === 'aibot_msg_callback') void answer(line, id, body)
    const event = isRecord(body.event) ? body.event.eventtype : undefined
    if (frame.cmd === 'disconnected_event' || event === 'disconnected_event') leave(line, 'robot_replaced')
  }

  function ping(line: WebSocket): void {
    unanswered += 1
    // The line is dead although nobody closed it.
    if (unanswered > 2) return line.close()
    send(line, 'ping', randomUUID(), undefined)
  }

  async function answer(line: WebSocket, id: string, body: Frame): Promise<void> {
    const mention = mentionOf(body, parts.bot.id)
    if (mention === undefined || heard.has(mention.key)) return
    heard.add(mention.key)
    if (heard.size > BOUNDS.remembered)
      for (const key of heard) if (heard.size > BOUNDS.remembered / 2) heard.delete(key)
    try {
      const said = wordsOf(await parts.hear(mention), parts.lang())
      const stream = { id: randomUUID(), finish: true, content: cutToBytes(flat(said), BOUNDS.answer) }
      send(line, 'aibot_respond_msg', id, { msgtype: 'stream', stream })
    } catch (err) {
      parts.log.error({ err }, 'a mention could not be worked')
    }
  }

  return {
    start: connect,
    stop() {
      stopping = true
      clearInterval(beat)
      clearTimeout(again)
      socket?.close()
    },
    ready: () => ready,
  }
}

function send(line: WebSocket, cmd: string, id: string, body: object | undefined): void {
  if (line.readyState !== WebSocket.OPEN) return
  line.send(JSON.stringify({ cmd, headers: { req_id: id }, ...(body === undefined ? {} : { body }) }))
}

function frameOf(data: unknown): Frame | undefined {
  if (typeof data !== 'string' || data.length > BOUNDS.frame) return undefined
  try {
    const frame: unknown = JSON.parse(data)
    return isRecord(frame) ? frame : undefined
  } catch {
    return undefined
  }
}

const requestOf = ({ headers }: Frame): string =>
  isRecord(headers) && typeof headers.req_id === 'string' ? headers.req_id : ''

/** A text for our robot, without the mention it begins with. */
function mentionOf(body: Frame, bot: string): Mention | undefined {
  const from = isRecord(body.from) ? body.from.userid : undefined
  const text = isRecord(body.text) ? body.text.content : undefined
  if (body.aibotid !== undefined && body.aibotid !== bot) return undefined
  if (typeof body.msgid !== 'string' || typeof from !== 'string' || typeof text !== 'string' || from === '')
    return undefined
  return { from: from.toLowerCase(), text: text.replace(/^\s*@\S+\s*/, '').slice(0, 4000), key: `robot/${body.msgid}` }
}

/** What the group may read: short answers. Lists, stories and forms went to the app's own chat. */
function wordsOf(reply: Reply, lang: Lang): string {
  return reply.is === 'done' || reply.is === 'refused' ? reply.message.text : ROBOT.privately[lang]
}

/** True for replies that the group does not read. */
export const isPrivate = (reply: Reply): boolean => reply.is !== 'done' && reply.is !== 'refused'
