/** Everything of a run that is outside the houses: people, chats, weather, and how often it was what. */
import { createHash } from 'node:crypto'
import { type Chance, chanceOf } from '../rehearsal/chance.ts'
import type { Person } from '../rules/nouns.ts'
import type { Place } from '../rules/views.ts'
import { makeAgenda } from './agenda.ts'
import { makeChats } from './chat.ts'
import type { Hands } from './client.ts'
import type { Home } from './estate.ts'
import type { StoreFaults } from './gate.ts'
import { makeLedger } from './ledger.ts'
import type { Options } from './options.ts'
import { makeCrowd } from './people.ts'
import type { Outside, Weather } from './platforms.ts'
import type { Time } from './time.ts'

/** Channels that stand on another platform too. */
export const SHARED_CHANNELS: Readonly<Record<string, string>> = {
  approvals: 'slack',
  complaints: 'slack',
  finance: 'wecom',
}

/** The platform where somebody is besides the playground, if any: it comes first. */
export function elsewhereOf(seed: number, person: string): string | undefined {
  const chance = chanceOf(seed, 'account', person)
  return chance.happens(0.45) ? chance.pick(['slack', 'wecom']) : undefined
}

export type World = ReturnType<typeof makeWorld>

/** The world of a seed, before anybody has done anything. */
export function makeWorld(options: Options, time: Time, people: readonly Person[], homes: () => readonly Home[]) {
  const { seed, faults } = options
  const agenda = makeAgenda()
  const chats = makeChats()
  const ledger = makeLedger()
  const weather: Weather = { gone: new Set(), closed: new Set(), down: new Set() }
  const wrong: string[] = []
  const counts: Record<string, number> = {}
  const touched = new Set<string>()
  const calls = new Map<string, number>()
  const active = new Set(faults)
  const digest = createHash('sha256')
  const recent: string[] = []
  let listener: ((line: string) => void) | undefined
  let writes = 0

  function count(what: string): void {
    counts[what] = (counts[what] ?? 0) + 1
  }
  function trace(line: string): void {
    const stamped = `${new Date(time.now()).toISOString()} ${line}`
    digest.update(stamped).update('\n')
    recent.push(stamped)
    if (recent.length > 4000) recent.splice(0, 2000)
    listener?.(stamped)
    time.stir()
  }
  const nth = (name: string): number => {
    const n = (calls.get(name) ?? 0) + 1
    calls.set(name, n)
    return n
  }

  const hands: Hands = {
    ...{ time, agenda, ledger, count, trace, faults: active },
    chanceOf: (...purpose) => chanceOf(seed, ...purpose),
    home: (chance) => (homes().length === 0 ? undefined : chance.pick(homes())),
    caller: (person) =>
      people.some(({ id }) => id === person)
        ? { actor: { kind: 'person', id: person }, via: 'playground', lang: 'zh' }
        : { actor: { kind: 'account', platform: 'playground', account: person }, via: 'playground', lang: 'zh' },
    wrong: (what) => void wrong.push(what),
  }
  const personAt = (address: string): string | undefined => /^person\/(.+)$/.exec(address)?.[1]
  const crowd = makeCrowd({
    ...{ ...hands, seed, personAt },
    people: people.map(({ id, lang, roles }) => ({ id, lang, roles, waiting: 0 })),
    async dueFor(person) {
      const [home] = homes()
      const tasks = home === undefined ? [] : await home.house.store.tasksOf(person)
      return tasks.map(({ task, row: { number } }) => ({
        ...{ number, key: `task/${task.id}` },
        buttons: task.verbs.map((verb) => ({ verb, ref: `${number}:${task.revision}` })),
      }))
    },
  })
  const outside: Outside = {
    ...{ time, agenda, chats, weather, faults: active },
    chanceFor: (platform, key) => chanceFor(seed, crowd.indexOf, platform, key, nth(`${platform} ${key}`)),
    address: (platform, place) => addressOf(platform, place, seed),
    posted(post, how) {
      if (how !== 'again') crowd.shown(post)
    },
    called(platform, what, key, came) {
      count(`${what}: ${came.split(',')[0]}`)
      // Words past the outbox carry a random key.
      if (!key.startsWith('self/')) trace(`${platform} ${what} ${key.split('\n')[0]}: ${came}`)
    },
  }
  const storeFaults: StoreFaults = {
    fails(method) {
      const fails = active.has('store') && chanceOf(seed, 'store', writes++).happens(0.005)
      if (fails) count('store failed')
      if (fails) trace(`the store fails to ${method}`)
      return fails
    },
    spoils(command) {
      // Sweeps have random keys, and whether one is spoiled must not depend on them.
      const spoils =
        active.has('spoil') &&
        !command.startsWith('sweep/') &&
        chanceOf(seed, 'spoil', command, nth(command)).happens(0.01)
      if (spoils) count('write spoiled')
      if (spoils) trace(`${command} cannot be written`)
      return spoils
    },
    touched: (number) => void touched.add(number),
  }
  return {
    people: people.map(({ id }) => id),
    ...{ agenda, chats, ledger, weather, wrong, counts, touched, crowd, outside, storeFaults, trace, active, count },
    /** The end of the trace, at most so many lines. */
    tail: (lines: number) => recent.slice(-lines),
    listen(to: (line: string) => void): void {
      listener = to
    },
    digest: () => digest.copy().digest('hex').slice(0, 16),
  }
}

/** The same chance for the same call of the same complaint, whatever number it got this time. */
function chanceFor(
  seed: number,
  indexOf: (number: string) => number | undefined,
  platform: string,
  key: string,
  nth: number,
): Chance {
  const plain = key.replace(/[A-Z]{1,4}-\d{8}-\d{4,}/g, (number) => `case ${indexOf(number) ?? number}`)
  return chanceOf(seed, 'call', platform, plain, nth)
}

function addressOf(platform: string, place: Place, seed: number): string | undefined {
  if (place.in === 'customer') return platform === 'playground' ? `customer/${place.number}` : undefined
  if (place.in === 'channel') {
    const there = platform === 'playground' || SHARED_CHANNELS[place.channel] === platform
    return there ? `channel/${place.channel}` : undefined
  }
  const there = platform === 'playground' || elsewhereOf(seed, place.person) === platform
  return there ? `person/${place.person}` : undefined
}

/** The directory laid over the policy's: who is on which other platform. */
export function directoryFile(seed: number, people: readonly string[]): string {
  const accounts = people.flatMap((id) => {
    const platform = elsewhereOf(seed, id)
    return platform === undefined ? [] : [[id, { accounts: { [platform]: id } }] as const]
  })
  return JSON.stringify({ people: Object.fromEntries(accounts) })
}
