/** The page itself: a shell drawn by the server, and the modules, styles and words it loads. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Context } from 'hono'
import { Hono } from 'hono'
import { html } from 'hono/html'
import { COMMAND_WORDS } from '../../cards/catalogue/answer-sentences.ts'
import { PAGE_WORDS } from '../../cards/page.ts'
import { STORY_WORDS } from '../../cards/page-story.ts'
import type { Lang } from '../../src/rules/nouns.ts'
import { starterOf } from './cast.ts'
import type { PlaygroundOptions } from './options.ts'
import { Malformed } from './problem.ts'

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
}

const FOLDER = join(import.meta.dirname, 'page')

/** Styles in the order in which they win over each other. */
const STYLES = [
  ...['tokens', 'base', 'buttons', 'signs', 'layout', 'side', 'posts', 'card'],
  ...['composer', 'dialog', 'form', 'control', 'story', 'clock', 'welcome', 'tour'],
]

interface PageFile {
  readonly text: string
  readonly type: string
  readonly etag: string
}

/** Routes of the page. Files are read once, at the start. */
export function pageRoutes(options: PlaygroundOptions): Hono {
  const files = readFiles()
  const modules = [...files.keys()].filter((name) => name.endsWith('.js') && name !== 'theme.js')
  const app = new Hono()
  app.get('/', (c) => {
    const lang = langOf(c) ?? options.lang()
    return c.html(shell(lang, starterOf(options, lang) ?? '', modules))
  })
  app.get('/favicon.ico', (c) => c.redirect('/playground/page/icon.svg'))
  app.get('/playground/page/:name', (c) => {
    const file = files.get(c.req.param('name'))
    if (file === undefined) throw new Malformed(404, 'not_found', 'not_found')
    const headers = { 'content-type': file.type, 'cache-control': 'no-cache', etag: file.etag }
    return c.req.header('if-none-match') === file.etag ? c.body(null, 304, headers) : c.body(file.text, 200, headers)
  })
  return app
}

function readFiles(): ReadonlyMap<string, PageFile> {
  const texts = readdirSync(FOLDER)
    .filter((name) => /^[a-z-]+\.(js|css|svg)$/.test(name))
    .map((name): [string, string] => [name, readFileSync(join(FOLDER, name), 'utf8')])
  const words = JSON.stringify({ ...PAGE_WORDS, ...STORY_WORDS })
  const commands = JSON.stringify(COMMAND_WORDS)
  texts.push(['words.js', `export const WORDS = ${words}\nexport const COMMANDS = ${commands}\n`])
  return new Map(
    texts.map(([name, text]) => {
      const type = TYPES[name.split('.').at(-1) ?? ''] ?? 'text/plain'
      return [name, { text, type, etag: `"${createHash('sha256').update(text).digest('hex').slice(0, 32)}"` }]
    }),
  )
}

/** `?lang=` wins, then what was chosen on the page, then the browser's preference. */
function langOf(c: Context): Lang | undefined {
  const asked = c.req.query('lang')
  if (asked === 'zh' || asked === 'en') return asked
  const kept = /(?:^|;\s*)redress_lang=(zh|en)(?:;|$)/.exec(c.req.header('cookie') ?? '')?.[1]
  if (kept === 'zh' || kept === 'en') return kept
  const first = /^\s*(zh|en)\b/i.exec(c.req.header('accept-language') ?? '')?.[1]?.toLowerCase()
  return first === 'zh' || first === 'en' ? first : undefined
}

/** What stands before the modules run; they draw the rest. */
function shell(lang: Lang, starter: string, modules: readonly string[]) {
  const words = (id: keyof typeof PAGE_WORDS): string => PAGE_WORDS[id][lang]
  return html`<!doctype html>
<html lang="${lang === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
<meta name="color-scheme" content="light dark">
<title>${words('title')}</title>
<link rel="icon" href="/playground/page/icon.svg" type="image/svg+xml">
<script src="/playground/page/theme.js"></script>
${STYLES.map((name) => html`<link rel="stylesheet" href="/playground/page/${name}.css">\n`)}
${modules.map((name) => html`<link rel="modulepreload" href="/playground/page/${name}">\n`)}
<script type="module" src="/playground/page/main.js"></script>
</head>
<body data-starter="${starter}">
<header><a class="skip" href="#/me" data-skip>${words('skip')}</a></header>
<div id="line" role="status" hidden></div>
<div id="app" data-view="place">
<nav id="side" aria-label="${words('places')}"></nav>
<main id="conversation" aria-labelledby="place-name">
<header id="top"></header>
<div id="stream" tabindex="0" role="group" aria-label="${words('messages')}">
<div id="posts"><div class="loading" aria-hidden="true"></div></div>
<div id="answers" role="status"></div>
</div>
<form id="composer"></form>
</main>
<aside id="thread" aria-labelledby="thread-name" hidden></aside>
<main id="case-page" hidden></main>
</div>
<div id="toasts" role="status"></div>
<div id="news" class="hidden" aria-live="polite"></div>
<noscript>${words('needs_script')}</noscript>
</body>
</html>`
}
