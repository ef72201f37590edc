/**
 * A card or a message as a letter: what it says, who it is about, and where to go on. A letter has no buttons, since
 * whoever opens a mail, or a machine that looks at it before them, must decide nothing.
 */
import type { Lang } from '../src/rules/nouns.ts'
import { say } from './catalogue.ts'
import type { Block, Card, Message } from './model.ts'
import { plainBlock } from './plain-card.ts'
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
/** Blocks of a letter, characters of one of them, and of a value in a row. */
const BLOCKS = 60
const BLOCK = 4_000
const VALUE = 1_000

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
  return blocks.slice(0, BLOCKS).map((one) => {
    if (one.block === 'text') return { ...one, text: quote(one.text, BLOCK) }
    if (one.block !== 'fields') return one
    return { ...one, rows: one.rows.map(({ label, value }) => ({ label, value: shorten(value, VALUE) })) }
  })
}

/** The letter as plain text, for readers who want no HTML. */
export function plainLetter({ header, blocks, link, foot }: Letter): string {
  const parts = blocks.flatMap((block) => plainPart(block) || [])
  const ends = [...(link === undefined ? [] : [`${link.label}: ${link.url}`]), ...(foot === undefined ? [] : [foot])]
  return `${[...(header === undefined ? [] : [header]), ...parts, ...ends].join('\n\n')}\n`
}

/** As on a terminal, but quoted as mail is. */
function plainPart(block: Block): string {
  if (block.block === 'text' && block.tone === 'quote') return block.text.replace(/^/gm, '> ')
  return plainBlock(block).join('\n')
}
