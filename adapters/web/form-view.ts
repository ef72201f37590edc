/** The page of one form, or of one button: what it is about, the fields, and what the page's module needs. */
import { html, raw } from 'hono/html'
import type { Action, Card, Form } from '../../cards/model.ts'
import { drawBlocks } from './form-blocks.ts'
import { drawFields } from './form-fields.ts'
import type { Visitor } from './form-options.ts'
import type { Html, Page } from './form-shell.ts'
import { word } from './form-shell.ts'
import type { Kept } from './form-tickets.ts'

/** Words the module shows. */
const SAID = [
  ...[
    'uploading',
    'uploaded',
    'upload_failed',
    'too_many',
    'too_large',
    'wait_uploads',
    'remove',
    'sending',
    'retrying',
  ],
  ...[
    'not_sent',
    'again',
    'offline',
    'kept',
    'restored',
    'discard',
    'was_sent',
    'check',
    'sign_in_over',
    'slow_down',
    'broken',
  ],
] as const

function wordsFor({ lang }: Visitor): Readonly<Record<string, string>> {
  return Object.fromEntries(SAID.map((name) => [name, word(lang, name as 'again', keepHoles)]))
}

/** The module fills these in itself. */
const keepHoles = { name: '{name}', percent: '{percent}', why: '{why}', max: '{max}', number: '{number}' }

/** A form to fill in. */
export async function formPage(
  visitor: Visitor,
  form: Form,
  more: { readonly ticket: string; readonly kept: Kept; readonly slot: string; readonly card: Card | undefined },
): Promise<Page> {
  const { lang } = visitor
  const fields = await drawFields(form, more.kept.values)
  const { done, values } = more.kept
  const openMore = fields.some(({ id, folded }) => folded && values[id] !== undefined && values[id] !== null)
  const body = html`<main class="page">
<h1>${form.title}</h1>
${drawBlocks(form.intro, lang)}
${more.card === undefined ? '' : about(more.card, lang)}
<form id="form" novalidate>
<div id="fields">${fields.filter(({ folded }) => !folded).map((field) => raw(field.html))}</div>
<details class="more" id="more"${openMore ? html` open` : ''}${fields.some(({ folded }) => folded) ? '' : html` hidden`}>
<summary>${word(lang, 'more')}</summary>
<div id="folded">${fields.filter(({ folded }) => folded).map((field) => raw(field.html))}</div>
</details>
${bar(form.submit, 'primary')}
</form>
</main>`
  const data = {
    platform: visitor.platform,
    csrf: visitor.csrf,
    ticket: more.ticket,
    // What the browser keeps is found again by the slot, and only by the same account.
    store: `redress/${visitor.platform}/${visitor.account}/${more.slot}`,
    key: more.kept.key,
    done: done && { key: done.key, number: done.number },
    restored: Object.keys(more.kept.values).length > 0,
    shapes: Object.fromEntries(fields.map(({ id, shape }) => [id, shape])),
    words: wordsFor(visitor),
  }
  return { lang, title: form.title, body, script: 'form', data }
}

/** A button that acts at once, under all it is about. */
export function buttonPage(visitor: Visitor, card: Card, action: Action, ticket: string): Page {
  const { lang } = visitor
  const { confirm } = action
  const body = html`<main class="page">
<h1>${card.header}</h1>
<form id="form" novalidate>
<div class="card">${drawBlocks(card.blocks, lang)}</div>
${confirm === undefined ? '' : html`<div class="sure"><h2>${confirm.title}</h2><p>${confirm.text}</p></div>`}
${bar(action.label, action.style === 'danger' ? 'danger' : 'primary')}
</form>
</main>`
  const data = { platform: visitor.platform, csrf: visitor.csrf, ticket, words: wordsFor(visitor) }
  return { lang, title: card.fallback, body, script: 'button', data }
}

/** What is always in sight: what happens, what went wrong, and the button. */
function bar(label: string, look: 'primary' | 'danger'): Html {
  return html`<div class="bar">
<p class="notice-line" id="told" role="status"></p>
<p class="wrong" id="wrong" role="alert" hidden></p>
<div class="act"><span id="saved" class="quiet" role="status"></span><button type="submit" class="${look}">${label}</button></div>
</div>`
}

/** What the task asks, in a line; the rest of its card unfolds. */
function about(card: Card, lang: Visitor['lang']): Html {
  const [first, ...rest] = card.blocks
  const same = first?.block === 'text' && card.fallback.startsWith(first.text)
  return html`<details class="card"><summary>${card.fallback}</summary>${drawBlocks(same ? rest : card.blocks, lang)}</details>`
}

/** What stands in the page's place when it is done. */
export function doneView(text: string, links: readonly { readonly href: string; readonly label: string }[]): Html {
  return html`<h1 class="done" tabindex="-1">${text}</h1><nav class="ways">${links.map(
    ({ href, label }) => html`<a class="way" href="${href}">${label}</a>`,
  )}</nav>`
}
