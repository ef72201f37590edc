/** A member's phone: what they type and tap goes to the house as WeCom would bring it, what arrives can be read. */
import type { CallbackTarget } from './callbacks.ts'
import { clickParts, deliverEvent, innerXml, mediaParts, textParts } from './callbacks.ts'
import type { Delivered, Town } from './town.ts'

export interface Phone {
  /** Everything in the chat with the app, oldest first. */
  chat(): readonly Delivered[]
  /** Types; gives what came back, also when the same delivery (`key`) comes again. */
  type(text: string, key?: string): Promise<readonly Delivered[]>
  /** Sends a picture that WeCom keeps under this media id. */
  photo(media: string): Promise<readonly Delivered[]>
  /** Presses a button of a card by its task id; `menu`: in the card's menu. */
  press(task: string, verb: string, key?: string, menu?: boolean): Promise<readonly Delivered[]>
}

const PATIENCE = 5_000

/** What was delivered under each key, and what came back for it. */
export type Deliveries = Map<string, { readonly xml: string; readonly back: Promise<readonly Delivered[]> }>

/** The phone of a member. */
export function phoneOf(target: CallbackTarget, user: string, deliveries: Deliveries): Phone {
  const { town } = target
  const chat = (): readonly Delivered[] => town.delivered.filter(({ to }) => to === `user/${user.toLowerCase()}`)

  async function bring(parts: () => Readonly<Record<string, string>>, key: string): Promise<readonly Delivered[]> {
    const name = `${user}/${key}`
    const before = deliveries.get(name)
    if (before !== undefined) {
      // WeCom delivers the same event again: it is acknowledged, and what came back stands.
      await deliverEvent(target, before.xml)
      return before.back
    }
    const xml = innerXml(town, user, parts())
    const from = answersTo(town, user).length
    const back = deliverEvent(target, xml).then(() => newAnswers(town, user, from))
    deliveries.set(name, { xml, back })
    return back
  }

  return {
    chat,
    type: (text, key = freshKey()) => bring(() => textParts(text), key),
    photo: (media) => bring(() => mediaParts('image', media), freshKey()),
    press: (task, verb, key = freshKey(), menu = false) => bring(() => clickParts(town, user, task, verb, menu), key),
  }
}

let keys = 0
function freshKey(): string {
  keys += 1
  return `phone-${keys}`
}

/** Answers are those messages that were not sent with a duplicate check, which only the outbox asks for. */
function answersTo(town: Town, user: string): readonly Delivered[] {
  return town.delivered.filter(({ to, checked }) => to === `user/${user.toLowerCase()}` && !checked)
}

/** What comes back until nothing more does for a moment. */
async function newAnswers(town: Town, user: string, from: number): Promise<readonly Delivered[]> {
  const until = Date.now() + PATIENCE
  for (let seen = 0; Date.now() < until; ) {
    await new Promise((resolve) => setTimeout(resolve, seen > 0 ? 15 : 3))
    const found = answersTo(town, user).slice(from)
    if (found.length > 0 && found.length === seen) return found
    seen = found.length
  }
  return []
}

/** The text of a message, whatever its type. */
export function textOf({ type, content }: Delivered): string {
  if (type === 'text') return String(content.content)
  if (type === 'textcard') return `${content.title}\n${content.description}`
  const title = content.main_title as { title?: string; desc?: string } | undefined
  return [title?.title, title?.desc, content.sub_title_text].filter((part) => part !== undefined).join('\n')
}
