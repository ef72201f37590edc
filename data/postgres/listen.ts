/**
 * Word between replicas, by LISTEN and NOTIFY on one connection of its own, which also keeps this replica's sign of life
 * (see survivors.ts). Both only make things sooner: a database that has neither, or a connection that breaks, loses nothing.
 */
import { Client, type ClientConfig } from 'pg'
import type { Peers, Topic } from '../../src/ports.ts'
import { codeOf } from './transaction.ts'

/** The channel of NOTIFY. */
const CHANNEL = 'redress'
/** Word is gathered so long, in milliseconds: many commits are told once. */
const GATHER = 15
/** Between tries to connect. */
const AGAIN = { first: 100, most: 5_000 } as const
/** PostgreSQL says with these that it does not know such a thing: asking again would change nothing. */
const UNKNOWN = /^(?:0A|42)/

export interface Listening extends Peers {
  /** Since when the sign of life stands, by `performance.now()`; undefined while it does not, or would prove nothing. */
  alive(): number | undefined
  close(): Promise<void>
}

/** Begins to connect, and goes on trying; nobody waits for it. `holder` is the name of this replica. */
export function listen(config: ClientConfig, holder: string): Listening {
  const heard = new Map<Topic, (() => void)[]>()
  const telling = new Set<Topic>()
  let client: Client | undefined
  let alive: number | undefined
  let pause: number = AGAIN.first
  let timer: NodeJS.Timeout | undefined
  let closed = false

  const call = (topic: string): void => {
    for (const then of heard.get(topic as Topic) ?? []) then()
  }

  function again(lost: Client): void {
    if (client !== lost && client !== undefined) return
    client = undefined
    alive = undefined
    lost.end().catch(() => undefined)
    if (closed) return
    timer = setTimeout(() => void connect(), pause)
    timer.unref()
    pause = Math.min(AGAIN.most, pause * 2)
  }

  async function connect(): Promise<void> {
    const fresh = new Client({ ...config, keepAlive: true, application_name: 'redress listens' })
    let over = false
    const lost = (): void => {
      if (over) return
      over = true
      again(fresh)
    }
    fresh.on('error', lost)
    fresh.on('end', lost)
    fresh.on('notification', ({ payload = '' }) => {
      const [from, topic = ''] = payload.split(' ')
      if (from !== holder) call(topic)
    })
    try {
      await fresh.connect()
      await fresh.query(`LISTEN ${CHANNEL}`)
      if (closed) return void (await fresh.end())
      client = fresh
      pause = AGAIN.first
      // Whatever was said while nobody listened: let everybody look.
      for (const topic of heard.keys()) call(topic)
      const keeps = await keepsLocks(fresh, config, holder).catch(() => false)
      if (keeps && client === fresh) alive = performance.now()
    } catch (error) {
      if (UNKNOWN.test(codeOf(error))) {
        over = true
        if (client === undefined) await fresh.end().catch(() => undefined)
        return
      }
      lost()
    }
  }

  function send(topic: Topic): void {
    telling.delete(topic)
    client?.query('select pg_notify($1, $2)', [CHANNEL, `${holder} ${topic}`]).catch(() => undefined)
  }

  void connect()
  return {
    hearing: () => client !== undefined,
    alive: () => alive,
    hear: (topic, then) => void heard.set(topic, [...(heard.get(topic) ?? []), then]),
    tell(topic) {
      if (client === undefined || telling.has(topic)) return
      telling.add(topic)
      setTimeout(send, GATHER, topic).unref()
    },
    async close() {
      closed = true
      clearTimeout(timer)
      const last = client
      client = undefined
      alive = undefined
      await last?.end().catch(() => undefined)
    },
  }
}

/** Takes the sign of life, and asks from another connection whether that is seen there: not everybody who speaks the protocol keeps locks. */
async function keepsLocks(client: Client, config: ClientConfig, holder: string): Promise<boolean> {
  await client.query('select pg_advisory_lock(hashtextextended($1::text, 0))', [holder])
  const other = new Client(config)
  other.on('error', () => undefined)
  try {
    await other.connect()
    const { rows } = await other.query('select pg_try_advisory_xact_lock(hashtextextended($1::text, 0)) as free', [
      holder,
    ])
    return rows[0]?.free === false
  } finally {
    await other.end().catch(() => undefined)
  }
}
