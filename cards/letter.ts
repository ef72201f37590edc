/**
 * A card or a message as a letter: what it says, who it is about, and where to go on. A letter has no buttons, since
 * whoever opens a mail, or a machine that looks at it before them, must decide nothing.
 */
import type { Lang } from '../src/rules/nouns.ts'
import { say } from './catalogue.ts'
import type { Block, Card, Message } from './model.ts'
import { oneLine, quote, shorten } from './text.ts'

/** Like cards, in the reader's language and as plain text: a renderer escapes it. */
export interface Letter {
  readonly lang: Lang
  /** One line, with the number of the case. */
  readonly subject: string
  /** What a card says above everything else. */
  readonly header?: string
  readonly blocks: readonly Block[]
  /** Where the case can be opened. */
  readonly link?: { readonly label: string; readonly url: string }
  /** Small, at the end. */
  readonly foot?: string
  /** The case it is about: letters about one case are one conversation. */
  readonly number?: string
}

/** Characters of a subject: what a phone shows, and well below what a header may hold. */
const SUBJECT = 120
/** Blocks of a letter, and characters of one of them. */
const BLOCKS = 60
const BLOCK = 4_000

/** A card for somebody of the company. `url` leads to the case, where there is such a page. */
export function cardLetter(card: Card, url?: string): Letter {
  const { lang, number, actions, fallback } = card
  const verbs = actions.filter(({ minor }) => !minor).map(({ label }) => label)
  const page = url === undefined ? undefined : say(lang, 'letter.page')
  const asked = say(lang, 'letter.to_do', { verbs: verbs.join(say(lang, 'term.comma')), page })
  const todo: readonly Block[] = verbs.length === 0 ? [] : [{ block: 'text', text: asked }]
  return {
    ...{ lang, number, subject: titled(fallback, number, lang) },
    header: oneLine(card.header),
    blocks: [...bounded(card.blocks), ...todo],
    ...around(lang, url),
  }
}

/** A word to somebody of the company. */
export function wordLetter(message: Message, url?: string): Letter {
  const { lang, number, text, tone = 'plain' } = message
  return {
    ...{ lang, subject: titled(message.subject ?? text, number, lang) },
    ...(number === undefined ? {} : { number }),
    blocks: bounded([{ block: 'text', text, tone }]),
    ...around(lang, number === undefined ? undefined : url),
  }
}

/** A word to a customer: exactly what the policy says, and no address inside the company. */
export function customerLetter({ lang, number, subject, text }: Message): Letter {
  return {
    ...{ lang, subject: titled(subject ?? text, number, lang) },
    ...(number === undefined ? {} : { number }),
    blocks: bounded([{ block: 'text', text }]),
  }
}

function around(lang: Lang, url: string | undefined): Pick<Letter, 'link' | 'foot'> {
  return {
    ...(url === undefined ? {} : { link: { label: say(lang, 'letter.open'), url } }),
    foot: say(lang, 'letter.foot'),
  }
}

/** Names the case at the end, unless the line does so already. */
function titled(text: string, number: string | undefined, lang: Lang): string {
  const subject = oneLine(text.split('\n')[0] ?? '', SUBJECT)
  if (number === undefined || subject.includes(number)) return subject
  return say(lang, 'letter.subject', { subject, number })
}

function bounded(blocks: readonly Block[]): readonly Block[] {
  const kept = blocks.slice(0, BLOCKS)
  return kept.map((one) => (one.block === 'text' ? { ...one, text: quote(one.text, BLOCK) } : one))
}

/** Characters of a name or value in a row. */
const VALUE = 1_000

const MARKS = { done: '✓', now: '●', next: '○' } as const

/** The letter as plain text, for readers who want no HTML. */
export function plainLetter({ header, blocks, link, foot }: Letter): string {
  const parts = blocks.flatMap((block) => {
    const lines = blockLines(block)
    return lines === '' ? [] : [lines]
  })
  const ends = [...(link === undefined ? [] : [`${link.label}: ${link.url}`]), ...(foot === undefined ? [] : [foot])]
  return `${[...(header === undefined ? [] : [header]), ...parts, ...ends].join('\n\n')}\n`
}

function blockLines(block: Block): string {
  switch (block.block) {
    case 'text':
      return block.tone === 'quote' ? block.text.replace(/^/gm, '> ') : block.text
    case 'fields':
      return block.rows.map(({ label, value }) => `${label}: ${shorten(value, VALUE)}`).join('\n')
    case 'strip':
      return stripLine(block.strip.steps)
    case 'image':
      return `[${block.alt}]`
    case 'files':
      return block.files.map(({ name }) => `[${name}]`).join('\n')
    case 'divider':
      return '—'
  }
}

/** Stages behind, now and ahead, on one line. */
export function stripLine(steps: readonly { readonly label: string; readonly state: keyof typeof MARKS }[]): string {
  return steps.map(({ label, state }) => `${MARKS[state]} ${label}`).join('  ')
}
