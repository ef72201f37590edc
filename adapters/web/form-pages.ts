/**
 * The pages under `/f/`: forms, buttons, one's own list and the pages of cases, for phones inside chats and for browsers.
 * Addresses are signed and say what to open; who opens it is known by the platform's sign-in alone.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Context } from 'hono'
import { Hono } from 'hono'
import { html } from 'hono/html'
import { refusalText } from '../../cards/refusals.ts'
import type { FormTarget } from '../../src/ports.ts'
import type { Lang } from '../../src/rules/nouns.ts'
import { isRefusal } from '../../src/rules/nouns.ts'
import { onAct } from './form-acts.ts'
import { filesOn } from './form-blocks.ts'
import { onUpload, serveFile } from './form-files.ts'
import { makeLimit } from './form-limits.ts'
import { casePage, homePage } from './form-lists.ts'
import type { FormPageOptions, Visitor } from './form-options.ts'
import type { Sessions } from './form-session.ts'
import { langAsked, makeSessions } from './form-session.ts'
import { answerPage, noticePage, word } from './form-shell.ts'
import type { Tickets } from './form-tickets.ts'
import { freshKey, makeTickets, slotOf } from './form-tickets.ts'
import { buttonPage, formPage } from './form-view.ts'
import { safeError } from './log.ts'

export type { FormPageOptions } from './form-options.ts'

/** Things one account may send in a minute: drafts and redraws count too. */
const ACTS_A_MINUTE = 240
const UPLOADS_A_MINUTE = 60

interface Pages extends FormPageOptions {
  readonly sessions: Sessions
  readonly tickets: Tickets
  readonly mayAct: (who: string) => boolean
  readonly mayUpload: (who: string) => boolean
}

/**
 * The routes to mount, and the paths whose bodies may be as large as a file. Needs what `FormPageOptions` lists:
 * `makeFormPages({ reception, desk: makePageDesk(…), drafts, files, links, signIns, directory, lang, now, wall, log })`.
 */
export function makeFormPages(options: FormPageOptions): { readonly app: Hono; readonly uploads: readonly string[] } {
  const pages: Pages = {
    ...options,
    sessions: makeSessions(options, noCookies),
    tickets: makeTickets(options),
    mayAct: makeLimit(ACTS_A_MINUTE, options.wall),
    mayUpload: makeLimit(UPLOADS_A_MINUTE, options.wall),
  }
  const app = new Hono()
  app.onError((error, c) => {
    options.log.error({ method: c.req.method, ...safeError(error) }, 'a page failed')
    const lang = langAsked(c) ?? options.lang()
    if (c.req.method !== 'GET') return c.json({ is: 'broken', text: word(lang, 'broken') }, 500)
    return noticePage(c, lang, { title: word(lang, 'broken') }, 500)
  })
  const module = pageFiles()
  app.get('/f/page/:name', (c) => module(c) ?? c.notFound())
  app.get('/f/case/:number', (c) => toCase(c, pages))
  app.get('/f/:platform/home', (c) => entered(c, pages, (visitor) => home(c, pages, visitor)))
  app.get('/f/:platform/case/:number', (c) => entered(c, pages, (visitor) => oneCase(c, pages, visitor)))
  app.get('/f/:platform/case/:number/:sha256', (c) => entered(c, pages, (visitor) => caseFile(c, pages, visitor)))
  app.post('/f/:platform/files', (c) =>
    sent(c, pages, pages.mayUpload, (visitor) => onUpload(c, options.files, visitor)),
  )
  app.post('/f/:platform/act', (c) =>
    sent(c, pages, pages.mayAct, (visitor) => onAct(c, { options, tickets: pages.tickets, visitor })),
  )
  app.get('/f/:platform/:token', (c) => opened(c, pages))
  return { app, uploads: [...options.signIns.keys()].map((platform) => `/f/${encodeURIComponent(platform)}/files`) }
}

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
}

/** The modules and styles, read once. */
function pageFiles(): (c: Context) => Response | undefined {
  const folder = join(import.meta.dirname, 'form-page')
  const names = readdirSync(folder).filter((name) => /^[a-z-]+\.(?:js|css|svg)$/.test(name))
  const files = new Map(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
  return (c) => {
    const name = c.req.param('name') ?? ''
    const text = files.get(name)
    const type = TYPES[name.split('.').at(-1) ?? '']
    return text === undefined || type === undefined
      ? undefined
      : c.body(text, 200, { 'content-type': type, 'cache-control': 'no-cache' })
  }
}

const platformIn = (c: Context): string => c.req.param('platform') ?? ''

async function entered(c: Context, pages: Pages, show: (visitor: Visitor) => Promise<Response>): Promise<Response> {
  if (!pages.signIns.has(platformIn(c))) return foreign(c, pages)
  const visitor = await pages.sessions.enter(c, platformIn(c))
  return visitor instanceof Response ? visitor : show(visitor)
}

async function sent(
  c: Context,
  pages: Pages,
  may: (who: string) => boolean,
  work: (visitor: Visitor) => Promise<Response>,
): Promise<Response> {
  const visitor = pages.signIns.has(platformIn(c)) ? pages.sessions.sender(c, platformIn(c)) : undefined
  if (!visitor) return c.json({ is: 'signed_out' }, 401)
  if (may(`${visitor.platform}/${visitor.account}`)) return work(visitor)
  return c.json({ is: 'slow', text: word(visitor.lang, 'slow_down') }, 429)
}

// ───────────────────────────────────────────────────────────────────────────── pages

/** A signed address. It is read before anybody signs in: what is not ours sends nobody anywhere. */
async function opened(c: Context, pages: Pages): Promise<Response> {
  const found = pages.links.open(platformIn(c), c.req.param('token') ?? '')
  const lang = langAsked(c) ?? pages.lang()
  if (found.is === 'foreign') return foreign(c, pages)
  if (found.is === 'expired')
    return noticePage(c, lang, { ...says(lang, 'expired'), links: homeLink(platformIn(c), lang) }, 410)
  return entered(c, pages, (visitor) => openTarget(c, pages, visitor, found.target))
}

async function openTarget(c: Context, pages: Pages, visitor: Visitor, target: FormTarget): Promise<Response> {
  const { lang, platform } = visitor
  const found = await pages.desk.open(visitor.caller, target, freshKey(platform))
  if (found.is === 'refused') {
    const links = visitor.caller.actor.kind === 'person' ? { links: homeLink(platform, lang) } : {}
    return noticePage(c, lang, { title: found.reply.message.text, ...links }, 403)
  }
  if (found.is === 'button') {
    const { action, position, card } = found
    const { verb, number, revision } = action
    const place = { verb, number, revision, ...(position === undefined ? {} : { position }) }
    const ticket = pages.tickets.write(visitor, { ...place, slot: '', key: freshKey(platform) })
    return answerPage(c, buttonPage(visitor, card, action, ticket))
  }
  const { form, card } = found
  const slot = slotOf(target)
  const kept = await pages.tickets.begin(visitor, slot)
  const { id, number, position, revision } = form
  const place = {
    ...(number === undefined ? {} : { number }),
    ...(position === undefined ? {} : { position }),
    ...(revision === undefined ? {} : { revision }),
  }
  const ticket = pages.tickets.write(visitor, { form: id, verb: target.verb, ...place, slot, key: kept.key })
  // What was typed last time decides which fields are shown.
  const again =
    Object.keys(kept.values).length === 0
      ? form
      : await pages.reception.redraw(visitor.caller, { id, ...place, values: kept.values })
  return answerPage(c, await formPage(visitor, isRefusal(again) ? form : again, { ticket, kept, slot, card }))
}

async function home(c: Context, pages: Pages, visitor: Visitor): Promise<Response> {
  const drawn = await pages.reception.home(visitor.caller)
  if (!isRefusal(drawn)) return answerPage(c, homePage(visitor, drawn, pages.links))
  const { message, fix } = refusalText(drawn, visitor.lang)
  return noticePage(c, visitor.lang, { title: message, text: fix }, 403)
}

async function oneCase(c: Context, pages: Pages, visitor: Visitor): Promise<Response> {
  const number = c.req.param('number') ?? ''
  const found = await pages.desk.case(visitor.caller, number.slice(0, 40), freshKey(visitor.platform))
  if ('is' in found) return noticePage(c, visitor.lang, { title: found.message.text }, 404)
  return answerPage(c, casePage(visitor, found.card, found.offers, pages.links))
}

/** A file is given to whoever may see the case, and only while the case shows it. */
async function caseFile(c: Context, pages: Pages, visitor: Visitor): Promise<Response> {
  const { number = '', sha256 = '' } = c.req.param() as { number?: string; sha256?: string }
  const found = await pages.desk.case(visitor.caller, number.slice(0, 40), freshKey(visitor.platform))
  const shown = 'is' in found ? undefined : filesOn(found.card).find((file) => file.sha256 === sha256)
  return (shown ? await serveFile(c, pages.files, shown) : undefined) ?? foreign(c, pages)
}

/** The address of a case names no platform: whoever is signed in stays where they are. */
async function toCase(c: Context, pages: Pages): Promise<Response> {
  const number = encodeURIComponent(c.req.param('number') ?? '')
  const [first, ...others] = [...pages.signIns.keys()]
  const platform = pages.sessions.platformOf(c) ?? (others.length === 0 ? first : undefined)
  if (platform !== undefined) return c.redirect(`/f/${encodeURIComponent(platform)}/case/${number}`, 302)
  const lang = langAsked(c) ?? pages.lang()
  const links = html`<nav class="ways">${[...pages.signIns.keys()].map(
    (name) => html`<a class="way" href="/f/${encodeURIComponent(name)}/case/${number}">${name}</a>`,
  )}</nav>`
  return noticePage(c, lang, { title: word(lang, 'which_chat'), links })
}

// ───────────────────────────────────────────────────────────────────────────── notices

const says = (lang: Lang, name: 'expired' | 'foreign' | 'no_cookies') => ({
  title: word(lang, name),
  text: word(lang, `${name}_fix`),
})

const homeLink = (platform: string, lang: Lang) =>
  html`<nav class="ways"><a class="way" href="/f/${encodeURIComponent(platform)}/home">${word(lang, 'to_home')}</a></nav>`

function foreign(c: Context, pages: FormPageOptions): Promise<Response> {
  const lang = langAsked(c) ?? pages.lang()
  return noticePage(c, lang, says(lang, 'foreign'), 404)
}

function noCookies(c: Context, lang: Lang): Promise<Response> {
  return noticePage(c, lang, says(lang, 'no_cookies'), 403)
}
