/**
 * The naive way on PostgreSQL: a transaction for each command, in which the case is read and locked, judged by the same
 * rules, and every row is a statement that is awaited. Children are deleted and put again, as one does.
 */
import { Pool, type PoolClient } from 'pg'
import type { Applied, Incoming, Judge, Store, Write } from '../../src/ports.ts'
import type { Case } from '../../src/rules/case.ts'
import { canonical } from '../canonical.ts'
import { columnsOf, placeOf } from '../case-columns.ts'
import { genesis, link } from '../hash-chain.ts'

/** A store like `store`, but for how it applies commands: over so many connections of its own. */
export function naively(store: Store, url: string, connections: number): Store {
  const pool = new Pool({ connectionString: url, max: connections })
  return {
    ...store,
    apply: (incoming, judge, now) => Promise.all(incoming.map((one) => applyOne(pool, one, judge, now))),
    async close() {
      await pool.end()
      await store.close()
    },
  }
}

async function applyOne(pool: Pool, { command, digest }: Incoming, judge: Judge, now: number): Promise<Applied> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    const seen = await ask(client, 'SELECT answer FROM inbox WHERE key = $1', [command.id])
    if (seen.length > 0) throw new Error('the bench repeats no key')
    const number = 'number' in command ? command.number : ''
    const [row] = await ask(client, 'SELECT state, head FROM cases WHERE number = $1 FOR UPDATE', [number])
    const standing = row === undefined ? {} : { case: JSON.parse(String(row.state)) as Case }
    const loaded = { ...standing, freshNumber: unnumbered, claims: () => [], precedents: () => [], ...NONE }
    const { answer, write } = judge(command, loaded)
    if (write !== undefined) await writeRows(client, write, String(row?.head ?? genesis(number)), now)
    const kept = [command.id, digest ?? null, JSON.stringify(answer), now]
    await ask(client, 'INSERT INTO inbox (key, digest, answer, kept) VALUES ($1, $2, $3, $4)', kept)
    await client.query('COMMIT')
    return { answer }
  } catch (error) {
    await client.query('ROLLBACK')
    return { error }
  } finally {
    client.release()
  }
}

const NONE = { sameness: () => [], tally: () => [], workloads: () => ({}), other: () => undefined }

const unnumbered = (): string => {
  throw new Error('the naive way files nothing')
}

type Row = Readonly<Record<string, string | number | null>>

/** Prepared under a name of its own, like the product's own statements. */
async function ask(client: PoolClient, text: string, values: (string | number | null)[]): Promise<readonly Row[]> {
  const name = names.get(text) ?? `naive_${names.size}`
  names.set(text, name)
  return (await client.query<Row>({ name, text, values })).rows
}

const names = new Map<string, string>()

const put = (client: PoolClient, table: string, row: Row, otherwise = ''): Promise<unknown> => {
  const columns = Object.keys(row)
  const places = columns.map((_, i) => `$${i + 1}`)
  const text = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places.join(', ')}) ${otherwise}`
  return ask(client, text, Object.values(row))
}

async function writeRows(client: PoolClient, write: Write, before: string, now: number): Promise<void> {
  const { state, row, facts, tasks, timers } = write
  const { number } = state
  let head = before
  for (const fact of facts) {
    const body = canonical(fact)
    head = link(head, body)
    await put(client, 'fact', { number, seq: fact.seq, happened: fact.at, body, hash: head })
  }
  const columns = { ...columnsOf(row, state, head), ...placeOf(row, state) }
  const set = Object.keys(columns).map((name, i) => `${name} = $${i + 2}`)
  await ask(client, `UPDATE cases SET ${set.join(', ')} WHERE number = $1`, [number, ...Object.values(columns)])
  await ask(client, 'DELETE FROM task WHERE number = $1', [number])
  for (const task of tasks) {
    await put(client, 'task', { number, id: task.id, body: JSON.stringify(task) })
    for (const person of task.people) {
      const asked = { person, number, id: task.id, due: task.due ?? null, since: task.since }
      await put(client, 'task_person', asked, 'ON CONFLICT DO NOTHING')
    }
  }
  await ask(client, 'DELETE FROM timer WHERE number = $1', [number])
  for (const { key, at } of timers) await put(client, 'timer', { number, key, planned: at, rings: at })
  for (const { lane, key, place } of write.views) {
    await put(client, 'lane', { name: lane, ready: now }, 'ON CONFLICT DO NOTHING')
    const row = { lane, number, key, place: JSON.stringify(place), kind: 'view', state: 'waiting', attempts: 0 }
    await put(client, 'outbox', { ...row, next_at: now, queued: now, wanted: state.revision }, 'ON CONFLICT DO NOTHING')
  }
}
