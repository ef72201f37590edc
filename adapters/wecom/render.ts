/** Neutral cards and messages as WeCom's: button cards for one person, notices for groups, texts for the rest. */
import type { Action, Block, Card, Message, Rendered, Row } from '../../cards/model.ts'
import type { Links } from '../../src/ports.ts'
import { LIMITS, NAME } from './settings.ts'
import { cutTo, cutToBytes, flat, partsOf } from './width.ts'
import { WORDS } from './words.ts'

/** What a renderer needs besides the card: our addresses, if the house has any, and the position a card asks at. */
export interface Drawing {
  readonly links: Links | undefined
  readonly position: string | undefined
}

export type TemplateCard = Readonly<Record<string, unknown>>

/** A message's type and the content under it. */
export interface Content {
  readonly msgtype: 'text' | 'textcard' | 'template_card'
  readonly content: Readonly<Record<string, unknown>>
}

const ROWS = 6
const BUTTONS = 6
const MENU = 3
const STYLES = { primary: 1, danger: 3, plain: 4 } as const

/** A task card is keyed `task/<position>` or `task/<position>/<step>`. */
export function positionOf(card: Pick<Card, 'key'>): string | undefined {
  return /^task\/([^/]+)/.exec(card.key)?.[1]
}

/** The card with buttons for one person. It has at least one action. */
export function renderButtons(card: Card, task: string, drawing: Drawing): Rendered<TemplateCard> {
  const degraded: string[] = []
  const main = card.actions.filter((action) => !action.minor)
  // Somebody who may only do small things gets those as buttons.
  const buttons = (main.length > 0 ? main : card.actions).slice(0, BUTTONS)
  const rest = card.actions.filter((action) => !buttons.includes(action))
  const menu = rest.slice(0, MENU)
  for (const { verb } of rest.slice(MENU)) degraded.push(`no room for ${verb}`)
  for (const { verb, confirm } of buttons) if (confirm !== undefined) degraded.push(`no question before ${verb}`)
  const payload = {
    card_type: 'button_interaction',
    ...body(card, drawing, degraded),
    task_id: task,
    ...(menu.length === 0 ? {} : { action_menu: { desc: WORDS.more[card.lang], action_list: menu.map(menuEntry) } }),
    button_list: buttons.map((action) => button(action, drawing)),
  }
  return { payload, degraded }
}

/** What everybody's copy becomes when it is over: no live button, and on the dead one who did what, and when. */
export function renderClosed(card: Card, task: string, drawing: Drawing): Rendered<TemplateCard> {
  const degraded: string[] = []
  const outcome = cutTo(flat(textsOf(card)[0] ?? card.header), 24)
  const payload = {
    card_type: 'button_interaction',
    ...body(card, drawing, degraded),
    task_id: task,
    button_list: [{ text: outcome, style: 4, key: 'closed' }],
    replace_text: outcome,
  }
  return { payload, degraded }
}

/** A card without buttons: a template notice where there is an address to open, else a text. */
export function renderNotice(card: Card, drawing: Drawing, task?: string): Rendered<Content> {
  const degraded: string[] = card.actions.map(({ verb }) => `no button ${verb}`)
  // The case's page carries everything that whoever opens it may do.
  const url = drawing.links?.case(card.number)
  if (url === undefined) return renderText(card, drawing)
  const payload = {
    card_type: 'text_notice',
    ...body(card, { ...drawing, links: undefined }, degraded),
    card_action: { type: 1, url },
    ...(task === undefined ? {} : { task_id: task }),
  }
  return { payload: { msgtype: 'template_card', content: payload }, degraded }
}

/** A card for a group chat, which takes no template card: a text card that leads to the page, else a text. */
export function renderForChat(card: Card, drawing: Drawing): Rendered<Content> {
  const url = drawing.links?.case(card.number)
  if (url === undefined) return renderText(card, drawing)
  const lines = linesOf(card).slice(1).join('\n')
  // 128 and 512 may be characters or bytes; within bytes both hold.
  const title = cutToBytes(flat(card.header), 128)
  const content = {
    title,
    description: cutToBytes(flat(lines) || title, 512),
    url,
    btntxt: cutTo(WORDS.view[card.lang], 2),
  }
  return { payload: { msgtype: 'textcard', content }, degraded: card.actions.map(({ verb }) => `no button ${verb}`) }
}

/** Everything on a card as one text, cut to what a text may hold. */
export function renderText(card: Card, drawing: Drawing): Rendered<Content> {
  const links = drawing.links === undefined ? [] : card.actions.map((action) => anchor(action, drawing))
  const tail = links.filter((one) => one !== '').join('  ')
  const room = LIMITS.text - Buffer.byteLength(tail) - 1
  const content = [cutToBytes(flat(linesOf(card).join('\n')), room), tail].filter((part) => part !== '').join('\n')
  const degraded = drawing.links === undefined ? card.actions.map(({ verb }) => `no button ${verb}`) : []
  return { payload: { msgtype: 'text', content: { content } }, degraded }
}

/** A long answer (a case's whole story) in as many texts as it takes, at most six. */
export function renderStory(card: Card): readonly Content[] {
  return inTexts(linesOf(card).join('\n'))
}

/** What somebody who acted is told: a long list in as many texts as it takes, at most six. */
export function renderAnswer(message: Message, drawing: Drawing): readonly Content[] {
  const { actions = [], text } = message
  const isLong = Buffer.byteLength(flat(text)) > LIMITS.text
  return isLong && actions.length === 0 ? inTexts(text) : [renderMessage(message, drawing).payload]
}

function inTexts(text: string): readonly Content[] {
  const parts = partsOf(flat(text), LIMITS.text)
  return parts.slice(0, 6).map((content) => ({ msgtype: 'text', content: { content } }))
}

/** A message as a text; its buttons become links where the house has addresses. */
export function renderMessage(message: Message, drawing: Drawing): Rendered<Content> {
  const actions = message.actions ?? []
  const tail = drawing.links === undefined ? '' : actions.map((action) => anchor(action, drawing)).join('  ')
  const room = LIMITS.text - Buffer.byteLength(tail) - 1
  const text = cutToBytes(flat(message.text), room)
  const content = [text, tail].filter((part) => part !== '').join('\n')
  const degraded = [
    ...(text === flat(message.text) ? [] : ['text cut']),
    ...(drawing.links === undefined ? actions.map(({ verb }) => `no button ${verb}`) : []),
  ]
  return { payload: { msgtype: 'text', content: { content } }, degraded }
}

// ───────────────────────────────────────────────────────────────────────────── parts

function body(card: Card, { links }: Drawing, degraded: string[]): TemplateCard {
  const [question = '', ...texts] = textsOf(card)
  const rows = rowsOf(card)
  const shown = rows.slice(0, links === undefined ? ROWS : ROWS - 1)
  if (rows.length > shown.length) degraded.push(`no room for ${rows.length - shown.length} rows`)
  const details = { type: 1, keyname: WORDS.details[card.lang], value: WORDS.view[card.lang] }
  const list = [
    ...shown.map(({ label, value }) => ({ keyname: cutTo(flat(label), 5), value: cutTo(oneLine(flat(value)), 30) })),
    ...(links === undefined ? [] : [{ ...details, url: links.case(card.number) }]),
  ]
  const long = flat(texts.join('\n'))
  const sub = cutTo(long, 150)
  if (sub !== long) degraded.push('text cut')
  return {
    source: { desc: WORDS.source[card.lang], desc_color: { late: 2, bad: 2, good: 3, ask: 1, neutral: 0 }[card.tone] },
    main_title: { title: cutTo(oneLine(flat(card.header)), 36), desc: cutTo(oneLine(flat(question)), 44) },
    ...(sub === '' ? {} : { sub_title_text: sub }),
    ...(list.length === 0 ? {} : { horizontal_content_list: list }),
    ...(links === undefined ? {} : { card_action: { type: 1, url: links.case(card.number) } }),
  }
}

function button(action: Action, drawing: Drawing): object {
  const text = cutTo(action.label, 10)
  const style = STYLES[action.style]
  const url = action.opens ? formAddress(action, drawing) : undefined
  return url === undefined ? { text, style, key: action.verb } : { type: 1, text, style, url }
}

const menuEntry = ({ label, verb }: Action): object => ({ text: cutTo(label, 10), key: verb })

function formAddress({ verb, number, revision }: Action, { links, position }: Drawing): string | undefined {
  return links?.form(NAME, { verb, number, revision, ...(position === undefined ? {} : { position }) })
}

function anchor(action: Action, drawing: Drawing): string {
  const url = formAddress(action, drawing)
  return url === undefined ? '' : `<a href="${url}">${flat(action.label)}</a>`
}

function textsOf(card: Card): readonly string[] {
  return card.blocks.flatMap((block) => (block.block === 'text' ? [block.text] : []))
}

function rowsOf(card: Card): readonly Row[] {
  const rows = card.blocks.flatMap((block) => (block.block === 'fields' ? block.rows : []))
  const count = card.blocks.reduce((sum, block) => sum + filesIn(block), 0)
  const value = WORDS.file_count[card.lang].replace('{n}', String(count))
  return count === 0 ? rows : [...rows, { label: WORDS.files[card.lang], value }]
}

const filesIn = (block: Block): number =>
  block.block === 'image' ? 1 : block.block === 'files' ? block.files.length : 0

/** A card as plain lines: header, texts, rows, the stage that is open, names of files. */
function linesOf(card: Card): readonly string[] {
  return [card.header, ...card.blocks.flatMap(blockLines)]
}

function blockLines(block: Block): readonly string[] {
  switch (block.block) {
    case 'text':
      return block.text === '' ? [] : block.text.split('\n')
    case 'fields':
      return block.rows.map(({ label, value }) => `${label}：${oneLine(value)}`)
    case 'strip':
      return [block.strip.steps.map(({ label, state }) => (state === 'now' ? `【${label}】` : label)).join(' › ')]
    case 'image':
      return [block.file.name]
    case 'files':
      return block.files.map((file) => file.name)
    case 'divider':
      return ['————']
  }
}

const oneLine = (text: string): string => text.replace(/\s*\n\s*/g, ' ')
