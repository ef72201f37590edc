/** A person with the app in their hand: says things to the robot, sees chats and cards, presses buttons, fills in forms. */
import type { Ack } from './gateway.ts'
import { CORP, CREDENTIALS, type StandIn } from './stand-in.ts'

export interface Spoken {
  readonly group?: string
  readonly messageId?: string
  readonly at?: readonly string[]
  /** Code and kind of something attached; put its bytes into `standIn.files` under the code. */
  readonly file?: { readonly code: string; readonly type: 'picture' | 'file' | 'video'; readonly name?: string }
  readonly noWebhook?: boolean
}

const ROBOT = '$:LWCP_v1:$robot'

/** What a message to the robot looks like on the wire. */
export function robotPayload(
  standIn: StandIn,
  user: string,
  text: string,
  spoken: Spoken = {},
): Record<string, unknown> {
  const { group, file, at = [] } = spoken
  const session = `s-${Math.random().toString(36).slice(2)}`
  const expires = Date.now() + 90 * 60_000
  standIn.webhooks.set(session, { place: group === undefined ? `user/${user}` : `group/${group}`, expires })
  return {
    conversationId: group ?? `cid-direct-${user}==`,
    conversationType: group === undefined ? '1' : '2',
    atUsers: [{ dingtalkId: ROBOT }, ...at.map((staffId) => ({ dingtalkId: `$:LWCP_v1:$${staffId}`, staffId }))],
    chatbotCorpId: CORP,
    chatbotUserId: ROBOT,
    msgId: spoken.messageId ?? `msg${Math.random().toString(36).slice(2)}==`,
    senderNick: standIn.people.get(user)?.name ?? '',
    isAdmin: false,
    senderStaffId: user,
    senderCorpId: CORP,
    senderId: `$:LWCP_v1:$${user}`,
    isInAtList: true,
    robotCode: CREDENTIALS.robotCode,
    createAt: Date.now(),
    ...(spoken.noWebhook
      ? {}
      : {
          sessionWebhook: `${standIn.base}/robot/sendBySession?session=${session}`,
          sessionWebhookExpiredTime: expires,
        }),
    ...(file === undefined
      ? { msgtype: 'text', text: { content: ` ${text}` } }
      : {
          msgtype: file.type,
          content: { downloadCode: file.code, ...(file.name === undefined ? {} : { fileName: file.name }) },
        }),
  }
}

/** Pushes a robot message as the platform does; a month without pushes takes its content away. */
export function pushRobot(
  standIn: StandIn,
  payload: Record<string, unknown>,
  frameId?: string,
): Promise<Ack | undefined> {
  const data = standIn.limits.push()
    ? payload
    : { robotCode: CREDENTIALS.robotCode, chatbotCorpId: CORP, errCode: 20001, errMsg: 'provider limit' }
  return standIn.gateway.push('/v1.0/im/bot/messages/get', data, frameId)
}

/** Late in a year the operators hear that the next one's holidays are missing: that is no part of what a test does. */
export const isYearly = ({ text }: { readonly text: string }): boolean => text.includes('redress policy holidays')

/** Says something to the robot and waits for an answer, a line or a card; gives the lines of the chat that followed. */
export async function says(
  standIn: StandIn,
  user: string,
  text: string,
  spoken: Spoken = {},
): Promise<readonly string[]> {
  const place = spoken.group === undefined ? `user/${user}` : `group/${spoken.group}`
  const before = standIn.lines.length
  const own = (): number => standIn.shelf.all().filter(({ spaces }) => spaces.some((one) => one.endsWith(user))).length
  const cards = own()
  await pushRobot(standIn, robotPayload(standIn, user, text, spoken), spoken.messageId)
  const silent = (): boolean => own() === cards && standIn.lines.slice(before).every(isYearly)
  // The answer follows the acknowledgement; meanwhile cards of a case may still be on their way to others.
  for (let i = 0; i < 400 && silent(); i++) await new Promise((resolve) => setTimeout(resolve, 5))
  return standIn.lines
    .slice(before)
    .filter((line) => line.place === place)
    .map((line) => line.text)
}

export interface Pressed {
  readonly ack: Ack | undefined
  /** What the person sees on the card afterwards. */
  readonly seen: Readonly<Record<string, string>>
}

async function callback(
  standIn: StandIn,
  user: string,
  track: string,
  inner: object,
  messageId?: string,
  corpId: string = CORP,
): Promise<Pressed> {
  const content = JSON.stringify({ cardPrivateData: inner })
  const data = standIn.limits.push()
    ? {
        type: 'actionCallback',
        outTrackId: track,
        corpId,
        userId: user,
        userIdType: 1,
        content,
        value: content,
        extension: '{}',
      }
    : { errCode: 20001, errMsg: 'provider limit' }
  const ack = await standIn.gateway.push('/v1.0/card/instances/callback', data, messageId)
  if (ack?.code === 200 && ack.ms <= 2_000) standIn.shelf.apply(track, user, ack.response)
  return { ack, seen: standIn.shelf.seen(track, user) }
}

/** Buttons somebody sees on a card now, by their label variable without `_text`. */
export function buttonsOf(standIn: StandIn, track: string, user: string): readonly string[] {
  const seen = standIn.shelf.seen(track, user)
  if (seen.status !== 'open') return []
  return Object.entries(seen).flatMap(([name, label]) =>
    /_text$/.test(name) && !/^(?:status|confirm)_/.test(name) && label !== '' ? [name.slice(0, -'_text'.length)] : [],
  )
}

/** Presses a button with the values the card carries (or carried, for somebody who looks at an old one). */
export function press(
  standIn: StandIn,
  user: string,
  track: string,
  verb: string,
  more: { readonly messageId?: string; readonly rev?: string; readonly number?: string; readonly corpId?: string } = {},
): Promise<Pressed> {
  const seen = standIn.shelf.seen(track, user)
  const act = verb === 'told' ? 'submit' : verb
  const params = { act, number: more.number ?? seen.number, rev: more.rev ?? seen.rev }
  return callback(standIn, user, track, { actionIds: [act], params }, more.messageId, more.corpId)
}

interface Field {
  readonly name: string
  readonly type: string
  readonly required?: boolean
  readonly defaultValue?: unknown
  readonly options?: readonly { readonly value: string; readonly text: string }[]
}

/** Fields of the form that stands on the card. */
export function fieldsOf(standIn: StandIn, track: string, user: string): readonly Field[] {
  const { form, form_open: isOpen } = standIn.shelf.seen(track, user)
  if (isOpen !== 'true' || form === undefined || form === '') return []
  return (JSON.parse(form) as { readonly fields: readonly Field[] }).fields
}

/** Fills in the fields that stand there now with what of `values` fits, and sends them. */
export function fillPage(
  standIn: StandIn,
  user: string,
  track: string,
  values: Readonly<Record<string, unknown>>,
  messageId?: string,
): Promise<Pressed> {
  const form = Object.fromEntries(
    fieldsOf(standIn, track, user).flatMap((field) => {
      const answer = answerFor(field, values[field.name])
      return [[field.name, answer ?? field.defaultValue ?? emptyOf(field)]]
    }),
  )
  return callback(standIn, user, track, { actionIds: ['form'], params: { form } }, messageId)
}

/** Sends a page exactly as it was sent before. */
export function sendAgain(
  standIn: StandIn,
  user: string,
  track: string,
  form: Readonly<Record<string, unknown>>,
  messageId: string,
): Promise<Pressed> {
  return callback(standIn, user, track, { actionIds: ['form'], params: { form } }, messageId)
}

const emptyOf = ({ type }: Field): unknown =>
  type === 'CHECKBOX' ? false : type === 'MULTI_SELECT' ? { index: [], value: [] } : ''

/** A select takes the option itself, or the branch it lies under. */
function answerFor({ type, options = [] }: Field, value: unknown): unknown {
  if (value === undefined) return undefined
  if (type === 'SELECT') {
    const index = options.findIndex((one) => one.value === value || String(value).startsWith(`${one.value}.`))
    return index < 0 ? undefined : { index, value: options[index]?.value }
  }
  if (type === 'MULTI_SELECT') {
    const picked = (value as readonly string[]).filter((one) => options.some((option) => option.value === one))
    return { index: picked.map((one) => options.findIndex((option) => option.value === one)), value: picked }
  }
  return value
}
