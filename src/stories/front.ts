/** What stands before a server that is killed: everything passes through it, and an answer may be lost in it. */
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Sees what goes to the server, and each whole answer before whoever asked does. */
export interface Watch {
  asked(path: string): void
  /** `asked` and `answer` are the bodies. `cut`: the answer is kept back and the line is cut. */
  answered(path: string, asked: string, answer: string): 'pass' | 'cut'
}

/** Stays reachable while the server behind it is dead; whoever asks then sees the line cut. */
export interface Front {
  readonly url: string
  close(): void
}

/** Passes everything on, to the address the server knows itself by. */
export async function makeFront(port: number, watch: Watch): Promise<Front> {
  async function pass(from: IncomingMessage, to: ServerResponse): Promise<void> {
    const cut = (): void => void to.destroy()
    const { url: path = '/', method, headers } = from
    const asked = Buffer.concat(await from.toArray())
    const onward = request(
      { host: '127.0.0.1', port, path, method, headers: { ...headers, host: `127.0.0.1:${port}` } },
      async (answer) => {
        try {
          const body = Buffer.concat(await answer.toArray())
          if (watch.answered(path, asked.toString(), body.toString()) === 'cut') return cut()
          to.writeHead(answer.statusCode ?? 502, answer.headers)
          to.end(body)
        } catch {
          cut()
        }
      },
    )
    onward.on('error', cut)
    onward.end(asked)
    watch.asked(path)
  }

  const server = createServer((from, to) => void pass(from, to).catch(() => to.destroy()))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

/**
 * A port of this machine that nobody listens on. It is none of those that the system gives away by itself: one of them
 * may be taken by anybody while the server behind it is dead.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(15_000, 30_000)
    const server = createServer()
    const free = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false))
      server.listen(port, '127.0.0.1', () => resolve(true))
    })
    if (!free) continue
    server.close()
    await once(server, 'close')
    return port
  }
}
