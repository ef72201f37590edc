/** Members and groups as WeCom knows them. An app only sees members in its visible range. */
import type { AccountState } from '../../src/ports.ts'
import type { Answered, Api } from './api.ts'
import { isRecord } from './xml.ts'

/** Most accounts that are asked about at once, and most members of a group that are read. */
const MOST = 500
const MOST_MEMBERS = 2000
const AT_ONCE = 4

/** What is known of these members; those WeCom says nothing about are left out. */
export async function accountsOf(api: Api, ids: readonly string[]): Promise<ReadonlyMap<string, AccountState>> {
  const found = new Map<string, AccountState>()
  const queue = ids.slice(0, MOST)
  const worker = async (): Promise<void> => {
    for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
      const state = stateOf(await api.call({ path: '/cgi-bin/user/get', query: { userid: id }, repeatable: true }))
      if (state !== undefined) found.set(id, state)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return found
}

/** Status 1 is active; 2 disabled, 4 not activated, 5 left. */
function stateOf(answered: Answered): AccountState | undefined {
  if (!('ok' in answered)) {
    return answered.failed === 'code' && answered.errcode === 60111 ? { is: 'gone' } : undefined
  }
  const { status, name } = answered.ok
  const named = typeof name === 'string' && name !== '' ? { name } : {}
  if (status === 2 || status === 5) return { is: 'gone', ...named }
  return { is: status === 1 ? 'active' : 'unknown', ...named }
}

/**
 * Members of `tag/<id>` (with those of its departments), `department/<id>` (with those below it) or `leaders/<id>` (the
 * leaders of a department), in lower case. Undefined for anything else, and when WeCom does not say.
 */
export async function groupOf(api: Api, id: string): Promise<readonly string[] | undefined> {
  const [, kind, number] = /^(tag|department|leaders)\/(\d{1,10})$/.exec(id) ?? []
  if (number === undefined) return undefined
  if (kind === 'tag') return tagged(api, number)
  return kind === 'leaders' ? leaders(api, number) : inDepartment(api, number)
}

async function tagged(api: Api, tagid: string): Promise<readonly string[] | undefined> {
  const answered = await api.call({ path: '/cgi-bin/tag/get', query: { tagid }, repeatable: true })
  if (!('ok' in answered)) return undefined
  const parties = Array.isArray(answered.ok.partylist) ? answered.ok.partylist.slice(0, 50) : []
  const members = [...idsIn(answered.ok.userlist)]
  for (const party of parties) {
    const more = await inDepartment(api, String(party))
    if (more === undefined) return undefined
    members.push(...more)
  }
  return [...new Set(members)].slice(0, MOST_MEMBERS)
}

async function inDepartment(api: Api, id: string): Promise<readonly string[] | undefined> {
  const query = { department_id: id, fetch_child: '1' }
  const answered = await api.call({ path: '/cgi-bin/user/simplelist', query, repeatable: true })
  return 'ok' in answered ? [...new Set(idsIn(answered.ok.userlist))].slice(0, MOST_MEMBERS) : undefined
}

/** `is_leader_in_dept` stands in the order of `department`. */
async function leaders(api: Api, id: string): Promise<readonly string[] | undefined> {
  const answered = await api.call({ path: '/cgi-bin/user/list', query: { department_id: id }, repeatable: true })
  if (!('ok' in answered) || !Array.isArray(answered.ok.userlist)) return undefined
  const leading = answered.ok.userlist.filter((one) => {
    if (!isRecord(one) || !Array.isArray(one.department) || !Array.isArray(one.is_leader_in_dept)) return false
    const at = one.department.findIndex((department) => String(department) === id)
    return at >= 0 && one.is_leader_in_dept[at] === 1
  })
  return idsIn(leading)
}

function idsIn(list: unknown): readonly string[] {
  if (!Array.isArray(list)) return []
  return list.flatMap((one) => (isRecord(one) && typeof one.userid === 'string' ? [one.userid.toLowerCase()] : []))
}
