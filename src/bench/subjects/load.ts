/** Makes signed requests as fast as they are answered, over connections that stay open, in a process of its own. */
import { KINDS, type KindName } from '../kinds.ts'
import { openLine } from '../line.ts'
import { MOMENT, SIGNATURE, sign } from '../signing.ts'

export interface Order {
  readonly kind: KindName
  readonly port: number
  readonly secret: string
  readonly connections: number
  readonly ms: number
  /** Makes the keys of this order's requests its own. */
  readonly run: string
  readonly numbers: readonly string[]
}

/** How it went. `latencies` are in milliseconds, one per request. */
export interface Load {
  readonly seconds: number
  readonly latencies: readonly number[]
  /** The first answer that did not say that it was done. */
  readonly trouble?: string
}

// Nothing is left behind by a bench that was cut short.
process.once('disconnect', () => process.exit())
process.on('message', (order: Order) => void carryOut(order).then((load) => process.send?.(load)))
process.send?.('ready')

async function carryOut(order: Order): Promise<Load> {
  const latencies: number[] = []
  const kind = KINDS[order.kind]
  let trouble: string | undefined
  let n = 0
  const began = performance.now()
  const one = async (): Promise<void> => {
    const line = await openLine(order.port)
    while (performance.now() - began < order.ms && trouble === undefined) {
      const text = request(order, n++)
      const asked = performance.now()
      const { status, body } = await line.ask(text)
      latencies.push(performance.now() - asked)
      if (!kind.isDone(status, body)) trouble = `${status} ${body.slice(0, 300)}`
    }
    line.close()
  }
  await Promise.all(Array.from({ length: order.connections }, one))
  const seconds = (performance.now() - began) / 1000
  return { seconds, latencies, ...(trouble === undefined ? {} : { trouble }) }
}

function request({ kind, secret, run, numbers }: Order, n: number): string {
  const { path, headers, body } = KINDS[kind].ask(run, n, numbers)
  const moment = String(Math.floor(Date.now() / 1000))
  const all = {
    host: '127.0.0.1',
    ...headers,
    [MOMENT]: moment,
    [SIGNATURE]: sign(secret, moment, body),
    'content-length': String(Buffer.byteLength(body)),
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return `POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`
}
