/**
 * The platform's own client (dingtalk-stream 2.1.5) for exactly one connection, with its traps closed (platform document,
 * section 2): the way in comes from the settings and has time limits, nothing that arrives can kill the socket, and it
 * never reconnects by itself; the supervisor does.
 */
import { DWClient, type DWClientDownStream, TOPIC_CARD, TOPIC_ROBOT } from 'dingtalk-stream'
import { boundedText } from './api.ts'
import type { DingtalkSettings } from './settings.ts'

/** What the platform pushes. `data` is JSON text. */
export type Frame = DWClientDownStream

/** Of the client's private socket, what we need. */
interface Socket {
  readonly readyState: number
  on(event: 'close' | 'ping' | 'pong' | 'message', listener: () => void): void
  ping(): void
  send(text: string): void
  close(): void
  terminate(): void
}

/** The gateway refused us for good: wrong credentials. Trying faster does not help. */
export class RefusedByGateway extends Error {}

export interface ClientHandlers {
  robot(frame: Frame): void
  card(frame: Frame): void
  event(frame: Frame): void
  /** The server will close this connection soon and sends nothing more on it. */
  notice(): void
  /** Anything at all arrived. */
  sign(): void
  closed(): void
  /** A frame that could not be read, or a handler that threw. */
  bad(error: unknown): void
}

const OPEN = 1
const LARGEST_FRAME = 1024 * 1024

/** One connection of the real client. */
export class StreamClient extends DWClient {
  readonly #settings: DingtalkSettings
  readonly #handlers: ClientHandlers
  readonly #limit: number

  constructor(settings: DingtalkSettings, handlers: ClientHandlers, limit: number) {
    super({ clientId: settings.clientId, clientSecret: settings.clientSecret, ua: 'redress', keepAlive: false })
    this.#settings = settings
    this.#handlers = handlers
    this.#limit = limit
    // The client shares one list of subscriptions between all its instances.
    this.config.subscriptions = [{ type: 'EVENT', topic: '*' }]
    this.config.autoReconnect = false
    Reflect.set(this, 'sslopts', { rejectUnauthorized: true, handshakeTimeout: limit, maxPayload: LARGEST_FRAME })
    this.registerCallbackListener(TOPIC_ROBOT, (frame) => handlers.robot(frame))
    this.registerCallbackListener(TOPIC_CARD, (frame) => handlers.card(frame))
    this.registerAllEventListener((frame) => {
      handlers.event(frame)
      return { status: 'SUCCESS' } as ReturnType<Parameters<DWClient['registerAllEventListener']>[0]>
    })
  }

  /** Asks for a ticket and connects. Rejects when either fails; nothing is retried here. */
  async open(): Promise<void> {
    await this.getEndpoint()
    await this._connect()
    const socket = this.#socket()
    if (socket === undefined) throw new Error('no socket')
    for (const event of ['message', 'ping', 'pong'] as const) socket.on(event, () => this.#handlers.sign())
    socket.on('close', () => this.#handlers.closed())
  }

  override async getEndpoint(): Promise<this> {
    const { apiUrl, clientId, clientSecret } = this.#settings
    const response = await fetch(`${apiUrl.replace(/\/+$/, '')}/v1.0/gateway/connections/open`, {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body: JSON.stringify({ clientId, clientSecret, ua: this.config.ua, subscriptions: this.config.subscriptions }),
      redirect: 'error',
      signal: AbortSignal.timeout(this.#limit),
    })
    const text = await boundedText(response, 64 * 1024)
    if (response.status === 400 || response.status === 401) throw new RefusedByGateway(`gateway ${response.status}`)
    if (!response.ok) throw new Error(`gateway ${response.status}`)
    const { endpoint, ticket } = JSON.parse(text) as { readonly endpoint?: unknown; readonly ticket?: unknown }
    if (typeof ticket !== 'string' || typeof endpoint !== 'string' || !isSafe(endpoint, apiUrl))
      throw new Error('gateway answer')
    Reflect.set(this, 'dw_url', `${endpoint}?ticket=${encodeURIComponent(ticket)}`)
    return this
  }

  override onDownStream(data: string): void {
    try {
      super.onDownStream(String(data))
    } catch (error) {
      this.#handlers.bad(error)
    }
  }

  override onSystem(frame: Frame): void {
    super.onSystem(frame)
    if (frame.headers.topic === 'disconnect') this.#handlers.notice()
  }

  /** Acknowledges a frame on the connection it came by. False when that is closed: the platform will send it again. */
  answer(messageId: string, response: unknown): boolean {
    if (!this.isOpen()) return false
    this.socketCallBackResponse(messageId, response)
    return true
  }

  /** Refuses a frame: it is not for us, or does not prove where it comes from. */
  refuse(messageId: string, code: number): boolean {
    if (!this.isOpen()) return false
    const headers = { contentType: 'application/json', messageId }
    this.#socket()?.send(JSON.stringify({ code, headers, message: 'refused', data: '{"response":null}' }))
    return true
  }

  isOpen(): boolean {
    return this.#socket()?.readyState === OPEN
  }

  ping(): void {
    if (this.isOpen()) this.#socket()?.ping()
  }

  /** Ends the connection in good order; it is cut when the other side does not answer. */
  leave(): void {
    const socket = this.#socket()
    socket?.close()
    if (socket !== undefined) setTimeout(() => socket.terminate(), 2_000).unref()
  }

  /** Ends it at once. */
  cut(): void {
    this.#socket()?.terminate()
  }

  #socket(): Socket | undefined {
    return Reflect.get(this, 'socket') as Socket | undefined
  }
}

/** Tickets only go over an encrypted socket; to a gateway on this machine, any. */
function isSafe(endpoint: string, apiUrl: string): boolean {
  const socket = URL.parse(endpoint)
  if (socket?.protocol === 'wss:') return true
  const loopback = /^(?:localhost|127\.|\[::1\])/
  return (
    socket?.protocol === 'ws:' && loopback.test(socket.hostname) && loopback.test(URL.parse(apiUrl)?.hostname ?? '')
  )
}
