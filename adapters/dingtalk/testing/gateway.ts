/**
 * The platform's stream gateway for tests: tickets that work once, frames that come again until they are acknowledged,
 * the notice before a connection closes, silence, cuts, and months that run out.
 */
import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type Line, makeUpgrader } from './socket-server.ts'

/** What came back for a frame. `ms`: how long that took since the frame was first sent. */
export interface Ack {
  readonly code: number
  readonly response: unknown
  readonly ms: number
  /** How often the frame was sent. */
  readonly sent: number
}

export interface Gateway {
  /** Gives a ticket that works once within 90 s. */
  ticket(): string
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Pushes a frame until it is acknowledged; `undefined` when it never was, or was dropped. */
  push(topic: string, data: unknown, messageId?: string): Promise<Ack | undefined>
  /** An event of the organisation. */
  event(eventType: string, data: unknown): Promise<Ack | undefined>
  /** Says that a connection will close: nothing more is sent on it, and it is closed after `after` milliseconds. */
  notice(after?: number): void
  /** Cuts every connection, as a failing network does. */
  cut(): void
  /** Keeps connections open and never sends anything on them again: the worst kind of death. */
  freeze(): void
  /** Sends raw text on every connection. */
  raw(text: string): void
  live(): number
  readonly counts: {
    connected: number
    opens: number
    refused: number
    frames: number
    dropped: number
    pongs: number
    asked: number
  }
  readonly mood: {
    /** Acknowledgements that get lost on the way, from now on. */
    loseAcks: number
    /** Frames that are dropped for good. */
    dropFrames: number
    /** Gives no tickets. */
    closed: boolean
    /** Gives tickets and refuses every socket: what makes the client by itself open twice as many each time. */
    refuseSockets: boolean
  }
  close(): void
}

interface Connection {
  readonly line: Line
  quiet: boolean
}

interface Pending {
  readonly began: number
  sent: number
  settle(ack: Ack | undefined): void
}

const TICKET_LIVES = 90_000

/** `patience`: a frame that was not acknowledged so long is sent again, at most `most` times. */
export function openGateway(patience = 3_000, most = 5): Gateway {
  const upgrader = makeUpgrader()
  const tickets = new Map<string, number>()
  const connections = new Set<Connection>()
  const pending = new Map<string, Pending[]>()
  const timers = new Set<NodeJS.Timeout>()
  const counts = { connected: 0, opens: 0, refused: 0, frames: 0, dropped: 0, pongs: 0, asked: 0 }
  const mood = { loseAcks: 0, dropFrames: 0, closed: false, refuseSockets: false }
  let turn = 0
  let number = 0

  const later = (ms: number, act: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      act()
    }, ms)
    timers.add(timer)
  }

  function pick(): Connection | undefined {
    const open = [...connections].filter((one) => !one.quiet && one.line.readyState === 1)
    turn += 1
    return open[turn % open.length]
  }

  function system(connection: Connection, topic: string, data: object): void {
    number += 1
    const headers = {
      appId: 'app',
      connectionId: 'c',
      contentType: 'application/json',
      messageId: `sys-${number}`,
      time: String(Date.now()),
      topic,
    }
    connection.line.send(JSON.stringify({ specVersion: '1.0', type: 'SYSTEM', headers, data: JSON.stringify(data) }))
  }

  function welcome(line: Line): void {
    const connection: Connection = { line, quiet: false }
    connections.add(connection)
    counts.connected += 1
    line.on('close', () => connections.delete(connection))
    line.on('message', (data) => heard(String(data)))
    system(connection, 'CONNECTED', {})
    system(connection, 'REGISTERED', {})
    system(connection, 'ping', { opaque: '42' })
  }

  function heard(text: string): void {
    const { code, headers, data } = JSON.parse(text) as {
      code: number
      headers: { messageId: string; topic?: string }
      data: string
    }
    if (headers.topic === 'ping') {
      counts.pongs += 1
      return
    }
    if (mood.loseAcks > 0) {
      mood.loseAcks -= 1
      return
    }
    const waiting = pending.get(headers.messageId)?.[0]
    if (waiting === undefined) return
    const body = JSON.parse(data) as { response?: unknown }
    waiting.settle({
      code,
      response: 'response' in body ? body.response : body,
      ms: performance.now() - waiting.began,
      sent: waiting.sent,
    })
  }

  function deliver(
    type: 'EVENT' | 'CALLBACK',
    headers: object,
    messageId: string,
    data: unknown,
  ): Promise<Ack | undefined> {
    return new Promise((resolve) => {
      const one: Pending = {
        began: performance.now(),
        sent: 0,
        settle(ack) {
          const left = (pending.get(messageId) ?? []).filter((other) => other !== one)
          if (left.length === 0) pending.delete(messageId)
          else pending.set(messageId, left)
          resolve(ack)
        },
      }
      pending.set(messageId, [...(pending.get(messageId) ?? []), one])
      const frame = JSON.stringify({
        specVersion: '1.0',
        type,
        headers: {
          appId: 'app',
          connectionId: 'c',
          contentType: 'application/json',
          messageId,
          time: String(Date.now()),
          ...headers,
        },
        data: JSON.stringify(data),
      })
      attempt(frame, messageId, one)
    })
  }

  function attempt(frame: string, messageId: string, one: Pending): void {
    if (pending.get(messageId)?.includes(one) !== true) return
    if (one.sent >= most) return one.settle(undefined)
    const connection = pick()
    if (connection === undefined) return later(20, () => attempt(frame, messageId, one))
    one.sent += 1
    counts.frames += 1
    if (mood.dropFrames > 0) {
      mood.dropFrames -= 1
      counts.dropped += 1
      return one.settle(undefined)
    }
    connection.line.send(frame)
    later(patience, () => attempt(frame, messageId, one))
  }

  return {
    counts,
    mood,
    ticket() {
      // With signs that have to be encoded in an address.
      const ticket = `${randomBytes(12).toString('base64')}+/=`
      tickets.set(ticket, Date.now() + TICKET_LIVES)
      return ticket
    },
    upgrade(request, socket, head) {
      const ticket = new URL(request.url ?? '/', 'http://gateway').searchParams.get('ticket') ?? ''
      const good = (tickets.get(ticket) ?? 0) > Date.now() && !mood.refuseSockets
      tickets.delete(ticket)
      counts.opens += 1
      if (good) return upgrader.handleUpgrade(request, socket, head, welcome)
      counts.refused += 1
      socket.end('HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\nconnection: close\r\n\r\n')
    },
    push(topic, data, messageId) {
      number += 1
      return deliver('CALLBACK', { topic }, messageId ?? `m-${number}`, data)
    },
    event(eventType, data) {
      number += 1
      const headers = {
        topic: '*',
        eventType,
        eventBornTime: String(Date.now()),
        eventId: `e-${number}`,
        eventCorpId: 'corp',
      }
      return deliver('EVENT', headers, `ev-${number}`, data)
    },
    notice(after = 200) {
      for (const connection of connections) {
        if (connection.quiet) continue
        system(connection, 'disconnect', { reason: 'upgrade' })
        connection.quiet = true
        later(after, () => connection.line.terminate())
      }
    },
    cut() {
      for (const { line } of connections) line.terminate()
    },
    freeze() {
      for (const connection of connections) {
        connection.quiet = true
        // Swallows pings too: nobody on the other side reads any more.
        Reflect.get(connection.line, '_socket')?.pause()
      }
    },
    raw(text) {
      for (const { line } of connections) line.send(text)
    },
    live: () => [...connections].filter(({ quiet }) => !quiet).length,
    close() {
      for (const timer of timers) clearTimeout(timer)
      for (const { line } of connections) line.terminate()
      for (const one of [...pending.values()].flat()) one.settle(undefined)
    },
  }
}
