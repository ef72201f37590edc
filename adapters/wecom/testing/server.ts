/** The local WeCom on a port of this machine: its API, its sign-in page, and the weather. */
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Answer, sendToChat, sendToRobot, takeMessage, updateCard } from './sending.ts'
import { type Fault, giveLogin, type Town } from './town.ts'

type Query = URLSearchParams
type Route = (town: Town, query: Query, body: Readonly<Record<string, unknown>>) => Answer

const no = (errcode: number, errmsg = 'no'): Answer => ({ errcode, errmsg })
const ok = (more: object): Answer => ({ errcode: 0, errmsg: 'ok', ...more })

/** Calls that need a token. */
const ROUTES: Readonly<Record<string, Route>> = {
  'POST /cgi-bin/message/send': (town, _query, body) => takeMessage(town, body),
  'POST /cgi-bin/message/update_template_card': (town, _query, body) => updateCard(town, body),
  'POST /cgi-bin/appchat/send': (town, _query, body) => sendToChat(town, body),
  'GET /cgi-bin/appchat/get': (town, query) => {
    const chat = town.chats.get(query.get('chatid') ?? '')
    if (chat === undefined) return no(40050)
    return chat.ours ? ok({ chat_info: { chatid: query.get('chatid'), name: chat.name } }) : no(86008)
  },
  'POST /cgi-bin/appchat/create': (town, _query, body) => {
    const { name, owner, userlist, chatid } = body
    const users = Array.isArray(userlist) ? userlist.map(String) : []
    if (users.length < 2 || users.length > 2000 || !users.includes(String(owner))) return no(86006)
    if (String(name).length > 50 || !/^[0-9a-zA-Z]{1,32}$/.test(String(chatid))) return no(40058)
    if (users.some((id) => !town.members.has(id.toLowerCase()))) return no(40031)
    if (town.chats.has(String(chatid))) return no(86215, 'chatid exists')
    town.chats.set(String(chatid), { name: String(name), ours: true, users })
    return ok({ chatid })
  },
  'POST /cgi-bin/appchat/update': (town, _query, body) => {
    const chat = town.chats.get(String(body.chatid))
    if (chat === undefined) return no(40050)
    if (!chat.ours) return no(86008)
    const added = Array.isArray(body.add_user_list) ? body.add_user_list.map(String) : []
    const users = [...new Set([...(chat.users ?? []), ...added])]
    town.chats.set(String(body.chatid), { ...chat, users, name: String(body.name ?? chat.name) })
    return ok({})
  },
  'GET /cgi-bin/auth/getuserinfo': (town, query) => {
    const login = town.logins.get(query.get('code') ?? '')
    if (login === undefined || login.used || login.until < town.now()) return no(40029, 'invalid code')
    login.used = true
    const member = town.members.get(login.user.toLowerCase())
    return member ? ok({ userid: member.userid }) : ok({ openid: `o${login.user}`, external_userid: 'wm1' })
  },
  'GET /cgi-bin/user/get': (town, query) => {
    const member = town.members.get((query.get('userid') ?? '').toLowerCase())
    if (member === undefined) return no(60111, 'userid not found')
    if (member.hidden) return no(60011, 'no privilege')
    const { userid, name, status, departments, directLeader } = member
    return ok({ userid, name, status, department: departments, direct_leader: directLeader ? [directLeader] : [] })
  },
  'GET /cgi-bin/user/simplelist': (town, query) => ok({ userlist: inDepartment(town, query) }),
  'GET /cgi-bin/user/list': (town, query) => ok({ userlist: inDepartment(town, query) }),
  'GET /cgi-bin/tag/get': (town, query) => {
    const tag = town.tags.get(query.get('tagid') ?? '')
    if (tag === undefined) return no(40068, 'invalid tagid')
    return ok({ userlist: tag.users.map((userid) => ({ userid, name: userid })), partylist: tag.parties })
  },
  'GET /cgi-bin/agent/get': (town, query) =>
    query.get('agentid') === town.agentId
      ? ok({ agentid: Number(town.agentId), name: 'Redress', close: 0, redirect_domain: town.redirectDomain })
      : no(40056),
  'POST /cgi-bin/menu/create': (town, _query, body) => {
    town.menu = body
    return ok({})
  },
  'GET /cgi-bin/menu/get': (town) => (town.menu === undefined ? no(46003) : ok(town.menu as object)),
}

function inDepartment(town: Town, query: Query): readonly object[] {
  const id = Number(query.get('department_id'))
  return [...town.members.values()]
    .filter((member) => member.departments.includes(id) && !member.hidden)
    .map(({ userid, name, departments, leads }) => ({
      userid,
      name,
      department: departments,
      is_leader_in_dept: departments.map((one) => (leads.includes(one) ? 1 : 0)),
    }))
}

export interface LocalWecom {
  readonly url: string
  stop(): Promise<void>
}

/** Starts it. Whoever opens the sign-in page is whom the header `x-wecom-user` or the cookie of that name says. */
export async function startWecom(town: Town): Promise<LocalWecom> {
  const server = createServer((request, response) => {
    void answer(town, request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function answer(town: Town, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://local')
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  town.calls.push(url.pathname)
  const fault: Fault | undefined = town.faults.find((one) => one.times > 0 && url.pathname.startsWith(one.path))
  if (fault !== undefined) fault.times -= 1
  if (fault?.how === 'hang') return
  if (fault?.how === 'cut') return void response.destroy()
  if (typeof fault?.how === 'number') return json(response, no(fault.how, 'fault'))
  if (url.pathname === '/connect/oauth2/authorize') return signIn(town, url, request, response)
  const body = chunks.length === 0 ? {} : JSON.parse(Buffer.concat(chunks).toString('utf8'))
  const weather = isQueued(url.pathname, body) ? town.weather : undefined
  if (typeof weather === 'number') return json(response, no(weather, 'weather'))
  const result = resultOf(town, `${request.method} ${url.pathname}`, url.searchParams, body)
  if (fault?.how === 'lost' || weather === 'lost') return void response.destroy()
  if (isMedium(result)) {
    response.setHeader('content-type', result.type)
    response.setHeader('content-disposition', `attachment; filename="${result.name}"`)
    return void response.end(result.bytes)
  }
  json(response, result)
}

/** What the outbox sends: checked messages, updates, and everything to groups. */
function isQueued(path: string, body: Readonly<Record<string, unknown>>): boolean {
  if (path === '/cgi-bin/message/send') return body.enable_duplicate_check === 1
  return /\/(?:update_template_card|appchat\/send|webhook\/send)$/.test(path)
}

type Medium = { readonly bytes: Uint8Array; readonly name: string; readonly type: string }

const isMedium = (result: Answer | Medium): result is Medium => result.bytes instanceof Uint8Array

function resultOf(town: Town, call: string, query: Query, body: Readonly<Record<string, unknown>>): Answer | Medium {
  if (call === 'GET /cgi-bin/gettoken') return giveToken(town, query)
  if (call === 'POST /cgi-bin/webhook/send') return sendToRobot(town, query.get('key') ?? '', body)
  const token = query.get('access_token')
  if (!token) return no(41001, 'access_token missing')
  if (token !== town.token?.value) return no(40014, 'invalid access_token')
  if (town.token.until < town.now()) return no(42001, 'access_token expired')
  if (call === 'GET /cgi-bin/media/get')
    return town.media.get(query.get('media_id') ?? '') ?? no(40007, 'invalid media_id')
  const route = ROUTES[call]
  return route === undefined ? no(40066, 'invalid url') : route(town, query, body)
}

function giveToken(town: Town, query: Query): Answer {
  if (query.get('corpid') !== town.corpId) return no(40013, 'invalid corpid')
  if (query.get('corpsecret') !== town.secret) return no(40001, 'invalid credential')
  town.tokensGiven += 1
  town.token = { value: `${'t'.repeat(200)}-${randomUUID()}`, until: town.now() + 7_200_000 }
  return ok({ access_token: town.token.value, expires_in: 7200 })
}

function signIn(town: Town, url: URL, request: IncomingMessage, response: ServerResponse): void {
  const { searchParams: query } = url
  const back = URL.parse(query.get('redirect_uri') ?? '')
  const state = query.get('state') ?? ''
  const fits =
    query.get('appid') === town.corpId && query.get('scope') === 'snsapi_base' && /^[a-zA-Z0-9]{0,128}$/.test(state)
  if (back === null || !fits) return json(response, no(40013))
  if (town.redirectDomain !== back.host) return json(response, no(50001, 'redirect_uri'))
  const cookie = /(?:^|;\s*)x-wecom-user=([^;]+)/.exec(request.headers.cookie ?? '')?.[1]
  const user = String(request.headers['x-wecom-user'] ?? cookie ?? '')
  back.searchParams.set('code', giveLogin(town, user))
  back.searchParams.set('state', state)
  response.writeHead(302, { location: back.toString() }).end()
}

function json(response: ServerResponse, body: object): void {
  response.setHeader('content-type', 'application/json; charset=utf-8')
  response.end(JSON.stringify(body))
}
