/** Slack as the bench needs it: a Web API that agrees to everything at once, and signed requests over 16 connections. */
import { createServer } from 'node:http'
import { openLine } from '../line.ts'
import { clickBody, commandBody, PATH, type Signed, signed, type Waiting } from '../slack-clicks.ts'

/** Clicks on these approvals, or so many commands one after the other. */
export type SlackOrder =
  | { readonly is: 'clicks'; readonly port: number; readonly waiting: readonly Waiting[]; readonly from: number }
  | { readonly is: 'commands'; readonly port: number; readonly user: string; readonly count: number }

/** How it went. `latencies` are in milliseconds: to the 200, or for commands to `views.open`. */
export interface SlackLoad {
  readonly seconds: number
  readonly latencies: readonly number[]
  readonly trouble?: string
}

const CONNECTIONS = 16
const opened = new Map<string, (at: number) => void>()

const api = createServer((incoming, outgoing) => {
  const chunks: Buffer[] = []
  incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
  incoming.on('end', () => {
    const trigger = new URLSearchParams(Buffer.concat(chunks).toString('utf8')).get('trigger_id') ?? ''
    if (incoming.url?.endsWith('views.open') === true) opened.get(trigger)?.(performance.now())
    const said = {
      ok: true,
      channel: 'CBENCH',
      ts: '1.000001',
      team_id: 'TBENCH',
      bot_id: 'B',
      user_id: 'U',
      view: { id: 'V1' },
    }
    outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(said))
  })
})

const request = ({ body, headers }: Signed): string => {
  const lines = Object.entries({ host: '127.0.0.1', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`)
  return `POST ${PATH} HTTP/1.1\r\n${lines.join('')}\r\n${body}`
}

async function clicks(
  { port, waiting, from }: Extract<SlackOrder, { is: 'clicks' }>,
  apiUrl: string,
): Promise<SlackLoad> {
  const requests = waiting.map((one, i) => request(signed(clickBody(one, from + i, apiUrl))))
  const latencies: number[] = []
  let trouble: string | undefined
  const began = performance.now()
  const work = async (): Promise<void> => {
    const line = await openLine(port)
    for (let next = requests.pop(); next !== undefined; next = requests.pop()) {
      const asked = performance.now()
      const { status, body } = await line.ask(next)
      latencies.push(performance.now() - asked)
      if (status !== 200 || body !== '') trouble ??= `${status} ${body.slice(0, 200)}`
    }
    line.close()
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, work))
  const seconds = (performance.now() - began) / 1000
  return { seconds, latencies, ...(trouble === undefined ? {} : { trouble }) }
}

async function commands(
  { port, user, count }: Extract<SlackOrder, { is: 'commands' }>,
  apiUrl: string,
): Promise<SlackLoad> {
  const latencies: number[] = []
  const line = await openLine(port)
  const began = performance.now()
  for (let n = 0; n < count; n++) {
    const trigger = `command-${performance.now()}-${n}`
    const asked = performance.now()
    const at = new Promise<number>((resolve) => opened.set(trigger, resolve))
    await line.ask(request(signed(commandBody(user, trigger, apiUrl))))
    latencies.push((await at) - asked)
    opened.delete(trigger)
  }
  line.close()
  return { seconds: (performance.now() - began) / 1000, latencies }
}

api.listen(0, '127.0.0.1', () => {
  const address = api.address()
  const apiUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/api/`
  process.on('message', (order: SlackOrder) => {
    const done = order.is === 'clicks' ? clicks(order, apiUrl) : commands(order, apiUrl)
    void done.then((load) => process.send?.(load))
  })
  process.send?.({ apiUrl })
})

// Nobody is left behind when the bench is cut short.
process.on('disconnect', () => process.exit())
