/** The bench's own client: one connection, one request at a time, as little work as can be. */
import { connect, type Socket } from 'node:net'

/** A connection that stays open. */
export interface Line {
  ask(text: string): Promise<{ readonly status: number; readonly body: string }>
  close(): void
}

/** A connection that knows just enough HTTP for answers with a content-length: a client of the machine's would cost more than the servers. */
export async function openLine(port: number): Promise<Line> {
  const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  let got = Buffer.alloc(0)
  let fail: ((error: Error) => void) | undefined
  let answer: ((one: { status: number; body: string }) => void) | undefined
  socket.on('close', () => fail?.(new Error('the server closed the connection')))
  socket.on('data', (bytes) => {
    got = got.length === 0 ? bytes : Buffer.concat([got, bytes])
    const head = got.indexOf('\r\n\r\n')
    if (head < 0) return
    const text = got.toString('latin1', 0, head)
    const length = Number(/^content-length: (\d+)/im.exec(text)?.[1])
    if (got.length < head + 4 + length) return
    const body = got.toString('utf8', head + 4, head + 4 + length)
    got = got.subarray(head + 4 + length)
    answer?.({ status: Number(text.slice(9, 12)), body })
  })
  return {
    ask: (text) =>
      new Promise((resolve, reject) => {
        answer = resolve
        fail = reject
        socket.write(text)
      }),
    close: () => {
      fail = undefined
      socket.end()
    },
  }
}
