/** Redress as a process of its own, with a signed way in. Arguments: FOLDER SECRET MILLISECONDS-PER-COMMIT. */
import { join } from 'node:path'
import { watchCommits } from '../../../data/bench/commits.ts'
import { changesBetween, snapshot, type Template } from '../../../data/bench/same-rows.ts'
import { readConfig } from '../../config.ts'
import { makeLog } from '../../log.ts'
import { type House, openHouse } from '../../main.ts'
import { type Asked, KINDS, type KindName, TOKEN } from '../kinds.ts'
import { serveSigned } from '../signed-server.ts'

/** What it says when it is ready. */
export interface ProductReady {
  readonly port: number
  readonly numbers: readonly string[]
  readonly templates: Readonly<Record<KindName, Template>>
}

/** What it answers to `settle`, when everything queued is sent. */
export interface Settled {
  readonly commits: number
  readonly cpu: number
}

const [folder = '', secret = '', slower = '0', cases = '0'] = process.argv.slice(2)
const database = join(folder, 'product.db')

const ORIGIN = 'http://127.0.0.1'

/** A request that never leaves this process. */
async function within(house: House, { path, headers, body }: Asked): Promise<{ status: number; body: string }> {
  const request = new Request(ORIGIN + path, { method: 'POST', headers: { ...headers, host: '127.0.0.1' }, body })
  const response = await house.server.fetch(request)
  return { status: response.status, body: await response.text() }
}

/** Does one command of a kind and gives the rows it wrote. Nothing may be delivered meanwhile. */
async function captured(house: House, kind: KindName, numbers: readonly string[]): Promise<Template> {
  const before = snapshot(database)
  const answer = await within(house, KINDS[kind].ask('capture', 0, numbers))
  if (!KINDS[kind].isDone(answer.status, answer.body)) throw new Error(`${kind}: ${answer.status} ${answer.body}`)
  const { number } = JSON.parse(answer.body) as { readonly number: string }
  return { number, changes: changesBetween(before, snapshot(database)) }
}

async function open(): Promise<ProductReady> {
  const config = readConfig({
    DATABASE_URL: `file:${database}`,
    FILES_URL: `file:${join(folder, 'files')}`,
    API_TOKENS: `crm:${TOKEN}`,
    PORT: '0',
    LOG_LEVEL: 'error',
  })
  if ('problems' in config) throw new Error(JSON.stringify(config.problems))
  const log = makeLog({ logLevel: 'error' })
  // A house that is not started delivers nothing, so these are the rows of the commands alone.
  const first = await openHouse(config, { log })
  const file = await captured(first, 'file', [])
  await first.start()
  await first.settle()
  await first.stop()
  const house = await openHouse(config, { log })
  const note = await captured(house, 'note', [file.number])
  const filed = Array.from({ length: Number(cases) }, async (_, n) => within(house, KINDS.file.ask('before', n)))
  const numbers = (await Promise.all(filed)).map(({ body }) => (JSON.parse(body) as { number: string }).number)
  await house.start()
  await house.settle()
  process.on('message', () => void house.settle().then(() => process.send?.(settled())))
  const port = await serveSigned(secret, ({ url = '', headers }, body) =>
    within(house, { path: url, headers: passedOn(headers), body }),
  )
  return { port, numbers, templates: { file, note } }
}

/** The headers that a route looks at. */
function passedOn(headers: NodeJS.Dict<string | string[]>): Readonly<Record<string, string>> {
  const wanted = ['content-type', 'authorization', 'idempotency-key']
  return Object.fromEntries(
    wanted.flatMap((name) => (typeof headers[name] === 'string' ? [[name, headers[name]]] : [])),
  )
}

const commits = watchCommits(Number(slower))
const settled = (): Settled => ({ commits: commits.count(), cpu: process.cpuUsage().user + process.cpuUsage().system })
// Nothing is left behind by a bench that was cut short.
process.once('disconnect', () => process.exit())
process.send?.(await open())
