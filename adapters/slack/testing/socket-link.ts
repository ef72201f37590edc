/** The server's end of Socket Mode: hello, envelopes, acknowledgements. As little of RFC 6455 as that needs. */
import { createHash, randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'

export interface Link {
  accept(request: IncomingMessage, socket: Duplex): void
  /** Sends an envelope to the newest connection and gives what it was acknowledged with. */
  deliver(type: string, payload: object): Promise<unknown>
  /** Connections now. */
  open(): number
  /** Asks everybody to connect anew, as Slack does now and then. */
  refresh(): void
  /** Cuts every connection. */
  cut(): void
  close(): void
}

const MAGIC = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

export function makeLink(): Link {
  const sockets = new Set<Duplex>()
  const waiting = new Map<string, (payload: unknown) => void>()
  const heard = (text: string): void => {
    const { envelope_id: id, payload } = JSON.parse(text) as { envelope_id?: string; payload?: unknown }
    waiting.get(id ?? '')?.(payload)
    waiting.delete(id ?? '')
  }
  return {
    open: () => sockets.size,
    accept(request, socket) {
      const key = createHash('sha1').update(`${request.headers['sec-websocket-key']}${MAGIC}`).digest('base64')
      const head = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade']
      socket.write(`${[...head, `Sec-WebSocket-Accept: ${key}`].join('\r\n')}\r\n\r\n`)
      sockets.add(socket)
      const read = makeReader(heard, () => socket.end(Buffer.from([0x88, 0])))
      socket.on('data', read)
      socket.on('close', () => sockets.delete(socket))
      socket.on('error', () => sockets.delete(socket))
      socket.write(frame(JSON.stringify({ type: 'hello', num_connections: sockets.size })))
    },
    deliver(type, payload) {
      const id = randomUUID()
      const [socket] = [...sockets].slice(-1)
      if (socket === undefined) return Promise.reject(new Error('nobody is connected'))
      return new Promise((resolve) => {
        waiting.set(id, resolve)
        socket.write(frame(JSON.stringify({ type, envelope_id: id, payload, accepts_response_payload: true })))
      })
    },
    refresh() {
      for (const socket of sockets)
        socket.write(frame(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' })))
    },
    cut() {
      for (const socket of sockets) socket.destroy()
    },
    close() {
      for (const socket of sockets) socket.destroy()
    },
  }
}

/** A text frame, unmasked, as servers send them. */
function frame(text: string): Buffer {
  const body = Buffer.from(text)
  if (body.length < 126) return Buffer.concat([Buffer.from([0x81, body.length]), body])
  const head = Buffer.alloc(4)
  head.set([0x81, 126])
  head.writeUInt16BE(body.length, 2)
  return Buffer.concat([head, body])
}

/** Reads masked frames; other than text and close are left alone. */
function makeReader(text: (text: string) => void, closed: () => void): (chunk: Buffer) => void {
  let buffer = Buffer.alloc(0)
  return (chunk) => {
    buffer = Buffer.concat([buffer, chunk])
    for (;;) {
      if (buffer.length < 2) return
      const short = (buffer[1] ?? 0) & 0x7f
      const at = short === 126 ? 4 : 2
      if (buffer.length < at) return
      const size = short === 126 ? buffer.readUInt16BE(2) : short
      if (buffer.length < at + 4 + size) return
      const mask = buffer.subarray(at, at + 4)
      const body = Buffer.from(buffer.subarray(at + 4, at + 4 + size).map((byte, i) => byte ^ (mask[i % 4] ?? 0)))
      const opcode = (buffer[0] ?? 0) & 0x0f
      buffer = buffer.subarray(at + 4 + size)
      if (opcode === 1) text(body.toString('utf8'))
      if (opcode === 8) closed()
    }
  }
}
