/** Looks at everything: what must be true at any moment, and at the end what must be true once the dust has settled. */
import { makeDrawing } from '../drawing.ts'
import { lanesOf } from '../routing.ts'
import type { Estate, Home } from './estate.ts'
import type { Options } from './options.ts'
import type { Time } from './time.ts'
import { type Archive, lifeOf, makeArchive, mirrorsOf } from './truth/mirrors.ts'
import { all, type History, moneyOf, splitMoney } from './truth/money.ts'
import { cardsAmiss, noticesAmiss } from './truth/words.ts'
import type { World } from './world.ts'

/** What an examination remembers of earlier ones. */
export interface Examination {
  archive?: Archive
  looks: number
  readonly histories: Map<string, History>
}

export const makeExamination = (): Examination => ({ looks: 0, histories: new Map() })

export interface Scene {
  readonly options: Options
  readonly time: Time
  readonly world: World
  readonly estate: Estate
  readonly examination: Examination
  /** The last look, at everything. */
  readonly final: boolean
}

/** Adds what is wrong to the world's list. Looks at what was touched since, at the end at everything. */
export async function examine(scene: Scene): Promise<void> {
  const { world, estate, examination, final } = scene
  const home = estate.homes.find(({ life }) => !life.dead)
  if (home === undefined) return
  examination.archive ??= makeArchive(() => (estate.homes[0] ?? home).store)
  const numbers = new Set(world.touched)
  world.touched.clear()
  // What nobody touches may go stale too: whoever is away changes without a word of theirs.
  if (final) for (const number of await everyNumber(home)) numbers.add(number)
  else if (examination.looks++ % WIDELY === 0)
    for (const number of await home.store.openCases(undefined, 200)) numbers.add(number)
  const settled = (await home.store.counts()).outbox === 0
  const looked: History[] = []
  for (const number of numbers) {
    const { history, wrong } = await examination.archive.read(number)
    // What was about to be written and was not is no case.
    if (history === undefined && !examination.histories.has(number)) continue
    world.wrong.push(...wrong)
    if (history === undefined) continue
    examination.histories.set(number, history)
    looked.push(history)
    await examineCase(scene, home, history, settled)
  }
  const company = (policy: string) => home.house.shelf.company.under(policy)
  if (looked.length > 0) world.wrong.push(...(await mirrorsOf(looked, home.store, company)))
  if (final) await examineAll(scene, home)
}

/** Every so many looks take in all open cases. */
const WIDELY = 3

/** `settled`: nothing waits to be sent, so what is missing will not come. */
async function examineCase(scene: Scene, home: Home, history: History, settled: boolean): Promise<void> {
  const { world, time, final } = scene
  const { number, state, facts } = history
  const { shelf, platforms } = home.house
  const { wrong } = world
  wrong.push(...moneyOf(history, shelf.company.live.directory))
  wrong.push(...world.ledger.broken(number, facts))
  const lines = await home.store.messages(number)
  wrong.push(...noticesAmiss(history, world.chats, lines, settled))
  const waiting = lines.some((line) => line.state === 'waiting')
  wrong.push(...lifeOf(history, shelf.company.under(state.policy), waiting, time.now()))
  if (!settled && !final) return
  const company = shelf.company
  // Past the gate: looking must neither kill nor be killed.
  const draw = makeDrawing({ ...home.house, store: home.store, company })
  const showing = {
    chats: world.chats,
    company,
    lanesTo: (place: Parameters<typeof lanesOf>[0]) => lanesOf(place, platforms, company),
    drawn: async (of: string, key: string, place: Parameters<typeof lanesOf>[0]) =>
      (await draw({ number: of, key, place }))?.card,
    anytime: (name: string) => platforms.get(name)?.abilities.updates === 'anytime',
  }
  wrong.push(...(await cardsAmiss(history, lines, showing, time.now())))
}

async function examineAll({ world, examination, options }: Scene, home: Home): Promise<void> {
  const { wrong } = world
  const histories = [...examination.histories.values()]
  wrong.push(...splitMoney(histories, home.house.shelf.company.live.directory))
  const texts = Map.groupBy(histories, ({ facts }) => String(all(facts, 'filed')[0]?.what.values.text))
  for (const [text, cases] of texts) {
    const own = world.ledger.deeds.filter((deed) => deed.text === text)
    const sure = own.filter((deed) => deed.done !== undefined).length
    const open = own.filter((deed) => deed.done === undefined && deed.unheard > 0).length
    if (cases.length < sure || cases.length > sure + open)
      wrong.push(`"${text}" was filed ${sure} to ${sure + open} times, and there are ${cases.length} cases`)
  }
  for (const deed of world.ledger.deeds) {
    if (deed.verb !== 'file' || deed.done === undefined || examination.histories.has(deed.done.number)) continue
    wrong.push(`${deed.done.number} was acknowledged and is not there`)
  }
  const counts = await home.store.counts()
  if (counts.open > 0) wrong.push(`${counts.open} of ${counts.cases} cases never came to an end`)
  if (counts.outbox > 0) wrong.push(`${counts.outbox} rows still wait to be sent`)
  if (options.cases.length > 0 && counts.cases === 0) wrong.push('nobody could file anything')
}

async function everyNumber({ store }: Home): Promise<readonly string[]> {
  const numbers: string[] = []
  for (let after: string | undefined; ; ) {
    const page = await store.list({ limit: 200, ...(after === undefined ? {} : { after }) })
    if ('refused' in page) return numbers
    numbers.push(...page.items.map((row) => row.number))
    after = page.next
    if (after === undefined) return numbers
  }
}
