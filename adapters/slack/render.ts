/** Neutral cards and messages as Block Kit. One renderer draws what is posted and what is updated, from our state alone. */
import type { types } from '@slack/bolt'
import type { Action, Block, Card, Message, Rendered, Row } from '../../cards/model.ts'
import type { FileRef, PersonId } from '../../src/rules/nouns.ts'
import { cut, cutMarkup, escaped, LIMITS, pieces } from './clamp.ts'
import { plainText } from './plain-text.ts'
import { actionBlocks } from './render-actions.ts'
import { hasMoment, inReadersZone, type Moments } from './times.ts'
import { word } from './words.ts'

export type SlackBlock = types.KnownBlock

/** What a message is made of. `text` is what notifications and screen readers say, and is never missing. */
export interface SlackMessage {
  readonly text: string
  readonly blocks: readonly SlackBlock[]
}

/** Most sections one text may be split into. */
const PIECES = 4

const TONE_MARK: Readonly<Record<Card['tone'], string>> = {
  neutral: '',
  ask: '',
  good: '✅ ',
  bad: '⛔ ',
  late: '⏰ ',
}

/** The Slack account of a person, for a mention; undefined when they have none. */
export type AccountOf = (person: PersonId) => string | undefined

/**
 * A card. Where others read along it mentions those who have to act, and nobody else. What does not fit is left out of
 * its middle, never its buttons; `degraded` says what was.
 */
export function renderCard(card: Card, accountOf: AccountOf = () => undefined): Rendered<SlackMessage> {
  const degraded: string[] = []
  const actions = actionBlocks(card.actions, `redress|${card.key}|r${card.revision}`, degraded)
  const asked = mentions(card, accountOf)
  const room = LIMITS.messageBlocks - 1 - asked.length - actions.length
  const body = keepTo(renderBlocks(card.blocks, degraded, card.moments), room, card.lang, degraded)
  const header: SlackBlock = { type: 'header', text: plainText(`${TONE_MARK[card.tone]}${card.header}`, LIMITS.header) }
  return {
    payload: { text: notification(card.fallback), blocks: [header, ...asked, ...body, ...actions] },
    degraded,
  }
}

/** Most people that one card calls. */
const MOST_CALLED = 5

function mentions({ asked = [], state }: Card, accountOf: AccountOf): SlackBlock[] {
  const accounts = asked.map(accountOf).filter((one) => one !== undefined && /^[UW][A-Z0-9]+$/.test(one))
  if (state === 'done' || accounts.length === 0 || accounts.length > MOST_CALLED) return []
  return [mrkdwnContext(`👉 ${accounts.map((one) => `<@${one}>`).join(' ')}`)]
}

/** The least a card can be: one line and its buttons, for when Slack refuses the whole. */
export function renderBare(card: Card): SlackMessage {
  const line: SlackBlock = { type: 'section', text: plainText(card.fallback, LIMITS.section) }
  const actions = actionBlocks(card.actions, `redress|${card.key}|b${card.revision}`, [])
  const note = actions.length === 0 ? [] : quiet(word('text_only', card.lang))
  return { text: notification(card.fallback), blocks: [line, ...note, ...actions] }
}

/** A message. `id` names its first block, so that whoever reads the wire sees what kind of answer it is. */
export function renderMessage(message: Message, id?: string): Rendered<SlackMessage> {
  const degraded: string[] = []
  const mark = message.tone === 'warn' ? '⚠️ ' : message.tone === 'good' ? '✅ ' : ''
  const sections = textBlocks(`${mark}${message.text}`, degraded)
  const [first, ...rest] = sections
  const named =
    first === undefined || id === undefined ? sections : [{ ...first, block_id: cut(id, LIMITS.id) }, ...rest]
  const actions: readonly Action[] = message.actions ?? []
  const buttons = actionBlocks(actions, `redress|message|r${actions[0]?.revision ?? 0}`, degraded)
  return { payload: { text: notification(message.text), blocks: [...named, ...buttons] }, degraded }
}

/** The blocks of a card or of a form's introduction. */
export function renderBlocks(blocks: readonly Block[], degraded: string[], moments: Moments = []): SlackBlock[] {
  return blocks.flatMap((block) => drawBlock(block, degraded, moments))
}

/** What a notification says: one string, safe in Slack's own markup. */
export function notification(text: string): string {
  return cutMarkup(escaped(text), LIMITS.text)
}

function drawBlock(block: Block, degraded: string[], moments: Moments): SlackBlock[] {
  switch (block.block) {
    case 'text':
      return toned(block.text, block.tone ?? 'plain', degraded, moments)
    case 'fields':
      return fieldBlocks(block.rows, moments)
    case 'strip':
      return [mrkdwnContext(block.strip.steps.map(stepWords).join(' › '))]
    case 'image':
      degraded.push('image as a file name')
      return [mrkdwnContext(`🖼 ${escaped(block.alt)} · ${fileWords(block.file)}`)]
    case 'files':
      return block.files.length === 0 ? [] : [mrkdwnContext(`📎 ${block.files.map(fileWords).join(' · ')}`)]
    case 'divider':
      return [{ type: 'divider' }]
  }
}

type Tone = NonNullable<Extract<Block, { block: 'text' }>['tone']>

function toned(text: string, tone: Tone, degraded: string[], moments: Moments): SlackBlock[] {
  if (text === '') return []
  if (tone === 'quiet') return quiet(text, moments)
  if (tone === 'quote') return quoteBlocks(text, degraded)
  const mark = tone === 'warn' ? '⚠️ ' : tone === 'good' ? '✅ ' : ''
  return textBlocks(`${mark}${text}`, degraded, moments)
}

function textBlocks(text: string, degraded: string[], moments: Moments = []): types.SectionBlock[] {
  const { parts, whole } = pieces(text, LIMITS.section, PIECES)
  if (!whole) degraded.push('text cut')
  return parts.map((part) => ({ type: 'section', text: dated(part, LIMITS.section, moments) }))
}

function quoteBlocks(text: string, degraded: string[]): SlackBlock[] {
  const quoted = escaped(text)
    .split('\n')
    .map((line) => `>${line}`)
    .join('\n')
  const { parts, whole } = pieces(quoted, LIMITS.section, PIECES)
  if (!whole) degraded.push('quote cut')
  return parts.map((part) => ({
    type: 'section',
    text: { type: 'mrkdwn', text: part.startsWith('>') ? part : cutMarkup(`>${part}`, LIMITS.section), verbatim: true },
  }))
}

function quiet(text: string, moments: Moments = []): SlackBlock[] {
  return [{ type: 'context', elements: [dated(text, LIMITS.field, moments)] }]
}

/** Plain text; with moments in it, the same in markup that tells each reader their own time. */
function dated(text: string, max: number, moments: Moments): types.PlainTextElement | types.MrkdwnElement {
  if (!hasMoment(text, moments)) return plainText(text, max)
  const markup = inReadersZone(cutMarkup(escaped(text), max), moments, max)
  return { type: 'mrkdwn', text: markup, verbatim: true }
}

function mrkdwnContext(text: string): SlackBlock {
  return { type: 'context', elements: [{ type: 'mrkdwn', text: cutMarkup(text, LIMITS.field), verbatim: true }] }
}

function fieldBlocks(rows: readonly Row[], moments: Moments): SlackBlock[] {
  const fields = rows.map(({ label, value }) => ({
    type: 'mrkdwn' as const,
    text: inReadersZone(cutMarkup(`*${escaped(label)}*\n${escaped(value)}`, LIMITS.field), moments, LIMITS.field),
    verbatim: true,
  }))
  const sections: SlackBlock[] = []
  for (let at = 0; at < fields.length; at += LIMITS.fields)
    sections.push({ type: 'section', fields: fields.slice(at, at + LIMITS.fields) })
  return sections
}

function stepWords({ label, state }: { readonly label: string; readonly state: 'done' | 'now' | 'next' }): string {
  if (state === 'now') return `*● ${escaped(label)}*`
  return state === 'done' ? `✓ ${escaped(label)}` : escaped(label)
}

function fileWords({ name, size }: FileRef): string {
  return `${escaped(name)} (${sizeWords(size)})`
}

function sizeWords(bytes: number): string {
  return bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`
}

/** Keeps the beginning, says that something is missing. */
function keepTo(
  blocks: readonly SlackBlock[],
  room: number,
  lang: Card['lang'],
  degraded: string[],
): readonly SlackBlock[] {
  if (blocks.length <= room) return blocks
  degraded.push(`${blocks.length - room + 1} blocks left out`)
  return [...blocks.slice(0, room - 1), ...quiet(word('left_out', lang))]
}
