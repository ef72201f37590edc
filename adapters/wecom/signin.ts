/**
 * How somebody who opens one of our pages in WeCom is recognised: OAuth2 with snsapi_base, members only. The state is bound
 * to the browser by a cookie, and a code works once. Nothing in an address ever says who; the session that follows is the
 * pages' own.
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

const COOKIE = 'redress-wecom-state'
const LIVES: Millis = 10 * 60_000
/** How often a sign-in begins anew by itself: when WeCom calls its code used, or when the cookie did not come back. */
const TRIES = 3

/** The sign-in. States are signed with a key made from the app's secrets. */
export function makeSignIn(parts: SignInParts): SignIn {
  const { settings, wall } = parts
  const secret = `${settings.secret}|${settings.encodingAesKey}`
  const key = Buffer.from(hkdfSync('sha256', secret, settings.corpId, `redress ${NAME} sign-in`, 32))
  const mark = (state: string, end: string): string => createHmac('sha256', key).update(`${state}.${end}`).digest('hex')

  /** A state ends with how often it was tried; only the cookie proves that this browser was given it. */
  function begin(back: string, tries: number): Response {
    const state = `${randomBytes(16).toString('hex')}${tries}`
    const end = String(wall() + LIVES)
    const url = new URL(`${settings.oauthUrl.replace(/\/+$/, '')}/connect/oauth2/authorize`)
    const query = { appid: settings.corpId, redirect_uri: back, response_type: 'code', scope: 'snsapi_base', state }
    for (const [name, value] of Object.entries({ ...query, agentid: settings.agentId }))
      url.searchParams.set(name, value)
    return redirect(`${url}#wechat_redirect`, cookie(`${state}.${end}.${mark(state, end)}`, LIVES, back))
  }

  /** The state that this browser was given, as its cookie proves. */
  function given(request: Request): string | undefined {
    const [state = '', end = '', sealed = ''] = (cookieOf(request) ?? '').split('.')
    return same(sealed, mark(state, end)) && Number(end) > wall() ? state : undefined
  }

  function again(back: string, tries: number): Response {
    return tries < TRIES ? begin(back, tries + 1) : page(403, SIGN_IN.later)
  }

  return {
    async identify(request, back) {
      const { searchParams } = new URL(request.url)
      const code = searchParams.get('code')
      const state = searchParams.get('state')
      if (code === null || state === null) return begin(back, 1)
      const tries = Number(/^[0-9a-f]{32}([1-9])$/.exec(state)?.[1] ?? TRIES)
      if (!same(state, given(request) ?? '')) return again(back, tries)
      const query = { code: code.slice(0, 512) }
      const answered = await parts.api.call({ path: '/cgi-bin/auth/getuserinfo', query, repeatable: false })
      if (!('ok' in answered)) {
        const used = answered.failed === 'code' && answered.cause === 'login'
        return used ? again(back, tries) : page(503, SIGN_IN.later)
      }
      const { userid } = answered.ok
      if (typeof userid !== 'string' || userid === '') return page(403, SIGN_IN.members)
      // As the directory spells it, so that others may compare it as it stands.
      return { account: personOf(userid, parts.directory())?.accounts[NAME] ?? userid.toLowerCase() }
    },
  }
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && left.length > 0 && timingSafeEqual(left, right)
}

function cookieOf(request: Request): string | undefined {
  const pairs = (request.headers.get('cookie') ?? '').split(';').map((pair) => pair.trim().split('='))
  return pairs.find(([name]) => name === COOKIE)?.[1]
}

function cookie(value: string, lives: Millis, back: string): string {
  const secure = back.startsWith('https:') ? '; Secure' : ''
  return `${COOKIE}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${Math.floor(lives / 1000)}${secure}`
}

function redirect(location: string, cookie: string): Response {
  const headers = new Headers({ location, 'cache-control': 'no-store', 'set-cookie': cookie })
  return new Response(null, { status: 302, headers })
}

function page(status: number, text: { readonly zh: string; readonly en: string }): Response {
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }
  return new Response(`${text.zh}\n${text.en}\n`, { status, headers })
}
