/**
 * A select of several levels: one list at a time with the way back above it, or a search over all of them. Only leaves
 * count. Arrow keys move and go deeper or back, Enter takes, typing searches.
 */
import { el, fill, freshId } from './dom.js'
import { icon } from './icon.js'
import { isLeaf, searchLeaves, trailOf } from './tree-nodes.js'
import { t } from './words-of.js'

const coarse = matchMedia('(pointer: coarse)')

export function treeControl(field, attributes, changed) {
  const { nodes } = field.element
  const list = el('ul', { role: 'listbox', id: freshId(), 'aria-label': field.label, class: 'tree-list' })
  const input = el('input', {
    ...attributes,
    type: 'text',
    role: 'combobox',
    'aria-expanded': 'false',
    'aria-controls': list.id,
    'aria-autocomplete': 'list',
    autocomplete: 'off',
    placeholder: t('choose_or_search'),
    // A finger chooses from the list; the keyboard comes when it is asked for.
    inputmode: coarse.matches ? 'none' : null,
  })
  const crumbs = el('div', { class: 'crumbs' })
  const panel = el('div', { class: 'tree-panel', hidden: true }, crumbs, list)
  const node = el('div', { class: 'tree' }, el('div', { class: 'tree-box' }, input, icon('updown')), panel)
  const chosen = isLeaf(nodes, field.value ?? '') ? field.value : ''
  const tree = { nodes, node, list, input, crumbs, panel, changed, value: chosen, at: '', options: [], active: -1 }
  write(tree)
  listenTo(tree)
  return { node, focus: input, read: () => tree.value || null }
}

function listenTo(tree) {
  const { input, node } = tree
  input.addEventListener('click', () => !isOpen(tree) && open(tree))
  input.addEventListener('input', () => {
    if (!isOpen(tree)) open(tree, input.value)
    draw(tree)
  })
  input.addEventListener('keydown', (event) => onKey(tree, event))
  node.addEventListener('focusout', ({ relatedTarget }) => {
    if (isOpen(tree) && !tree.refocusing && !node.contains(relatedTarget)) close(tree)
  })
}

const isOpen = ({ panel }) => !panel.hidden

/** The words of what is chosen. */
function write({ input, nodes, value }) {
  input.value = trailOf(nodes, value)
    .map(({ label }) => label)
    .join(' / ')
}

/** Opens it at the level of what is chosen, with an empty search. */
function open(tree, typed = '') {
  const trail = trailOf(tree.nodes, tree.value)
  tree.at = trail.at(-2)?.id ?? ''
  tree.panel.hidden = false
  tree.input.setAttribute('aria-expanded', 'true')
  tree.input.placeholder = tree.input.value || t('choose_or_search')
  tree.input.value = typed
  draw(tree)
  tree.panel.scrollIntoView({ block: 'nearest' })
}

function close(tree) {
  tree.panel.hidden = true
  tree.input.setAttribute('aria-expanded', 'false')
  tree.input.removeAttribute('aria-activedescendant')
  tree.input.placeholder = t('choose_or_search')
  if (coarse.matches) tree.input.inputMode = 'none'
  write(tree)
}

function draw(tree) {
  const query = tree.input.value.trim()
  const trail = trailOf(tree.nodes, tree.at)
  const level = trail.at(-1)?.children ?? tree.nodes
  const found =
    query === ''
      ? level.map((node) => ({ id: node.id, labels: [node.label], deeper: node.children.length > 0 }))
      : searchLeaves(tree.nodes, query)
  tree.options = found.map((one) => ({ ...one, node: option(tree, one) }))
  if (found.length > 0)
    fill(
      tree.list,
      tree.options.map(({ node }) => node),
    )
  else fill(tree.list, el('li', { role: 'presentation', class: 'none quiet' }, t('tree_none', { query })))
  drawCrumbs(tree, query === '' ? trail : [])
  const own = tree.options.findIndex(({ id }) => tree.value === id || tree.value.startsWith(`${id}.`))
  move(tree, Math.max(0, own))
}

function drawCrumbs(tree, trail) {
  const crumb = (label, at) =>
    el('button', { type: 'button', class: 'link', tabindex: '-1', onclick: () => goTo(tree, at) }, label)
  const search = el(
    'button',
    {
      type: 'button',
      class: 'icon search-tree',
      tabindex: '-1',
      'aria-label': t('tree_search'),
      onclick: () => {
        // The keyboard only comes with a fresh focus.
        tree.refocusing = true
        tree.input.inputMode = 'search'
        tree.input.blur()
        tree.input.focus()
        tree.refocusing = false
      },
    },
    icon('search'),
  )
  fill(
    tree.crumbs,
    el(
      'div',
      { class: 'trail' },
      crumb(t('tree_all'), ''),
      trail.map(({ id, label }) => [icon('next'), crumb(label, id)]),
    ),
    coarse.matches ? search : null,
  )
}

function goTo(tree, at) {
  tree.at = at
  tree.input.value = ''
  draw(tree)
  tree.input.focus()
}

function option(tree, { id, labels, deeper }) {
  const chosen = tree.value === id || tree.value.startsWith(`${id}.`)
  return el(
    'li',
    {
      role: 'option',
      id: freshId(),
      'data-option': id,
      'aria-selected': 'false',
      'aria-label': deeper ? t('tree_more', { label: labels.at(-1) }) : labels.join(' / '),
      class: chosen ? 'chosen' : '',
      onpointerdown: (event) => event.preventDefault(),
      onclick: () => take(tree, id),
    },
    el(
      'span',
      {},
      labels.length > 1 ? el('span', { class: 'quiet' }, `${labels.slice(0, -1).join(' / ')} / `) : null,
      labels.at(-1),
    ),
    deeper ? icon('next') : chosen ? icon('check') : null,
  )
}

/** Goes deeper, or chooses. */
function take(tree, id) {
  if (!isLeaf(tree.nodes, id)) return goTo(tree, id)
  const other = id !== tree.value
  tree.value = id
  close(tree)
  if (other) tree.changed()
}

function move(tree, to) {
  const { options, input } = tree
  options[tree.active]?.node.setAttribute('aria-selected', 'false')
  tree.active = options.length === 0 ? -1 : (to + options.length) % options.length
  const active = options[tree.active]?.node
  active?.setAttribute('aria-selected', 'true')
  active?.scrollIntoView({ block: 'nearest' })
  if (active) input.setAttribute('aria-activedescendant', active.id)
  else input.removeAttribute('aria-activedescendant')
}

function onKey(tree, event) {
  if (event.isComposing) return
  const deed = isOpen(tree) ? OPEN_KEYS[event.key] : CLOSED_KEYS[event.key]
  if (deed?.(tree) !== true) return
  event.preventDefault()
  event.stopPropagation()
}

const CLOSED_KEYS = {
  ArrowDown: (tree) => show(tree),
  ArrowUp: (tree) => show(tree),
  Enter: (tree) => show(tree),
  Backspace: (tree) => empty(tree),
  Delete: (tree) => empty(tree),
}

/** Each gives true when the key was for us. */
const OPEN_KEYS = {
  ArrowDown: (tree) => step(tree, 1),
  ArrowUp: (tree) => step(tree, -1),
  ArrowRight: (tree) => {
    const { id, deeper } = tree.options[tree.active] ?? {}
    if (tree.input.value !== '' || !deeper) return false
    goTo(tree, id)
    return true
  },
  ArrowLeft: (tree) => up(tree),
  Backspace: (tree) => up(tree),
  Enter: (tree) => {
    const id = tree.options[tree.active]?.id
    if (id !== undefined) take(tree, id)
    return true
  },
  Escape: (tree) => {
    close(tree)
    return true
  },
}

function show(tree) {
  open(tree)
  return true
}

function step(tree, by) {
  move(tree, tree.active + by)
  return true
}

function up(tree) {
  if (tree.input.value !== '' || tree.at === '') return false
  goTo(tree, trailOf(tree.nodes, tree.at).at(-2)?.id ?? '')
  return true
}

function empty(tree) {
  if (tree.value === '') return false
  tree.value = ''
  write(tree)
  tree.changed()
  return true
}
