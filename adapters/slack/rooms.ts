/** War rooms: a private channel for one case, opened once, its topic and members set, archived when all is over. */
import type { PlatformParts, RoomSpec, Rooms, SendOutcome } from '../../src/ports.ts'
import type { Call } from './api.ts'
import { cut } from './clamp.ts'
import { outcomeOf, troubleOf } from './errors.ts'
import { standingOf } from './handle.ts'

/** Slack's bounds: a channel's name, its topic, people invited at once. */
const BOUNDS = { name: 80, topic: 250, invite: 100 } as const

export interface RoomParts extends Pick<PlatformParts, 'memory'> {
  readonly call: Call
}

/** Makes rooms. */
export function makeRooms(parts: RoomParts): Rooms {
  return {
    open: (room, key) => attempt(() => openRoom(parts, room, key)),
    invite: (handle, people) => attempt(() => invite(parts.call, handle, people)),
    pin: (handle, card) =>
      attempt(async () => {
        const standing = standingOf(card)
        if (standing === undefined) return { is: 'never', why: 'no_such_handle' }
        await passing(['already_pinned'], () =>
          parts.call('pins.add', { channel: standing.channel, timestamp: standing.ts }),
        )
        return { is: 'sent', handle }
      }),
    close: (handle) =>
      attempt(async () => {
        await passing(['already_archived', 'channel_not_found'], () =>
          parts.call('conversations.archive', { channel: handle }),
        )
        return { is: 'sent', handle }
      }),
  }
}

/** A room is found again by its key, or by its name when we died between making it and writing it down. */
async function openRoom({ call, memory }: RoomParts, room: RoomSpec, key: string): Promise<SendOutcome> {
  const kept = await memory.get(`room/${key}`)
  const channel = kept ?? (await create(call, [roomName(room.name), roomName(room.number)]))
  if (channel === undefined) return { is: 'never', why: 'name_taken' }
  if (kept === undefined) await memory.set(`room/${key}`, channel)
  await call('conversations.setTopic', { channel, topic: cut(room.topic, BOUNDS.topic) })
  return invite(call, channel, room.people)
}

/** Under the first of these names that Slack takes: some workspaces refuse names in other scripts. */
async function create(call: Call, [name = '', ...others]: readonly string[]): Promise<string | undefined> {
  try {
    const made = await call<{ channel?: { id?: string } }>('conversations.create', { name, is_private: true })
    return made.channel?.id
  } catch (error) {
    const trouble = troubleOf(error)
    const code = trouble.is === 'refused' ? trouble.code : ''
    if (code === 'name_taken') return ownRoom(call, name)
    if (code.startsWith('invalid_name') && others.length > 0) return create(call, others)
    throw error
  }
}

interface Listed {
  readonly channels?: readonly { id: string; name: string; is_member?: boolean }[]
  readonly response_metadata?: { readonly next_cursor?: string }
}

/** Pages of channels looked through at most. */
const PAGES = 20

/** A private channel of this name that we are in: ours. One we are not in belongs to somebody else. */
async function ownRoom(call: Call, name: string): Promise<string | undefined> {
  let cursor = ''
  for (let page = 0; page < PAGES; page++) {
    const asked = { types: 'private_channel', exclude_archived: true, limit: 1000 }
    const listed = await call<Listed>('conversations.list', cursor === '' ? asked : { ...asked, cursor })
    const mine = listed.channels?.find((one) => one.name === name && one.is_member !== false)
    cursor = listed.response_metadata?.next_cursor ?? ''
    if (mine !== undefined || cursor === '') return mine?.id
  }
  return undefined
}

async function invite(call: Call, channel: string, people: readonly string[]): Promise<SendOutcome> {
  for (let from = 0; from < people.length; from += BOUNDS.invite) {
    const users = people.slice(from, from + BOUNDS.invite).join(',')
    await passing(['already_in_channel', 'cant_invite_self'], () =>
      call('conversations.invite', { channel, users, force: true }),
    )
  }
  return { is: 'sent', handle: channel }
}

/** Slack takes lower-case letters (of any script), digits, hyphens and underscores. */
export function roomName(name: string): string {
  const plain = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_-]+/gu, '-')
  return plain.replace(/^-+|-+$/g, '').slice(0, BOUNDS.name) || 'redress'
}

/** Refusals that say it is as wanted already. */
async function passing(codes: readonly string[], act: () => Promise<unknown>): Promise<void> {
  try {
    await act()
  } catch (error) {
    const trouble = troubleOf(error)
    if (trouble.is !== 'refused' || !codes.includes(trouble.code)) throw error
  }
}

async function attempt(act: () => Promise<SendOutcome>): Promise<SendOutcome> {
  try {
    return await act()
  } catch (error) {
    // Every step may be done twice, so that an unclear one is simply done again.
    return outcomeOf(troubleOf(error), 'update')
  }
}
