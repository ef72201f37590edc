/**
 * How somebody who opens one of our pages in WeCom is recognised: OAuth2 with snsapi_base, members only. The state is bound
 * to the browser by a cookie, a code works once, and a session of our own follows. Nothing in an address ever says who.
 */
import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import type { SignIn } from '../../src/ports.ts'
import type { Directory, Millis } from '../../src/rules/nouns.ts'
import { personOf } from './address.ts'
import type { Api } from './api.ts'
import { NAME, type WecomSettings } from './settings.ts'
import { SIGN_IN } from './words.ts'

export interface SignInParts {
  readonly settings: Pick<WecomSettings, 'corpId' | 'agentId' | 'secret' | 'encodingAesKey' | 'oauthUrl'>
  readonly api: Api
  readonly wall: () => Millis
  directory(): Directory
}

const SESSION = 'redress-wecom'
const STATE = 'redress-wecom-state'
const SESSION_LIVES: Millis = 8 * 3_600_000
const STATE_LIVES: Millis = 10 * 60_000
/** How often a sign-in begins anew by itself when WeCom calls its code used or old. */
const TRIES = 2

/** The sign-in. A session holds the account and its end, signed with a key made from the app's secrets. */
export function makeSignIn(parts: SignInParts): SignIn {
  const { settings, wall } = parts
  const secret = `${settings.secret}|${settings.encodingAesKey}`
  const key = Buffer.from(hkdfSync('sha256', secret, settings.corpId, `redress ${NAME} session`, 32))
  const seal = makeSeal(key, wall)

  function begin(back: string, tries: number): Response {
    const state = randomBytes(16).toString('hex')
    const url = new URL(`${settings.oauthUrl.replace(/\/+$/, '')}/connect/oauth2/authorize`)
    const query = { appid: settings.corpId, redirect_uri: back, response_type: 'code', scope: 'snsapi_base', state }
    for (const [name, value] of Object.entries({ ...query, agentid: settings.agentId }))
      url.searchParams.set(name, value)
    const kept = seal.sign(STATE, `${state}.${tries}`, STATE_LIVES)
    return redirect(`${url}#wechat_redirect`, [cookie(STATE, kept, STATE_LIVES, back)])
  }

  async function finish(code: string, tries: number, back: string): Promise<Response> {
    const query = { code: code.slice(0, 512) }
    const answered = await parts.api.call({ path: '/cgi-bin/auth/getuserinfo', query, repeatable: false })
    if (!('ok' in answered)) {
      const again = answered.failed === 'code' && answered.cause === 'login' && tries < TRIES
      return again ? begin(back, tries + 1) : page(503, SIGN_IN.later)
    }
    const { userid } = answered.ok
    if (typeof userid !== 'string' || userid === '') return page(403, SIGN_IN.members)
    const kept = seal.sign(SESSION, Buffer.from(userid.toLowerCase()).toString('base64url'), SESSION_LIVES)
    return redirect(back, [cookie(SESSION, kept, SESSION_LIVES, back), cookie(STATE, '', 0, back)])
  }

  return {
    async identify(request, back) {
      const cookies = cookiesOf(request)
      const session = seal.open(SESSION, cookies.get(SESSION))
      if (session !== undefined) {
        const account = Buffer.from(session, 'base64url').toString('utf8')
        // As the directory spells it, so that others may compare it as it stands.
        return { account: personOf(account, parts.directory())?.accounts[NAME] ?? account }
      }
      const { searchParams } = new URL(request.url)
      const [code, state] = [searchParams.get('code'), searchParams.get('state')]
      const [expected, tries = '1'] = seal.open(STATE, cookies.get(STATE))?.split('.') ?? []
      if (code === null || state === null || expected === undefined || !same(state, expected)) return begin(back, 1)
      return finish(code, Number(tries), back)
    },
  }
}

interface Seal {
  sign(purpose: string, value: string, lives: Millis): string
  /** The value, or undefined when it was not signed for this purpose or is too old. */
  open(purpose: string, sealed: string | undefined): string | undefined
}

function makeSeal(key: Buffer, wall: () => Millis): Seal {
  const mark = (purpose: string, value: string, end: string): string =>
    createHmac('sha256', key).update(`${purpose}\n${value}\n${end}`).digest('base64url')
  return {
    sign(purpose, value, lives) {
      const end = String(wall() + lives)
      return `${value}~${end}~${mark(purpose, value, end)}`
    },
    open(purpose, sealed) {
      const [value = '', end = '', given = '', ...rest] = (sealed ?? '').split('~')
      const right = same(given, mark(purpose, value, end))
      return right && rest.length === 0 && Number(end) > wall() ? value : undefined
    },
  }
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

function cookiesOf(request: Request): ReadonlyMap<string, string> {
  const pairs = (request.headers.get('cookie') ?? '').split(';').map((pair) => pair.trim().split('='))
  return new Map(pairs.map(([name = '', ...value]) => [name, value.join('=')]))
}

function cookie(name: string, value: string, lives: Millis, back: string): string {
  const secure = back.startsWith('https:') ? '; Secure' : ''
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${Math.floor(lives / 1000)}${secure}`
}

function redirect(location: string, cookies: readonly string[]): Response {
  const headers = new Headers({ location, 'cache-control': 'no-store' })
  for (const one of cookies) headers.append('set-cookie', one)
  return new Response(null, { status: 302, headers })
}

function page(status: number, text: { readonly zh: string; readonly en: string }): Response {
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }
  return new Response(`${text.zh}\n${text.en}\n`, { status, headers })
}
