/**
 * Rooms for one case. With a group template the platform makes a group that has the robot in it, knows a repeated key, takes
 * more people and can be dissolved; without one it makes a plain group, into which somebody puts the robot by hand.
 */
import { createHash } from 'node:crypto'
import type { PlatformParts, RoomSpec, Rooms, SendOutcome } from '../../src/ports.ts'
import { groupAddress, readAddress } from './address.ts'
import type { Answer, Api } from './api.ts'
import type { CardCalls } from './card-calls.ts'
import { type Failure, outcomeOf } from './errors.ts'
import type { Quota } from './quota.ts'
import { readHandle } from './send.ts'
import type { DingtalkSettings } from './settings.ts'

export interface RoomParts {
  readonly api: Api
  readonly cards: CardCalls | undefined
  readonly settings: DingtalkSettings
  readonly parts: Pick<PlatformParts, 'memory'>
  readonly quota: Pick<Quota, 'untilMonth'>
}

const MOST_NAME = 20
const NOT_HERE: SendOutcome = { is: 'never', why: 'not_supported' }

/** Rooms of this app. */
export function makeRooms({ api, cards, settings, parts, quota }: RoomParts): Rooms {
  const template = settings.groupTemplateId
  const failed = (failure: Failure): SendOutcome => outcomeOf(failure, quota.untilMonth())
  const post = (path: string, name: string, body: object): Promise<Answer> =>
    api.call({ api: 'api', method: 'POST', path, name, body, counts: true })

  /** A plain group knows no key: whether it was asked for already is written down first. */
  async function plainRoom(room: RoomSpec, uuid: string): Promise<SendOutcome> {
    const known = await parts.memory.get(`room/${uuid}`)
    if (known?.startsWith('group/')) return { is: 'sent', handle: known }
    if (known === 'leaving') return { is: 'never', why: 'outcome_unknown' }
    await parts.memory.set(`room/${uuid}`, 'leaving')
    const [owner = ''] = room.people
    const body = { name: room.name.slice(0, MOST_NAME), owner, useridlist: room.people, conversationTag: 2 }
    const outcome = opened(await post('/v1.0/im/group/create', 'group_create', body))
    if (outcome.is !== 'unknown') await parts.memory.set(`room/${uuid}`, outcome.is === 'sent' ? outcome.handle : '')
    return outcome
  }

  function opened(answer: Answer): SendOutcome {
    if (!answer.ok) return failed(answer.failure)
    const { openConversationId } = answer.body
    if (typeof openConversationId !== 'string' || openConversationId === '') return { is: 'unknown', why: 'no_group' }
    return { is: 'sent', handle: groupAddress(openConversationId) }
  }

  const groupOf = (handle: string): string | undefined => {
    const address = readAddress(handle)
    return address?.in === 'group' ? address.id : undefined
  }

  return {
    async open(room, key) {
      if (room.people.length === 0) return { is: 'never', why: 'nobody' }
      const uuid = createHash('sha256').update(key).digest('hex').slice(0, 32)
      if (template === undefined) return plainRoom(room, uuid)
      const [ownerUserId = ''] = room.people
      const body = { templateId: template, ownerUserId, userIds: room.people, title: room.name, uuid }
      return opened(await post('/v1.0/im/sceneGroups', 'group_create', body))
    },
    async invite(handle, people) {
      const openConversationId = groupOf(handle)
      if (openConversationId === undefined || template === undefined) return NOT_HERE
      const answer = await post('/v1.0/im/sceneGroups/members', 'group_invite', { openConversationId, userIds: people })
      return answer.ok ? { is: 'sent', handle } : failed(answer.failure)
    },
    async pin(handle, cardHandle) {
      const openConversationId = groupOf(handle)
      const card = readHandle(cardHandle)
      if (openConversationId === undefined || card === undefined || cards === undefined) return NOT_HERE
      const failure = await cards.pin(card.track, openConversationId)
      return failure === undefined ? { is: 'sent', handle: cardHandle } : failed(failure)
    },
    async close(handle) {
      const openConversationId = groupOf(handle)
      if (openConversationId === undefined || template === undefined) return NOT_HERE
      const answer = await post('/v1.0/im/sceneGroups/dismiss', 'group_close', { openConversationId })
      if (answer.ok || answer.failure.is === 'closed') return { is: 'sent', handle }
      return failed(answer.failure)
    },
  }
}
