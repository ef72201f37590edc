/** WeCom's side of the callback: verifies the address, and sends events until they are answered 200. */
import { type CallbackKeys, outerXml, seal, signedQuery } from './cipher.ts'
import { giveCode, type Town } from './town.ts'

export interface CallbackTarget {
  readonly town: Town
  readonly keys: CallbackKeys
  /** The address under which the app is called. */
  readonly url: string
  /** Added to the machine's time. */
  readonly ahead?: () => number
  /** Brings a request to the app without a socket. */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>
}

/** Escapes nothing: CDATA, with its end split. */
const cdata = (text: string): string => `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`

/** The inner XML of an event or message. */
export function innerXml(town: Town, from: string, parts: Readonly<Record<string, string>>): string {
  const common = {
    ToUserName: town.corpId,
    FromUserName: from,
    CreateTime: String(Math.floor(town.now() / 1000)),
    ...parts,
  }
  const tags = Object.entries(common).map(([name, value]) => `<${name}>${cdata(value)}</${name}>`)
  return `<xml>${tags.join('')}<AgentID>${town.agentId}</AgentID></xml>`
}

let lastId = 4_561_255_354_251_345_000n

/** The parts of a text message with an id of its own. */
export function textParts(content: string): Readonly<Record<string, string>> {
  lastId += 1n
  return { MsgType: 'text', Content: content, MsgId: String(lastId) }
}

/** The parts of a message that carries a file. */
export function mediaParts(type: 'image' | 'video' | 'file', media: string): Readonly<Record<string, string>> {
  lastId += 1n
  return { MsgType: type, MediaId: media, MsgId: String(lastId), ...(type === 'image' ? { PicUrl: 'http://x' } : {}) }
}

/** The parts of a click on a card that was delivered; each click brings a fresh code for the clicker's copy. */
export function clickParts(
  town: Town,
  user: string,
  task: string,
  key: string,
  menu = false,
): Readonly<Record<string, string>> {
  const card = town.delivered.findLast((one) => one.content.task_id === task)
  const code = card === undefined ? 'none' : giveCode(town, card, [user])
  const Event = menu ? 'template_card_menu_event' : 'template_card_event'
  return { MsgType: 'event', Event, EventKey: key, TaskId: task, CardType: 'button_interaction', ResponseCode: code }
}

/** Sends one delivery; gives the status, the body and how long it took. */
export async function callOnce(
  { town, keys, url, ahead, fetch: bring = fetch }: CallbackTarget,
  inner: string,
): Promise<{ readonly status: number; readonly body: string; readonly took: number }> {
  const sealed = seal(inner, keys)
  const began = performance.now()
  const response = await bring(`${url}?${signedQuery(keys, sealed, Date.now() + (ahead?.() ?? 0))}`, {
    method: 'POST',
    headers: { 'content-type': 'text/xml' },
    body: outerXml(keys.receiver, town.agentId, sealed),
  })
  return { status: response.status, body: await response.text(), took: performance.now() - began }
}

/** Delivers until it is answered 200, at most four times; gives how often it was sent. */
export async function deliverEvent(target: CallbackTarget, inner: string, pause = 5): Promise<number> {
  for (let tries = 1; tries <= 4; tries++) {
    const { status } = await callOnce(target, inner).catch(() => ({ status: 0 }))
    if (status === 200) return tries
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
  throw new Error('the callback was never answered with 200')
}
