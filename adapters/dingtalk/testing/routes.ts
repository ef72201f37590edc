/** The platform's HTTP APIs for tests: what each path does, and whether it counts against the month. */
import { randomUUID } from 'node:crypto'
import type { CardShelf, No } from './card-shelf.ts'
import type { Limits } from './limits.ts'

type Body = Readonly<Record<string, unknown>>

export interface Human {
  readonly name: string
  readonly unionid: string
  readonly manager?: string
  readonly departments?: readonly number[]
}

/** A line in a chat: of the robot (`robot`), by a webhook (`webhook`). */
export interface Line {
  readonly place: string
  readonly by: 'robot' | 'webhook'
  readonly title: string
  readonly text: string
  readonly at: readonly string[]
}

/** What stands behind the routes. Chats are `group/<cid>` and `user/<id>`. */
export interface World {
  readonly credentials: { readonly clientId: string; readonly clientSecret: string; readonly robotCode: string }
  readonly people: Map<string, Human>
  readonly groups: Map<string, { robot: boolean; members: string[]; uuid?: string; closed?: boolean }>
  readonly roles: Map<number, readonly string[]>
  readonly lines: Line[]
  readonly webhooks: Map<string, { readonly place: string; readonly expires: number }>
  readonly files: Map<string, Uint8Array>
  readonly codes: Map<string, string>
  readonly tokens: Map<string, number>
  readonly throttled: Set<string>
  /** Every call, by a short name. */
  readonly calls: { readonly name: string; readonly counts: boolean; readonly body: Body }[]
  tokenLives: number
  /** A paid edition. */
  paid: boolean
  readonly todos: {
    id: string
    sourceId: string
    who: readonly string[]
    subject: string
    rings: boolean
    done: boolean
  }[]
  readonly shelf: CardShelf
  readonly limits: Limits
  readonly url: () => string
}

export interface Route {
  readonly name: string
  readonly counts: boolean
  /** oapi answers 200 with an errcode, and takes the token from the address. */
  readonly old?: boolean
  readonly free?: boolean
  run(world: World, body: Body): No | object
}

const bad = (code: string, status = 400): No => ({ status, code })
const strings = (x: unknown): readonly string[] => (Array.isArray(x) ? x.map(String) : [])

function say(
  world: World,
  place: string,
  by: Line['by'],
  body: { title?: unknown; text?: unknown },
  at: readonly string[] = [],
): void {
  world.lines.push({ place, by, title: String(body.title ?? ''), text: String(body.text ?? ''), at })
}

function paramOf(body: Body): { title?: unknown; text?: unknown } | No {
  if (body.msgKey !== 'sampleMarkdown') return bad('param.msgKey')
  const raw = String(body.msgParam ?? '')
  if (Buffer.byteLength(raw) > 15_000) return bad('param.msgParamTooLong')
  if (raw.includes('违禁词')) return bad('param.contentUnsafe')
  return JSON.parse(raw) as { title?: unknown; text?: unknown }
}

/** By `METHOD path`. */
export const ROUTES: Readonly<Record<string, Route>> = {
  'POST /v1.0/oauth2/accessToken': {
    name: 'token',
    counts: false,
    free: true,
    run(world, { appKey, appSecret }) {
      const { clientId, clientSecret } = world.credentials
      if (appKey !== clientId || appSecret !== clientSecret) return bad('invalidClientIdOrSecret')
      const token = randomUUID()
      world.tokens.set(token, Date.now() + world.tokenLives * 1000)
      return { accessToken: token, expireIn: world.tokenLives }
    },
  },
  'POST /v1.0/card/instances/createAndDeliver': {
    name: 'create',
    counts: true,
    run: (world, body) => world.shelf.createAndDeliver(body),
  },
  'PUT /v1.0/card/instances': { name: 'put', counts: true, run: (world, body) => world.shelf.update(body) },
  'POST /v1.0/card/instances/deliver': {
    name: 'deliver',
    counts: true,
    run: (world, body) => world.shelf.deliver(body),
  },
  'POST /v1.0/robot/groupMessages/send': {
    name: 'group',
    counts: true,
    run(world, body) {
      const param = paramOf(body)
      if ('code' in param) return param as No
      const cid = String(body.openConversationId)
      if (body.robotCode !== world.credentials.robotCode) return bad('robot.notExist')
      if (world.groups.get(cid)?.robot !== true) return bad('robot.notInGroup')
      say(world, `group/${cid}`, 'robot', param)
      return { processQueryKey: randomUUID() }
    },
  },
  'POST /v1.0/robot/oToMessages/batchSend': {
    name: 'direct',
    counts: true,
    run(world, body) {
      const param = paramOf(body)
      if ('code' in param) return param as No
      const users = strings(body.userIds)
      if (users.length === 0 || users.length > 20) return bad('param.userIdsLength')
      const invalid = users.filter((user) => !world.people.has(user))
      const flow = users.filter((user) => world.throttled.has(user))
      for (const user of users)
        if (!invalid.includes(user) && !flow.includes(user)) say(world, `user/${user}`, 'robot', param)
      return { processQueryKey: randomUUID(), invalidStaffIdList: invalid, flowControlledStaffIdList: flow }
    },
  },
  'POST /v1.0/robot/messageFiles/download': {
    name: 'file',
    counts: true,
    run(world, { downloadCode }) {
      const code = String(downloadCode)
      return world.files.has(code)
        ? { downloadUrl: `${world.url()}/download/${encodeURIComponent(code)}` }
        : bad('param.downloadCode')
    },
  },
  'POST /v1.0/im/group/create': {
    name: 'group_create',
    counts: true,
    run(world, { name, owner, useridlist }) {
      if (typeof name !== 'string' || name === '' || name.length > 20 || typeof owner !== 'string')
        return bad('param.name')
      const cid = `cid${randomUUID()}==`
      world.groups.set(cid, { robot: false, members: [...strings(useridlist)] })
      return { openConversationId: cid }
    },
  },
  'POST /v1.0/im/sceneGroups': {
    name: 'scene_create',
    counts: true,
    run(world, { templateId, ownerUserId, userIds, uuid }) {
      if (templateId !== 'group-template' || typeof ownerUserId !== 'string') return bad('param.templateId')
      const known = [...world.groups].find(([, group]) => group.uuid === uuid)
      const cid = known?.[0] ?? `cid${randomUUID()}==`
      if (!known) world.groups.set(cid, { robot: true, members: [...strings(userIds)], uuid: String(uuid) })
      return { openConversationId: cid }
    },
  },
  'POST /v1.0/im/sceneGroups/members': {
    name: 'scene_members',
    counts: true,
    run(world, { openConversationId, userIds }) {
      const group = world.groups.get(String(openConversationId))
      if (group === undefined) return bad('param.openConversationId')
      group.members.push(...strings(userIds))
      return { success: true }
    },
  },
  'POST /v1.0/im/sceneGroups/dismiss': {
    name: 'scene_dismiss',
    counts: true,
    run(world, { openConversationId }) {
      const group = world.groups.get(String(openConversationId))
      if (group === undefined) return bad('param.openConversationId')
      group.robot = false
      group.closed = true
      return { success: true }
    },
  },
  'POST /v1.0/todo/users/:who/tasks': {
    name: 'todo',
    counts: true,
    run(world, { who, executorIds, subject, sourceId, notifyConfigs }) {
      if (![...world.people.values()].some(({ unionid }) => unionid === who)) return bad('param.unionId')
      if (typeof subject !== 'string' || subject.length > 1024) return bad('param.subject')
      const known = world.todos.find((one) => one.sourceId === sourceId)
      if (known) return { id: known.id }
      const rings = (notifyConfigs as { dingNotify?: string } | undefined)?.dingNotify === '1'
      const todo = {
        id: `todo-${world.todos.length + 1}`,
        sourceId: String(sourceId),
        who: strings(executorIds),
        subject,
        rings,
        done: false,
      }
      world.todos.push(todo)
      return { id: todo.id }
    },
  },
  'PUT /v1.0/todo/users/:who/tasks/:id': {
    name: 'todo_done',
    counts: true,
    run(world, { id, done }) {
      const todo = world.todos.find((one) => one.id === id)
      if (todo === undefined) return bad('param.taskId')
      todo.done = done === true
      return { result: true }
    },
  },
  'POST /v1.0/robot/ding/send': {
    name: 'ding',
    counts: true,
    run(world, { receiverUserIdList, content, remindType }) {
      if (!world.paid) return bad('Forbidden.AccessDenied.AccessTokenPermissionDenied', 403)
      if (remindType !== 1 || strings(receiverUserIdList).length > 200) return bad('param.remindType')
      for (const user of strings(receiverUserIdList)) say(world, `ding/${user}`, 'robot', { title: '', text: content })
      return { openDingId: randomUUID() }
    },
  },
  'POST /topapi/v2/user/get': {
    name: 'user',
    counts: false,
    old: true,
    run(world, { userid }) {
      const human = world.people.get(String(userid))
      if (human === undefined) return bad('60121', 200)
      const { name, unionid, manager, departments = [1] } = human
      return {
        result: {
          userid,
          name,
          unionid,
          ...(manager === undefined ? {} : { manager_userid: manager }),
          dept_id_list: departments,
          role_list: [{ id: 1, name: '员工' }],
          active: true,
        },
      }
    },
  },
  'POST /topapi/v2/user/getuserinfo': {
    name: 'sign_in',
    counts: false,
    old: true,
    run(world, { code }) {
      const user = world.codes.get(String(code))
      world.codes.delete(String(code))
      return user === undefined ? bad('40078', 200) : { result: { userid: user } }
    },
  },
  'POST /topapi/role/simplelist': {
    name: 'role',
    counts: false,
    old: true,
    run(world, { role_id: role, offset = 0, size = 20 }) {
      const all = world.roles.get(Number(role))
      if (all === undefined) return bad('50008', 200)
      const page = all.slice(Number(offset), Number(offset) + Number(size))
      return {
        result: {
          list: page.map((userid) => ({ userid, name: '' })),
          hasMore: Number(offset) + page.length < all.length,
        },
      }
    },
  },
  'POST /topapi/user/listid': {
    name: 'department',
    counts: false,
    old: true,
    run(world, { dept_id: department }) {
      const ids = [...world.people]
        .filter(([, { departments = [1] }]) => departments.includes(Number(department)))
        .map(([id]) => id)
      return { result: { userid_list: ids } }
    },
  },
  'POST /robot/sendBySession': {
    name: 'webhook',
    counts: false,
    free: true,
    old: true,
    run(world, body) {
      const hook = world.webhooks.get(String(body.session))
      if (hook === undefined || hook.expires < Date.now()) return bad('300001', 200)
      const { markdown, at } = body as { markdown?: { title?: unknown; text?: unknown }; at?: { atUserIds?: unknown } }
      say(world, hook.place, 'webhook', markdown ?? {}, strings(at?.atUserIds))
      return {}
    },
  },
}
