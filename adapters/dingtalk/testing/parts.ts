/** What a house gives an adapter, for tests of its parts: memory in a map, words to the operators in a list. */
import type { PlatformParts } from '../../../src/ports.ts'
import type { Directory, Text } from '../../../src/rules/nouns.ts'
import type { DingtalkSettings } from '../settings.ts'
import { CORP, CREDENTIALS, type StandIn, TEMPLATE } from './stand-in.ts'

export interface TestParts {
  readonly parts: PlatformParts
  readonly kept: Map<string, string>
  readonly told: { readonly key: string; readonly text: Text }[]
  readonly gauges: Map<string, number>
  readonly counted: Map<string, number>
  /** Added to the machine's time. */
  readonly time: { ahead: number }
}

const unused = (): never => {
  throw new Error('this test uses no such part')
}

/** Parts without a house. `kept` carries the memory over a "restart". */
export function testParts(more: Partial<PlatformParts> = {}, kept = new Map<string, string>()): TestParts {
  const told: { key: string; text: Text }[] = []
  const gauges = new Map<string, number>()
  const counted = new Map<string, number>()
  const time = { ahead: 0 }
  const wall = (): number => Date.now() + time.ahead
  const directory: Directory = { people: {}, teams: {}, channels: {} }
  const parts: PlatformParts = {
    reception: { hear: unused, click: unused, redraw: unused, submit: unused },
    conversation: { say: unused, ask: unused },
    files: { put: unused, get: unused, find: unused, sweep: unused },
    now: wall,
    wall,
    log: { info() {}, warn() {}, error() {} },
    meter: {
      count: (_platform, what, _labels, by = 1) => void counted.set(what, (counted.get(what) ?? 0) + by),
      gauge: (_platform, what, value) => void gauges.set(what, value),
    },
    directory: () => directory,
    company: () => ({ lang: 'zh', tz: 'Asia/Shanghai' }),
    root: async () => undefined,
    replica: '',
    sole: (_name, duty) => ({ start: () => duty.begin(), stop: () => duty.end(), mine: () => true }),
    memory: {
      get: async (key) => kept.get(key),
      set: async (key, value) => void kept.set(key, value),
      all: async (prefix) => new Map([...kept].filter(([key]) => key.startsWith(prefix))),
    },
    tellOperator: (key, text) => void told.push({ key, text }),
    links: undefined,
    ...more,
  } as PlatformParts
  return { parts, kept, told, gauges, counted, time }
}

/** Settings that lead to a local DingTalk. */
export function settingsFor(standIn: Pick<StandIn, 'base'>, more: Partial<DingtalkSettings> = {}): DingtalkSettings {
  return {
    ...CREDENTIALS,
    corpId: CORP,
    cardTemplateId: TEMPLATE,
    apiUrl: standIn.base,
    oapiUrl: standIn.base,
    ...more,
  }
}
