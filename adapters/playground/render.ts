/** Neutral cards, messages and forms as the page draws them: JSON near the model, under the names of the contract. */
import type { Action, Block, Card, Message, Rendered } from '../../cards/model.ts'
import type { FileRef } from '../../src/rules/nouns.ts'

/** Types of pictures a page may show in place; anything else becomes a link. */
export const PICTURES: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])

export interface WireFile {
  readonly url: string
  readonly name: string
  readonly type: string
  readonly size: number
}

export interface WireButton {
  readonly type: 'button'
  readonly action_id: string
  readonly value: string
  readonly text: string
  readonly style: Action['style']
  readonly opens: boolean
  readonly minor: boolean
  readonly confirm?: Action['confirm']
}

export type WireBlock =
  | { readonly type: 'text'; readonly text: string; readonly tone: string }
  | { readonly type: 'fields'; readonly rows: readonly { readonly label: string; readonly value: string }[] }
  | { readonly type: 'strip'; readonly steps: readonly { readonly label: string; readonly state: string }[] }
  | { readonly type: 'image'; readonly file: WireFile; readonly alt: string }
  | { readonly type: 'files'; readonly files: readonly WireFile[] }
  | { readonly type: 'divider' }

export interface WireCard {
  readonly type: 'card'
  readonly key: string
  readonly number: string
  readonly revision: number
  readonly lang: string
  readonly state: Card['state']
  readonly tone: Card['tone']
  readonly header: string
  readonly fallback: string
  readonly blocks: readonly WireBlock[]
  readonly actions: readonly WireButton[]
}

export interface WireMessage {
  readonly type: 'message'
  readonly text: string
  readonly lang: string
  readonly tone: string
  readonly number?: string
  readonly subject?: string
  readonly actions: readonly WireButton[]
}

/** A card; `degraded` lists pictures that are drawn as links. */
export function renderCard(card: Card): Rendered<WireCard> {
  const { key, number, revision, lang, state, tone, header, fallback } = card
  const { blocks, degraded } = renderBlocks(card.blocks)
  const actions = card.actions.map(buttonOf)
  return {
    payload: { type: 'card', key, number, revision, lang, state, tone, header, fallback, blocks, actions },
    degraded,
  }
}

/** A message; nothing is ever left out. */
export function renderMessage(message: Message): Rendered<WireMessage> {
  const { text, lang, tone = 'plain', number, subject, actions = [] } = message
  const extras = { ...(number === undefined ? {} : { number }), ...(subject === undefined ? {} : { subject }) }
  return { payload: { type: 'message', text, lang, tone, ...extras, actions: actions.map(buttonOf) }, degraded: [] }
}

/** The blocks of a card or of a form's introduction. */
export function renderBlocks(blocks: readonly Block[]): {
  readonly blocks: readonly WireBlock[]
  readonly degraded: readonly string[]
} {
  const degraded: string[] = []
  const drawn = blocks.map((block) => blockOf(block, degraded))
  return { blocks: drawn, degraded }
}

function blockOf(block: Block, degraded: string[]): WireBlock {
  switch (block.block) {
    case 'text':
      return { type: 'text', text: block.text, tone: block.tone ?? 'plain' }
    case 'fields':
      return { type: 'fields', rows: block.rows }
    case 'strip':
      return { type: 'strip', steps: block.strip.steps }
    case 'image':
      if (PICTURES.has(block.file.type)) return { type: 'image', file: fileOf(block.file), alt: block.alt }
      degraded.push(`image of type ${block.file.type} as a link`)
      return { type: 'files', files: [fileOf(block.file)] }
    case 'files':
      return { type: 'files', files: block.files.map(fileOf) }
    case 'divider':
      return { type: 'divider' }
  }
}

/** Where the page finds a file's bytes. */
export function fileOf({ sha256, name, type, size }: FileRef): WireFile {
  return { url: `/playground/files/${sha256}`, name, type, size }
}

/** A button under the names of the contract. */
export function buttonOf(action: Action): WireButton {
  return {
    type: 'button',
    action_id: `redress.${action.verb}`,
    value: `${action.number}:${action.revision}`,
    text: action.label,
    style: action.style,
    opens: action.opens,
    minor: action.minor,
    ...(action.confirm === undefined ? {} : { confirm: action.confirm }),
  }
}
