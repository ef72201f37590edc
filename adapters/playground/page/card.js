/** Draws what a post holds: a card, a message, or what somebody said. */
import { drawButtons } from './buttons.js'
import { el } from './dom.js'
import { t } from './words-of.js'

/** `post` is the post's id, sent along with clicks; absent for answers. */
export function drawBody(body, post) {
  if (body.type === 'card') return drawCard(body, post)
  const subject = body.subject ? el('strong', { class: 'subject' }, body.subject) : null
  return el(
    'div',
    { class: `message ${body.tone ?? ''}` },
    subject,
    el('p', { class: 'lines' }, body.text),
    drawButtons(body.actions ?? [], post),
  )
}

function drawCard(card, post) {
  return el(
    'div',
    {
      class: `card tone-${card.tone} is-${card.state}`,
      lang: card.lang === 'zh' ? 'zh-CN' : 'en',
      'data-key': card.key,
    },
    el('h3', {}, card.header),
    drawBlocks(card.blocks),
    drawButtons(card.actions, post),
  )
}

/** The blocks of a card or of a form's introduction. */
export function drawBlocks(blocks) {
  return el('div', { class: 'blocks' }, blocks.map(drawBlock))
}

function drawBlock(block) {
  switch (block.type) {
    case 'text':
      return el(block.tone === 'quote' ? 'blockquote' : 'p', { class: `lines ${block.tone}` }, block.text)
    case 'fields':
      return el(
        'dl',
        { class: 'fields' },
        block.rows.map((row) => el('div', {}, el('dt', {}, row.label), el('dd', { class: 'lines' }, row.value))),
      )
    case 'strip':
      return el(
        'ol',
        { class: 'strip' },
        block.steps.map((step) =>
          el(
            'li',
            { class: step.state, 'aria-current': step.state === 'now' ? 'step' : null },
            step.label,
            el('span', { class: 'hidden' }, ` (${t(`step_${step.state}`)})`),
          ),
        ),
      )
    case 'image':
      return pictureLink(block.file, block.alt)
    case 'files':
      return drawFiles(block.files)
    default:
      return el('hr')
  }
}

/** Pictures small, everything else as a list of links. */
function drawFiles(files) {
  const pictures = files.filter(({ type }) => SHOWN.has(type))
  const others = files.filter(({ type }) => !SHOWN.has(type))
  return el(
    'div',
    { class: 'attached' },
    pictures.map((file) => pictureLink(file, file.name)),
    others.length === 0
      ? null
      : el(
          'ul',
          { class: 'files' },
          others.map((file) => el('li', {}, fileLink(file))),
        ),
  )
}

const SHOWN = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])

function pictureLink(file, alt) {
  const picture = el('img', { src: file.url, alt, loading: 'lazy' })
  return el('a', { class: 'picture', href: file.url, target: '_blank', rel: 'noopener' }, picture)
}

/** A kept file as a link with its size. */
function fileLink(file) {
  return el(
    'a',
    { href: file.url, target: '_blank', rel: 'noopener' },
    file.name,
    el('span', { class: 'quiet' }, ` ${sizeOf(file.size)}`),
  )
}

function sizeOf(bytes) {
  return bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}
