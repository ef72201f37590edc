import { drawFields } from '../../../adapters/web/form-fields.ts'
import { casePage } from '../../../adapters/web/form-lists.ts'
import type { FormLinks, Visitor } from '../../../adapters/web/form-options.ts'
import {
  type Drawing,
  positionOf,
  renderButtons,
  renderClosed,
  renderForChat,
  renderMessage,
  renderStory,
} from '../../../adapters/wecom/render.ts'
import { renderFormLink } from '../../../adapters/wecom/render-form.ts'
import { LIMITS } from '../../../adapters/wecom/settings.ts'
import { checkCard } from '../../../adapters/wecom/testing/card-rules.ts'
import type { Links } from '../../ports.ts'
import type { Looked, SeenCard } from './recording.ts'
import { sayable } from './surface-dingtalk.ts'
import { type CardLook, type FormLook, type Surface, stringsIn } from './surfaces.ts'

const HOST = 'https://redress.example'
const EVIL = /<a href="https:\/\/evil|<font|<@|<!channel/

const encoded = (target: object): string => Buffer.from(JSON.stringify(target)).toString('base64url')

const LINKS: Links = {
  form: (platform, target) => `${HOST}/f/${platform}/${encoded(target)}`,
  case: (number) => `${HOST}/f/case/${number}`,
}
const PAGE_LINKS = { ...LINKS, publicUrl: HOST } as unknown as FormLinks
const VISITOR = { platform: 'wecom', lang: 'zh' } as unknown as Visitor

/** The verb an address of ours is about. */
const verbAt = (url: string): string =>
  JSON.parse(Buffer.from(url.split('/').at(-1) ?? '', 'base64url').toString()).verb

type Body = Readonly<Record<string, unknown>>

const list = (value: unknown): readonly Body[] => (Array.isArray(value) ? value : [])

/** Verbs on a template card: buttons that ask us or lead to a page, and the menu. */
function verbsOn(card: Body): readonly string[] {
  const menu = list((card.action_menu as Body | undefined)?.action_list)
  return [...list(card.button_list), ...menu]
    .map(({ url, key }) => (typeof url === 'string' ? verbAt(url) : String(key)))
    .filter((verb) => verb !== 'closed')
}

const bytesOver = (content: Body): readonly string[] => {
  const { content: text = '', description = '', title = '' } = content
  return [
    [text, LIMITS.text],
    [description, 512],
    [title, 128],
  ].flatMap(([one, most]) => (Buffer.byteLength(String(one)) > Number(most) ? [`over ${most} bytes`] : []))
}

/** The card itself: with buttons for one person, closed when it is over, a text card in a group. */
function onChat({ card, to }: SeenCard, links: Links | undefined): CardLook {
  const drawing: Drawing = { links, position: positionOf(card) }
  if (!to.startsWith('person/')) {
    const { content } = renderForChat(card, drawing).payload
    return {
      text: stringsIn(content).join('\n'),
      verbs: [],
      problems: bytesOver(content),
      raw: JSON.stringify(content),
    }
  }
  const done = card.state === 'done' || card.actions.length === 0
  const body = (done ? renderClosed(card, 'C-1_r1_1', drawing) : renderButtons(card, 'C-1_r1_1', drawing)).payload
  const { wrong, cut } = checkCard(body)
  const problems = [...(wrong === undefined ? [] : [wrong]), ...cut]
  // A label is cut after five characters; the value beside it says what it is.
  const labels = card.blocks.flatMap((block) => (block.block === 'fields' ? block.rows.map(({ label }) => label) : []))
  const text = [...stringsIn(body), ...labels].join('\n')
  return { text, verbs: verbsOn(body), problems, raw: JSON.stringify(body) }
}

/** The case's page that every card leads to, as this person sees it. */
function onPage({ page: { card, offers } }: Looked): CardLook {
  const { body } = casePage(VISITOR, card, offers, PAGE_LINKS)
  const html = String(body)
  const verbs = [...html.matchAll(/href="\/f\/wecom\/([\w-]+)"/g)].flatMap(([, token = '']) =>
    token === 'home' ? [] : [verbAt(token)],
  )
  const text = html
    .replace(/<img[^>]* alt="([^"]*)"[^>]*>/g, '$1')
    .replace(/<[^>]*>/g, '\n')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
  return { text, verbs, problems: [], raw: html }
}

/** The answer to `查 N`, in as many texts as it takes. */
function inWords({ card }: Looked): CardLook {
  const parts = renderStory(card).map(({ content }) => content)
  return {
    text: parts.map(({ content }) => String(content)).join('\n'),
    verbs: [],
    problems: parts.flatMap(bytesOver),
    raw: JSON.stringify(parts),
  }
}

function both(one: CardLook, other: CardLook): CardLook {
  return {
    text: `${one.text}\n${other.text}`,
    verbs: [...one.verbs, ...other.verbs],
    problems: [...one.problems, ...other.problems],
    raw: one.raw + other.raw,
  }
}

/** With pages: button cards, and the case's page behind each. */
export const wecom: Surface = {
  name: 'wecom',
  evil: EVIL,
  card(seen) {
    const card = onChat(seen, LINKS)
    return both(card, onPage(seen.looked))
  },
  message(message) {
    const parts = [renderMessage(message, { links: LINKS, position: undefined }).payload.content]
    return {
      text: parts.map(({ content }) => String(content)).join('\n'),
      problems: parts.flatMap(bytesOver),
      raw: JSON.stringify(parts).replaceAll(`<a href=\\"${HOST}`, ''),
    }
  },
  async form(form): Promise<FormLook> {
    const { content } = renderFormLink(form, LINKS)
    const target = JSON.parse(Buffer.from(String(content.url).split('/').at(-1) ?? '', 'base64url').toString())
    const fields = await drawFields(form, {})
    const drawn = fields.filter(({ id, html }) => html.includes(`data-field="${id}"`)).map(({ id }) => id)
    const { number, position, revision } = target
    return {
      fields: drawn,
      problems: bytesOver(content),
      back: { id: form.id, number, position, revision, values: drawn },
    }
  },
}

/** Without pages: cards with buttons, and words for all else. */
export const wecomInWords: Surface = {
  name: 'wecom without pages',
  evil: EVIL,
  message: wecom.message,
  card(seen) {
    const card = onChat(seen, undefined)
    const said: CardLook = { ...card, verbs: [...card.verbs, ...sayable(seen.card)] }
    return both(said, inWords(seen.looked))
  },
}
