/** Who hears that a year's holidays are not known: once, by somebody, whatever fails on the way. */
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import type { Company } from './company.ts'
import { makeHolidayWatch } from './holiday-watch.ts'
import { loaded, spoil } from './policy/testing.ts'
import type { Message, Platform, SendOutcome } from './ports.ts'
import type { Place } from './rules/views.ts'

const week = 'week: {mon-fri: [09:00-12:00, 13:30-18:00]}'
const { policy, live } = loaded(spoil([week, `${week}, holidays: tiny`]))
const company = { current: policy, live } as Company
/** 61 and 59 days before 2027. */
const EARLY = Date.UTC(2026, 10, 1)
const THEN = Date.UTC(2026, 10, 3)

/** A house's kept settings, a chat with or without an operators' channel, and what was said where. */
function made(channel = true) {
  const said: string[] = []
  const kept = new Map<string, string>()
  let outcome: SendOutcome['is'] = 'sent'
  let free = true
  const platform = {
    name: 'here',
    abilities: {},
    address: (place: Place) =>
      place.in === 'channel' ? (channel ? '#ops' : undefined) : place.in === 'person' ? place.person : undefined,
    async sendMessage(address: string, { text }: Message, key: string) {
      if (outcome === 'sent') said.push(`${address} ${key} ${text.includes('2027')}`)
      return { is: outcome } as SendOutcome
    },
  } as unknown as Platform
  const start = () =>
    makeHolidayWatch({
      company,
      platforms: new Map([['here', platform]]),
      store: { setting: async (key) => kept.get(key), setSetting: async (key, value) => void kept.set(key, value) },
      holds: { take: async () => free, free: async () => undefined },
      log: pino({ level: 'silent' }),
      wall: () => 0,
    })
  return {
    said,
    start,
    now(is: SendOutcome['is'], mine = true) {
      outcome = is
      free = mine
    },
  }
}

describe('a year without holidays', () => {
  it('is told sixty days before, once, also by the process after', async () => {
    const { said, start } = made()
    const watch = start()
    await watch(EARLY)
    expect(said).toEqual([])
    await watch(THEN)
    await watch(THEN)
    await start()(THEN)
    expect(said).toEqual(['#ops holidays/plain/2027 true'])
  })

  it('is told again when it reached nobody, and by one replica only', async () => {
    const { said, start, now } = made()
    const watch = start()
    now('retry')
    await watch(THEN)
    now('sent', false)
    await watch(THEN)
    expect(said).toEqual([])
    now('sent')
    await watch(THEN)
    expect(said).toHaveLength(1)
  })

  it('is told to the administrators where the operators have no channel', async () => {
    const { said, start } = made(false)
    await start()(THEN)
    const admins = Object.values(live.directory.people).filter(({ roles }) => roles.includes('admin'))
    expect(said).toContain('ann holidays/plain/2027/ann true')
    expect(said).toHaveLength(admins.length)
  })
})
