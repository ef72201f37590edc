/** What an adapter finds in the house, as little of it as a test of one part needs; everything said is written down. */

import type { PlatformParts } from '../../../src/ports.ts'
import { makeApi, type SlackApi } from '../api.ts'
import { BOT_TOKEN, SIGNING_SECRET, type Workspace } from './workspace.ts'

export interface Notebook {
  readonly told: string[]
  readonly counted: string[]
  readonly logged: string[]
  readonly memory: Map<string, string>
  readonly setups: string[]
}

export const newNotebook = (): Notebook => ({ told: [], counted: [], logged: [], memory: new Map(), setups: [] })

export const settingsOf = (workspace: Pick<Workspace, 'apiUrl'>) => ({
  botToken: BOT_TOKEN,
  signingSecret: SIGNING_SECRET,
  apiUrl: workspace.apiUrl,
})

/** Log, meter, memory, operators and clock that write down. */
export function partsOf(notebook: Notebook, wall: () => number = Date.now) {
  const log = (fields: object, message: string): void => {
    notebook.logged.push(`${message} ${JSON.stringify(fields)}`)
  }
  return {
    wall,
    now: wall,
    log: { info: log, warn: log, error: log },
    meter: {
      count: (_p: string, what: string, labels: object = {}) =>
        notebook.counted.push(`${what} ${JSON.stringify(labels)}`),
      gauge: (_p: string, what: string, value: number) => notebook.counted.push(`${what}=${value}`),
    },
    memory: {
      get: async (key: string) => notebook.memory.get(key),
      set: async (key: string, value: string) => void notebook.memory.set(key, value),
      all: async (prefix: string) => new Map([...notebook.memory].filter(([key]) => key.startsWith(prefix))),
    },
    tellOperator: (key: string) => void notebook.told.push(key),
  } satisfies Partial<PlatformParts>
}

/** Both doors to a workspace. */
export function apiOf(workspace: Workspace, notebook: Notebook): SlackApi {
  const { log, meter } = partsOf(notebook)
  return makeApi(settingsOf(workspace), {
    log,
    meter,
    setup: (code, needed) => notebook.setups.push(`${code} ${needed ?? ''}`.trim()),
  })
}
