/** Ten thousand reminders that come due in one moment: rung, committed, and told as one message to each person. */
import { ownDatabase } from '../../data/bench/server.ts'
import { testDatabase } from '../config.ts'
import { makeLog } from '../log.ts'
import { type House, openHouse } from '../main.ts'
import type { Platform } from '../ports.ts'
import type { Millis } from '../rules/nouns.ts'
import type { Effort, Finding, Series } from './figures.ts'
import { configOf } from './filed.ts'
import { complaint, REVIEWER } from './kinds.ts'
import { onStage } from './processes.ts'

const MANY = 10_000
const FEW = 50
/** Filed together, on the way there. */
const BATCH = 500

/** What one round saw: milliseconds from the moment until all had rung, and until the last reminder had left. */
interface Seen {
  readonly rung: number
  readonly told: number
  /** Timers that rang, messages that left, and people who got one. */
  readonly timers: number
  readonly messages: number
  readonly people: number
}

export async function measure({ quick, rounds }: Effort): Promise<Finding> {
  const server = testDatabase()
  const cases = quick ? FEW : MANY
  return onStage(async ({ folder }) => {
    const series: Series[] = []
    const times = Math.min(rounds, 2)
    const sqlite: Seen[] = []
    for (let round = 0; round < times; round++)
      sqlite.push(await live(cases, openIn({ folder, name: `reminders-${round}.db` })))
    series.push(...told('', sqlite))
    if (server !== undefined) {
      const database = await ownDatabase(server, 'reminders')
      try {
        series.push(
          ...told('PostgreSQL: ', [await live(cases, openIn({ folder, name: 'none.db', database: database.url }))]),
        )
      } finally {
        await database.drop()
      }
    }
    return { title: `Reminders of ${cases.toLocaleString('en')} complaints due in one moment`, series, notes: NOTES }
  })
}

const NOTES = [
  'All complaints were filed on a Sunday, so that their first reminders are due in one moment of Monday. Rung: all timers have become facts, committed, with the rows to be sent. Told: the last reminder has left, each person’s as one message; the platform takes a message without delay, and cards are being changed beside.',
]

const told = (on: string, seen: readonly Seen[]): readonly Series[] => [
  { name: `${on}until all had rung`, unit: 'ms', values: seen.map(({ rung }) => rung) },
  { name: `${on}until the last reminder had left`, unit: 'ms', values: seen.map(({ told: at }) => at) },
  { name: `${on}timers`, unit: '', values: seen.map(({ timers }) => timers) },
  { name: `${on}messages of reminders`, unit: '', values: seen.map(({ messages }) => messages) },
  { name: `${on}people who got one`, unit: '', values: seen.map(({ people }) => people) },
]

interface At {
  readonly folder: string
  readonly name: string
  readonly database?: string
}

const openIn =
  ({ folder, name, database }: At) =>
  (wrap: (platform: Platform) => Platform): Promise<House> => {
    const config = configOf(folder, name)
    const there = database === undefined ? config : { ...config, database }
    return openHouse(there, { log: makeLog({ logLevel: 'error' }), wrap })
  }

async function live(cases: number, open: (wrap: (platform: Platform) => Platform) => Promise<House>): Promise<Seen> {
  const left: { readonly to: string; readonly at: number }[] = []
  const house = await open((platform) => recording(platform, (to) => left.push({ to, at: performance.now() })))
  try {
    await house.start()
    await house.clock.setTo(nextSunday(house.clock.now()))
    await file(house, cases)
    await house.settle()
    const due = await house.store.nextTimer(house.clock.now())
    if (due === undefined) throw new Error('nobody is to be reminded of anything')
    left.length = 0
    // Some minutes on: reminders of one moment are spread by who holds them.
    await house.clock.setTo(due + 10 * 60_000)
    const began = performance.now()
    const timers = await house.timers.runDue()
    const rung = performance.now() - began
    await house.delivery.idle()
    const last = Math.max(...left.map(({ at }) => at))
    return { rung, told: last - began, timers, messages: left.length, people: new Set(left.map(({ to }) => to)).size }
  } finally {
    await house.stop()
  }
}

async function file(house: House, cases: number): Promise<void> {
  const actor = { kind: 'person', id: REVIEWER } as const
  for (let done = 0; done < cases; done += BATCH) {
    const some = Array.from({ length: Math.min(BATCH, cases - done) }, (_, i) => {
      const n = done + i
      const { fields, ...values } = complaint(n)
      const each = { ...values, ...fields, model: `BCD-${n}`, region: undefined }
      return { id: `f${n}`, actor, via: 'bench', do: 'file', lang: 'zh', strict: false, values: each } as const
    })
    const answers = await Promise.all(some.map((command) => house.desk.submit(JSON.parse(JSON.stringify(command)))))
    const refused = answers.find((answer) => 'refused' in answer)
    if (refused) throw new Error(JSON.stringify(refused))
  }
}

/** Takes everything at once, and says where messages to people went. */
function recording(platform: Platform, said: (to: string) => void): Platform {
  let sent = 0
  const take = async () => ({ is: 'sent', handle: `h${++sent}` }) as const
  return {
    ...platform,
    address: (place) => platform.address(place),
    sendCard: take,
    updateCard: take,
    async sendMessage(to, message) {
      if (message.tone === 'warn') said(to)
      return take()
    },
  }
}

/** The next Sunday, 20:00 in Shanghai: nobody works, whatever the time is now. */
function nextSunday(now: Millis): Millis {
  const day = 86_400_000
  const local = now + 8 * 3_600_000
  const midnight = Math.floor(local / day) * day
  const sunday = midnight + ((7 - new Date(midnight).getUTCDay()) % 7 || 7) * day
  return sunday + 20 * 3_600_000 - 8 * 3_600_000
}
