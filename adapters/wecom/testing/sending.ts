/** How the local WeCom takes messages and card updates, with the limits and refusals that are documented. */
import { createHash, randomUUID } from 'node:crypto'
import { checkCard } from './card-rules.ts'
import { type Delivered, giveCode, type Town } from './town.ts'

type Body = Readonly<Record<string, unknown>>
export type Answer = Record<string, unknown> & { readonly errcode: number }

const no = (errcode: number, errmsg: string): Answer => ({ errcode, errmsg: `${errmsg}, hint: [1], from ip: 10.1.1.1` })
const recordOf = (value: unknown): Body | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Body) : undefined

const TYPES = new Set(['text', 'markdown', 'textcard', 'news', 'image', 'file', 'template_card'])
const WITH_CODE = new Set(['button_interaction', 'vote_interaction', 'multiple_interaction'])

/** message/send. */
export function takeMessage(town: Town, body: Body): Answer {
  const wrong = checkMessage(town, body)
  if (wrong !== undefined) return wrong
  const asked = String(body.touser ?? '').split('|')
  const known = asked.filter((id) => reachable(town, id) && id.toLowerCase() !== town.partial?.toLowerCase())
  const invaliduser = asked.filter((id) => !known.includes(id)).map((id) => id.toLowerCase())
  if (known.length === 0 && town.partial === undefined) return no(81013, 'user & party & tag all invalid')
  const answer = { errcode: 0, errmsg: 'ok', invaliduser: invaliduser.join('|'), msgid: randomUUID() }
  if (isRepeated(town, body)) return answer
  const type = String(body.msgtype)
  const content = recordOf(body[type]) ?? {}
  if (type === 'template_card' && typeof content.task_id === 'string') {
    if (town.tasks.has(content.task_id)) return no(40058, 'task_id is used already')
    town.tasks.add(content.task_id)
  }
  const shown = known.filter((id) => !isTooOften(town, `user/${id.toLowerCase()}`, 30))
  const copies = shown.map((id) =>
    deliver(town, `user/${id.toLowerCase()}`, type, content, body.enable_duplicate_check === 1),
  )
  const first = copies[0]
  if (first === undefined || !WITH_CODE.has(String(content.card_type))) return answer
  return {
    ...answer,
    response_code: giveCode(
      town,
      first,
      known.map((id) => id.toLowerCase()),
    ),
  }
}

function checkMessage(town: Town, body: Body): Answer | undefined {
  const type = body.msgtype
  if (String(body.agentid) !== town.agentId) return no(40056, 'invalid agentid')
  if (typeof type !== 'string' || !TYPES.has(type)) return no(40008, 'invalid message type')
  const content = recordOf(body[type])
  if (content === undefined) return no(41016, 'missing content')
  return checkContent(town, type, content)
}

function checkContent(town: Town, type: string, content: Body): Answer | undefined {
  if (type === 'text' || type === 'markdown') {
    if (typeof content.content !== 'string' || content.content === '') return no(44004, 'empty content')
    const most = type === 'text' ? 2048 : 4096
    return Buffer.byteLength(content.content) > most ? no(45002, 'content size out of limit') : undefined
  }
  if (type === 'textcard') {
    const { title, description, url, btntxt } = content
    if (![title, description, url].every((part) => typeof part === 'string' && part !== ''))
      return no(40058, 'textcard')
    if (
      Buffer.byteLength(String(title)) > 128 ||
      Buffer.byteLength(String(description)) > 512 ||
      String(url).length > 2048
    )
      return no(45002, 'size')
    return typeof btntxt === 'string' && btntxt.length > 4 ? no(40058, 'btntxt') : undefined
  }
  if (type !== 'template_card') return undefined
  const { wrong, cut } = checkCard(content)
  town.cut.push(...cut)
  if (wrong !== undefined) return no(40058, wrong)
  return WITH_CODE.has(String(content.card_type)) && !town.hasCallback ? no(40058, 'no callback url') : undefined
}

function reachable(town: Town, id: string): boolean {
  const member = town.members.get(id.toLowerCase())
  return member !== undefined && member.status === 1 && member.hidden !== true
}

/** The duplicate check knows only what it was asked to check, by the whole body. */
function isRepeated(town: Town, body: Body): boolean {
  if (body.enable_duplicate_check !== 1) return false
  const digest = createHash('sha256').update(JSON.stringify(body)).digest('hex')
  const before = town.seen.get(digest)
  const span = Math.min(Number(body.duplicate_check_interval ?? 1800), 14_400) * 1000
  if (before !== undefined && town.now() - before < span) return true
  town.seen.set(digest, town.now())
  return false
}

/** More than so many a minute to one place are accepted and never shown. */
function isTooOften(town: Town, to: string, most: number): boolean {
  const times = (town.recent.get(to) ?? []).filter((at) => at > town.now() - 60_000)
  town.recent.set(to, [...times, town.now()])
  if (times.length < most) return false
  town.dropped += 1
  return true
}

function deliver(town: Town, to: string, type: string, content: Body, checked = false): Delivered {
  const message: Delivered = { id: randomUUID(), to, at: town.now(), type, content: { ...content }, checked }
  town.delivered.push(message)
  return message
}

/** message/update_template_card. Every code works once. What it says then is not documented; 40058 stands in. */
export function updateCard(town: Town, body: Body): Answer {
  if (String(body.agentid) !== town.agentId) return no(40056, 'invalid agentid')
  const code = town.codes.get(String(body.response_code))
  if (code === undefined || code.used || code.until < town.now()) return no(40058, 'invalid response_code')
  const button = recordOf(body.button)
  const card = recordOf(body.template_card)
  if ((button === undefined) === (card === undefined)) return no(41016, 'button or template_card')
  if (button !== undefined && typeof button.replace_name !== 'string') return no(40058, 'replace_name')
  if (card !== undefined) {
    const { wrong, cut } = checkCard({ ...card, button_list: card.button_list ?? [{ text: 'x', key: 'x' }] })
    town.cut.push(...cut)
    if (wrong !== undefined) return no(40058, wrong)
  }
  code.used = true
  code.message.replaced = card ?? { ...code.message.content, button_list: [], replace_text: button?.replace_name }
  return { errcode: 0, errmsg: 'ok', invaliduser: [] }
}

/** appchat/send: chats of this app only, and no template card. */
export function sendToChat(town: Town, body: Body): Answer {
  const chat = town.chats.get(String(body.chatid))
  if (chat === undefined) return no(40050, 'chatid is invalid')
  if (!chat.ours) return no(86008, 'chat belongs to another app')
  const type = String(body.msgtype)
  if (type === 'template_card' || !TYPES.has(type)) return no(40008, 'invalid message type')
  const wrong = checkContent(town, type, recordOf(body[type]) ?? {})
  if (wrong !== undefined) return wrong
  deliver(town, `chat/${body.chatid}`, type, recordOf(body[type]) ?? {})
  return { errcode: 0, errmsg: 'ok' }
}

/** webhook/send: cards without callbacks only, 20 a minute. */
export function sendToRobot(town: Town, key: string, body: Body): Answer {
  if (!town.robots.has(key)) return no(93000, 'invalid webhook url')
  const type = String(body.msgtype)
  const content = recordOf(body[type]) ?? {}
  if (type === 'template_card' && !['text_notice', 'news_notice'].includes(String(content.card_type)))
    return no(40058, 'card type')
  const wrong = TYPES.has(type) ? checkContent(town, type, content) : no(40008, 'invalid message type')
  if (wrong !== undefined) return wrong
  if (isTooOften(town, `robot/${key}`, 20)) return no(45009, 'api freq out of limit')
  deliver(town, `robot/${key}`, type, content)
  return { errcode: 0, errmsg: 'ok' }
}
