/** `redress doctor` for Slack: token, scopes, channels, people, clock, and the way in through PUBLIC_URL. Changes nothing. */
import type { Finding, PlatformParts } from '../../src/ports.ts'
import type { Directory, Millis } from '../../src/rules/nouns.ts'
import type { Call } from './api.ts'
import type { Accounts } from './directory.ts'
import { FINDINGS, finding } from './doctor-words.ts'
import { troubleOf } from './errors.ts'
import type { Identity } from './identity.ts'
import type { Interactions } from './interactions.ts'
import { NAME, type SlackSettings } from './settings.ts'
import { signatureOf, WINDOW } from './verify.ts'

/** Scopes that something of ours needs, as in manifest.yaml. */
export const SCOPES = [
  ...['app_mentions:read', 'channels:history', 'channels:read', 'chat:write', 'chat:write.public', 'commands'],
  ...['files:read', 'groups:history', 'groups:read', 'groups:write', 'im:history', 'im:write', 'links:read'],
  ...['links:write', 'metadata.message:read', 'pins:write', 'usergroups:read', 'users:read'],
] as const

export interface DoctorParts extends Pick<PlatformParts, 'wall' | 'links' | 'directory'> {
  readonly settings: SlackSettings
  readonly call: Call
  readonly accounts: Accounts['accounts']
  readonly interactions: Pick<Interactions, 'last' | 'recall'>
  ask(): Promise<Identity>
}

/** Skew that is worth a word, and how long our own way in may take. */
const SKEW: Millis = 30_000
const PATIENCE: Millis = 5_000

/** Looks at one thing after the other. Never throws. */
export async function* examine(parts: DoctorParts): AsyncGenerator<Finding> {
  const letIn = await token(parts)
  yield letIn
  yield await clock(parts)
  yield* await wayIn(parts)
  yield await lastHeard(parts)
  if (letIn.is === 'bad') return
  yield await scopes(parts)
  if (parts.settings.appToken !== undefined) yield await socketToken(parts)
  for (const [id, address] of channelsOf(parts.directory())) yield await channel(parts, id, address)
  yield await people(parts)
}

async function token({ ask }: DoctorParts): Promise<Finding> {
  try {
    const { url = '' } = await ask()
    return finding('token', 'good', FINDINGS.token_good, { what: url })
  } catch (error) {
    return finding('token', 'bad', FINDINGS.token_bad, { what: codeOf(error) })
  }
}

/** Every answer of the Web API names what the token may do. */
async function scopes({ call }: DoctorParts): Promise<Finding> {
  try {
    const answer = await call<{ response_metadata?: { scopes?: readonly string[] } }>('auth.test')
    const granted = answer.response_metadata?.scopes ?? []
    const missing = SCOPES.filter((scope) => !granted.includes(scope))
    if (granted.length === 0) return finding('scopes', 'warning', FINDINGS.scopes_unknown)
    return missing.length === 0
      ? finding('scopes', 'good', FINDINGS.scopes_good)
      : finding('scopes', 'bad', FINDINGS.scopes_missing, { what: missing.join(', ') })
  } catch (error) {
    return finding('scopes', 'bad', FINDINGS.token_bad, { what: codeOf(error) })
  }
}

async function socketToken({ settings }: DoctorParts): Promise<Finding> {
  const answer = await post(new URL('apps.connections.open', withSlash(settings.apiUrl)), '', {
    authorization: `Bearer ${settings.appToken}`,
  })
  const body = (await answer?.json().catch(() => undefined)) as { ok?: boolean; error?: string } | undefined
  return body?.ok === true
    ? finding('socket', 'good', FINDINGS.socket_good)
    : finding('socket', 'bad', FINDINGS.socket_bad, { what: body?.error ?? 'no answer' })
}

/** Our clock beside Slack's: signatures are only good within a window. */
async function clock({ settings, wall }: DoctorParts): Promise<Finding> {
  const answer = await post(new URL('api.test', withSlash(settings.apiUrl)), '', {})
  const theirs = Date.parse(answer?.headers.get('date') ?? '')
  if (Number.isNaN(theirs)) return finding('clock', 'warning', FINDINGS.clock_unknown)
  const skew = Math.round((wall() - theirs) / 1000)
  const is = Math.abs(skew) < SKEW / 1000 ? 'good' : Math.abs(skew) < WINDOW.future ? 'warning' : 'bad'
  return finding('clock', is, FINDINGS[is === 'good' ? 'clock_good' : 'clock_off'], { what: String(skew) })
}

/** A signed request to ourselves, by the address Slack uses; its type carries a charset, as some proxies add one. */
async function wayIn({ settings, wall, links }: DoctorParts): Promise<readonly Finding[]> {
  if (links === undefined)
    return [finding('way_in', settings.appToken === undefined ? 'bad' : 'good', noAddress(settings))]
  const url = new URL(`${links.case('').replace(/\/f\/case\/$/, '')}/slack/events`)
  const challenge = `doctor-${wall()}`
  const body = JSON.stringify({ type: 'url_verification', challenge })
  const timestamp = String(Math.floor(wall() / 1000))
  const signed = {
    'content-type': 'application/json; charset=utf-8',
    'x-slack-request-timestamp': timestamp,
  }
  const right = { ...signed, 'x-slack-signature': signatureOf(settings.signingSecret, timestamp, body) }
  const answer = await post(url, body, right)
  const said = (await answer?.json().catch(() => undefined)) as { challenge?: string } | undefined
  if (said?.challenge !== challenge)
    return [finding('way_in', 'bad', FINDINGS.way_in_bad, { what: `${url} ${answer?.status ?? 'no answer'}` })]
  const forged = await post(url, body, { ...signed, 'x-slack-signature': `v0=${'0'.repeat(64)}` })
  return [
    finding('way_in', 'good', FINDINGS.way_in_good, { what: String(url) }),
    forged?.status === 401
      ? finding('signature', 'good', FINDINGS.signature_good)
      : finding('signature', 'bad', FINDINGS.signature_bad, { what: String(forged?.status) }),
  ]
}

const noAddress = ({ appToken }: SlackSettings) => (appToken === undefined ? FINDINGS.no_way_in : FINDINGS.socket_only)

async function lastHeard({ interactions, wall }: DoctorParts): Promise<Finding> {
  // The doctor runs beside the server that hears.
  await interactions.recall()
  const last = interactions.last()
  if (last === undefined) return finding('interactions', 'warning', FINDINGS.never_heard)
  return finding('interactions', 'good', FINDINGS.heard, { what: String(Math.round((wall() - last) / 60_000)) })
}

function channelsOf({ channels }: Directory): readonly (readonly [string, string])[] {
  return Object.values(channels).flatMap(({ id, addresses }) => {
    const address = addresses[NAME]
    return typeof address === 'string' && address !== '' ? [[id, address] as const] : []
  })
}

async function channel({ call }: DoctorParts, id: string, address: string): Promise<Finding> {
  type Info = { channel?: { is_archived?: boolean; is_member?: boolean; is_private?: boolean } }
  try {
    const { channel: found } = await call<Info>('conversations.info', { channel: address })
    if (found?.is_archived === true) return finding(`channel ${id}`, 'bad', FINDINGS.archived, { what: id })
    if (found?.is_member === true) return finding(`channel ${id}`, 'good', FINDINGS.member, { what: id })
    return finding(`channel ${id}`, found?.is_private === true ? 'bad' : 'warning', FINDINGS.no_member, { what: id })
  } catch (error) {
    return finding(`channel ${id}`, 'bad', FINDINGS.no_channel, { what: `${id} (${address}): ${codeOf(error)}` })
  }
}

async function people({ accounts, directory }: DoctorParts): Promise<Finding> {
  const mapped = Object.values(directory().people).flatMap(({ id, accounts: own }) => {
    const account = own[NAME]
    return account === undefined ? [] : [{ id, account }]
  })
  if (mapped.length === 0) return finding('people', 'bad', FINDINGS.nobody)
  const states = await accounts(mapped.map(({ account }) => account))
  const gone = mapped.filter(({ account }) => states.get(account)?.is === 'gone').map(({ id }) => id)
  return gone.length === 0
    ? finding('people', 'good', FINDINGS.people, { what: String(mapped.length) })
    : finding('people', 'warning', FINDINGS.people_gone, { what: gone.slice(0, 20).join(', ') })
}

async function post(url: URL, body: string, headers: Readonly<Record<string, string>>): Promise<Response | undefined> {
  try {
    return await fetch(url, { method: 'POST', body, headers, signal: AbortSignal.timeout(PATIENCE) })
  } catch {
    return undefined
  }
}

const withSlash = (url: string): string => (url.endsWith('/') ? url : `${url}/`)

function codeOf(error: unknown): string {
  const trouble = troubleOf(error)
  return 'code' in trouble ? trouble.code : trouble.is
}
