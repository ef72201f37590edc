/** Making, changing and finding cards: createAndDeliver, its deliverResults one by one, and updates by key. */
import { createHash } from 'node:crypto'
import type { Address } from './address.ts'
import type { Api } from './api.ts'
import { type Failure, failureOf } from './errors.ts'
import type { Params } from './render.ts'
import type { DingtalkSettings } from './settings.ts'

/** What a new card holds. `mine`: private values by account. */
export interface NewCard {
  readonly track: string
  readonly to: Address
  readonly open: Params
  readonly mine: Readonly<Record<string, Params>>
  /** The line of the chat list and of the phone's notice. */
  readonly summary: string
  /** People mentioned with it: name by account. */
  readonly at?: Readonly<Record<string, string>>
}

export interface CardCalls {
  /** Undefined when it stands. A repeated `track` is recognised by the platform: trying again is safe. */
  create(card: NewCard): Promise<Failure | undefined>
  /** Changes these values and no others. */
  put(track: string, open: Params, mine: Readonly<Record<string, Params>>): Promise<Failure | undefined>
  /** Shows a card that stands already at the top of a group, for a month. */
  pin(track: string, openConversationId: string): Promise<Failure | undefined>
}

const ID_LENGTH = 24
const MONTH = 30 * 86_400_000

/**
 * Our name for a card at its place, for ever: case, key and kind of place can be read off it, the digest makes it unique.
 * `C-20261122-0001:task.review~1:u:3f2a…`
 */
export function trackOf(number: string, cardKey: string, to: Address, sendKey: string): string {
  const key = cardKey
    .replaceAll('#', '~')
    .replaceAll('/', '.')
    .replace(/[^\w.~-]/g, '_')
  const digest = createHash('sha256').update(sendKey).digest('hex').slice(0, ID_LENGTH)
  return `${number}:${key}:${to.in === 'group' ? 'g' : 'u'}:${digest}`
}

/** Name of a form card, by what opened it. */
export function formTrackOf(openedBy: string): string {
  return `form:u:${createHash('sha256').update(openedBy).digest('hex').slice(0, ID_LENGTH)}`
}

/** What a name says: whether the card stands in a direct chat, and the position its task is about. */
export function readTrack(track: string): { readonly direct: boolean; readonly position?: string } {
  const parts = track.split(':')
  const position = /^task\.([^.]+)/.exec(parts[1] ?? '')?.[1]?.replace(/~(?=\d+$)/, '#')
  return { direct: parts.at(-2) === 'u', ...(position === undefined ? {} : { position }) }
}

/** The card calls of one app. */
export function makeCardCalls(api: Api, settings: DingtalkSettings, templateId: string, wall: () => number): CardCalls {
  const byKey = { updateCardDataByKey: true, updatePrivateDataByKey: true }
  return {
    async create(card) {
      const body = {
        cardTemplateId: templateId,
        outTrackId: card.track,
        callbackType: 'STREAM',
        userIdType: 1,
        cardData: { cardParamMap: card.open },
        ...privateData(card.mine),
        ...spaceOf(card, settings.robotCode),
      }
      const path = '/v1.0/card/instances/createAndDeliver'
      const answer = await api.call({ api: 'api', method: 'POST', path, name: 'card_create', body, counts: true })
      return answer.ok ? undelivered(answer.body, wall()) : answer.failure
    },
    async put(track, open, mine) {
      const body = {
        outTrackId: track,
        userIdType: 1,
        ...(Object.keys(open).length === 0 ? {} : { cardData: { cardParamMap: open } }),
        ...privateData(mine),
        cardUpdateOptions: byKey,
      }
      const call = { api: 'api', method: 'PUT', path: '/v1.0/card/instances', name: 'card_update' } as const
      const answer = await api.call({ ...call, body, counts: true })
      return answer.ok ? undefined : answer.failure
    },
    async pin(track, openConversationId) {
      const body = {
        outTrackId: track,
        userIdType: 1,
        openSpaceId: `dtv1.card//ONE_BOX.${openConversationId}`,
        topOpenDeliverModel: { expiredTimeMillis: wall() + MONTH },
      }
      const path = '/v1.0/card/instances/deliver'
      const answer = await api.call({ api: 'api', method: 'POST', path, name: 'card_deliver', body, counts: true })
      return answer.ok ? undelivered(answer.body, wall()) : answer.failure
    },
  }
}

function privateData(mine: Readonly<Record<string, Params>>): object {
  const people = Object.entries(mine)
  if (people.length === 0) return {}
  return { privateData: Object.fromEntries(people.map(([user, values]) => [user, { cardParamMap: values }])) }
}

function spaceOf({ to, summary, at }: NewCard, robotCode: string): object {
  const space = {
    supportForward: false,
    lastMessageI18n: { ZH_CN: summary, EN_US: summary },
    notification: { alertContent: summary, notificationOff: false },
  }
  if (to.in === 'group') {
    return {
      openSpaceId: `dtv1.card//IM_GROUP.${to.id}`,
      imGroupOpenSpaceModel: space,
      imGroupOpenDeliverModel: { robotCode, ...(at === undefined ? {} : { atUserIds: at }) },
    }
  }
  return {
    openSpaceId: `dtv1.card//IM_ROBOT.${to.id}`,
    imRobotOpenSpaceModel: space,
    imRobotOpenDeliverModel: { spaceType: 'IM_ROBOT', robotCode },
  }
}

/** "It worked" may still hide places it did not reach; one answer's `result` is the list itself. */
function undelivered(body: Readonly<Record<string, unknown>>, now: number): Failure | undefined {
  const { result, success } = body
  if (success === false) return { is: 'never', why: 'refused' }
  const list = Array.isArray(result) ? result : (result as { deliverResults?: unknown } | undefined)?.deliverResults
  const missed = (Array.isArray(list) ? list : []).find(
    (one): one is { errorMsg?: unknown } => (one as { success?: unknown } | null)?.success === false,
  )
  if (missed === undefined) return undefined
  const failure = failureOf(String(missed.errorMsg ?? ''), 200, now)
  // Whatever it was, nobody sees the card there.
  return failure.is === 'never' ? { is: 'closed', why: 'not_delivered' } : failure
}
