/** A card as lines of plain text, for a terminal. */
import type { Block, Card, Strip } from './model.ts'

const MARKS = { done: '✓', now: '●', next: '○' } as const

/** Everything that can be read on the card; buttons come last, in brackets. */
export function plainCard(card: Card): readonly string[] {
  const buttons = card.actions.map(({ label }) => `[${label}]`).join(' ')
  return [card.header, ...card.blocks.flatMap(plainBlock), ...(buttons === '' ? [] : [buttons])]
}

/** One block; nothing of it is cut. */
export function plainBlock(block: Block): readonly string[] {
  switch (block.block) {
    case 'text':
      return block.text.split('\n').map((line) => (block.tone === 'quote' ? `“${line}”` : line))
    case 'fields':
      return block.rows.map(({ label, value }) => `${label}: ${value}`)
    case 'strip':
      return [stripLine(block.strip)]
    case 'image':
      return [`[${block.alt}]`]
    case 'files':
      return block.files.map((file) => `[${file.name}]`)
    case 'divider':
      return ['—']
  }
}

/** Stages behind, now and ahead, on one line. */
export function stripLine({ steps }: Strip): string {
  return steps.map(({ label, state }) => `${MARKS[state]} ${label}`).join('  ')
}
