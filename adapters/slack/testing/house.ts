/** A whole house whose people are in Slack: the shipped policy, a directory laid over it, and the workspace beside it. */
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import type { House } from '../../../src/main.ts'
import type { Platform } from '../../../src/ports.ts'
import { makePlot, type Plot } from '../../playground/testing/real-house.ts'
import { type Driver, makeDriver } from './driver.ts'
import { APP_TOKEN, BOT_TOKEN, openWorkspace, SIGNING_SECRET, type Workspace } from './workspace.ts'

const POLICY = fileURLToPath(new URL('../../../data/policy.yaml', import.meta.url))

/** A company in Slack. `mallory` is a stranger. */
export interface Town {
  readonly workspace: Workspace
  readonly plot: Plot
  /** Added to the machine's time by whoever lets time pass. */
  readonly weather: { ahead: number }
  open(options?: {
    readonly keepPace?: boolean
  }): Promise<{ readonly house: House; readonly driver: Driver; readonly url: string }>
  close(): Promise<void>
}

export interface TownOptions {
  readonly lang?: 'zh' | 'en'
  readonly socketMode?: boolean
  /** The weather while the house starts. */
  readonly weather?: Workspace['weather']
  /** True: the house has a PUBLIC_URL, which is where it listens. */
  readonly reachable?: boolean
}

interface Raw {
  readonly people: Readonly<Record<string, unknown>>
  readonly channels: Readonly<Record<string, unknown>>
}

/** Builds the workspace and the folder of the house. */
export async function makeTown({
  lang = 'zh',
  socketMode = false,
  reachable = false,
  weather,
}: TownOptions = {}): Promise<Town> {
  const source = readFileSync(POLICY, 'utf8')
  const { people, channels } = parse(source) as Raw
  const workspace = await openWorkspace({
    users: [...Object.keys(people), 'mallory'],
    channels: Object.keys(channels),
  })
  workspace.weather = weather
  const settings = {
    SLACK_BOT_TOKEN: BOT_TOKEN,
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_API_URL: workspace.apiUrl,
    ...(socketMode ? { SLACK_APP_TOKEN: APP_TOKEN } : {}),
    ...(reachable ? addressAt(await freePort()) : {}),
  }
  const folder = mkdtempSync(join(tmpdir(), 'redress-slack-'))
  const files = { POLICY_FILE: join(folder, 'policy.yaml'), DIRECTORY_FILE: join(folder, 'directory.json') }
  writeFileSync(files.POLICY_FILE, withoutPlayground(source, lang))
  writeFileSync(files.DIRECTORY_FILE, JSON.stringify(directoryOf({ people, channels }, workspace)))
  const plot = makePlot('zh', { ...settings, ...files })
  return townOf(workspace, { ...plot, clear: () => [folder, plot.folder].forEach(remove) })
}

const addressAt = (port: number) => ({ PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}` })

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' ? (address?.port ?? 0) : 0
}

const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true })

function townOf(workspace: Workspace, plot: Plot): Town {
  const weather = { ahead: 0 }
  const wall = (): number => Date.now() + weather.ahead
  return {
    workspace,
    plot,
    weather,
    async open({ keepPace = false } = {}) {
      const { house, url } = await plot.open(keepPace ? { wall } : { wall, wrap: unhurried })
      return { house, url, driver: makeDriver({ workspace, url, wall }) }
    },
    async close() {
      await workspace.close()
      plot.clear()
    },
  }
}

/** Slack takes one message a second and channel; a test that is not about that would only wait. */
function unhurried(platform: Platform): Platform {
  return platform.name === 'slack'
    ? { ...platform, abilities: { ...platform.abilities, perLaneSecond: 1000 } }
    : platform
}

function withoutPlayground(source: string, lang: 'zh' | 'en'): string {
  const bare = source.replaceAll(/, accounts: \{playground: [\w.]+\}/g, '').replaceAll(/,\s+playground: "#\w+"/g, '')
  if (bare === source) throw new Error('the shipped policy names its accounts elsewhere now')
  return lang === 'zh' ? bare : bare.replace(', lang: zh, tz: ', ', lang: en, tz: ')
}

function directoryOf({ people, channels }: Raw, workspace: Workspace): object {
  const accounts = Object.keys(people).map((id) => [id, { accounts: { slack: workspace.users.get(id) } }])
  const addresses = Object.keys(channels).map((id) => [id, { slack: workspace.channels.get(id) }])
  return { people: Object.fromEntries(accounts), channels: Object.fromEntries(addresses) }
}
