/** Draws what a post holds: a card, a message, or what somebody said. */
import { drawButtons } from './buttons.js'
import { el } from './dom.js'
import { drawFiles } from './files.js'
import { withNumbers } from './numbers.js'
import { t } from './words-of.js'

/** Rows of a card that stand there without being asked for, and how many of its last ones always do. */
const ROWS = 6
const LAST_ROWS = 2

/** Posts whose rows somebody has unfolded: they stay so when the card changes. */
const unfolded = new Set()

/** `post` is the post's id, sent along with clicks; absent for answers. */
export function drawBody(body, post) {
  if (body.type === 'card') return drawCard(body, post)
  const subject = body.subject ? el('strong', { class: 'subject' }, body.subject) : null
  return el(
    'div',
    { class: `message ${body.tone ?? ''}`, lang: langOf(body) },
    subject,
    drawText(body.text),
    drawButtons(body.actions ?? [], post),
  )
}

/** Lines that begin with a bullet become a list; all others stay one paragraph each run. */
function drawText(text) {
  const runs = []
  for (const line of text.split('\n')) {
    const bullet = line.startsWith('• ')
    if (runs.at(-1)?.bullet === bullet) runs.at(-1).lines.push(line)
    else runs.push({ bullet, lines: [line] })
  }
  return runs.map(({ bullet, lines }) =>
    bullet
      ? el(
          'ul',
          { class: 'bullets' },
          lines.map((line) => el('li', {}, withNumbers(line.slice(2)))),
        )
      : el('p', { class: 'lines' }, withNumbers(lines.join('\n'))),
  )
}

const langOf = ({ lang }) => (lang === 'zh' ? 'zh-CN' : (lang ?? null))

function drawCard(card, post) {
  // Whoever is asked needs everything before them; a card that only tells may be short.
  const folds = post !== undefined && (card.key === 'case' || card.state === 'done')
  return el(
    'div',
    {
      class: `card tone-${card.tone} is-${card.state}`,
      lang: langOf(card),
      'data-key': card.key,
    },
    drawHeader(card.header),
    drawBlocks(card.blocks, folds ? post : undefined),
    drawButtons(card.actions, post),
  )
}

/** The first part of a header is its title; what follows after ` · ` is said more quietly. */
function drawHeader(header) {
  const [title, ...rest] = header.split(' · ')
  return el('h3', {}, title, rest.length === 0 ? null : el('span', { class: 'rest' }, ` · ${rest.join(' · ')}`))
}

/** The blocks of a card or of a form's introduction; long lists of rows fold when `post` says whose they are. */
export function drawBlocks(blocks, post) {
  return el(
    'div',
    { class: 'blocks' },
    blocks.map((block) => drawBlock(block, post)),
  )
}

function drawBlock(block, post) {
  switch (block.type) {
    case 'text':
      return el(block.tone === 'quote' ? 'blockquote' : 'p', { class: `lines ${block.tone}` }, block.text)
    case 'fields':
      return drawRows(block.rows, post)
    case 'strip':
      return drawStrip(block.steps)
    case 'image':
      return drawFiles([{ ...block.file, alt: block.alt }])
    case 'files':
      return drawFiles(block.files)
    default:
      return el('hr')
  }
}

function drawRows(rows, post) {
  const list = el(
    'dl',
    { class: 'fields' },
    rows.map((row) => el('div', {}, el('dt', {}, row.label), el('dd', { class: 'lines' }, row.value))),
  )
  if (post === undefined || rows.length <= ROWS + LAST_ROWS) return list
  const hidden = [...list.children].slice(ROWS - LAST_ROWS, -LAST_ROWS)
  const toggle = el('button', { type: 'button', class: 'link fold', 'data-action': 'fold' })
  const fold = () => {
    const open = unfolded.has(post)
    for (const row of hidden) row.hidden = !open
    toggle.textContent = open ? t('show_less') : t('show_all', { n: rows.length })
    toggle.setAttribute('aria-expanded', String(open))
  }
  toggle.addEventListener('click', () => {
    if (!unfolded.delete(post)) unfolded.add(post)
    fold()
  })
  fold()
  return el('div', { class: 'folding' }, list, toggle)
}

function drawStrip(steps) {
  return el(
    'ol',
    { class: 'strip' },
    steps.map((step) =>
      el(
        'li',
        { class: step.state, 'aria-current': step.state === 'now' ? 'step' : null },
        step.label,
        el('span', { class: 'hidden' }, ` (${t(`step_${step.state}`)})`),
      ),
    ),
  )
}
