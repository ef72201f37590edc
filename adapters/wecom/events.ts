/** What arrives from WeCom, read out of its decrypted XML, and the key by which a redelivery is recognised. */
import { only, readXml } from './xml.ts'

/** `from` is the member's id in lower case: WeCom's ids are the same in any case. */
export type WecomEvent = { readonly key: string; readonly from: string } & (
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'file'; readonly media: string; readonly name: string }
  | {
      readonly is: 'button'
      readonly verb: string
      readonly task: string
      /** Works once, for changing the copy of whoever clicked. */
      readonly code: string
    }
  | { readonly is: 'menu'; readonly what: string }
  /** A voice, a place, a link: nothing we can read. */
  | { readonly is: 'unreadable' }
  /** WeCom is about to switch the app off because nobody uses it, has done so, or has switched it on again. */
  | { readonly is: 'idle_app'; readonly what: string }
)

type Xml = Readonly<Record<string, unknown>>

/** Longest id, key or code that is read; the documented ones are at most 1024 bytes. */
const LONGEST = 1024

/** The event in this inner XML; undefined when it is malformed or asks nothing of us. `agentId` is our app's. */
export function readEvent(text: string, agentId: string): WecomEvent | undefined {
  const xml = readXml(text)
  if (xml === undefined) return undefined
  const agent = only(xml, 'AgentID')
  if (agent !== undefined && agent !== agentId) return undefined
  const from = word(xml, 'FromUserName')?.toLowerCase()
  if (from === undefined) return undefined
  return only(xml, 'MsgType') === 'event' ? readHappening(xml, from) : readMessage(xml, from)
}

function readMessage(xml: Xml, from: string): WecomEvent | undefined {
  const id = word(xml, 'MsgId')
  if (id === undefined) return undefined
  const key = `message/${id}`
  const media = word(xml, 'MediaId')
  switch (only(xml, 'MsgType')) {
    case 'text': {
      const text = only(xml, 'Content')
      return text === undefined ? undefined : { is: 'text', key, from, text }
    }
    case 'image':
      return media === undefined ? undefined : { is: 'file', key, from, media, name: 'image.jpg' }
    case 'video':
      return media === undefined ? undefined : { is: 'file', key, from, media, name: 'video.mp4' }
    case 'file':
      return media === undefined
        ? undefined
        : { is: 'file', key, from, media, name: word(xml, 'FileName') ?? word(xml, 'Title') ?? 'file' }
    case 'voice':
    case 'location':
    case 'link':
      return { is: 'unreadable', key, from }
    default:
      return undefined
  }
}

/** CreateTime is in seconds, so two clicks may share it: key, task and the code that is new with each click tell them apart. */
function readHappening(xml: Xml, from: string): WecomEvent | undefined {
  const event = word(xml, 'Event')
  const created = word(xml, 'CreateTime')
  if (event === undefined || created === undefined) return undefined
  const eventKey = word(xml, 'EventKey') ?? ''
  const task = word(xml, 'TaskId') ?? ''
  const code = word(xml, 'ResponseCode') ?? ''
  const key = ['event', from, created, event, eventKey, task, code].map(encodeURIComponent).join('/')
  if (event === 'template_card_event' || event === 'template_card_menu_event') {
    if (task === '' || eventKey === '') return undefined
    return { is: 'button', key, from, verb: eventKey, task, code }
  }
  if (event === 'click') return { is: 'menu', key, from, what: eventKey }
  if (/^(?:inactive_alert|close_inactive_agent|reopen_inactive_agent|low_active\w*)$/.test(event))
    return { is: 'idle_app', key, from, what: event }
  return undefined
}

function word(xml: Xml, name: string): string | undefined {
  const value = only(xml, name)?.trim()
  return value === undefined || value === '' || value.length > LONGEST ? undefined : value
}
