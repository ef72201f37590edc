/** A restart under load: how long the port refuses, and how long nobody is answered, while each request is sent until it is. */
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Effort, type Finding, ratio } from './figures.ts'
import { settings } from './filed.ts'
import { KINDS } from './kinds.ts'
import { onStage } from './processes.ts'
import { freePort, PORT_HERE, type Server, startServer } from './servers.ts'

const BARE = fileURLToPath(new URL('./subjects/bare.ts', import.meta.url))

/** How many send at once, and how long before and after the restart. */
const SENDERS = 4
const AROUND = 300

interface Gap {
  /** From the first refused connection to the last, in milliseconds. */
  readonly refused: number
  /** From the last answer before to the first after. */
  readonly silent: number
  /** From the signal to the end of the old process. */
  readonly stopping: number
}

/** Sends one request; false when it was not done. */
type Send = (url: string, n: number) => Promise<boolean>

export async function measure({ rounds }: Effort): Promise<Finding> {
  return onStage(async ({ folder }) => {
    const port = await freePort()
    const product = () => startServer(['src/redress.js', 'start'], settings(folder, 'restart.db'), port)
    const bare = () => startServer([BARE, join(folder, 'bare.db'), PORT_HERE], {}, port)
    const gaps: { readonly product: Gap[]; readonly bare: Gap[] } = { product: [], bare: [] }
    const filed = { count: 0 }
    const file: Send = async (url, n) => {
      const { path, headers, body } = KINDS.file.ask('restart', n)
      const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body })
      await answer.arrayBuffer()
      if (!KINDS.file.isDone(answer.status)) throw new Error(`filing: ${answer.status}`)
      filed.count += 1
      return true
    }
    const ask: Send = async (url) => (await fetch(url)).ok
    // The first starts fill the cache of compiled code.
    await (await product()).stop()
    for (let round = 0; round < rounds; round++) {
      gaps.product.push(await restarted(product, port, file, () => filed.count))
      gaps.bare.push(await restarted(bare, port, ask, () => 0))
    }
    await isEachThereOnce(product, filed.count)
    const of = (side: keyof typeof gaps, key: keyof Gap) => gaps[side].map((gap) => gap[key])
    return {
      title: 'A restart under load',
      series: [
        { name: 'product: the port refuses', unit: 'ms', values: of('product', 'refused') },
        { name: 'product: nobody is answered', unit: 'ms', values: of('product', 'silent') },
        { name: 'product: of which the old process ends', unit: 'ms', values: of('product', 'stopping') },
        { name: 'bare: the port refuses', unit: 'ms', values: of('bare', 'refused') },
        { name: 'bare: nobody is answered', unit: 'ms', values: of('bare', 'silent') },
        ratio('nobody is answered, product ÷ bare', of('product', 'silent'), of('bare', 'silent')),
      ],
      notes: [
        `SIGTERM, and the next process is started when the old one has ended, while ${SENDERS} people file complaints over HTTP and send each again, with its key, until it is answered. Each was there once in the end (counted).`,
        'Bare: Node with node:http and an open better-sqlite3, nothing else; it has nothing to finish.',
      ],
    }
  })
}

async function restarted(start: () => Promise<Server>, port: number, send: Send, from: () => number): Promise<Gap> {
  const first = await start()
  const { url } = first
  const answers: number[] = []
  let next = from()
  let over = false
  const people = Array.from({ length: SENDERS }, async () => {
    while (!over) {
      const n = next++
      while (!(await send(url, n).catch(() => false))) await pause(2)
      answers.push(performance.now())
    }
  })
  const refused: number[] = []
  const knocking = (async () => {
    while (!over) {
      if (!(await opens(port))) refused.push(performance.now())
      await pause(2)
    }
  })()
  await pause(AROUND)
  const began = performance.now()
  await first.stop()
  const stopped = performance.now()
  const second = await start()
  await pause(AROUND)
  over = true
  await Promise.all([...people, knocking])
  await second.stop()
  return {
    refused: (refused.at(-1) ?? 0) - (refused[0] ?? 0),
    silent: longest(answers.filter((at) => at > began - AROUND)),
    stopping: stopped - began,
  }
}

/** The longest time between one and the next. */
const longest = (moments: readonly number[]): number =>
  Math.max(0, ...moments.slice(1).map((at, i) => at - (moments[i] ?? at)))

function opens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

async function isEachThereOnce(start: () => Promise<Server>, count: number): Promise<void> {
  const server = await start()
  const metrics = await (await fetch(`${server.url}/metrics`)).text()
  await server.stop()
  const cases = Number(/^redress_cases (\d+)$/m.exec(metrics)?.[1])
  if (cases !== count) throw new Error(`${count} complaints were answered, ${cases} are there`)
}
