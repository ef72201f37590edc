/** What stands around every page under `/f/`: head, styles, notices. Everything else is put in as safe HTML. */
import type { Context } from 'hono'
import { html, raw } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { FormPageWord } from '../../cards/form-page.ts'
import { FORM_PAGE_WORDS } from '../../cards/form-page.ts'
import type { Lang } from '../../src/rules/nouns.ts'

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>

/** Nothing but our own scripts and styles; pictures somebody just chose are shown from memory. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

const HEADERS = { 'content-security-policy': POLICY, 'cache-control': 'no-store' } as const

/** A word of the pages, filled. */
export function word(lang: Lang, name: FormPageWord, params: Readonly<Record<string, string | number>> = {}): string {
  return FORM_PAGE_WORDS[name][lang].replace(/\{(\w+)\}/g, (_whole, part: string) => String(params[part] ?? ''))
}

export interface Page {
  readonly lang: Lang
  readonly title: string
  readonly body: Html
  /** Module of `/f/page/` to run. */
  readonly script?: string
  /** For the module: becomes JSON in the page. */
  readonly data?: object
}

/** Answers with a whole page. */
export async function answerPage(c: Context, page: Page, status: ContentfulStatusCode = 200): Promise<Response> {
  return c.html(await shell(page), status, HEADERS)
}

function shell({ lang, title, body, script, data }: Page): Html {
  return html`<!doctype html>
<html lang="${lang === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<meta name="format-detection" content="telephone=no">
<title>${title}</title>
<link rel="icon" href="/f/page/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/f/page/style.css">
${data === undefined ? '' : html`<script type="application/json" id="data">${raw(inScript(data))}</script>`}
${script === undefined ? '' : html`<script type="module" src="/f/page/${script}.js"></script>`}
</head>
<body>
${script === undefined ? '' : html`<noscript><p class="page">${word(lang, 'needs_script')}</p></noscript>`}
${body}
</body>
</html>`
}

/** JSON that cannot end the element it stands in. */
function inScript(data: object): string {
  return JSON.stringify(data).replace(
    /[<>&\u2028\u2029]/g,
    (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** A page that only says something. */
export function noticePage(
  c: Context,
  lang: Lang,
  says: { readonly title: string; readonly text?: string; readonly links?: Html },
  status: ContentfulStatusCode = 200,
): Promise<Response> {
  const body = html`<main class="page notice">
<h1>${says.title}</h1>
${says.text === undefined ? '' : html`<p>${says.text}</p>`}
${says.links ?? ''}
</main>`
  return answerPage(c, { lang, title: says.title, body }, status)
}
