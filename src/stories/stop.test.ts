/** Stopping while people work: what was acknowledged is kept, what was not can be asked for again with its key, nothing twice. */
import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import type { Serving } from './serving.ts'
import { serve } from './serving.ts'

const SECRET = 'a-secret-that-is-long-enough-to-file'
const ENV = { API_TOKENS: `mall:${SECRET}:file+read` }
const PEOPLE = 12

const folder = mkdtempSync(join(tmpdir(), 'redress-stop-'))
const running: Serving[] = []
afterAll(() => {
  for (const one of running) one.kill()
  rmSync(folder, { recursive: true, force: true })
})

async function start(): Promise<Serving> {
  const server = await serve(folder, ENV)
  running.push(server)
  return server
}

/** Files under a key; the number, or undefined when no answer came. */
async function file(
  url: string,
  key: string,
): Promise<{ readonly number: string; readonly again: boolean } | undefined> {
  try {
    const response = await fetch(`${url}/api/v1/complaints`, {
      method: 'POST',
      headers: { authorization: `Bearer ${SECRET}`, 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify({ text: `冰箱不制冷 ${key}` }),
    })
    const { number } = (await response.json()) as { number?: string }
    if (number === undefined) throw new Error(`${response.status}`)
    return { number, again: response.headers.get('idempotent-replayed') === 'true' }
  } catch (error) {
    if (error instanceof Error && /^\d+$/.test(error.message)) throw error
    return undefined
  }
}

/** Everybody files one complaint after the other until nobody answers any more. Gives every key with its number. */
async function crowd(url: string, answered: (count: number) => void): Promise<ReadonlyMap<string, string | undefined>> {
  const asked = new Map<string, string | undefined>()
  let count = 0
  const person = async (who: number): Promise<void> => {
    for (let i = 0; ; i++) {
      const key = `${who}-${i}`
      asked.set(key, undefined)
      const got = await file(url, key)
      if (got === undefined) return
      asked.set(key, got.number)
      answered(++count)
    }
  }
  await Promise.all(Array.from({ length: PEOPLE }, (_, who) => person(who)))
  return asked
}

/** Begins an upload and never ends it. */
function hang(url: string): Promise<string> {
  const sending = request(`${url}/api/v1/files`, {
    method: 'POST',
    headers: { authorization: `Bearer ${SECRET}`, 'content-length': '1000' },
  })
  sending.write('half')
  return new Promise((resolve) => {
    sending.on('response', () => resolve('answered'))
    sending.on('error', () => resolve('cut'))
  })
}

test('SIGTERM amid work ends with 0, and every acknowledged complaint is there, once', async () => {
  const first = await start()
  const asked = await crowd(first.url, (count) => {
    if (count === 40) first.signal('SIGTERM')
  })
  const { status, ms } = await first.ended()
  expect(status, first.said()).toBe(0)
  expect(ms).toBeLessThan(10_000)
  expect(first.said()).toMatch(/"signal":"SIGTERM","msg":"stopping"[\s\S]*"msg":"stopped"/)

  const second = await start()
  const acknowledged = [...asked].filter(([, number]) => number !== undefined)
  expect(acknowledged.length).toBeGreaterThanOrEqual(40)
  expect(asked.size).toBeGreaterThan(acknowledged.length)
  const repeated = await Promise.all([...asked.keys()].map(async (key) => [key, await file(second.url, key)] as const))
  for (const [key, got] of repeated) {
    const before = asked.get(key)
    if (before !== undefined) expect(got, key).toEqual({ number: before, again: true })
  }
  // Each key has one complaint, also those whose answer was lost: no number stands for two, and there are no others.
  const numbers = repeated.map(([, got]) => got?.number)
  expect(new Set(numbers).size).toBe(asked.size)
  const cases = /^redress_cases (\d+)$/m.exec(await (await fetch(`${second.url}/metrics`)).text())?.[1]
  expect(Number(cases)).toBe(asked.size)

  // Another one finds the port taken: it says so and ends, and nothing of it goes on.
  const other = join(folder, 'other')
  await expect(serve(other, { ...ENV, PORT: new URL(second.url).port })).rejects.toThrow(
    /ended with 1: .*端口已被占用/s,
  )

  // One who hangs is waited for; a second signal does not wait.
  const hung = hang(second.url)
  await pause(100)
  second.signal('SIGINT')
  await pause(300)
  expect(second.said()).not.toContain('"msg":"stopped"')
  second.signal('SIGTERM')
  const end = await second.ended()
  expect(await hung).toBe('cut')
  // Well before the ten seconds that one who hangs would be given.
  expect(end.ms).toBeLessThan(8_000)
  expect(end.status).toBe(0)
  expect(second.said()).toContain('"msg":"stopping at once"')
}, 60_000)
