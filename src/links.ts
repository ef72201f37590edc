/**
 * Addresses under PUBLIC_URL. A form's address carries its target, signed: it says what to open and proves that we made
 * it, never who opens it. Keys are derived from SECRET_KEY by purpose, so that no signature means anything elsewhere.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { FormTarget, Links } from './ports.ts'
import type { Millis } from './rules/nouns.ts'
import { CASELESS, VERBS } from './rules/nouns.ts'

const DAY: Millis = 86_400_000

/** How long an address of a form opens it, counted from the end of the day it was made on. */
export const LINK_LIVES: Millis = 30 * DAY

/** Longest token we look at, in characters. */
const LONGEST = 600

export interface LinkOptions {
  /** PUBLIC_URL: scheme and host, perhaps a path; without a slash at its end. */
  readonly publicUrl: string
  /** SECRET_KEY. It never leaves this file. */
  readonly secret: string
  /** Real time; the machine's when absent. */
  readonly wall?: () => Millis
}

/** Signs and checks short texts for one purpose. */
export interface Seal {
  /** `<text in base64url>.<signature>`. */
  sign(text: string): string
  /** The text, or undefined when this seal did not sign it. Takes the same time whatever is wrong. */
  open(token: string): string | undefined
}

/** What a token of a form's address says. */
export type Opened =
  | { readonly is: 'target'; readonly target: FormTarget }
  /** Ours once, but too old. */
  | { readonly is: 'expired' }
  | { readonly is: 'foreign' }

/** The links of `PlatformParts`, and what our own pages need to understand them. */
export interface LinkMaker extends Links {
  readonly publicUrl: string
  /** Reads the token of `<PUBLIC_URL>/f/<platform>/<token>`. */
  open(platform: string, token: string): Opened
  /** Address of the page with somebody's tasks and cases: `/f/<platform>/home`. */
  home(platform: string): string
  /** A seal for another purpose (sessions, form tokens), with a key of its own. */
  seal(purpose: string): Seal
}

/**
 * Makes the addresses: forms under `/f/<platform>/<token>`, a case under `/f/case/<number>`. The same target gives the same
 * address all day, so that a card that names one need not be sent again.
 */
export function makeLinks({ publicUrl, secret, wall = Date.now }: LinkOptions): LinkMaker {
  const seal = (purpose: string): Seal => makeSeal(createHmac('sha256', secret).update(`redress/${purpose}`).digest())
  const sealOf = new Map<string, Seal>()
  const formSeal = (platform: string): Seal => {
    const known = sealOf.get(platform) ?? seal(`form/${platform}`)
    sealOf.set(platform, known)
    return known
  }
  return {
    publicUrl,
    seal,
    form(platform, { verb, number = null, position = null, revision = null }) {
      const expires = (Math.floor(wall() / DAY) + 1) * DAY + LINK_LIVES
      const token = formSeal(platform).sign(JSON.stringify([verb, number, position, revision, expires]))
      return `${publicUrl}/f/${encodeURIComponent(platform)}/${token}`
    },
    case: (number) => `${publicUrl}/f/case/${encodeURIComponent(number)}`,
    home: (platform) => `${publicUrl}/f/${encodeURIComponent(platform)}/home`,
    open(platform, token) {
      const text = token.length > LONGEST ? undefined : formSeal(platform).open(token)
      if (text === undefined) return { is: 'foreign' }
      const [verb, number, position, revision, expires] = JSON.parse(text) as readonly unknown[]
      if (typeof expires !== 'number' || wall() > expires) return { is: 'expired' }
      return isVerb(verb) ? { is: 'target', target: targetOf(verb, number, position, revision) } : { is: 'foreign' }
    },
  }
}

function isVerb(verb: unknown): verb is FormTarget['verb'] {
  return CASELESS.some((one) => one === verb) || VERBS.some((one) => one === verb)
}

function targetOf(verb: FormTarget['verb'], number: unknown, position: unknown, revision: unknown): FormTarget {
  return {
    verb,
    ...(typeof number === 'string' ? { number } : {}),
    ...(typeof position === 'string' ? { position } : {}),
    ...(typeof revision === 'number' ? { revision } : {}),
  }
}

function makeSeal(key: Buffer): Seal {
  const signed = (text: string): Buffer => createHmac('sha256', key).update(text, 'utf8').digest()
  return {
    sign: (text) => `${Buffer.from(text, 'utf8').toString('base64url')}.${signed(text).toString('base64url')}`,
    open(token) {
      const [body = '', mark = '', ...rest] = token.split('.')
      const text = Buffer.from(body, 'base64url').toString('utf8')
      const given = Buffer.from(mark, 'base64url')
      const right = signed(text)
      const same = given.length === right.length && timingSafeEqual(given, right)
      // Written in the one way we write it: no second spelling of a token is ours.
      const plain = rest.length === 0 && token === `${Buffer.from(text, 'utf8').toString('base64url')}.${mark}`
      return same && plain && given.toString('base64url') === mark ? text : undefined
    },
  }
}
