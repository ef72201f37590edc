/**
 * War rooms: a group chat of the app for one case. Its chat id is made from the key, so that opening it twice opens it
 * once. WeCom can neither pin a message nor dissolve a chat: a closed room says so in its name.
 */
import { createHash } from 'node:crypto'
import type { PlatformParts, RoomSpec, Rooms, SendOutcome } from '../../src/ports.ts'
import { splitAddress } from './address.ts'
import type { Api } from './api.ts'
import { type Failure, sendFailure } from './errors.ts'
import { isRecord } from './xml.ts'

export interface RoomParts {
  readonly api: Api
  readonly company: PlatformParts['company']
}

/** A chat needs two members at least, takes 2000, and its name 50 characters. */
const BOUNDS = { least: 2, most: 2000, name: 50 } as const
const ENDED = { zh: '【已结束】', en: '[closed] ' } as const

/** Makes rooms. A room's handle is its address. */
export function makeRooms(parts: RoomParts): Rooms {
  return {
    open: (room, key) => open(parts.api, room, key),
    async invite(handle, people) {
      const body = { chatid: splitAddress(handle).id, add_user_list: lower(people) }
      return people.length === 0 ? { is: 'sent', handle } : update(parts.api, handle, body)
    },
    pin: async () => ({ is: 'never', why: 'WeCom pins nothing' }),
    close: (handle) => close(parts, handle),
  }
}

const lower = (people: readonly string[]): readonly string[] => [...new Set(people.map((id) => id.toLowerCase()))]

async function open(api: Api, { name, people }: RoomSpec, key: string): Promise<SendOutcome> {
  const userlist = lower(people).slice(0, BOUNDS.most)
  const [owner] = userlist
  if (owner === undefined || userlist.length < BOUNDS.least) return { is: 'never', why: 'a chat needs two members' }
  const chatid = createHash('sha256').update(key).digest('hex').slice(0, 32)
  const body = { name: cut(name), owner, userlist, chatid }
  const made = await api.call({ path: '/cgi-bin/appchat/create', body, repeatable: false })
  const handle = `chat/${chatid}`
  if ('ok' in made) return { is: 'sent', handle }
  // The code for a chat id that is there already is not documented: looking tells.
  const there = made.failed === 'code' && typeof (await nameOf(api, chatid)) === 'string'
  return there ? { is: 'sent', handle } : sendFailure(made)
}

async function close({ api, company }: RoomParts, handle: string): Promise<SendOutcome> {
  const { id: chatid } = splitAddress(handle)
  const name = await nameOf(api, chatid)
  if (typeof name !== 'string') return name === undefined ? { is: 'closed', why: 'no such chat' } : sendFailure(name)
  const mark = ENDED[company().lang]
  if (name.startsWith(mark)) return { is: 'sent', handle }
  return update(api, handle, { chatid, name: cut(`${mark}${name}`) })
}

async function update(api: Api, handle: string, body: object): Promise<SendOutcome> {
  // Adding who is there, and naming it what it is called, changes nothing.
  const answered = await api.call({ path: '/cgi-bin/appchat/update', body, repeatable: true })
  return 'ok' in answered ? { is: 'sent', handle } : sendFailure(answered)
}

/** The chat's name; undefined when there is no such chat of ours; or why nobody can say. */
async function nameOf(api: Api, chatid: string): Promise<string | undefined | Failure> {
  const answered = await api.call({ path: '/cgi-bin/appchat/get', query: { chatid }, repeatable: true })
  if (!('ok' in answered)) return answered.failed === 'code' && answered.cause === 'group' ? undefined : answered
  const chat = answered.ok.chat_info
  return isRecord(chat) && typeof chat.name === 'string' ? chat.name : ''
}

const cut = (name: string): string => Array.from(name.replace(/\s+/g, ' ').trim()).slice(0, BOUNDS.name).join('')
