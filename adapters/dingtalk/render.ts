/**
 * Cards as values of the one template (docs/dingtalk.md lists its variables), and as markdown where there is no template.
 * All values are strings. Labels of buttons are private values: a button stands only for whoever has its label.
 */
import type { Action, Block, Card, Message, Rendered } from '../../cards/model.ts'
import { verbName } from '../../cards/names.ts'
import type { Lang, Verb } from '../../src/rules/nouns.ts'
import { VERBS } from '../../src/rules/nouns.ts'
import { bytesOf, clampBytes, plainText } from './plain-text.ts'
import { fillWord, WORDS } from './words.ts'

export type Params = Readonly<Record<string, string>>

/** A card as the template takes it. `labels` go to those who may act, nobody else. `summary` is the line of the chat list. */
export interface CardParams {
  readonly open: Params
  readonly labels: Params
  readonly summary: string
}

/** Documented limit of one value; whether it is enforced is not known, so long bodies are spread over several. */
const VALUE_BYTES = 1_000
const BODY_SLOTS = ['body', 'body2', 'body3'] as const
/** A robot message's parameters may have 15,000 bytes, and JSON needs some of them. */
const MESSAGE_BYTES = 12_000

/** Variables of the buttons: one per verb, and one for telling the customer, which asks first. */
export const LABELS: readonly string[] = [...VERBS.map((verb) => `${verb}_text`), 'told_text']

/** Nothing to fill in. */
export const NO_FORM: Params = {
  form: '{"fields":[]}',
  form_open: 'false',
  form_title: '',
  form_submit: '',
  form_close: '',
}

const NO_LABELS: Params = Object.fromEntries(LABELS.map((label) => [label, '']))

/** Values of a card. `url`: the case's own page, or empty. `degraded` names what was left out. */
export function renderCard(card: Card, url: string): Rendered<CardParams> {
  const { slots, degraded } = bodyOf(card)
  const confirm = card.actions.find((action) => action.confirm)?.confirm
  const open: Params = {
    title: clampBytes(plainText(card.header), VALUE_BYTES),
    tone: card.tone,
    status: card.state,
    status_text: '',
    ...slots,
    number: card.number,
    rev: String(card.actions[0]?.revision ?? card.revision),
    url,
    confirm_title: plainText(confirm?.title ?? ''),
    confirm_text: clampBytes(plainText(confirm?.text ?? ''), VALUE_BYTES),
    confirm_yes: confirm?.yes ?? '',
    confirm_no: confirm?.no ?? '',
    ...(card.state === 'done' ? NO_FORM : {}),
  }
  const labels = { ...NO_LABELS, said: '', outcome: '', ...Object.fromEntries(card.actions.map(labelOf)) }
  return { payload: { open, labels, summary: clampBytes(plainText(card.fallback), 200) }, degraded }
}

/** Labels of somebody who may do nothing here. */
export function withoutLabels(): Params {
  return { ...NO_LABELS, said: '', outcome: '' }
}

/** A verb without a form that asks first, other than an approval, is telling the customer. */
function labelOf(action: Action): [string, string] {
  const told = action.verb === 'submit' && action.confirm !== undefined
  return [told ? 'told_text' : `${action.verb}_text`, action.label]
}

function bodyOf(card: Card): { readonly slots: Params; readonly degraded: readonly string[] } {
  const slots: string[] = []
  let slot = ''
  let left = 0
  for (const { gap, text } of linesOf(card.blocks)) {
    const line = clampBytes(text, VALUE_BYTES)
    const grown = slot === '' ? line : `${slot}${gap}${line}`
    if (left === 0 && bytesOf(grown) <= VALUE_BYTES) slot = grown
    else if (left === 0 && slots.length < BODY_SLOTS.length - 1) {
      slots.push(slot)
      slot = line
    } else left += 1
  }
  if (left > 0) {
    const more = fillWord(WORDS.more[card.lang], { number: card.number })
    slot = `${clampBytes(slot, VALUE_BYTES - bytesOf(more) - PARAGRAPH.length)}${PARAGRAPH}${more}`
  }
  slots.push(slot)
  const pictures = card.blocks.filter(({ block }) => block === 'image' || block === 'files').length
  return {
    slots: Object.fromEntries(BODY_SLOTS.map((name, i) => [name, slots[i] ?? ''])),
    degraded: [
      ...(left > 0 ? [`${left} lines left out`] : []),
      ...(pictures > 0 ? [`${pictures} blocks of files as names`] : []),
    ],
  }
}

/** Two spaces and a line break: a new line, not a new paragraph. */
const BREAK = '  \n'
/** Between blocks: without an empty line a quotation would swallow what comes after it. */
const PARAGRAPH = '\n\n'

interface Line {
  /** What stands between it and the line before. */
  readonly gap: string
  readonly text: string
}

function linesOf(blocks: readonly Block[]): readonly Line[] {
  return blocks.flatMap((block) => blockLines(block).map((text, i) => ({ gap: i === 0 ? PARAGRAPH : BREAK, text })))
}

const joined = (lines: readonly Line[]): string =>
  lines.map(({ gap, text }, i) => (i === 0 ? text : `${gap}${text}`)).join('')

/** The lines of a block as markdown; everything people wrote is made plain. */
function blockLines(block: Block): readonly string[] {
  switch (block.block) {
    case 'text': {
      const lines = plainText(block.text).split('\n')
      if (block.tone === 'quote') return lines.map((line) => `> ${line}`)
      if (block.tone === 'warn' || block.tone === 'good')
        return lines.map((line) => (line === '' ? line : `**${line}**`))
      return lines
    }
    case 'fields':
      return block.rows.map(({ label, value }) => `**${plainText(label)}**：${plainText(value).replaceAll('\n', ' ')}`)
    case 'strip':
      return [block.strip.steps.map(({ label, state }) => stepMark(plainText(label), state)).join(' › ')]
    case 'image':
      return [`📎 ${plainText(block.alt === '' ? block.file.name : block.alt)}`]
    case 'files':
      return block.files.map((file) => `📎 ${plainText(file.name)}`)
    case 'divider':
      // Dashes under a line would make it a heading.
      return ['────────']
  }
}

function stepMark(label: string, state: 'done' | 'now' | 'next'): string {
  if (state === 'done') return `✓ ${label}`
  return state === 'now' ? `**${label}**` : label
}

/** A robot message: a title for the chat list and markdown. */
export interface Markdown {
  readonly title: string
  readonly text: string
}

/** A card where there is no template: its text, and the words that do what its buttons would. */
export function cardAsText(card: Card, links: readonly string[] = []): Markdown {
  const title: Line = { gap: '', text: `**${plainText(card.header)}**` }
  const body = clampBytes(joined([title, ...linesOf(card.blocks)]), MESSAGE_BYTES - 2_000)
  const ways = [...links, ...(card.state === 'open' ? wordsFor(card.actions, card.lang) : [])]
  return { title: titleOf(card.fallback), text: [body, ...ways].join('\n\n') }
}

/** A message, with the words that do what its buttons would. */
export function messageAsText(message: Message): Markdown {
  const body = plainText(message.text).split('\n').join(BREAK)
  const ways = wordsFor(message.actions ?? [], message.lang)
  return { title: titleOf(message.text), text: [clampBytes(body, MESSAGE_BYTES), ...ways].join('\n\n') }
}

/** A card that only says something: a reminder in a group. */
export function reminderParams(
  { title, text }: Markdown,
  number: string,
  url: string,
): { readonly open: Params; readonly summary: string } {
  const said = {
    title,
    tone: 'late',
    status: 'open',
    status_text: '',
    body: clampBytes(text, VALUE_BYTES),
    body2: '',
    body3: '',
  }
  return { open: { ...said, number, rev: '0', url, ...NO_FORM }, summary: clampBytes(title, 200) }
}

/** `可回复：同意 C-…；驳回 C-…` */
function wordsFor(actions: readonly Action[], lang: Lang): readonly string[] {
  const said = actions.filter(({ minor }) => !minor).map(({ verb, number }) => `${wordOf(verb, lang)} ${number}`)
  return said.length === 0 ? [] : [`${WORDS.reply[lang]}${said.join(lang === 'zh' ? '；' : '; ')}`]
}

const wordOf = (verb: Verb, lang: Lang): string => (lang === 'zh' ? verbName(verb, lang) : verb)

/** The first line, short: it is what a phone shows before the chat is opened. */
function titleOf(text: string): string {
  return clampBytes(plainText(text.split('\n')[0] ?? ''), 120)
}

/** A link into the app that opens one of our pages at the side. */
export function pageLink(label: string, url: string): string {
  return `[${plainText(label)}](dingtalk://dingtalkclient/page/link?url=${encodeURIComponent(url)}&pc_slide=true)`
}
