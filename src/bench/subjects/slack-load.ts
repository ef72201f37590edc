/** Slack as the bench needs it: a Web API that agrees to everything at once, and signed requests over 16 connections. */
import { Agent, createServer, request } from 'node:http'
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

const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })

function post(port: number, { body, headers }: Signed): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request({ port, host: '127.0.0.1', path: PATH, method: 'POST', headers, agent }, (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (chunk: string) => {
        text += chunk
      })
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }))
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

async function clicks(
  { port, waiting, from }: Extract<SlackOrder, { is: 'clicks' }>,
  apiUrl: string,
): Promise<SlackLoad> {
  const requests = waiting.map((one, i) => signed(clickBody(one, from + i, apiUrl)))
  const latencies: number[] = []
  let trouble: string | undefined
  const began = performance.now()
  const line = async (): Promise<void> => {
    for (let next = requests.pop(); next !== undefined; next = requests.pop()) {
      const asked = performance.now()
      const { status, text } = await post(port, next)
      latencies.push(performance.now() - asked)
      if (status !== 200 || text !== '') trouble ??= `${status} ${text.slice(0, 200)}`
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, line))
  const seconds = (performance.now() - began) / 1000
  return { seconds, latencies, ...(trouble === undefined ? {} : { trouble }) }
}

async function commands(
  { port, user, count }: Extract<SlackOrder, { is: 'commands' }>,
  apiUrl: string,
): Promise<SlackLoad> {
  const latencies: number[] = []
  const began = performance.now()
  for (let n = 0; n < count; n++) {
    const trigger = `command-${performance.now()}-${n}`
    const asked = performance.now()
    const at = new Promise<number>((resolve) => opened.set(trigger, resolve))
    await post(port, signed(commandBody(user, trigger, apiUrl)))
    latencies.push((await at) - asked)
    opened.delete(trigger)
  }
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
