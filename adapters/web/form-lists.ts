/** Somebody's own page, and the page of a case: what waits, what can be done, the story. */
import { html } from 'hono/html'
import type { Home, HomeLine } from '../../cards/home.ts'
import type { Action, Card } from '../../cards/model.ts'
import type { FormTarget } from '../../src/ports.ts'
import { drawBlocks, filesOn } from './form-blocks.ts'
import type { FormLinks, Visitor } from './form-options.ts'
import type { Html, Page } from './form-shell.ts'
import { word } from './form-shell.ts'

const base = ({ platform }: Visitor): string => `/f/${encodeURIComponent(platform)}`

/** Addresses without their host: the browser is there already, also through a tunnel. */
const here = (links: FormLinks, visitor: Visitor, target: FormTarget): string =>
  links.form(visitor.platform, target).slice(links.publicUrl.length)

/** What waits for somebody and what they filed. */
export function homePage(visitor: Visitor, home: Home, links: FormLinks): Page {
  const { lang } = visitor
  const body = html`<main class="page">
<h1>${word(lang, 'to_home')}</h1>
<nav class="ways"><a class="way primary" href="${here(links, visitor, { verb: 'file' })}">${home.file}</a><a class="way" href="${here(links, visitor, { verb: 'preferences' })}">${home.settings}</a>${home.bulk === undefined ? '' : html`<a class="way" href="${here(links, visitor, { verb: 'bulk' })}">${home.bulk}</a>`}</nav>
${home.sections.map(
  (section) => html`<section><h2>${section.title}</h2>
<ul class="lines">${section.lines.map((line) => drawLine(line, visitor, links))}</ul>
${section.foot === undefined ? '' : html`<p class="quiet">${section.foot}</p>`}</section>`,
)}
</main>`
  return { lang, title: word(lang, 'to_home'), body }
}

/** One case: its page, and the one thing to do there. */
function drawLine({ number, text, late, action }: HomeLine, visitor: Visitor, links: FormLinks): Html {
  const mark = late ? html` <span class="late">${word(visitor.lang, 'late')}</span>` : ''
  const way =
    action === undefined
      ? ''
      : html`<a class="way" href="${here(links, visitor, { verb: action.verb, number })}" aria-label="${action.label} ${number}">${action.label}</a>`
  return html`<li><a href="${base(visitor)}/case/${encodeURIComponent(number)}">${text}${mark}</a>${way}</li>`
}

/** A case with its story, and what this person may do there. */
export function casePage(
  visitor: Visitor,
  card: Card,
  offers: readonly { readonly action: Action; readonly position?: string }[],
  links: FormLinks,
): Page {
  const { lang } = visitor
  const known = new Set(filesOn(card).map(({ sha256 }) => sha256))
  const at = `${base(visitor)}/case/${encodeURIComponent(card.number)}`
  const way = ({ action, position }: (typeof offers)[number]): Html => {
    const target = { verb: action.verb, number: card.number, ...(position === undefined ? {} : { position }) }
    const look = action.style === 'primary' ? 'way primary' : 'way'
    return html`<a class="${look}" href="${here(links, visitor, target)}">${action.label}</a>`
  }
  const body = html`<main class="page">
<h1>${card.header}</h1>
${offers.length === 0 ? '' : html`<nav class="ways" aria-label="${word(lang, 'do_now')}">${offers.map(way)}</nav>`}
<div class="card">${drawBlocks(card.blocks, lang, ({ sha256 }) => (known.has(sha256) ? `${at}/${sha256}` : undefined))}</div>
<nav class="ways"><a class="way" href="${base(visitor)}/home">${word(lang, 'to_home')}</a></nav>
</main>`
  return { lang, title: card.fallback, body }
}
