/** A typed door to the WebSocket server that comes with the client's own package. */
import type { IncomingMessage } from 'node:http'
import { createRequire } from 'node:module'
import type { Duplex } from 'node:stream'

/** One open WebSocket, as the gateway sees it. */
export interface Line {
  readonly readyState: number
  on(event: 'message', heard: (data: Buffer) => void): void
  on(event: 'close', gone: () => void): void
  send(text: string): void
  close(): void
  terminate(): void
}

interface Upgrader {
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer, ready: (line: Line) => void): void
}

const { WebSocketServer } = createRequire(import.meta.url)('ws') as {
  readonly WebSocketServer: new (options: { readonly noServer: true }) => Upgrader
}

/** Accepts upgrades of an HTTP server that is kept elsewhere. */
export const makeUpgrader = (): Upgrader => new WebSocketServer({ noServer: true })
