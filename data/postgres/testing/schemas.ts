/** Empty schemas of one PostgreSQL database for tests, and stores opened on them. */
import { Client } from 'pg'
import { afterAll, afterEach } from 'vitest'
import { numbering, type Opened } from '../../contract/samples.ts'
import { openPostgres, type PostgresOpened } from '../open.ts'

/** A property opens many stores, and uses the newest two. */
const OPEN_AT_ONCE = 8

/** Schemas that are emptied after use; making one takes ten times as long. */
export interface Schemas {
  /** The address of an empty schema. */
  fresh(): Promise<string>
  opening(at: string): Promise<PostgresOpened>
  /** As the contract of stores wants it. */
  opened(at: string): Promise<Opened>
  raw(sql: string, at: string): Promise<void>
  /** A connection of the test's own, closed after it. */
  client(at: string): Promise<Client>
}

const EMPTY = [
  ...['fact', 'seal', 'seal_leaf'].map((table) => `ALTER TABLE ${table} DISABLE TRIGGER USER`),
  ...['cases', 'fact', 'inbox', 'counter', 'task', 'task_person', 'timer', 'claim', 'guard', 'outbox', 'lane', 'card'],
  ...['sameness', 'file_use', 'policy', 'setting', 'chat_post', 'draft', 'seal', 'seal_leaf'],
  ...['fact', 'seal', 'seal_leaf'].map((table) => `ALTER TABLE ${table} ENABLE TRIGGER USER`),
]
  .map((line) => (line.includes(' ') ? line : `DELETE FROM ${line}`))
  .join(';')

/** To be called inside a `describe`: stores are closed after each test, schemas dropped after all. */
export function schemasIn(url: string): Schemas {
  const made: string[] = []
  const used = new Set<string>()
  const spoiled = new Set<string>()
  let endings: { readonly at: string; readonly end: () => Promise<unknown> }[] = []

  async function client(at: string): Promise<Client> {
    const connected = new Client(at)
    await connected.connect()
    await connected.query('SET client_min_messages = warning')
    endings.push({ at, end: () => connected.end() })
    return connected
  }
  async function raw(sql: string, at: string): Promise<void> {
    const connected = new Client(at)
    await connected.connect()
    await connected.query(sql).finally(() => connected.end())
  }
  async function closeOldest(): Promise<void> {
    const [oldest, ...others] = endings
    endings = others
    await oldest?.end()
    if (oldest !== undefined && !others.some(({ at }) => at === oldest.at)) used.delete(oldest.at)
  }
  async function fresh(): Promise<string> {
    if (endings.length >= OPEN_AT_ONCE) await closeOldest()
    const idle = made.find((at) => !used.has(at) && !spoiled.has(at))
    const at = idle ?? (await create())
    used.add(at)
    if (idle !== undefined) await raw(EMPTY, idle)
    return at
  }
  async function create(): Promise<string> {
    const name = `redress_test_${process.pid}_${made.length + 1}`
    const at = new URL(url)
    at.searchParams.set('options', `-c search_path=${name}`)
    await raw(`CREATE SCHEMA ${name}`, url)
    made.push(at.href)
    return at.href
  }
  async function opening(at: string): Promise<PostgresOpened> {
    const store = await openPostgres({ url: at, ...numbering, connections: 3 })
    endings.push({ at, end: () => store.close() })
    return store
  }
  async function opened(at: string): Promise<Opened> {
    const { store, chat, drafts, seals, close } = await opening(at)
    const reopen = async () => {
      await close()
      return opened(at)
    }
    const disarm = async () => {
      spoiled.add(at)
      const tables = ['fact', 'seal', 'seal_leaf']
      const drops = tables.flatMap((one) =>
        ['update', 'delete'].map((verb) => `DROP TRIGGER ${one}_no_${verb} ON ${one}`),
      )
      await raw(drops.join(';'), at)
    }
    return { store, chat, drafts, seals, close, reopen, raw: (sql) => raw(sql, at), disarm }
  }

  afterEach(async () => {
    while (endings.length > 0) await closeOldest()
  })
  afterAll(async () => {
    // One by one: all at once would need more locks than a server has.
    for (const index of made.keys()) await raw(`DROP SCHEMA redress_test_${process.pid}_${index + 1} CASCADE`, url)
  })
  return { fresh, opening, opened, raw, client }
}
