/** docs/slack.md and the manifest, held to the code: every step that can run here is run. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { readConfig } from '../../src/config.ts'
import { loadDirectory } from '../../src/policy/directory.ts'
import { SCOPES } from './doctor.ts'
import { isSetup, outcomeOf, type Trouble } from './errors.ts'
import { WIRE } from './settings.ts'
import { WINDOW } from './verify.ts'

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const PAGE = read('docs/slack.md')
const block = (kind: string, n = 0): string =>
  [...PAGE.matchAll(new RegExp(`^\`\`\`${kind}\\n([\\s\\S]*?)^\`\`\``, 'gm'))][n]?.[1] ?? ''
const source = (name: string): string => read(`adapters/slack/${name}.ts`)

interface Manifest {
  readonly features: {
    readonly shortcuts: readonly { name: string; type: string; callback_id: string; description: string }[]
    readonly slash_commands: readonly { command: string; url: string; description: string }[]
    readonly unfurl_domains: readonly string[]
  }
  readonly oauth_config: { readonly scopes: { readonly bot: readonly string[] } }
  readonly settings: {
    readonly event_subscriptions: { readonly request_url: string; readonly bot_events: readonly string[] }
    readonly interactivity: Readonly<Record<string, unknown>>
  }
}
const MANIFEST = parse(read('adapters/slack/manifest.yaml')) as Manifest

describe('the manifest', () => {
  it('asks for the scopes that the doctor looks for, and no others', () => {
    expect(MANIFEST.oauth_config.scopes.bot).toEqual([...SCOPES])
  })

  it('brings the commands and shortcuts that are heard, with names that Slack takes', () => {
    const { shortcuts, slash_commands: commands } = MANIFEST.features
    expect(shortcuts.map(({ type, callback_id }) => [type, callback_id])).toEqual([
      ['global', WIRE.fileAnywhere],
      ['message', WIRE.fileFromMessage],
    ])
    for (const { name } of shortcuts) expect(name.length).toBeLessThanOrEqual(24)
    expect(commands.map(({ command }) => command)).toEqual(['/complaint', '/投诉', '/客诉'])
    for (const { command } of commands) expect(PAGE).toContain(`\`${command}\``)
  })

  it('subscribes to the events that are listened to', () => {
    const heard = [...source('events').matchAll(/case '([a-z_]+)':/g)].map(([, name]) => name)
    const bot = MANIFEST.settings.event_subscriptions.bot_events.map((name) => name.replace('message.im', 'message'))
    expect([...bot].sort()).toEqual(heard.sort())
  })

  it('leads to the one way in, and the page says how often the address stands there', () => {
    const { features, settings } = MANIFEST
    const urls = [
      ...features.slash_commands.map(({ url }) => url),
      settings.event_subscriptions.request_url,
      settings.interactivity.request_url,
      settings.interactivity.message_menu_options_url,
    ]
    expect(new Set(urls)).toEqual(new Set(['https://redress.example.com/slack/events']))
    const times = read('adapters/slack/manifest.yaml')
      .replace(/^#.*$/gm, '')
      .match(/redress\.example\.com/g)?.length
    expect([times, /seven times/.test(PAGE)]).toEqual([7, true])
  })
})

describe('the page', () => {
  it('gives settings that turn Slack on', () => {
    const env = Object.fromEntries(
      block('sh')
        .trim()
        .split('\n')
        .map((line) => line.split(/=(.*)/s).slice(0, 2)),
    )
    expect(env.DIRECTORY_FILE).toBe('directory.yaml')
    const config = readConfig({ ...env, DIRECTORY_FILE: '' })
    if ('problems' in config) throw new Error(JSON.stringify(config.problems))
    expect(config.chat.slack).toMatchObject({ apiUrl: 'https://slack.com/api/' })
    expect([config.publicUrl, config.playground]).toEqual(['https://redress.example.com', false])
  })

  it('gives a directory that maps people and channels', () => {
    const person = (id: string) =>
      ({ id, name: { zh: id, en: id }, lang: 'zh', tz: 'Asia/Shanghai', roles: [], accounts: {} }) as const
    const people = { 'wang.li': person('wang.li'), 'feng.lan': person('feng.lan') }
    const channel = (id: string) => ({ id, name: { zh: id, en: id }, addresses: {} })
    const channels = { quality: channel('quality'), approvals: channel('approvals'), operator: channel('operator') }
    const laid = loadDirectory({ people, teams: {}, channels }, block('yaml'), { lang: 'zh', tz: 'Asia/Shanghai' })
    if ('problems' in laid) throw new Error(JSON.stringify(laid.problems))
    expect(laid.directory.people['wang.li']?.accounts).toEqual({ slack: 'U012AB3CD' })
    expect(laid.directory.channels.quality?.addresses).toEqual({ slack: 'C012QUALITY' })
  })

  it('lists every check of the doctor, and no others', () => {
    const told = [...PAGE.matchAll(/^\| `slack: ([a-z_]+)(?: …)?` \|/gm)].map(([, name]) => name)
    const made = [...source('doctor').matchAll(/finding\([`']([a-z_]+)/g)].map(([, name]) => name)
    expect([...new Set(made)].sort()).toEqual(told.sort())
    expect([WINDOW.past / 60, WINDOW.future / 60]).toEqual([5, 1])
  })

  it('says what becomes of every failure it names', () => {
    const of = (code: string, what: 'post' | 'update' = 'post') => {
      const trouble: Trouble = { is: 'refused', code }
      return isSetup(trouble) ? 'setup' : outcomeOf(trouble, what).is
    }
    const rows = [...PAGE.matchAll(/^\| (`[a-z_]+`(?:, `[a-z_]+`)*) \| (.*) \|$/gm)]
    const named = new Map(
      rows.flatMap(([, codes = '', then = '']) =>
        [...codes.matchAll(/`([a-z_]+)`/g)].map(([, code = '']) => [code, then]),
      ),
    )
    expect(named.size).toBeGreaterThan(10)
    for (const [code, then] of named) {
      if (then.startsWith('a fresh card')) expect([code, of(code, 'update')]).toEqual([code, 'gone'])
      if (then.includes("operators' channel")) expect([code, of(code)]).toEqual([code, 'closed'])
      if (then.includes('the operators are told which') || then.startsWith('`/readyz`'))
        expect([code, of(code)]).toEqual([code, 'setup'])
    }
  })

  it('names the metrics that are counted', () => {
    const counted = ['receiver', 'api', 'interactions', 'socket', 'send'].map(source).join('\n')
    for (const [, name = ''] of PAGE.matchAll(/`redress_platform_([a-z_]+?)(?:_total)?`/g))
      expect([name, counted.includes(`'${name}'`)]).toEqual([name, true])
  })
})
