/** The page itself: a shell drawn by the server, and the modules, styles and words it loads. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Context } from 'hono'
import { Hono } from 'hono'
import { html } from 'hono/html'
import { PAGE_WORDS } from '../../cards/page.ts'
import { STORY_WORDS } from '../../cards/page-story.ts'
import type { Lang } from '../../src/rules/nouns.ts'
import { Malformed } from './problem.ts'

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
}

const FOLDER = join(import.meta.dirname, 'page')

/** Routes of the page. Files are read once, at the start. */
export function pageRoutes(lang: () => Lang): Hono {
  const files = new Map(
    readdirSync(FOLDER)
      .filter((name) => /^[a-z-]+\.(js|css|svg)$/.test(name))
      .map((name) => [name, readFileSync(join(FOLDER, name), 'utf8')]),
  )
  files.set('words.js', `export const WORDS = ${JSON.stringify({ ...PAGE_WORDS, ...STORY_WORDS })}\n`)
  const app = new Hono()
  app.get('/', (c) => c.html(shell(langOf(c) ?? lang())))
  app.get('/favicon.ico', (c) => c.redirect('/playground/page/icon.svg'))
  app.get('/playground/page/:name', (c) => {
    const name = c.req.param('name')
    const text = files.get(name)
    if (text === undefined) throw new Malformed(404, 'not_found', 'not_found')
    const type = TYPES[name.split('.').at(-1) ?? ''] ?? 'text/plain'
    return c.body(text, 200, { 'content-type': type, 'cache-control': 'no-cache' })
  })
  return app
}

/** `?lang=` wins, then the browser's preference. */
function langOf(c: Context): Lang | undefined {
  const asked = c.req.query('lang')
  if (asked === 'zh' || asked === 'en') return asked
  const first = /^\s*(zh|en)\b/i.exec(c.req.header('accept-language') ?? '')?.[1]?.toLowerCase()
  return first === 'zh' || first === 'en' ? first : undefined
}

/** What stands before the modules run; they draw the rest. */
function shell(lang: Lang) {
  return html`<!doctype html>
<html lang="${lang === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${PAGE_WORDS.title[lang]}</title>
<link rel="icon" href="/playground/page/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/playground/page/base.css">
<link rel="stylesheet" href="/playground/page/layout.css">
<link rel="stylesheet" href="/playground/page/card.css">
<link rel="stylesheet" href="/playground/page/form.css">
<link rel="stylesheet" href="/playground/page/story.css">
<script type="module" src="/playground/page/main.js"></script>
</head>
<body>
<a class="skip" href="#posts">${PAGE_WORDS.skip[lang]}</a>
<div id="app">
<aside id="side" aria-label="${PAGE_WORDS.channels[lang]}"></aside>
<main id="conversation">
<header id="top"></header>
<section id="posts" tabindex="-1" aria-label="${PAGE_WORDS.messages[lang]}"></section>
<div id="answers" aria-live="polite"></div>
<form id="composer"></form>
</main>
<aside id="thread" hidden></aside>
<main id="case-page" hidden></main>
</div>
<div id="toasts" role="status" aria-live="polite"></div>
</body>
</html>`
}
