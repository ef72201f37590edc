/**
 * Who is who in the organisation: people with their manager, members of roles and departments, and who left. These calls
 * are free of the month; answers are kept for ten minutes, and dropped when an event says otherwise.
 */
import type { AccountState } from '../../src/ports.ts'
import type { Millis } from '../../src/rules/nouns.ts'
import type { Answer, Api } from './api.ts'

/** A member of the organisation. */
export interface Member {
  readonly name: string
  readonly unionId: string | undefined
  /** Account of the manager. */
  readonly manager: string | undefined
}

/** `gone`: the organisation knows no such account any more. */
export type Look = { readonly is: 'member'; readonly member: Member } | { readonly is: 'gone' | 'unknown' }

export interface Contacts {
  look(account: string): Promise<Look>
  accounts(ids: readonly string[]): Promise<ReadonlyMap<string, AccountState>>
  /** Members of `role/<id>` or `dept/<id>`; undefined for any other name and when it cannot be told. */
  group(id: string): Promise<readonly string[] | undefined>
  /** The account behind a page's sign-in code; undefined when the code is not good. */
  byCode(code: string): Promise<string | undefined>
  /** An event of the organisation: whom it is about is looked up again. */
  hear(eventType: string, data: string): void
}

const KEPT: Millis = 10 * 60_000
const MOST_KEPT = 5_000
const AT_ONCE = 8
const PAGE = 100
const MOST_PAGES = 50

const objectOf = (x: unknown): Readonly<Record<string, unknown>> =>
  typeof x === 'object' && x !== null ? (x as Record<string, unknown>) : {}
const textOf = (x: unknown): string | undefined => (typeof x === 'string' && x !== '' ? x : undefined)
const listOf = (x: unknown): readonly unknown[] => (Array.isArray(x) ? x : [])

/** The organisation's contacts as this app may see them. */
export function makeContacts(api: Api, wall: () => Millis): Contacts {
  const kept = new Map<string, { readonly at: Millis; readonly look: Look }>()

  const ask = (path: string, name: string, body: object): Promise<Answer> =>
    api.call({ api: 'oapi', method: 'POST', path, name, body, counts: false })

  async function look(account: string): Promise<Look> {
    const known = kept.get(account)
    if (known !== undefined && wall() - known.at < KEPT) return known.look
    const answer = await ask('/topapi/v2/user/get', 'user', { userid: account })
    const found: Look = answer.ok
      ? { is: 'member', member: memberOf(objectOf(answer.body.result)) }
      : { is: answer.failure.is === 'closed' ? 'gone' : 'unknown' }
    if (found.is !== 'unknown') keep(account, found)
    return found
  }

  function keep(account: string, found: Look): void {
    kept.delete(account)
    kept.set(account, { at: wall(), look: found })
    const [oldest] = kept.keys()
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest)
  }

  async function membersOfRole(role: string): Promise<readonly string[] | undefined> {
    const found: string[] = []
    for (let page = 0; page < MOST_PAGES; page++) {
      const body = { role_id: Number(role), size: PAGE, offset: page * PAGE }
      const answer = await ask('/topapi/role/simplelist', 'role_members', body)
      if (!answer.ok) return undefined
      const { list, hasMore } = objectOf(answer.body.result)
      found.push(...listOf(list).flatMap((one) => textOf(objectOf(one).userid) ?? []))
      if (hasMore !== true) break
    }
    return found
  }

  async function membersOfDepartment(department: string): Promise<readonly string[] | undefined> {
    const answer = await ask('/topapi/user/listid', 'department_members', { dept_id: Number(department) })
    if (!answer.ok) return undefined
    return listOf(objectOf(answer.body.result).userid_list).flatMap((one) => textOf(one) ?? [])
  }

  return {
    look,
    async accounts(ids) {
      const states = new Map<string, AccountState>()
      for (let i = 0; i < ids.length; i += AT_ONCE) {
        const some = ids.slice(i, i + AT_ONCE)
        const looks = await Promise.all(some.map(look))
        for (const [n, found] of looks.entries()) {
          const id = some[n] ?? ''
          if (found.is === 'member') states.set(id, { is: 'active', name: found.member.name })
          else if (found.is === 'gone') states.set(id, { is: 'gone' })
        }
      }
      return states
    },
    async group(id) {
      const [, kind, number = ''] = /^(role|dept)\/(\d{1,15})$/.exec(id) ?? []
      if (kind === undefined) return undefined
      return kind === 'role' ? membersOfRole(number) : membersOfDepartment(number)
    },
    async byCode(code) {
      if (!/^[\w-]{4,200}$/.test(code)) return undefined
      const answer = await ask('/topapi/v2/user/getuserinfo', 'sign_in', { code })
      return answer.ok ? textOf(objectOf(answer.body.result).userid) : undefined
    },
    hear(eventType, data) {
      if (!/^user_(?:leave|modify|add)_org$|^user_active_org$/.test(eventType)) return
      try {
        const { userId } = objectOf(JSON.parse(data))
        for (const account of listOf(userId)) if (typeof account === 'string') kept.delete(account)
      } catch {
        // An event we cannot read: what is kept grows old by itself.
      }
    },
  }
}

function memberOf(result: Readonly<Record<string, unknown>>): Member {
  return {
    name: textOf(result.name) ?? '',
    unionId: textOf(result.unionid),
    manager: textOf(result.manager_userid),
  }
}
