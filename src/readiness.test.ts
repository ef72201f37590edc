import { expect, it } from 'vitest'
import type { Platform, Store } from './ports.ts'
import { makeReadiness } from './readiness.ts'
import { Unwritten } from './unwritten.ts'

/** A store whose writes fail as `fails` says, and a platform that is not ready as `unready` says. */
function scene() {
  const now = { at: 1_000_000, fails: undefined as unknown, unready: undefined as string | undefined, writes: 0 }
  const setSetting = async () => {
    now.writes += 1
    if (now.fails !== undefined) throw now.fails
  }
  const platform = { unready: () => now.unready } as unknown as Platform
  const store = { setSetting } as unknown as Store
  return { now, ready: makeReadiness({ store, platforms: new Map([['test', platform]]) }, () => now.at) }
}

it('says what is in the way of writing, and is ready again by itself', async () => {
  const { now, ready } = scene()
  expect(await ready()).toEqual([])
  now.fails = new Unwritten('full', new Error('SQLITE_FULL'))
  now.at += 5_000
  expect(await ready()).toEqual(['the disk of the database is full'])
  now.fails = new Error('no connection')
  now.at += 5_000
  expect(await ready()).toEqual(['the database does not answer'])
  now.fails = undefined
  now.at += 5_000
  expect(await ready()).toEqual([])
})

it('tries a write at most once in five seconds, whoever asks, also when the clock was set back', async () => {
  const { now, ready } = scene()
  await Promise.all([ready(), ready(), ready()])
  now.at += 4_999
  await ready()
  expect(now.writes).toBe(1)
  now.at -= 3_600_000
  await ready()
  expect(now.writes).toBe(2)
})

it('says why a platform is not ready', async () => {
  const { now, ready } = scene()
  now.unready = 'no connection to the gateway'
  expect(await ready()).toEqual(['no connection to the gateway'])
})
