/** A card as lines of plain text, for a terminal. */
import type { Block, Card } from './model.ts'

const MARKS = { done: '✓', now: '●', next: '○' } as const

/** Everything that can be read on the card; buttons come last, in brackets. */
export function plainCard(card: Card): readonly string[] {
  const buttons = card.actions.map(({ label }) => `[${label}]`).join(' ')
  return [card.header, ...card.blocks.flatMap(blockLines), ...(buttons === '' ? [] : [buttons])]
}

function blockLines(block: Block): readonly string[] {
  switch (block.block) {
    case 'text':
      return block.text.split('\n').map((line) => (block.tone === 'quote' ? `“${line}”` : line))
    case 'fields':
      return block.rows.map(({ label, value }) => `${label}: ${value}`)
    case 'strip':
      return [block.strip.steps.map(({ label, state }) => `${MARKS[state]} ${label}`).join('  ')]
    case 'image':
      return [`[${block.alt}]`]
    case 'files':
      return block.files.map((file) => `[${file.name}]`)
    case 'divider':
      return ['—']
  }
}
