/** A house of its own to rehearse in: its platforms only write down, and its time is moved, real time and all. */
import type { Config } from '../config.ts'
import { chatProfiles } from '../main-chat.ts'
import { walkTo } from '../passing-time.ts'
import type { PlatformProfile } from '../ports.ts'
import { type MessagePlan, messagePlan } from '../rehearsal/message-plan.ts'
import { makeRecorder } from '../rehearsal/recorder.ts'
import type { Directory, Millis } from '../rules/nouns.ts'
import { DAY } from '../rules/zone.ts'
import { openOwnHouse } from './own-house.ts'

/** A complaint that the house does not take, in its own words. */
export class NotTaken extends Error {}

/** What is rehearsed. */
export interface Rehearsal {
  readonly config: Config
  /** When the complaints are filed. */
  readonly from: Millis
  readonly days: number
  /** Each as the API takes it. */
  readonly complaints: readonly unknown[]
}

/**
 * Files the complaints at `from` and lets so many days pass in which nobody does anything.
 * @throws NotTaken when one of them is refused.
 */
export async function rehearse({ config, from, days, complaints }: Rehearsal): Promise<MessagePlan> {
  let time = from
  const until = (at: Millis): void => {
    time = Math.max(time, at)
  }
  const recorder = makeRecorder(() => time)
  const profiles = await chatProfiles(config)
  const own = await openOwnHouse({
    config,
    wall: () => time,
    // Whoever records says when a send is seen; the time of the house stands still meanwhile.
    sleep: async () => undefined,
    furnish({ platforms, shelf }) {
      const directory = (): Directory => shelf.company.live.directory
      const on = platformsOn(config, profiles, directory())
      for (const [name, platform] of platforms)
        if (on.has(name)) platforms.set(name, recorder.around(platform))
        else platforms.delete(name)
      for (const profile of profiles)
        if (on.has(profile.name)) platforms.set(profile.name, recorder.platform(profile, directory))
    },
  })
  const { house } = own
  try {
    const clock = { ...house.clock, setTo: async (at: Millis) => until(at) }
    for (const [index, complaint] of complaints.entries()) {
      await file(own.ask, complaint, index)
      await house.settle()
    }
    for (let day = 1; day <= days; day++) {
      await walkTo(from + day * DAY, { ...house, clock, dayBreaks: house.roster.refresh })
      await house.watchHolidays(time)
    }
    const { store, shelf, platforms } = house
    // Many about the same bring forth a case of their own.
    const numbers = (await store.openCases(undefined, MOST_CASES)).toSorted()
    return await messagePlan(numbers, { store, company: shelf.company, platforms, told: recorder.told })
  } finally {
    await own.close()
  }
}

/** Those that are set up; where none is, all that the directory knows an account or a channel on. */
function platformsOn(
  { chat, playground }: Config,
  profiles: readonly PlatformProfile[],
  directory: Directory,
): ReadonlySet<string> {
  const names = profiles.map(({ name }) => name)
  const set = names.filter((name) => Object.hasOwn(chat, name) && chat[name as keyof typeof chat] !== undefined)
  if (set.length > 0) return new Set(playground ? [...set, PLAYGROUND] : set)
  const known = [
    ...Object.values(directory.people).flatMap(({ accounts }) => Object.keys(accounts)),
    ...Object.values(directory.channels).flatMap(({ addresses }) => Object.keys(addresses)),
  ]
  return new Set(known)
}

const PLAYGROUND = 'playground'
/** More than are ever filed, and what they bring forth. */
const MOST_CASES = 1_000

async function file(
  ask: (path: string, init: { readonly method: string; readonly body: string }) => Promise<Response>,
  complaint: unknown,
  index: number,
): Promise<void> {
  const reply = await ask('/api/v1/complaints', { method: 'POST', body: JSON.stringify(complaint) })
  const body = (await reply.json()) as Taken
  if (body.number !== undefined) return
  if (reply.status >= 500) throw new Error(`a complaint could not be filed: ${JSON.stringify(body)}`)
  const { message, fix, field } = body
  const where = `${index + 1}${field ? ` ${field}` : ''}`
  throw new NotTaken(`${where}: ${message?.zh ?? ''}\n${where}: ${message?.en ?? ''}\n${fix ?? ''}`)
}

/** What the API answers. */
interface Taken {
  readonly number?: string
  readonly field?: string | null
  readonly message?: { readonly zh: string; readonly en: string }
  readonly fix?: string
}
