/**
 * Who is at a page: the platform's sign-in recognises them once, then a signed cookie does, for half a day. It is bound to
 * the platform and the account; whether that account may do anything is looked up anew each time.
 */
import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import type { Actor, Lang, Millis } from '../../src/rules/nouns.ts'
import type { FormPageOptions, Visitor } from './form-options.ts'

/** How long a session lasts. */
export const SESSION_LIVES: Millis = 12 * 3_600_000

/** Marks the address somebody comes back to with when they signed in: a browser without cookies is not sent round for ever. */
const BACK = 'signed'
/** Who comes back without a cookie so soon keeps none; later it has only run out. */
const SOON: Millis = 60_000

export interface Sessions {
  /** The visitor; or the response that signs them in, or tells that they cannot be. */
  enter(c: Context, platform: string): Promise<Visitor | Response>
  /** The visitor of a request that sends something, with its token; undefined when there is none. */
  sender(c: Context, platform: string): Visitor | undefined
  /** The platform somebody is signed in with. */
  platformOf(c: Context): string | undefined
}

/** Sessions over the options' sign-ins. `refused` draws the page for a browser that keeps no cookies. */
export function makeSessions(
  options: FormPageOptions,
  refused: (c: Context, lang: Lang) => Promise<Response>,
): Sessions {
  const { links, signIns, wall } = options
  const seal = links.seal('session')
  const tokens = links.seal('page')
  const secure = links.publicUrl.startsWith('https:')
  const { origin } = new URL(links.publicUrl)

  const read = (c: Context, platform: string): Visitor | undefined => {
    const cookie = getCookie(c, cookieOf(platform)) ?? ''
    const [named, account, expires] = JSON.parse(seal.open(cookie) ?? '[]') as readonly unknown[]
    if (named !== platform || typeof account !== 'string' || typeof expires !== 'number' || wall() >= expires)
      return undefined
    return visitor(options, platform, account, langAsked(c) ?? options.lang(), tokens.sign(digest(cookie)))
  }

  return {
    async enter(c, platform) {
      const known = read(c, platform)
      if (known) return known
      const back = `${links.publicUrl}${c.req.path}`
      const signIn = signIns.get(platform)
      if (!signIn) return c.notFound()
      const signed = Number.parseInt(c.req.query(BACK) ?? '', 36)
      if (Math.abs(wall() - signed) < SOON) return refused(c, langAsked(c) ?? options.lang())
      const found = await signIn.identify(c.req.raw, back)
      if (found instanceof Response) return found
      const text = JSON.stringify([platform, found.account, wall() + SESSION_LIVES])
      setCookie(c, cookieOf(platform), seal.sign(text), {
        ...{ httpOnly: true, sameSite: 'Lax', path: '/f', secure },
        maxAge: SESSION_LIVES / 1000,
      })
      return c.redirect(`${back}?${BACK}=${wall().toString(36)}`, 303)
    },
    sender(c, platform) {
      const known = read(c, platform)
      const foreign = (c.req.header('origin') ?? origin) !== origin
      const elsewhere = ['cross-site', 'same-site'].includes(c.req.header('sec-fetch-site') ?? '')
      return known && !foreign && !elsewhere && c.req.header('x-redress-token') === known.csrf ? known : undefined
    },
    platformOf: (c) => [...signIns.keys()].find((platform) => read(c, platform) !== undefined),
  }
}

const cookieOf = (platform: string): string => `redress_${platform.replace(/[^a-z0-9]/gi, '')}`

const digest = (cookie: string): string => createHash('sha256').update(cookie).digest('base64url').slice(0, 32)

function visitor(options: FormPageOptions, platform: string, account: string, lang: Lang, csrf: string): Visitor {
  const people = Object.values(options.directory().people)
  const person = people.find(({ accounts }) => Object.hasOwn(accounts, platform) && accounts[platform] === account)
  const actor: Actor = person ? { kind: 'person', id: person.id } : { kind: 'account', platform, account }
  const reads = person?.lang ?? lang
  return { platform, account, lang: reads, csrf, caller: { actor, via: platform, lang: reads } }
}

/** The language the browser asks for, if it is one of ours. */
export function langAsked(c: Context): Lang | undefined {
  const first = /^\s*(zh|en)\b/i.exec(c.req.header('accept-language') ?? '')?.[1]?.toLowerCase()
  return first === 'zh' || first === 'en' ? first : undefined
}
