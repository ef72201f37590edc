/** WeCom's side of the robot's socket: one live connection, a new one kicks the old, mentions in, answers out. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Line, makeUpgrader } from '../../dingtalk/testing/socket-server.ts'

type Frame = {
  readonly cmd?: string
  readonly headers?: { readonly req_id?: string }
  readonly body?: Record<string, unknown>
}

export interface RobotLine {
  readonly url: string
  /** Every frame that came in. */
  readonly frames: Frame[]
  /** Lines that were ever subscribed. */
  readonly subscribed: number
  /** Somebody mentions the robot in a group. */
  mention(from: string, text: string, id: string): void
  /** Cuts the line without a word, or tells that another connection took over. */
  cut(): void
  replace(): void
  /** Pings stay unanswered from now on. */
  mute(): void
  stop(): Promise<void>
}

/** Opens it for a bot with this secret. */
export async function openRobotLine(bot: { readonly id: string; readonly secret: string }): Promise<RobotLine> {
  const server = createServer()
  const upgrader = makeUpgrader()
  const frames: Frame[] = []
  let live: Line | undefined
  let subscribed = 0
  let muted = false
  const say = (line: Line, frame: object): void => line.send(JSON.stringify(frame))
  const hear = (line: Line, frame: Frame): void => {
    frames.push(frame)
    const answer = { headers: frame.headers }
    if (frame.cmd === 'aibot_subscribe') {
      const fits = frame.body?.bot_id === bot.id && frame.body.secret === bot.secret
      if (fits) {
        live = line
        subscribed += 1
      }
      return say(line, { ...answer, errcode: fits ? 0 : 40014, errmsg: fits ? 'ok' : 'invalid' })
    }
    if (frame.cmd === 'ping' && !muted) say(line, { ...answer, errcode: 0, errmsg: 'ok' })
  }
  server.on('upgrade', (request, socket, head) =>
    upgrader.handleUpgrade(request, socket, head, (line) =>
      line.on('message', (data) => hear(line, JSON.parse(data.toString()) as Frame)),
    ),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `ws://127.0.0.1:${port}`,
    frames,
    get subscribed() {
      return subscribed
    },
    mention(from, content, id) {
      const body = {
        msgid: id,
        aibotid: bot.id,
        chatid: 'g1',
        chattype: 'group',
        from: { userid: from },
        msgtype: 'text',
        text: { content },
      }
      if (live) say(live, { cmd: 'aibot_msg_callback', headers: { req_id: `r-${id}` }, body })
    },
    cut: () => live?.terminate(),
    replace() {
      const body = { msgtype: 'event', event: { eventtype: 'disconnected_event' } }
      if (live) say(live, { cmd: 'aibot_event_callback', headers: { req_id: 'x' }, body })
    },
    mute() {
      muted = true
    },
    stop: () =>
      new Promise((resolve) => {
        live?.terminate()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
