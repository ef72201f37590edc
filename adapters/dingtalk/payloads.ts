/** What the platform's frames say, read with care: everything in them was written by somebody else. */

export interface RobotMessage {
  readonly msgId: string
  /** The sender's account: a staff id, or the opaque sender id of somebody who has none. */
  readonly account: string
  readonly staff: boolean
  readonly corpId: string | undefined
  readonly direct: boolean
  readonly conversationId: string
  readonly text: string
  /** Codes to fetch what was attached. */
  readonly files: readonly { readonly code: string; readonly name: string }[]
  /** Staff ids mentioned, in order, without the robot. */
  readonly mentioned: readonly string[]
  readonly webhook: unknown
  readonly webhookExpires: unknown
}

export interface CardClick {
  readonly track: string
  readonly user: string
  readonly corpId: string | undefined
  readonly act: string
  readonly number: string
  readonly revision: number
  /** Fields of a form that was sent. */
  readonly form: Readonly<Record<string, unknown>> | undefined
}

/** The month's pushes are used up: frames come without what they would say (platform document, section 9). */
export type Read<T> = T | 'spent' | undefined

type Loose = Readonly<Record<string, unknown>>

const MOST_TEXT = 20_000
const MOST_FILES = 20

const isObject = (x: unknown): x is Loose => typeof x === 'object' && x !== null && !Array.isArray(x)
const textOf = (x: unknown): string => (typeof x === 'string' ? x : '')

function parse(data: unknown): Loose | undefined {
  try {
    const value: unknown = typeof data === 'string' ? JSON.parse(data) : data
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

const isSpent = (body: Loose): boolean => [body.errCode, body.errorCode].some((code) => String(code) === '20001')

/** A message to the robot; undefined when it is none. `messageId` is the frame's, for messages without an id. */
export function readRobot(data: unknown, messageId: string): Read<RobotMessage> {
  const body = parse(data)
  if (body === undefined) return undefined
  if (isSpent(body)) return 'spent'
  const staffId = textOf(body.senderStaffId)
  const account = staffId === '' ? textOf(body.senderId) : staffId
  const conversationId = textOf(body.conversationId)
  if (account === '' || conversationId === '') return undefined
  const robot = textOf(body.chatbotUserId)
  const people = Array.isArray(body.atUsers) ? body.atUsers.filter(isObject) : []
  const corp = textOf(body.chatbotCorpId)
  const sender = textOf(body.senderCorpId)
  // Somebody of another company in a shared group has a staff id of that company.
  const staff = staffId !== '' && (corp === '' || sender === '' || corp === sender)
  return {
    msgId: textOf(body.msgId) || messageId,
    account: staff ? staffId : `${sender === '' ? 'outside' : sender}:${account}`,
    staff,
    corpId: corp === '' ? undefined : corp,
    direct: String(body.conversationType) === '1',
    conversationId,
    ...contentOf(body),
    mentioned: people
      .filter((one) => textOf(one.dingtalkId) !== robot || robot === '')
      .map((one) => textOf(one.staffId))
      .filter((id) => id !== ''),
    webhook: body.sessionWebhook,
    webhookExpires: body.sessionWebhookExpiredTime,
  }
}

function contentOf(body: Loose): Pick<RobotMessage, 'text' | 'files'> {
  const type = textOf(body.msgtype)
  const raw = body.content ?? body[type]
  const content = isObject(raw) ? raw : (parse(raw) ?? {})
  const clip = (text: string): string => text.trim().slice(0, MOST_TEXT)
  if (type === 'text') return { text: clip(textOf((isObject(body.text) ? body.text : content).content)), files: [] }
  if (type === 'audio') return { text: clip(textOf(content.recognition)), files: [] }
  if (type === 'richText') {
    const parts = Array.isArray(content.richText) ? content.richText.filter(isObject) : []
    return {
      text: clip(parts.map((part) => textOf(part.text)).join('')),
      files: parts.flatMap((part, i) => fileOf(part, `picture-${i + 1}`)).slice(0, MOST_FILES),
    }
  }
  return { text: '', files: fileOf(content, type === 'video' ? 'video' : type === 'picture' ? 'picture' : 'file') }
}

function fileOf(content: Loose, name: string): RobotMessage['files'] {
  const code = textOf(content.downloadCode) || textOf(content.pictureDownloadCode)
  return code === '' ? [] : [{ code, name: textOf(content.fileName) || name }]
}

/** A click or a form. Older callbacks have `value` for `content`, and `params` beside `cardPrivateData`. */
export function readClick(data: unknown): Read<CardClick> {
  const body = parse(data)
  if (body === undefined) return undefined
  if (isSpent(body)) return 'spent'
  const track = textOf(body.outTrackId)
  const user = textOf(body.userId)
  const content = parse(body.content) ?? parse(body.value)
  if (track === '' || user === '' || content === undefined) return undefined
  const inner = isObject(content.cardPrivateData) ? content.cardPrivateData : {}
  const params = isObject(inner.params) ? inner.params : isObject(content.params) ? content.params : {}
  const [first] = Array.isArray(inner.actionIds) ? inner.actionIds : []
  const corp = textOf(body.corpId)
  return {
    track,
    user,
    corpId: corp === '' ? undefined : corp,
    act: textOf(params.act) || textOf(first),
    number: textOf(params.number),
    revision: Number(params.rev),
    form: isObject(params.form) ? params.form : undefined,
  }
}
