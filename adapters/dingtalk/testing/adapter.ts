/** The adapter alone on a local DingTalk, without a house. */
import { vi } from 'vitest'
import type { PlatformParts } from '../../../src/ports.ts'
import { makeDingtalk } from '../index.ts'
import { type DingtalkSettings, type Tuning, USUAL } from '../settings.ts'
import { settingsFor, type TestParts, testParts } from './parts.ts'
import { openStandIn, type StandIn } from './stand-in.ts'

export const GROUP = 'group/cid1'

export interface Alone extends TestParts {
  readonly standIn: StandIn
  readonly adapter: ReturnType<typeof makeDingtalk>
  /** Ends the adapter and opens it again on the same memory. */
  restart(): Promise<Alone>
  end(): Promise<void>
}

export interface AloneOptions {
  readonly settings?: Partial<DingtalkSettings>
  readonly tuning?: Partial<Tuning>
  readonly parts?: Partial<PlatformParts>
  /** False: no template. */
  readonly template?: boolean
}

/** People u1 to u30, the group cid1 with the robot in it, cid2 without. */
export async function alone(options: AloneOptions = {}): Promise<Alone> {
  vi.spyOn(console, 'info').mockImplementation(() => {})
  const standIn = await openStandIn({ redeliver: 300 })
  for (let i = 1; i <= 30; i++) standIn.people.set(`u${i}`, { name: `某${i}`, unionid: `union-${i}` })
  standIn.groups.set('cid1', { robot: true, members: [] })
  standIn.groups.set('cid2', { robot: false, members: [] })
  return start(standIn, options, new Map())
}

async function start(standIn: StandIn, options: AloneOptions, kept: Map<string, string>): Promise<Alone> {
  const tested = testParts(options.parts, kept)
  const { cardTemplateId: _none, ...plain } = settingsFor(standIn, options.settings)
  const settings = options.template === false ? plain : settingsFor(standIn, options.settings)
  const adapter = makeDingtalk(settings, tested.parts, { ...USUAL, gather: 20, ...options.tuning })
  await adapter.start()
  return {
    ...tested,
    standIn,
    adapter,
    async restart() {
      await adapter.stop()
      return start(standIn, options, kept)
    },
    async end() {
      await adapter.stop()
      await standIn.close()
    },
  }
}
