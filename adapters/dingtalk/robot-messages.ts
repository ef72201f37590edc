/** Plain messages of the robot: to a group, and to up to 20 people with one call. */
import type { Api } from './api.ts'
import type { Failure } from './errors.ts'
import type { Markdown } from './render.ts'

/** Most people one call reaches. */
export const BATCH = 20

export interface RobotMessages {
  /** What went wrong, or undefined. */
  toGroup(openConversationId: string, words: Markdown): Promise<Failure | undefined>
  /** What went wrong by account; those it reached are not in the answer. At most 20 people. */
  toPeople(users: readonly string[], words: Markdown): Promise<ReadonlyMap<string, Failure>>
}

/** Messages of this robot. */
export function makeRobotMessages(api: Api, robotCode: string): RobotMessages {
  const post = (path: string, name: string, body: object) =>
    api.call({ api: 'api', method: 'POST', path, name, body, counts: true })
  const markdown = ({ title, text }: Markdown) => ({
    msgKey: 'sampleMarkdown',
    msgParam: JSON.stringify({ title, text }),
  })
  return {
    async toGroup(openConversationId, words) {
      const body = { robotCode, openConversationId, ...markdown(words) }
      const answer = await post('/v1.0/robot/groupMessages/send', 'group_message', body)
      return answer.ok ? undefined : answer.failure
    },
    async toPeople(users, words) {
      const userIds = [...new Set(users)].slice(0, BATCH)
      const body = { robotCode, userIds, ...markdown(words) }
      const answer = await post('/v1.0/robot/oToMessages/batchSend', 'direct_message', body)
      if (!answer.ok) return new Map(userIds.map((user) => [user, answer.failure]))
      // 200 even when some were not reached: both lists have to be read.
      const missed = new Map<string, Failure>()
      for (const user of strings(answer.body.flowControlledStaffIdList))
        missed.set(user, { is: 'retry', after: 60_000, why: 'rate_limited' })
      for (const user of strings(answer.body.invalidStaffIdList))
        missed.set(user, { is: 'closed', why: 'no_such_account' })
      return missed
    },
  }
}

const strings = (list: unknown): readonly string[] =>
  Array.isArray(list) ? list.filter((one): one is string => typeof one === 'string') : []
